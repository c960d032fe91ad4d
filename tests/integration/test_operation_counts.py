"""What each kind of wish costs in document reads and writes, as Firestore bills them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from mirror_realm.domain.avatar import Source, Status
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.report import Reason
from mirror_realm.domain.wish import User
from mirror_realm.errors import GlobalDailyLimit
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.sharing.views import NoShare
from tests.fakes.house import a_wish
from tests.integration.conftest import Houses

Operations = Callable[[], dict[str, int]]


def test_a_repeated_hit_is_one_read_and_no_write(houses: Houses, operations: Operations) -> None:
    house = houses()
    house.ask()
    house.deliver()
    operations()
    assert house.ask().outcome == "own"
    assert operations() == {"reads": 1, "writes": 0, "deletes": 0}


def test_a_first_hit_is_three_reads_and_one_write(houses: Houses, operations: Operations) -> None:
    house = houses()
    house.ask()
    house.deliver()
    operations()
    assert house.ask("bo").outcome == "hit"
    assert operations() == {"reads": 3, "writes": 1, "deletes": 0}
    assert house.ask("cy", preset="trailhead").outcome == "hit"
    assert operations() == {"reads": 3, "writes": 1, "deletes": 0}


def test_only_a_look_that_somebody_reported_costs_the_reads_of_ones_own_report(
    houses: Houses, operations: Operations
) -> None:
    """Two, and a third for a user who has a salt. The reporter's own avatar knows what they reported."""
    house = houses()
    made = house.ask()
    house.deliver()
    house.reporting.report(User("ada", FREE), made.avatar.avatar_id, Complaint(Reason.OTHER))
    house.deliver()
    operations()
    assert house.ask().outcome == "own"
    assert operations() == {"reads": 3, "writes": 0, "deletes": 0}
    assert house.ask("bo").outcome == "hit"
    assert operations() == {"reads": 5, "writes": 1, "deletes": 0}
    assert house.ask("bo").outcome == "own"
    assert operations() == {"reads": 1, "writes": 0, "deletes": 0}


def test_sharing_and_a_look_at_what_is_shared_cost_little(houses: Houses, operations: Operations) -> None:
    """A look reads the share by a query, and again with fence, profile, avatar, review and cache entry."""
    house = houses()
    made = house.ask()
    house.deliver()
    operations()
    share = house.sharing.share(User("ada", FREE), made.avatar.avatar_id)
    assert operations() == {"reads": 5, "writes": 1, "deletes": 0}
    for look in (house.viewing.page, house.viewing.picture):
        look(share.slug)
        assert operations() == {"reads": 7, "writes": 0, "deletes": 0}
    with pytest.raises(NoShare):
        house.viewing.page("a" * 32)
    assert operations() == {"reads": 1, "writes": 0, "deletes": 0}
    with pytest.raises(NoShare):
        house.viewing.page("../users")
    assert operations() == {"reads": 0, "writes": 0, "deletes": 0}


def test_the_overview_of_a_user_is_three_reads_and_no_write(houses: Houses, operations: Operations) -> None:
    """The fence, the profile and the user's day."""
    house = houses()
    for _ in range(2):
        operations()
        house.overviews.of(User("ada", FREE))
        assert operations() == {"reads": 3, "writes": 0, "deletes": 0}
        house.ask()
        house.deliver()


def test_ones_own_figures_are_a_read_for_each_kind_and_no_write(
    houses: Houses, operations: Operations
) -> None:
    """The fence, profile and progress; 4 statuses; 5 sources, 5 stages and 6 styles; the last avatar.

    Without an avatar: the documents and the statuses. `test_own_figures.py` has the bound for ten thousand.
    """
    house = houses()
    operations()
    house.own_figures.of("ada")
    assert operations() == {"reads": 7, "writes": 0, "deletes": 0}
    house.ask()
    house.deliver()
    operations()
    house.own_figures.of("ada")
    assert operations() == {"reads": 24, "writes": 0, "deletes": 0}


