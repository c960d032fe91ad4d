"""Origin: what an avatar began with."""

from enum import StrEnum


class Origin(StrEnum):
    """What the last wish for an avatar began with."""

    PROGRESS = "progress"
    """The user's progress, by words alone."""
    PRESET = "preset"
    """A named starting point of the gallery."""
    REFERENCE = "reference"
    """The user's photo, from which a picture is made."""
    UPLOAD = "upload"
    """The user's own picture, used as it is."""


class FilteredOrigin(StrEnum):
    """The origins by which avatars are listed: those that are stored, which `progress` is not."""

    PRESET = Origin.PRESET
    REFERENCE = Origin.REFERENCE
    UPLOAD = Origin.UPLOAD
