"""Keepsakes: the files that the demo writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from demo.album import FamilyAlbum
from demo.client import Client
from demo.from_a_photo import SecondAct
from demo.tables import Row
from mirror_realm.adapters.reels.contact_sheet import Print, contact_sheet, encoded
from mirror_realm.domain.progress import STAGE_TITLES, STAGES, EvolutionStage


@dataclass(frozen=True, slots=True)
class Keepsakes:
    """The folder of the files. Those of an earlier demo are replaced; other files are left alone."""

    folder: Path

    @property
    def log(self) -> Path:
        """Everything that this process prints, except to the terminal."""
        return self.folder / "functions.log"

    @property
    def pictures(self) -> Path:
        return self.folder / "pictures"

    @property
    def sheet(self) -> Path:
        return self.folder / "contact-sheet.jpg"

    @property
    def album_sheet(self) -> Path:
        return self.folder / "album-sheet.jpg"

    @property
    def from_a_photo(self) -> Path:
        return self.folder / "from-a-photo"

    @property
    def reel(self) -> Path:
        return self.folder / "reel.webp"

    @property
    def reel_sheet(self) -> Path:
        return self.folder / "reel-sheet.jpg"

    def start_anew(self) -> None:
        """Delete the files of an earlier demo."""
        files = (self.sheet, self.album_sheet, self.reel, self.reel_sheet, *self.from_a_photo.glob("*.jpg"))
        for old in (*files, *map(self._picture, STAGES)):
            old.unlink(missing_ok=True)

    def keep(self, heading: str, rows: Sequence[Row], client: Client) -> None:
        """Load and store the pictures of these rows, with their contact sheet. Raises CallFailed."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        prints = []
        for row in rows:
            stage = EvolutionStage(row.name)
            content = client.picture(row.asked.answer["image_url"])
            self._picture(stage).write_bytes(content)
            prints.append(Print(content, STAGE_TITLES[stage], f"day {row.day}"))
        if prints:
            self.sheet.write_bytes(encoded(contact_sheet("mirror realm", heading, prints)))

    def keep_second_act(self, act: SecondAct, client: Client) -> None:
        """Store the reel, its contact sheet, and the pictures made from the photo. Raises CallFailed."""
        self.from_a_photo.mkdir(parents=True, exist_ok=True)
        for number, look in enumerate(act.looks, 1):
            for style, asked in look.styles.items():
                if asked.completed:
                    picture = self.from_a_photo / f"{number}-{look.name}-{style}.jpg"
                    picture.write_bytes(client.picture(asked.answer["image_url"]))
        self.reel.write_bytes(act.reel.animation)
        self.reel_sheet.write_bytes(act.reel.sheet)

    def keep_third_act(self, album: FamilyAlbum, client: Client) -> None:
        """Load the pictures of the album, and store their contact sheet. Raises CallFailed."""
        prints = [
            Print(client.picture(asked.answer["image_url"]), title, album.note(asked))
            for asked, title in zip(album.asked, album.titles, strict=True)
            if asked.completed
        ]
        self.album_sheet.write_bytes(encoded(contact_sheet("mirror realm", "a family album", prints)))

    def there(self) -> dict[str, Path]:
        """Return the files that exist, by the name shown for them."""
        files = {
            "the contact sheet": self.sheet,
            "the pictures": self.pictures,
            "the reel": self.reel,
            "the reel, standing still": self.reel_sheet,
            "the pictures from the photo": self.from_a_photo,
            "the family album": self.album_sheet,
            "what the functions log": self.log,
        }
        return {name: path for name, path in files.items() if path.exists()}

    def _picture(self, stage: EvolutionStage) -> Path:
        return self.pictures / f"{STAGES.index(stage) + 1}-{stage}.jpg"