def test_an_export_is_asked_for_with_three_reads_and_a_write_and_looked_for_with_two_reads(
    houses: Houses, operations: Operations
) -> None:
    """What there is, the fence and again what there is."""
    house = houses()
    operations()
    house.exports.ask("ada")
    assert operations() == {"reads": 3, "writes": 1, "deletes": 0}
    house.exports.find("ada")
    assert operations() == {"reads": 2, "writes": 0, "deletes": 0}


def test_a_quote_reads_what_its_wish_reads_and_writes_nothing(houses: Houses, operations: Operations) -> None:
    house = houses()
    for reads in (7, 3):
        operations()
        house.admission.quote(a_wish())
        assert operations() == {"reads": reads, "writes": 0, "deletes": 0}
        house.ask("bo")
        house.deliver()


def test_a_set_is_what_its_wishes_are_together(houses: Houses, operations: Operations) -> None:
    """Two avatars and cache entries, and once what every wish reads: fence, profile, salt, both days.

    Of each picture avatar, entry, job, attempt and ledger entry; once both days and the salt.
    """
    house = houses()
    operations()
    made = house.admission.admit_variations(a_wish(variations=2))
    assert [one.outcome for one in made] == ["queue"] * 2
    assert operations() == {"reads": 9, "writes": 13, "deletes": 0}
    house.deliver()
    operations()
    house.admission.admit_variations(a_wish(variations=2))
    assert operations() == {"reads": 2, "writes": 0, "deletes": 0}
    house.variation_choice.choose("ada", made[0].avatar.avatar_id)
    assert operations() == {"reads": 4, "writes": 3, "deletes": 0}
    house.variation_choice.choose("ada", made[0].avatar.avatar_id)
    assert operations() == {"reads": 4, "writes": 0, "deletes": 0}


def test_a_count_is_one_read_however_many_avatars(houses: Houses, operations: Operations) -> None:
    house = houses(user_limit=9)
    for variation in range(5):
        house.ask(variation=variation)
    house.deliver()
    house.ask(variation=5)
    operations()
    assert house.timeline.count("ada", None) == 6
    assert house.timeline.count("ada", Status.COMPLETED) == 5
    assert house.timeline.count("bo", None) == 0
    assert operations() == {"reads": 3, "writes": 0, "deletes": 0}


def test_a_name_is_two_reads_and_one_write_and_the_same_again_no_write(
    houses: Houses, operations: Operations
) -> None:
    """The fence and the avatar."""
    house = houses()
    admitted = house.ask()
    house.deliver()
    for writes in (1, 0):
        operations()
        house.timeline.describe("ada", admitted.avatar.avatar_id, "Wren", "my first")
        assert operations() == {"reads": 2, "writes": writes, "deletes": 0}


def test_a_miss_is_seven_reads_and_seven_writes_and_once_a_life_an_eighth(
    houses: Houses, operations: Operations
) -> None:
    """Reads: avatar, fence, cache; profile, salt and both days.

    Writes: avatar, both days, ledger, job, attempt, cache entry; the first time the salt.
    """
    house = houses()
    operations()
    assert house.ask().outcome == "queue"
    assert operations() == {"reads": 7, "writes": 8, "deletes": 0}
    assert house.ask(variation=1).outcome == "queue"
    assert operations() == {"reads": 7, "writes": 7, "deletes": 0}


def test_the_credits_of_a_month_are_one_write_with_its_first_picture_and_no_read(
    houses: Houses, operations: Operations
) -> None:
    """The entry. The profile, which a picture writes where it has a price, is read anyway; a month counts with it."""
    plan = {"daily_pictures": 9, "monthly_pictures": 90, "monthly_credits": 50}
    house = houses(credits=10, plans=json.dumps({"free": plan}))
    house.ask(variation=0)
    house.clock.time = datetime(2026, 12, 1, tzinfo=UTC)
    operations()
    for variation, writes in ((1, 9), (2, 8)):
        assert house.ask(variation=variation).outcome == "queue"
        assert operations() == {"reads": 7, "writes": writes, "deletes": 0}


