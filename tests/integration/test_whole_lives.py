"""What a wish costs in document reads and writes until its picture is shown, and each surcharge by its name."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from mirror_realm.domain.avatar import Source
from mirror_realm.domain.listed_price import ListedPrice, Rate
from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import GlobalDailyLimit, ProviderUnavailable
from tests.integration.conftest import Houses
from tests.integration.firestore_house import FirestoreHouse

pytestmark = pytest.mark.drawn(one_in=2, of_file=True)

Operations = Callable[[], dict[str, int]]


class Cost(NamedTuple):
    reads: int
    writes: int

    def more(self, reads: int, writes: int = 0) -> "Cost":
        return Cost(self.reads + reads, self.writes + writes)


MISS = Cost(15, 17)
"""Of a user who has had a picture, by one synchronous provider.

Admission reads avatar, fence, cache, profile, both days; it writes avatar, both days, ledger, job, attempt, cache. The
claim reads job, fence, avatar, day, and writes all but the fence. The end reads job, avatar, fence, cache, and writes
avatar, profile, both days, ledger, job, cache. A query for followers is the fifteenth read.
"""

PAINTING = Cost(17, 11)
"""Of a user without a salt, at a limit that the instance remembers.

Admission reads avatar, fence, cache, two queries without a result, the painting's cache, in two reads the user's own
report on it, the user's day and the share; it writes avatar, day, share, job, attempt, cache. The claim reads job and
fence, and writes the job. The end reads job, avatar, fence, cache, and writes avatar, profile, job, cache.
"""


@pytest.fixture
def returning(houses: Houses) -> Callable[..., FirestoreHouse]:
    """Build a house in which ada has had a picture."""

    def build(**options: Any) -> FirestoreHouse:
        house = houses(**{"user_limit": 9, **options})
        house.ask()
        house.deliver()
        return house

    return build


@pytest.fixture
def cost(operations: Operations) -> Callable[..., Cost]:
    """Return what a wish for another picture costs to its end."""

    def of(house: FirestoreHouse, uid: str = "ada", *, shown: Source = Source.GENERATED, **wish: Any) -> Cost:
        operations()
        admitted = house.ask(uid, **{"variation": 1, **wish})
        house.deliver()
        counted = operations()
        assert house.avatar(admitted, uid).source is shown
        assert counted["deletes"] == 0
        return Cost(counted["reads"], counted["writes"])

    return of


Returning = Callable[..., FirestoreHouse]
Costs = Callable[..., Cost]


def test_a_miss_is_fifteen_reads_and_seventeen_writes(returning: Returning, cost: Costs) -> None:
    assert cost(returning()) == MISS


def test_a_guests_miss_costs_the_same(houses: Houses, cost: Costs) -> None:
    house = houses()
    house.ask(plan=GUEST)
    house.deliver()
    assert cost(house, plan=GUEST) == MISS


def test_the_first_one_of_a_life_reads_and_writes_the_salt(houses: Houses, cost: Costs) -> None:
    assert cost(houses()) == MISS.more(1, 1)


def test_until_a_picture_of_ones_own_is_there_the_salt_is_read(houses: Houses, cost: Costs) -> None:
    house = houses(user_limit=9)
    house.provider.script = [ProviderUnavailable("down")] * 3
    house.ask()
    house.deliver()
    assert cost(house) == MISS.more(1)


def test_a_queued_provider_stores_its_handle_for_one_read_and_one_write(
    returning: Returning, cost: Costs
) -> None:
    assert cost(returning(image_provider="replicate")) == MISS.more(1, 1)


def test_each_fallback_provider_is_one_read(returning: Returning, cost: Costs) -> None:
    assert cost(returning(fallback_providers=("openrouter",))) == MISS.more(1)


@pytest.mark.parametrize(("degrade_from", "queries"), [(1, 0), (0.8, 1)])
def test_the_look_at_a_day_that_is_nearly_used_up_is_two_reads_and_that_for_a_similar_picture_one(
    degrade_from: float, queries: int, returning: Returning, cost: Costs
) -> None:
    house = returning(global_limit=10, degrade_from=degrade_from)
    for number in range(8):
        house.ask(f"user-{number}", variation=9 + number)
    house.deliver()
    assert cost(house, style=StyleId.COMIC) == MISS.more(2 + queries)


def test_a_model_with_a_dearer_list_is_authorised_apart(returning: Returning, cost: Costs) -> None:
    """Job, fence and day are read again, and the job written twice."""
    house = returning()
    day = house.only("global_usage/")
    price = ListedPrice("model-1", Rate(70_000, 0, 70_000), house.clock.now())
    house.write(f"global_usage/{day['day']}", {**day, "dear_models": [price.to_document()]})
    assert cost(house) == MISS.more(3, 1)


def test_a_photo_is_ten_reads_and_one_write(returning: Returning, cost: Costs) -> None:
    """Its record instead of the cache entry, read once more when the photo may go.

    Before admission fence, profile, record; before the call the consent; then job, fence, day, to authorise it apart,
    and the job written once more; before the picture is stored fence and consent, which the end reads again.
    """
    house = returning()
    house.consenting.give("ada", "2026-11")
    photo = house.photos.upload("uploads/ada/me.jpg")
    assert cost(house, photo=photo, character=None) == MISS.more(10, 1)


def test_credits_are_one_write(returning: Returning, cost: Costs) -> None:
    assert cost(returning(credits=10)) == MISS.more(0, 1)


def test_a_month_is_one_write_and_no_read(returning: Returning, cost: Costs) -> None:
    """The profile's, which is read anyway. Of a plan without a monthly limit nothing is written."""
    house = returning(plans='{"pro": {"monthly_pictures": 9}, "plus": {}}')
    assert cost(house, plan=Plan("pro")) == MISS.more(0, 1)
    assert cost(house, plan=Plan("plus"), variation=2) == MISS
    assert cost(house, variation=3) == MISS


