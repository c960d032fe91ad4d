"""The twelve characters: who is in a picture when there is no photo. One sheet keeps one person at every stage."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class HairKind(StrEnum):
    """Really different silhouettes, so that two characters are told apart at thumbnail size."""

    CROP = "crop"
    QUIFF = "quiff"
    BOB = "bob"
    LONG_WAVES = "long_waves"
    CURLS = "curls"
    AFRO = "afro"
    BRAIDS = "braids"
    BUN = "bun"
    LOCS = "locs"
    BALD = "bald"
    HEADSCARF = "headscarf"
    PIXIE = "pixie"


class Skin(StrEnum):
    PORCELAIN = "porcelain"
    FAIR = "fair"
    PEACH = "peach"
    OLIVE = "olive"
    TAN = "tan"
    BRONZE = "bronze"
    BROWN = "brown"
    DEEP = "deep"


class Build(StrEnum):
    SLIGHT = "slight"
    AVERAGE = "average"
    ATHLETIC = "athletic"
    STURDY = "sturdy"


@dataclass(frozen=True, slots=True)
class Character:
    """A character sheet. Words go to the prompt as they stand; the painter reads the same fields as shapes and colours."""

    id: str
    age: str
    face: str
    hair_kind: HairKind
    hair_colour: str
    eyes: str
    skin: Skin
    build: Build
    outfit: str
    """Colour of the everyday clothes (a hoodie in the house style)."""
    glasses: bool = False
    mark: str = ""
    """A feature to keep at every stage: freckles, a beard, a beauty spot. Empty: none."""


CHARACTERS: dict[str, Character] = {
    sheet.id: sheet
    for sheet in (
        Character("wren", "late twenties", "heart-shaped, soft jaw", HairKind.LONG_WAVES, "chestnut", "hazel", Skin.PEACH, Build.AVERAGE, "burnt orange", mark="light freckles across the nose"),
        Character("sol", "early thirties", "square, friendly jaw", HairKind.QUIFF, "dark brown", "brown", Skin.OLIVE, Build.ATHLETIC, "teal", mark="short trimmed beard"),
        Character("juniper", "mid twenties", "round with full cheeks", HairKind.CURLS, "copper", "green", Skin.FAIR, Build.STURDY, "moss green", mark="freckles"),
        Character("ash", "forties", "long with defined cheekbones", HairKind.BALD, "none", "dark brown", Skin.DEEP, Build.ATHLETIC, "amber", mark="salt-and-pepper goatee"),
        Character("noor", "early thirties", "oval, high cheekbones", HairKind.HEADSCARF, "terracotta scarf", "amber brown", Skin.TAN, Build.SLIGHT, "cream"),
        Character("kai", "early twenties", "lean with a pointed chin", HairKind.CROP, "black", "dark brown", Skin.TAN, Build.SLIGHT, "mustard"),
        Character("amara", "late twenties", "round, radiant", HairKind.AFRO, "black", "deep brown", Skin.BROWN, Build.AVERAGE, "coral", mark="small gold earrings"),
        Character("mei", "mid thirties", "soft oval", HairKind.BOB, "black", "dark brown", Skin.PORCELAIN, Build.SLIGHT, "dusty lilac", glasses=True),
        Character("marlow", "sixties", "kind and lined", HairKind.BUN, "silver", "grey blue", Skin.FAIR, Build.STURDY, "brick red", glasses=True),
        Character("indra", "thirties", "oval with a strong brow", HairKind.BRAIDS, "dark brown", "brown", Skin.BRONZE, Build.ATHLETIC, "saffron"),
        Character("zuri", "twenties", "angular and open", HairKind.LOCS, "dark brown with honey ends", "brown", Skin.BROWN, Build.SLIGHT, "slate blue", glasses=True),
        Character("robin", "fifties", "narrow with laugh lines", HairKind.PIXIE, "ash blond", "blue", Skin.PORCELAIN, Build.AVERAGE, "warm grey"),
    )
}


def character_for(uid: str) -> str:
    """The character of a person who has not chosen one: fixed for a uid, spread evenly over people."""
    digest = hashlib.sha256(b"character:" + uid.encode("utf-8", "surrogatepass")).digest()
    return tuple(CHARACTERS)[int.from_bytes(digest[:8], "big") % len(CHARACTERS)]
