"""Personas of I-There, by name. Their catalogue is `persona_catalogue.py`; a hit does not load it."""

from enum import StrEnum


class PersonaId(StrEnum):
    COMPANION = "companion"
    DREAMER = "dreamer"
    EXPLORER = "explorer"
    MENTOR = "mentor"
    MAKER = "maker"
    ATHLETE = "athlete"
