"""Colour: mixing, and the named colours that character sheets speak of. Pure numbers, 0-255 a channel."""

Colour = tuple[float, float, float]

WHITE: Colour = (255, 255, 255)
INK: Colour = (34, 22, 28)
CREAM: Colour = (252, 238, 214)
AMBER: Colour = (255, 196, 112)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """Return `a` mixed with this share of `b`."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def times(a: Colour, b: Colour) -> Colour:
    """Return `a` seen in light of colour `b`: the multiply blend."""
    return (a[0] * b[0] / 255, a[1] * b[1] / 255, a[2] * b[2] / 255)


def scaled(a: Colour, factor: float) -> Colour:
    """Return the colour brightened or darkened by `factor`, clamped to the range."""
    return (min(255, a[0] * factor), min(255, a[1] * factor), min(255, a[2] * factor))


def luminance(a: Colour) -> float:
    """Return the perceived lightness, 0-1 (Rec. 601 weights)."""
    return (0.299 * a[0] + 0.587 * a[1] + 0.114 * a[2]) / 255


def saturated(a: Colour, factor: float) -> Colour:
    """Return the colour with its saturation times `factor` and the same lightness."""
    grey = luminance(a) * 255
    return (
        max(0.0, min(255.0, grey + (a[0] - grey) * factor)),
        max(0.0, min(255.0, grey + (a[1] - grey) * factor)),
        max(0.0, min(255.0, grey + (a[2] - grey) * factor)),
    )


def rgb(a: Colour) -> tuple[int, int, int]:
    """Return the colour as integer channels."""
    return (round(max(0, min(255, a[0]))), round(max(0, min(255, a[1]))), round(max(0, min(255, a[2]))))


HAIR: dict[str, Colour] = {
    "black": (52, 40, 48),
    "dark brown": (84, 52, 42),
    "brown": (112, 68, 46),
    "chestnut": (138, 72, 44),
    "copper": (206, 98, 48),
    "ash blond": (222, 190, 142),
    "blond": (236, 192, 120),
    "honey": (222, 158, 84),
    "silver": (206, 204, 208),
    "terracotta": (204, 98, 66),
}

EYES: dict[str, Colour] = {
    "hazel": (150, 112, 56),
    "green": (82, 142, 88),
    "brown": (142, 84, 44),
    "dark brown": (116, 68, 42),
    "deep brown": (124, 68, 40),
    "amber brown": (166, 102, 40),
    "grey blue": (112, 146, 172),
    "blue": (70, 136, 190),
}

CLOTHES: dict[str, Colour] = {
    "burnt orange": (226, 108, 46),
    "teal": (40, 142, 142),
    "moss green": (124, 142, 74),
    "amber": (240, 164, 56),
    "cream": (244, 224, 190),
    "mustard": (222, 168, 52),
    "coral": (240, 118, 96),
    "dusty lilac": (172, 142, 186),
    "brick red": (180, 72, 56),
    "saffron": (246, 156, 44),
    "slate blue": (96, 120, 162),
    "warm grey": (168, 152, 142),
}


def named(words: str, table: dict[str, Colour]) -> Colour | None:
    """Return the colour of the longest name of `table` that `words` begin with, else of one that they contain."""
    found = [name for name in table if words.startswith(name)] or [name for name in table if name in words]
    return table[max(found, key=len)] if found else None
