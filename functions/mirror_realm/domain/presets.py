"""Presets: the gallery of named starting points. Each fills in the fields of a wish that the wish leaves out.

A preset adds nothing to the recipe: the wish that names one has the cache key of the same wish spelled out. A preset
names no stage, because a stage is earned by active days.
"""

from dataclasses import dataclass
from enum import StrEnum

from mirror_realm.domain.areas import Area
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.styles import StyleId


class Category(StrEnum):
    """The parts of the gallery, in their order."""

    EVERYDAY = "everyday"
    WORK = "work"
    CREATIVE = "creative"
    ADVENTURE = "adventure"
    HEROES = "heroes"
    CALM = "calm"


CATEGORY_TITLES: dict[Category, str] = {
    Category.EVERYDAY: "Everyday",
    Category.WORK: "At work",
    Category.CREATIVE: "Creative",
    Category.ADVENTURE: "Adventure",
    Category.HEROES: "Heroes",
    Category.CALM: "Calm",
}

PREVIEW_DAYS: dict[Category, int] = {
    Category.EVERYDAY: 42,
    Category.WORK: 104,
    Category.CREATIVE: 17,
    Category.ADVENTURE: 42,
    Category.HEROES: 104,
    Category.CALM: 196,
}
"""The active days of a preview. The pose is the stage's, and a gallery in which all have the same is dull."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A named starting point. The title and the description never reach a prompt."""

    id: str
    category: Category
    title: str
    description: str
    """A line of at most 60 characters."""
    character: str
    style: StyleId
    persona: PersonaId
    traits: tuple[str, ...]
    """Ids of trait groups, which are words for themselves. At most detail, the earliest in the vocabulary show."""
    area: Area

    @property
    def preview_progress(self) -> Progress:
        """Return the progress that its preview shows, with a goal met, so that the achievement area shows."""
        return Progress(PREVIEW_DAYS[self.category], "", self.area, self.traits, goals_completed=1)


