"""The first act: half a year of one user, in six avatars."""

from demo import life
from demo.client import WAIT_SECONDS, Client, SignedIn
from demo.output import Output
from demo.people import DemoPerson
from demo.tables import Row
from mirror_realm.domain.progress import STAGE_TITLES


def live(person: DemoPerson, signed_in: SignedIn, client: Client, output: Output) -> list[Row]:
    """Request the six stages in order and print I-There's message of each. Raises CallFailed."""
    rows = []
    with output.pictures(len(person.chapters)) as progress:
        for stage, chapter in person.chapters.items():
            progress.begin(f"day {chapter.active_days}: {STAGE_TITLES[stage]}")
            wish = life.wish(person, stage, wait_seconds=WAIT_SECONDS)
            row = Row(stage, chapter.active_days, client.generate_avatar(signed_in, wish))
            rows.append(row)
            output.voice(row)
            progress.done()
    return rows


def ask_again(person: DemoPerson, signed_in: SignedIn, client: Client) -> list[Row]:
    """Request the last stage again, for the same user and for another one. Raises CallFailed."""
    stage, chapter = list(person.chapters.items())[-1]
    wish = life.wish(person, stage, wait_seconds=WAIT_SECONDS)
    other = client.sign_up(life.passer_by(person))
    return [
        Row(f"{stage}, {how}", chapter.active_days, client.generate_avatar(user, wish))
        for how, user in (("again", signed_in), ("by another", other))
    ]
