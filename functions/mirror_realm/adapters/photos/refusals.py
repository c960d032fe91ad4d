"""Refusals: the reasons why a photo cannot be used, in words for the user who uploaded it."""

from enum import StrEnum


class Refusal(StrEnum):
    """The reasons; the value of each is shown to the user."""

    FILE_TOO_LARGE = "the photo's file is larger than 10 MB"
    NOT_A_PHOTO = "the file is no JPEG, PNG, WebP or HEIC photo"
    ANIMATED = "the file is an animation: a single photo is needed"
    TOO_MANY_PIXELS = "the photo has too many pixels: a smaller copy is needed"
    TOO_SMALL = "the photo is too small: it must be at least 200 pixels wide and 200 pixels high"
    TOO_NARROW = "the photo is too long and narrow: its longer side may be at most 5 times its shorter side"
    DAMAGED = "the photo is damaged or incomplete"
    TOO_COSTLY = "the photo takes too much time or memory to open"


class Refused(Exception):
    """Raised while a photo is read. Never leaves this package: the reader makes it a ContentRejected."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.value)