PRESETS: dict[str, Preset] = {
    preset.id: preset
    for preset in (
        Preset(
            "slow_morning",
            Category.EVERYDAY,
            "Slow morning",
            "An unhurried smile, and the whole day still ahead",
            "juniper",
            StyleId.DAYMI,
            PersonaId.COMPANION,
            ("joyful", "grateful"),
            Area.HOME,
        ),
        Preset(
            "good_neighbour",
            Category.EVERYDAY,
            "Good neighbour",
            "The door that is always open, and a cat that agrees",
            "amara",
            StyleId.COMIC,
            PersonaId.COMPANION,
            ("kind", "generous"),
            Area.COMMUNITY,
        ),
        Preset(
            "late_learner",
            Category.EVERYDAY,
            "Late learner",
            "Sixty-odd, and there is another language to begin",
            "marlow",
            StyleId.DAYMI,
            PersonaId.MENTOR,
            ("curious", "patient"),
            Area.LEARNING,
        ),
        Preset(
            "steady_lead",
            Category.WORK,
            "Steady lead",
            "A portrait for the page with the names of the team",
            "ash",
            StyleId.REALISTIC_PORTRAIT,
            PersonaId.MENTOR,
            ("confident", "leader"),
            Area.CAREER,
        ),
        Preset(
            "problem_solver",
            Category.WORK,
            "Problem solver",
            "Takes the puzzle apart, and puts it together better",
            "zuri",
            StyleId.DAYMI,
            PersonaId.MAKER,
            ("analytical", "focused"),
            Area.CAREER,
        ),
        Preset(
            "clear_profile",
            Category.WORK,
            "Clear profile",
            "Plain, friendly and honest: a picture to apply with",
            "mei",
            StyleId.REALISTIC_PORTRAIT,
            PersonaId.COMPANION,
            ("honest", "focused"),
            Area.CAREER,
        ),
        Preset(
            "storyteller",
            Category.CREATIVE,
            "Storyteller",
            "Paper stars, a bright page and a first sentence",
            "wren",
            StyleId.ANIME,
            PersonaId.DREAMER,
            ("creative", "thoughtful"),
            Area.CREATIVITY,
        ),
        Preset(
            "weekend_workshop",
            Category.CREATIVE,
            "Weekend workshop",
            "Sleeves rolled up, every tool where it belongs",
            "sol",
            StyleId.COMIC,
            PersonaId.MAKER,
            ("organised", "patient"),
            Area.CREATIVITY,
        ),
        Preset(
            "idea_catcher",
            Category.CREATIVE,
            "Idea catcher",
            "Looks twice at everything, and then draws it",
            "kai",
            StyleId.ANIME,
            PersonaId.DREAMER,
            ("curious", "independent"),
            Area.CREATIVITY,
        ),
        Preset(
            "trailhead",
            Category.ADVENTURE,
            "Trailhead",
            "Jacket on, compass out: off we go",
            "indra",
            StyleId.DAYMI,
            PersonaId.EXPLORER,
            ("brave", "energetic"),
            Area.ADVENTURE,
        ),
        Preset(
            "new_in_town",
            Category.ADVENTURE,
            "New in town",
            "Every street is a question worth asking",
            "noor",
            StyleId.COMIC,
            PersonaId.EXPLORER,
            ("curious", "adaptable"),
            Area.ADVENTURE,
        ),
        Preset(
            "second_wind",
            Category.ADVENTURE,
            "Second wind",
            "Past the finish line, and asking what comes next",
            "robin",
            StyleId.ANIME,
            PersonaId.ATHLETE,
            ("determined", "energetic"),
            Area.HEALTH,
        ),
        Preset(
            "rooftop_guardian",
            Category.HEROES,
            "Rooftop guardian",
            "Keeps an eye on the whole golden city",
            "juniper",
            StyleId.SUPERHERO,
            PersonaId.COMPANION,
            ("brave", "loyal"),
            Area.COMMUNITY,
        ),
        Preset(
            "silver_cape",
            Category.HEROES,
            "Silver cape",
            "Has been saving the day for forty years",
            "marlow",
            StyleId.SUPERHERO,
            PersonaId.MENTOR,
            ("wise", "resilient"),
            Area.COMMUNITY,
        ),
        Preset(
            "quiet_strategist",
            Category.HEROES,
            "Quiet strategist",
            "Three steps ahead, and in no hurry to say so",
            "ash",
            StyleId.CINEMATIC_HERO,
            PersonaId.COMPANION,
            ("determined", "analytical"),
            Area.CAREER,
        ),
        Preset(
            "night_watch",
            Category.HEROES,
            "Night watch",
            "One lit window, one long cape, and rain",
            "wren",
            StyleId.NOIR_HERO,
            PersonaId.COMPANION,
            ("resilient", "focused"),
            Area.COMMUNITY,
        ),
        Preset(
            "still_water",
            Category.CALM,
            "Still water",
            "Tea, a quiet room, and nothing to be done",
            "mei",
            StyleId.DAYMI,
            PersonaId.DREAMER,
            ("calm", "focused"),
            Area.MINDFULNESS,
        ),
        Preset(
            "long_sunday",
            Category.CALM,
            "Long sunday",
            "Field flowers on the table, and friends on their way",
            "amara",
            StyleId.ANIME,
            PersonaId.COMPANION,
            ("grateful", "humble"),
            Area.RELATIONSHIPS,
        ),
        Preset(
            "patient_garden",
            Category.CALM,
            "Patient garden",
            "What is growing well is not pulled at",
            "robin",
            StyleId.REALISTIC_PORTRAIT,
            PersonaId.MENTOR,
            ("patient", "humble"),
            Area.MINDFULNESS,
        ),
    )
}
"""By id, in the order of the gallery. An id that has shipped keeps its meaning: avatars and statistics name it."""
