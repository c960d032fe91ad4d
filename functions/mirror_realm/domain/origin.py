"""Origin: what an avatar began with."""

from enum import StrEnum


class Origin(StrEnum):
    PROGRESS = "progress"
    """The user's progress, and their choices."""
    PRESET = "preset"
    """A preset of the gallery."""
    REFERENCE = "reference"
    """The user's photo."""
    UPLOAD = "upload"
    """A picture of the user's own, kept as it is."""
