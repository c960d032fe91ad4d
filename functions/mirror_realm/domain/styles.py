"""The seven styles that users can choose, by name. Their catalogue is `style_catalogue.py`; a hit does not load it."""

from enum import StrEnum


class StyleId(StrEnum):
    DAYMI = "daymi"
    COMIC = "comic"
    SUPERHERO = "superhero"
    CINEMATIC_HERO = "cinematic_hero"
    NOIR_HERO = "noir_hero"
    ANIME = "anime"
    REALISTIC_PORTRAIT = "realistic_portrait"
