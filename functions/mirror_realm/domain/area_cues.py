"""Area cues: the symbols of an achievement area in a picture."""

from dataclasses import dataclass

from mirror_realm.domain.areas import Area


@dataclass(frozen=True, slots=True)
class AreaCue:
    """The symbols of an area: a subtle hint once a goal is met, and fuller ones from `quarter` on."""

    hint: str
    symbols: str


AREA_CUES: dict[Area, AreaCue] = {
    Area.CAREER: AreaCue(
        "a small brass desk bell",
        "a framed project sketch, a launch rocket model and a neat row of plain round badges",
    ),
    Area.LEARNING: AreaCue(
        "a stack of well-thumbed books with blank spines",
        "a tall shelf of blank-spined books, a globe and a graduation tassel",
    ),
    Area.HEALTH: AreaCue(
        "a pair of plain running shoes set aside",
        "a rolled exercise mat, a medal on a ribbon and a bowl of fruit",
    ),
    Area.CREATIVITY: AreaCue(
        "a jar of paint brushes",
        "an easel with a warm abstract canvas, brushes and colour swatches",
    ),
    Area.RELATIONSHIPS: AreaCue(
        "two matching mugs",
        "a string of paper hearts, two matching mugs and small framed silhouettes of friends without faces",
    ),
    Area.FINANCE: AreaCue(
        "a ceramic savings jar",
        "a thriving coin-leaf plant, a filled ceramic savings jar and a small brass balance scale",
    ),
    Area.MINDFULNESS: AreaCue(
        "a smooth stack of pebbles",
        "a meditation cushion, a singing bowl and a small sand garden",
    ),
    Area.ADVENTURE: AreaCue(
        "a brass compass",
        "a travel backpack, a brass compass and a row of stones from many places",
    ),
    Area.HOME: AreaCue(
        "a hand-knitted throw",
        "a hand-built wooden shelf, a knitted throw and the glow of a small fire",
    ),
    Area.COMMUNITY: AreaCue(
        "a garland of paper cranes",
        "a garland of paper cranes, a shared garden planter and a basket of bread",
    ),
}
