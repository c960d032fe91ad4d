"""The quota calendar: a new QUOTA_TIMEZONE holds from the old one's next reset, on every instance."""

from datetime import UTC, datetime, timedelta

import pytest

from mirror_realm.errors import LimitReached
from tests import invariants
from tests.fakes.house import House

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def deployed(house: House, zone: str) -> House:
    """Return an instance of a deployment with this QUOTA_TIMEZONE on the same documents."""
    return House(user_limit=1, store=house.store, clock=house.clock, zone=zone)


@pytest.fixture
def before() -> House:
    house = House(user_limit=1)
    house.clock.time = NOON
    house.closing_days.run()  # the night before
    return house


def refused(house: House, variation: int) -> bool:
    try:
        house.ask(variation=variation, allow_fallback=False)
    except LimitReached:
        return True
    return False


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"])
def test_a_changed_zone_gives_no_second_allowance_and_takes_none(before: House, zone: str) -> None:
    before.ask()
    before.deliver()
    before.clock.time += timedelta(hours=6)
    after = deployed(before, zone)
    allowed: list[datetime] = []
    for number in range(24 * 4):
        if not refused(after, number + 1):
            after.deliver()
            allowed.append(after.clock.time)
        after.clock.time += timedelta(hours=1)
    assert allowed[0] == datetime(2026, 11, 21, tzinfo=UTC), "at the old zone's reset"
    gaps = [later - earlier for earlier, later in zip([NOON, *allowed], allowed, strict=False)][1:]
    assert min(gaps) >= timedelta(hours=23)
    assert max(gaps) <= timedelta(hours=48)
    assert after.policy.today(after.clock.time) == deployed(before, zone).policy.today(after.clock.time)
    invariants.limits_hold(after.documents, user_limit=1, global_limit=20)


def test_instances_of_both_deployments_have_the_same_day_until_the_reset(before: House) -> None:
    after = deployed(before, "Pacific/Auckland")
    still = deployed(before, "UTC")
    for hours in (0, 11):
        moment = NOON + timedelta(hours=hours)
        assert {one.policy.today(moment) for one in (before, after, still)} == {"2026-11-20"}
    assert before.documents["maintenance/calendar"]["zone"] == "Pacific/Auckland", (
        "a late start undoes nothing"
    )


def test_a_change_is_taken_back_by_a_deployment_an_hour_later(before: House) -> None:
    deployed(before, "Pacific/Auckland")
    before.clock.time += timedelta(hours=2)
    deployed(before, "UTC")
    assert before.documents["maintenance/calendar"]["zone"] == "UTC"
    assert before.documents["maintenance/calendar"]["before"] is None


def test_the_same_zone_is_one_read_and_no_write_for_an_instance(before: House) -> None:
    before.store.reads = before.store.writes = 0
    house = deployed(before, "UTC")
    for _ in range(3):
        house.policy.today(house.clock.time)
    assert (house.store.reads, house.store.writes) == (1, 0)


def test_a_change_in_the_first_day_of_a_zone_waits_for_its_end(before: House) -> None:
    deployed(before, "Asia/Kolkata")
    before.clock.time = datetime(2026, 11, 21, 1, tzinfo=UTC)
    after = deployed(before, "America/Los_Angeles")
    assert before.documents["maintenance/calendar"]["zone"] == "Asia/Kolkata"
    after.clock.time = after.policy.resets_at(after.clock.time)
    after.policy.today(after.clock.time)
    assert before.documents["maintenance/calendar"]["zone"] == "America/Los_Angeles"


def test_days_are_counted_by_the_zone_that_they_had(before: House) -> None:
    before.ask()
    before.deliver()
    before.clock.time += timedelta(hours=6)
    after = deployed(before, "Pacific/Auckland")
    for number in range(5):
        after.clock.time += timedelta(days=1)
        refused(after, number + 1)
        after.deliver()
        after.closing_days.run()
    counted = sorted(path for path in after.documents if path.startswith("stats/2026-11-2"))
    assert counted[:3] == ["stats/2026-11-20", "stats/2026-11-22", "stats/2026-11-23"], "one key was left out"
    invariants.statistics_are_true(after.documents)
