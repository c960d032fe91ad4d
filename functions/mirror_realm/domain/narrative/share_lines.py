"""The words of a shared picture's page, in every language: I-There's line, and what a visitor has to know."""

from collections.abc import Mapping
from dataclasses import dataclass

from mirror_realm.domain.narrative.choice import chosen


@dataclass(frozen=True, slots=True)
class ShareWords:
    """The words in one language. I-There's own lines are in lower case, as everywhere."""

    title: str
    """Of a picture whose name is not shown."""
    lines: tuple[str, ...]
    picture: str
    """What the picture is, for those who do not see it."""
    about: str
    copies: str
    home: str
    gone_title: str
    gone_line: str
    gone: str
    """The same for an address that never was, so that it tells nothing of those that were."""
    fault: str

    def line(self, seed: str) -> str:
        """Return one of I-There's lines, the same for a seed."""
        return chosen(self.lines, seed, "share")


WORDS: Mapping[str, ShareWords] = {
    "en": ShareWords(
        title="A reflection from the Mirror Realm",
        lines=(
            "you were let in to see a mirror. look kindly.",
            "this is who looks back at them today.",
            "a reflection, shown to you on purpose. it grows as they do.",
        ),
        picture="The reflection that was shared: the portrait of a person",
        about="Whoever shared this reflection can end it at any time.",
        copies="Previews and copies that others have kept stay where they are.",
        home="The Mirror Realm",
        gone_title="Nothing is reflected here.",
        gone_line="the glass is quiet. perhaps it was only lent to you.",
        gone="There is no shared reflection at this address, or not any more.",
        fault="This reflection cannot be shown just now. Try again in a moment.",
    ),
    "de": ShareWords(
        title="Ein Spiegelbild aus dem Mirror Realm",
        lines=(
            "jemand lässt dich in einen spiegel schauen. sieh freundlich hin.",
            "so schaut es heute zurück.",
            "ein spiegelbild, dir mit absicht gezeigt. es wächst mit.",
        ),
        picture="Das geteilte Spiegelbild: das Porträt eines Menschen",
        about="Wer dieses Spiegelbild geteilt hat, kann das jederzeit beenden.",
        copies="Vorschauen und Kopien, die andere behalten haben, bleiben, wo sie sind.",
        home="Der Mirror Realm",
        gone_title="Hier spiegelt sich nichts.",
        gone_line="das glas ist still. vielleicht war es nur geliehen.",
        gone="Unter dieser Adresse ist kein Spiegelbild geteilt, oder nicht mehr.",
        fault="Dieses Spiegelbild kann gerade nicht gezeigt werden. Versuche es gleich noch einmal.",
    ),
}
"""By the names of `languages.LANGUAGES`."""
