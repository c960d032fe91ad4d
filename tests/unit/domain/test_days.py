"""Days over a change of their zone: none is cut short, none has two allowances, keys only grow."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.days import SHORTEST, Calendar, day_after

ZONES = (
    "UTC",
    "America/Los_Angeles",
    "Pacific/Auckland",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Pacific/Kiritimati",
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda one: one.replace(tzinfo=UTC))
LONGEST = timedelta(hours=49)


def lived(calendar: Calendar, since: datetime, days: int = 8) -> list[tuple[str, datetime, datetime]]:
    """Return days from this one on: the key, the begin and the end of each."""
    found, began = [], calendar.bounds(calendar.today(since))[0]
    for _ in range(days):
        found.append((calendar.today(began), began, calendar.resets_at(began)))
        began = calendar.resets_at(began)
    return found


@given(zones, zones, moments, st.integers(0, 200))
def test_a_change_neither_shortens_nor_doubles_a_day(
    old: ZoneInfo, new: ZoneInfo, now: datetime, minutes: int
) -> None:
    before = Calendar(old)
    changed = before.changed(new, now)
    assert changed.today(now) == before.today(now), "the day goes on as it began"
    assert changed.resets_at(now) == before.resets_at(now)
    days = lived(changed, now)
    keys = [key for key, _, _ in days]
    assert keys == sorted(set(keys))
    for key, began, ended in days:
        assert SHORTEST <= ended - began <= LONGEST, key
        assert changed.bounds(key) == (began, ended)
        for moment in (began, began + timedelta(minutes=minutes), ended - timedelta(microseconds=1)):
            assert (changed.today(moment), changed.resets_at(moment)) == (key, ended)
    assert days[-1][2] == Calendar(new).resets_at(days[-1][1])


@given(zones, zones, moments)
def test_a_key_that_was_left_out_has_no_time(old: ZoneInfo, new: ZoneInfo, now: datetime) -> None:
    changed = Calendar(old).changed(new, now)
    days = {key: ended - began for key, began, ended in lived(changed, now)}
    day = min(days)
    while day < max(days):
        began, ended = changed.bounds(day)
        assert ended - began == days.get(day, timedelta())
        day = day_after(day)


def test_a_change_that_is_taken_back_before_the_reset_never_holds() -> None:
    now = datetime(2026, 11, 20, 15, tzinfo=UTC)
    back = Calendar(ZoneInfo("UTC")).changed(ZoneInfo("Asia/Kolkata"), now).changed(ZoneInfo("UTC"), now)
    assert lived(back, now) == lived(Calendar(ZoneInfo("UTC")), now)


def test_in_the_first_day_of_a_new_zone_nothing_changes() -> None:
    changed = Calendar(ZoneInfo("UTC")).changed(
        ZoneInfo("Asia/Kolkata"), datetime(2026, 11, 20, 15, tzinfo=UTC)
    )
    assert changed.changed(ZoneInfo("UTC"), datetime(2026, 11, 21, 3, tzinfo=UTC)) == changed


@pytest.mark.parametrize(
    ("zone", "key", "hours"),
    [
        ("America/Los_Angeles", "2026-11-21", 32),
        ("Pacific/Auckland", "2026-11-22", 35),
        ("UTC", "2026-11-21", 24),
    ],
)
def test_the_first_day_of_a_zone_ends_at_its_midnight(zone: str, key: str, hours: int) -> None:
    changed = Calendar(ZoneInfo("UTC")).changed(ZoneInfo(zone), datetime(2026, 11, 20, 15, tzinfo=UTC))
    reset = datetime(2026, 11, 21, tzinfo=UTC)
    assert changed.today(reset) == key
    assert changed.resets_at(reset) - reset == timedelta(hours=hours)


def test_a_calendar_is_read_as_it_was_stored() -> None:
    changed = Calendar(ZoneInfo("UTC")).changed(
        ZoneInfo("Asia/Kolkata"), datetime(2026, 11, 20, 15, tzinfo=UTC)
    )
    for one in (changed, Calendar(ZoneInfo("UTC"))):
        assert Calendar.from_document(one.to_document()) == one
