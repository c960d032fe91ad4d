"""The twelve characters: the people in pictures without a photo. A sheet keeps one person the same at every stage."""

from dataclasses import dataclass
from enum import StrEnum


class HairKind(StrEnum):
    """Different silhouettes, so that two characters can be distinguished at thumbnail size."""

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


HAIR_WORDS: dict[HairKind, str] = {
    HairKind.CROP: "{} hair in a close crop",
    HairKind.QUIFF: "{} hair swept up in a quiff, short at the sides",
    HairKind.BOB: "{} hair in a chin-length bob with a fringe",
    HairKind.LONG_WAVES: "{} hair in long loose waves",
    HairKind.CURLS: "{} hair in full shoulder-length curls",
    HairKind.AFRO: "{} hair in a round afro",
    HairKind.BRAIDS: "{} hair in two long braids",
    HairKind.BUN: "{} hair tied in a bun on top",
    HairKind.LOCS: "{} hair in shoulder-length locs",
    HairKind.BALD: "a clean-shaven bald head",
    HairKind.HEADSCARF: "a {} draped neatly over the hair",
    HairKind.PIXIE: "{} hair in a short tousled pixie cut",
}
"""The words of a sheet for each kind of hair; the braces take the colour."""

SKIN_WORDS: dict[Skin, str] = {
    Skin.PORCELAIN: "very light porcelain skin",
    Skin.FAIR: "fair skin",
    Skin.PEACH: "light peach skin",
    Skin.OLIVE: "olive skin",
    Skin.TAN: "warm tan skin",
    Skin.BRONZE: "bronze skin",
    Skin.BROWN: "brown skin",
    Skin.DEEP: "deep brown skin",
}


@dataclass(frozen=True, slots=True)
class Character:
    """A character sheet: its words go into the prompt unchanged, and the painter derives shapes and colours from it."""

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
    presents: str = "a person"
    """Without it a model could draw a woman at one stage and a man at the next."""

    @property
    def sheet(self) -> str:
        """The whole appearance in one line: the same words in every prompt keep the person the same."""
        looks = (
            f"{self.presents}, {self.age}",
            f"face {self.face}",
            HAIR_WORDS[self.hair_kind].format(self.hair_colour),
            f"{self.eyes} eyes",
            SKIN_WORDS[self.skin],
            f"{self.build} build",
            "round thin-rimmed glasses" if self.glasses else "no glasses",
            self.mark,
        )
        return "; ".join(part for part in looks if part)


CHARACTERS: dict[str, Character] = {
    sheet.id: sheet
    for sheet in (
        Character(
            "wren",
            "late twenties",
            "heart-shaped, soft jaw, small straight nose, arched brows",
            HairKind.LONG_WAVES,
            "chestnut",
            "hazel",
            Skin.PEACH,
            Build.AVERAGE,
            "burnt orange",
            mark="light freckles across the nose",
            presents="a woman",
        ),
        Character(
            "sol",
            "early thirties",
            "square, friendly jaw, straight nose, full brows",
            HairKind.QUIFF,
            "dark brown",
            "brown",
            Skin.OLIVE,
            Build.ATHLETIC,
            "teal",
            mark="short trimmed beard",
            presents="a man",
        ),
        Character(
            "juniper",
            "mid twenties",
            "round with full cheeks, snub nose, light brows",
            HairKind.CURLS,
            "copper",
            "green",
            Skin.FAIR,
            Build.STURDY,
            "moss green",
            mark="freckles",
            presents="a woman",
        ),
        Character(
            "ash",
            "forties",
            "long with defined cheekbones, broad nose, strong brows",
            HairKind.BALD,
            "none",
            "dark brown",
            Skin.DEEP,
            Build.ATHLETIC,
            "amber",
            mark="salt-and-pepper goatee",
            presents="a man",
        ),
        Character(
            "noor",
            "early thirties",
            "oval, high cheekbones, slender nose, dark arched brows",
            HairKind.HEADSCARF,
            "terracotta scarf",
            "amber brown",
            Skin.TAN,
            Build.SLIGHT,
            "cream",
            presents="a woman",
        ),
        Character(
            "kai",
            "early twenties",
            "lean with a pointed chin, straight nose, flat brows",
            HairKind.CROP,
            "black",
            "dark brown",
            Skin.TAN,
            Build.SLIGHT,
            "mustard",
            presents="a man",
        ),
        Character(
            "amara",
            "late twenties",
            "round, radiant, broad nose, soft brows",
            HairKind.AFRO,
            "black",
            "deep brown",
            Skin.BROWN,
            Build.AVERAGE,
            "coral",
            mark="small gold earrings",
            presents="a woman",
        ),
        Character(
            "mei",
            "mid thirties",
            "soft oval, small nose, fine brows",
            HairKind.BOB,
            "black",
            "dark brown",
            Skin.PORCELAIN,
            Build.SLIGHT,
            "dusty lilac",
            glasses=True,
            presents="a woman",
        ),
        Character(
            "marlow",
            "sixties",
            "kind and lined, rounded nose, bushy brows",
            HairKind.BUN,
            "silver",
            "grey blue",
            Skin.FAIR,
            Build.STURDY,
            "brick red",
            glasses=True,
            presents="a man",
        ),
        Character(
            "indra",
            "thirties",
            "oval with a strong brow, aquiline nose",
            HairKind.BRAIDS,
            "dark brown",
            "brown",
            Skin.BRONZE,
            Build.ATHLETIC,
            "saffron",
            presents="an androgynous person",
        ),
        Character(
            "zuri",
            "twenties",
            "angular and open, broad nose, clear brows",
            HairKind.LOCS,
            "dark brown with honey ends",
            "brown",
            Skin.BROWN,
            Build.SLIGHT,
            "slate blue",
            glasses=True,
            presents="a woman",
        ),
        Character(
            "robin",
            "fifties",
            "narrow with laugh lines, long nose, pale brows",
            HairKind.PIXIE,
            "ash blond",
            "blue",
            Skin.PORCELAIN,
            Build.AVERAGE,
            "warm grey",
            presents="an androgynous person",
        ),
    )
}
