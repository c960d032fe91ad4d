"""The seven styles people can choose, by name. What each is lies in `style_catalogue.py`, which a hit does not load."""

from enum import StrEnum


class StyleId(StrEnum):
    DAYMI = "daymi"
    COMIC = "comic"
    SUPERHERO = "superhero"
    CINEMATIC_HERO = "cinematic_hero"
    NOIR_HERO = "noir_hero"
    ANIME = "anime"
    REALISTIC_PORTRAIT = "realistic_portrait"
