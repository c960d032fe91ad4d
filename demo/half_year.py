"""The first act: half a year with one person, six reflections in a row."""

from demo import life
from demo.client import WAIT_SECONDS, Client, SignedIn
from demo.people import DemoPerson
from demo.tables import Row
from demo.telling import Telling
from mirror_realm.domain.progress import STAGE_TITLES


def live(person: DemoPerson, signed_in: SignedIn, client: Client, telling: Telling) -> list[Row]:
    """The six stages in order, I-There speaking at each. Raises CallFailed."""
    rows = []
    with telling.pictures(len(person.chapters)) as progress:
        for stage, chapter in person.chapters.items():
            progress.begin(f"day {chapter.active_days}: {STAGE_TITLES[stage]}")
            wish = life.wish(person, stage, wait_seconds=WAIT_SECONDS)
            row = Row(stage, chapter.active_days, client.generate_avatar(signed_in, wish))
            rows.append(row)
            telling.voice(row)
            progress.done()
    return rows


def ask_again(person: DemoPerson, signed_in: SignedIn, client: Client) -> list[Row]:
    """The last stage once more, by the same person and by somebody else. Raises CallFailed."""
    stage, chapter = list(person.chapters.items())[-1]
    wish = life.wish(person, stage, wait_seconds=WAIT_SECONDS)
    other = client.sign_up(life.passer_by(person))
    return [
        Row(f"{stage}, {how}", chapter.active_days, client.generate_avatar(somebody, wish))
        for how, somebody in (("again", signed_in), ("by another", other))
    ]
