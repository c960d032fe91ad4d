"""A language of I-There: all that it says, as data. The languages are in `languages/`, a module each.

A line is in lower case. `{achievement}` is plain text, already shortened. A count of days is one of the names of
`Language.days`, one for each form that the language needs: "12 tage", but "nach 12 tagen".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of days in words: `zero` as it is, the others with `{n}`."""

    zero: str
    plurals: Mapping[str, str]
    """By the plural categories that `Language.plural` returns."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One persona's turns of phrase."""

    openings: Mapping[EvolutionStage, Lines]
    """True for any number of days: a wish may name an earlier stage than its days have earned."""
    achievements: Lines
    """At least one for each stage: a user reads another one at each."""
    comparisons: Lines
    """The openings of an explanation of two pictures."""


@dataclass(frozen=True, slots=True)
class Signs:
    """One phrase for each aspect of growth. The fields are the values of `growth.Aspect`."""

    mood: str
    posture: str
    place: str


@dataclass(frozen=True, slots=True)
class Language:
    """Everything that I-There says in one language. A test compares every language with English."""

    voices: Mapping[PersonaId, Voice]
    stages: Mapping[EvolutionStage, Lines]
    """The last part of a message, for all personas."""
    days: Mapping[str, Count]
    """The counts that openings may use, by their names in braces."""
    aspects: Signs
    """The names of the aspects, as `changed` uses them."""
    signs: Mapping[EvolutionStage, Signs]
    """What growth looks like at each stage: noun phrases, as `changed` uses them. They name what is drawn."""
    between: Count
    """The days between two pictures: `{days}` of the two below."""
    changed: Lines
    """With `{days}`, `{aspect}`, `{old}` and `{new}`."""
    unchanged: Lines
    """With `{days}`."""
    uploads: Lines
    """The message with a picture that the user brought, and that stays as it is."""
    plural: Callable[[int], str] = lambda number: "one" if number == 1 else "other"
    """Returns the plural category of a number above 0, as the Unicode CLDR names it."""

    def count(self, count: Count, number: int) -> str:
        """Return a number of days in words."""
        return count.zero if number < 1 else count.plurals[self.plural(number)].format(n=number)
