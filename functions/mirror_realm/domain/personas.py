"""Personas of I-There, by name. What each is lies in `persona_catalogue.py`, which a hit does not load."""

from enum import StrEnum


class PersonaId(StrEnum):
    COMPANION = "companion"
    DREAMER = "dreamer"
    EXPLORER = "explorer"
    MENTOR = "mentor"
    MAKER = "maker"
    ATHLETE = "athlete"
