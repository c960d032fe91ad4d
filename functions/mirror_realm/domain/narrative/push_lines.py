"""I-There's lines in a push. They are the same for every user: a push is shown on locked screens."""

from dataclasses import dataclass

from mirror_realm.domain.narrative.messages import SIGN


@dataclass(frozen=True, slots=True)
class PushText:
    """What a device shows."""

    title: str
    body: str


READY = PushText(f"your reflection is ready {SIGN}", "come and see who is looking back.")
UNREADY = PushText(f"your reflection stayed away this time {SIGN}", "come by, and we look again together.")


def push_text(*, ready: bool) -> PushText:
    """Return the text for a picture that is ready, or for one that could not be made."""
    return READY if ready else UNREADY
