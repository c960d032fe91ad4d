"""The first act: half a year of one user, in six avatars; and beside it the lives of the page's other people."""

from collections.abc import Sequence
from dataclasses import dataclass

from demo import life
from demo.calendar import Calendar, days_ago
from demo.client import WAIT_SECONDS, Asked, Client, SignedIn
from demo.output import Output
from demo.people import DemoPerson
from demo.tables import Row
from mirror_realm.domain.progress import STAGE_TITLES, EvolutionStage


@dataclass(frozen=True, slots=True)
class Alive:
    """A demo person with their account."""

    person: DemoPerson
    signed_in: SignedIn


@dataclass(frozen=True, slots=True)
class HalfYear:
    """The lives, and the clock they are lived by."""

    client: Client
    calendar: Calendar
    main: Alive
    others: Sequence[Alive] = ()

    def live(self, output: Output) -> list[Row]:
        """Request the stages of all people in the order of their days, and print I-There's messages to the main one.

        Returns the main person's rows. Raises CallFailed.
        """
        rows = []
        days = self._days()
        with output.pictures(len(days)) as progress:
            for alive, stage in days:
                chapter = alive.person.chapters[stage]
                whose = "" if alive is self.main else f"{alive.person.name}, "
                progress.begin(f"{whose}day {chapter.active_days}: {STAGE_TITLES[stage]}")
                asked = self._asked(alive, stage)
                if alive is self.main:
                    rows.append(row := Row(stage, chapter.active_days, asked))
                    output.voice(row)
                progress.done()
        return rows

    def ask_again(self) -> list[Row]:
        """Request the last stage again today, for the same user and for another one. Raises CallFailed."""
        person = self.main.person
        stage, chapter = list(person.chapters.items())[-1]
        wish = life.wish(person, stage, wait_seconds=WAIT_SECONDS)
        other = self.client.sign_up(life.passer_by(person))
        return [
            Row(f"{stage}, {how}", chapter.active_days, self.client.generate_avatar(user, wish))
            for how, user in (("again", self.main.signed_in), ("by another", other))
        ]

    def _days(self) -> list[tuple[Alive, EvolutionStage]]:
        """Return all stages from the longest ago to yesterday's: the clock goes forward only."""
        stages = [(alive, stage) for alive in (self.main, *self.others) for stage in alive.person.chapters]
        return sorted(stages, key=lambda day: days_ago(day[0].person, day[1]), reverse=True)

    def _asked(self, alive: Alive, stage: EvolutionStage) -> Asked:
        with self.calendar.days_ago(days_ago(alive.person, stage)):
            wish = life.wish(alive.person, stage, wait_seconds=WAIT_SECONDS)
            return self.client.generate_avatar(alive.signed_in, wish)
