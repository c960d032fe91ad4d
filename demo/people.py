"""The demo people: their names, and their progress at each stage."""

from dataclasses import dataclass

from mirror_realm.domain.areas import Area
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage, Progress
from mirror_realm.domain.styles import StyleId


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An account of the embedded Firebase, created by the first sign-in as this person."""

    id: str
    name: str
    about: str
    """One line about them, after their name."""
    character: str
    persona: PersonaId
    style: StyleId
    chapters: dict[EvolutionStage, Progress]
    """Their progress at each stage they have earned; the last one is today's."""

    @property
    def email(self) -> str:
        """An address of a reserved domain, which receives no mail."""
        return f"{self.id}@mirror-realm.example"

    @property
    def password(self) -> str:
        """Not a secret: the account exists only on an emulator."""
        return f"{self.id}-in-the-mirror"


@dataclass(frozen=True, slots=True)
class Administrator:
    """The account that opens the console of an embedded Firebase. It exists nowhere else."""

    email: str
    password: str
    """Not a secret: the console fills it in, on an emulator alone."""
    role: str


ADMINISTRATOR = Administrator("operator@mirror-realm.example", "operator-in-the-mirror", "owner")

PEOPLE: dict[str, DemoPerson] = {
    person.id: person
    for person in (
        DemoPerson(
            "mira",
            "Mira",
            "writes before breakfast, half a year in",
            "wren",
            PersonaId.DREAMER,
            StyleId.DAYMI,
            {
                EvolutionStage.NEW_REFLECTION: Progress(0),
                EvolutionStage.FIRST_WEEK: Progress(
                    8, "wrote three mornings in a row", Area.CREATIVITY, ("curious",)
                ),
                EvolutionStage.TWO_WEEKS: Progress(
                    17, "finished my first short story", Area.CREATIVITY, ("curious", "determined"), 1
                ),
                EvolutionStage.MONTH: Progress(
                    42,
                    "read a story aloud to friends",
                    Area.CREATIVITY,
                    ("curious", "determined", "brave"),
                    2,
                ),
                EvolutionStage.QUARTER: Progress(
                    104, "sold a story to a magazine", Area.CREATIVITY, ("creative", "determined", "brave"), 4
                ),
                EvolutionStage.HALF_YEAR: Progress(
                    196,
                    "finished the first draft of my novel",
                    Area.CREATIVITY,
                    ("creative", "calm", "wise"),
                    7,
                ),
            },
        ),
        DemoPerson(
            "elias",
            "Elias",
            "learnt to run after forty, three months in",
            "ash",
            PersonaId.ATHLETE,
            StyleId.DAYMI,
            {
                EvolutionStage.NEW_REFLECTION: Progress(1),
                EvolutionStage.FIRST_WEEK: Progress(7, "walked every evening", Area.HEALTH, ("determined",)),
                EvolutionStage.TWO_WEEKS: Progress(
                    20, "ran my first mile", Area.HEALTH, ("determined", "energetic"), 1
                ),
                EvolutionStage.MONTH: Progress(
                    51,
                    "ran five kilometres without a stop",
                    Area.HEALTH,
                    ("determined", "energetic", "joyful"),
                    2,
                ),
                EvolutionStage.QUARTER: Progress(
                    98, "ran ten kilometres by the river", Area.HEALTH, ("disciplined", "joyful", "calm"), 3
                ),
            },
        ),
        DemoPerson(
            "noor",
            "Noor",
            "teaches herself to code, two weeks in",
            "noor",
            PersonaId.MAKER,
            StyleId.DAYMI,
            {
                EvolutionStage.NEW_REFLECTION: Progress(2),
                EvolutionStage.FIRST_WEEK: Progress(9, "wrote my first program", Area.LEARNING, ("curious",)),
                EvolutionStage.TWO_WEEKS: Progress(
                    16, "built a page for my sister's bakery", Area.LEARNING, ("curious", "patient"), 1
                ),
            },
        ),
    )
}
"""By id. Six, five and three stages: what is earned, and what is still to come."""
