"""Achievement areas: the closed list of fields in which a user can succeed. Their symbols are in `area_cues.py`."""

from enum import StrEnum


class Area(StrEnum):
    """The area of an achievement. The app may omit it."""

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
