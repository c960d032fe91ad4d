"""Free paintings on real transactions: people at once never get one too many, and each start is counted once."""

from collections.abc import Callable

from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import RateLimited
from tests.integration.conftest import Houses
from tests.integration.firestore_house import at_once

STYLES = list(StyleId)


def test_many_at_once_start_exactly_what_there_is(houses: Houses) -> None:
    house = houses(user_limit=0, user_paintings=7, global_paintings=5)
    wishes = [
        lambda n=n: house.ask(f"u{n}", style=STYLES[n % 7], days=(0, 7, 14, 40, 100, 200)[n // 7])
        for n in range(42)
    ]
    outcomes = at_once(wishes, workers=14)
    refused = [one for one in outcomes if isinstance(one, Exception)]
    house.deliver()

    assert {type(one) for one in refused} == {RateLimited}
    assert len(house.painter.calls) == 5 == len(outcomes) - len(refused)
    house.check()


def test_one_person_at_once_starts_exactly_their_own(houses: Houses) -> None:
    house = houses(user_limit=0, user_paintings=2)
    outcomes = at_once([lambda style=style: house.ask("ada", style=style) for style in STYLES])  # type: ignore[misc]
    house.deliver()
    assert len([one for one in outcomes if isinstance(one, RateLimited)]) == 5
    assert len(house.painter.calls) == 2
    house.check()


def test_a_painting_started_is_ten_reads_and_six_writes(
    houses: Houses, operations: Callable[[], dict[str, int]]
) -> None:
    """Reads: avatar, fence, cache; two rungs without a result; the painting, salt and report.

    Then the user's day and a share of all users' fallback pictures. Writes: those two, avatar, job, attempt, entry.
    """
    house = houses(user_limit=0)
    operations()
    assert house.ask().outcome == "degrade"
    assert operations() == {"reads": 10, "writes": 6, "deletes": 0}