def test_a_miss_looks_at_both_days_first_where_the_day_is_nearly_used_up(
    houses: Houses, operations: Operations
) -> None:
    house = houses(global_limit=10)
    for number in range(9):
        house.ask(f"user-{number}", variation=number)
    operations()
    assert house.ask("bo", variation=9).outcome == "queue"
    assert operations() == {"reads": 7 + 2 + 1, "writes": 8, "deletes": 0}  # no similar picture is found


def test_near_the_limit_a_similar_picture_costs_its_two_reads_beside_the_misss_and_one_write(
    houses: Houses, operations: Operations
) -> None:
    """Reads: avatar, fence, cache, profile, salt and both days; the query's one result, its entry again.

    The instance has not seen yet that the day is nearly used up: it will look at both days first from now on.
    """
    house = houses(global_limit=10)
    house.ask("user-0")
    house.deliver()
    for number in range(1, 8):
        house.ask(f"user-{number}", timeline=Timeline.ORIGINAL, variation=number)
    operations()
    assert house.ask("bo", variation=9).avatar.source is Source.SIMILAR
    assert operations() == {"reads": 7 + 2, "writes": 1, "deletes": 0}


def test_a_render_from_claim_to_settled_is_nine_reads_and_ten_writes(
    houses: Houses, operations: Operations
) -> None:
    """Two of the reads are of the fence: at the claim, with which the first call is authorised, and at the end.

    None reads the profile or the salt: the reservation has the pseudonym.
    """
    house = houses()
    house.ask()
    operations()
    house.deliver()
    counted = operations()
    assert (counted["reads"], counted["writes"]) == (9, 10)


def test_a_denial_is_five_reads_then_three_once_it_is_remembered(
    houses: Houses, operations: Operations
) -> None:
    house = houses(global_limit=1)
    house.ask("a", variation=1)
    house.deliver()
    operations()
    for reads in (5, 3):
        with pytest.raises(GlobalDailyLimit):
            house.ask("b", variation=2, allow_fallback=False)
        assert operations() == {"reads": reads, "writes": 0, "deletes": 0}


def test_a_device_is_three_reads_and_two_writes_and_none_when_it_is_registered_again(
    houses: Houses, operations: Operations
) -> None:
    """Reads: fence, profile, the token's document."""
    house = houses()
    operations()
    house.devices.register("ada", "phone")
    assert operations() == {"reads": 3, "writes": 2, "deletes": 0}
    house.devices.register("ada", "phone")
    assert operations() == {"reads": 3, "writes": 0, "deletes": 0}


def test_a_push_is_one_read_for_each_device_after_the_end_and_nothing_before(
    houses: Houses, operations: Operations
) -> None:
    """Without a device nothing is read: see above."""
    house = houses()
    house.devices.register("ada", "phone")
    house.devices.register("ada", "tablet")
    operations()
    assert house.ask().outcome == "queue"
    assert operations() == {"reads": 7, "writes": 8, "deletes": 0}
    house.deliver()
    counted = operations()
    assert (counted["reads"], counted["writes"]) == (9 + 2, 10)
    assert len(house.push.sent) == 2


def test_a_hit_with_a_device_costs_what_any_hit_does(houses: Houses, operations: Operations) -> None:
    house = houses()
    house.ask("bo")
    house.deliver()
    house.devices.register("ada", "phone")
    operations()
    assert house.ask().outcome == "hit"
    assert operations() == {"reads": 3, "writes": 1, "deletes": 0}


def test_a_device_that_is_gone_is_forgotten_for_three_reads_a_write_and_a_delete(
    houses: Houses, operations: Operations
) -> None:
    house = houses()
    house.devices.register("ada", "phone")
    house.push.gone = {"phone"}
    house.ask()
    operations()
    house.deliver()
    counted = operations()
    assert (counted["reads"], counted["writes"], counted["deletes"]) == (9 + 1 + 3, 10 + 1, 1)
