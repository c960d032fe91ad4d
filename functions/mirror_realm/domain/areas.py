"""Achievement areas: the closed list of fields a person can succeed in, each with what a picture may show."""

from dataclasses import dataclass
from enum import StrEnum


class Area(StrEnum):
    """Where an achievement lies. The app may leave it out."""

    CAREER = "career"
    LEARNING = "learning"
    HEALTH = "health"
    CREATIVITY = "creativity"
    RELATIONSHIPS = "relationships"
    FINANCE = "finance"
    MINDFULNESS = "mindfulness"
    ADVENTURE = "adventure"
    HOME = "home"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class AreaCue:
    """How an area looks: a subtle hint once a goal is met, and fuller symbols from `quarter` on."""

    hint: str
    symbols: str


AREA_CUES: dict[Area, AreaCue] = {
    Area.CAREER: AreaCue("a small brass desk bell", "a framed project sketch, a launch rocket model and a neat row of badges without lettering"),
    Area.LEARNING: AreaCue("a stack of well-thumbed books", "a tall bookshelf, a globe and a graduation tassel"),
    Area.HEALTH: AreaCue("a pair of running shoes by the desk", "a rolled exercise mat, a medal ribbon and a bowl of fruit"),
    Area.CREATIVITY: AreaCue("a jar of paint brushes", "an easel with a warm abstract canvas, brushes and colour swatches"),
    Area.RELATIONSHIPS: AreaCue("two matching mugs", "a wall of small framed group photos with indistinct faces and a string of paper hearts"),
    Area.FINANCE: AreaCue("a ceramic savings jar", "a thriving money plant beside a filled savings jar and a tidy ledger"),
    Area.MINDFULNESS: AreaCue("a smooth stack of pebbles", "a meditation cushion, a singing bowl and a small sand garden"),
    Area.ADVENTURE: AreaCue("a folded paper map", "a travel backpack, a compass and a shelf of stones from many places"),
    Area.HOME: AreaCue("a hand-knitted throw", "a hand-built shelf, a knitted throw and a warm fireplace glow"),
    Area.COMMUNITY: AreaCue("a paper-crane garland", "a garland of paper cranes, a shared garden planter and a basket of bread"),
}
