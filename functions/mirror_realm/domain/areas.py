"""Achievement areas: the closed list of fields a person can succeed in. `area_cues.py` says what a picture shows."""

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