def test_a_refund_to_a_month_is_one_write_and_no_read(returning: Returning, operations: Operations) -> None:
    house, costs = returning(plans='{"pro": {"monthly_pictures": 9}}'), []
    for number, plan in enumerate((FREE, Plan("pro"))):
        admitted = house.ask(plan=plan, variation=number + 1)
        operations()
        house.cancelling.cancel("ada", admitted.avatar.avatar_id)
        counted = operations()
        costs.append(Cost(counted["reads"], counted["writes"]))
    assert costs[1] == costs[0].more(0, 1)


def test_each_device_is_one_read(returning: Returning, cost: Costs) -> None:
    house = returning()
    house.devices.register("ada", "phone")
    house.devices.register("ada", "tablet")
    assert cost(house) == MISS.more(2)


def test_the_painter_as_the_provider_reads_and_writes_no_money(returning: Returning, cost: Costs) -> None:
    assert cost(returning(image_provider="painter")) == MISS.more(-1, -1)


def test_a_fallback_painting_is_seventeen_reads_and_eleven_writes(houses: Houses, cost: Costs) -> None:
    house = houses(global_limit=1)
    house.ask("bo")
    house.deliver()
    with pytest.raises(GlobalDailyLimit):
        house.ask("cy", variation=2, allow_fallback=False)
    assert cost(house, style=StyleId.COMIC, shown=Source.PAINTED) == PAINTING


def test_a_user_with_a_salt_may_have_reported_the_painting_by_another_name(
    houses: Houses, cost: Costs
) -> None:
    house = houses(user_limit=1)
    house.ask()
    house.deliver()
    with pytest.raises(Exception, match="user daily limit"):
        house.ask(variation=2, allow_fallback=False)
    assert cost(house, style=StyleId.COMIC, shown=Source.PAINTED) == PAINTING.more(1)


def test_a_similar_picture_is_four_reads_and_the_candidate_and_one_write(houses: Houses, cost: Costs) -> None:
    house = houses(global_limit=1)
    house.ask("bo")
    house.deliver()
    with pytest.raises(GlobalDailyLimit):
        house.ask("cy", variation=2, allow_fallback=False)
    assert cost(house, shown=Source.SIMILAR) == Cost(4 + 1, 1)
