"""Nights: milestones rendered while people sleep, each in their own night, and never all of the day's allowance."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.night import next_night
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.preferences import Preferences
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.wish import User
from tests.fakes.house import House

ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"])


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), ZONES, st.text(min_size=1, max_size=28))
def test_the_next_night_is_ahead_within_two_days_and_between_two_and_six(
    moment: datetime, name: str, uid: str
) -> None:
    zone, now = ZoneInfo(name), moment.replace(tzinfo=UTC)
    due = next_night(now, zone, uid)
    assert now < due < now + timedelta(days=1, hours=6)
    assert 2 <= due.astimezone(zone).hour < 6


def test_people_are_spread_over_the_night() -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    hours = [next_night(now, ZoneInfo("UTC"), f"person-{n}").hour for n in range(400)]
    assert all(70 < hours.count(hour) < 130 for hour in (2, 3, 4, 5))


@pytest.fixture
def house() -> House:
    return House(global_limit=4, user_limit=5)


def progressed(house: House, uid: str, days: int = 40) -> None:
    house.documents[f"users/{uid}/progress/current"] = Progress(active_days=days).to_document()
    house.nights.note(User(uid, FREE))


def sleep_until_morning(house: House) -> int:
    house.clock.time += timedelta(hours=18)
    seen: int = house.nights.run()
    house.deliver()
    return seen


def avatars(house: House) -> int:
    return sum("/avatars/" in path for path in house.documents)


def test_a_disabled_account_gets_nothing_at_night_and_is_not_looked_at_again(house: House) -> None:
    progressed(house, "ada")
    house.people.disabled.add("ada")
    assert sleep_until_morning(house) == 1
    assert avatars(house) == 0
    assert not any(path.startswith("nights/") for path in house.documents)


def test_a_milestone_waits_for_the_night_and_comes_once(house: House) -> None:
    progressed(house, "ada")
    progressed(house, "ada")
    assert house.nights.run() == 0
    assert sleep_until_morning(house) == 1
    assert avatars(house) == 1
    assert house.nights.run() == 0
    house.check()


def test_nights_leave_a_share_of_the_day_to_people_who_ask(house: House) -> None:
    for n in range(4):
        progressed(house, f"u{n}", days=30 + n)
    assert sleep_until_morning(house) == 2
    assert house.ask("awake", variation=9).outcome == "queue"
    house.deliver()
    house.clock.time += timedelta(days=1)
    assert sleep_until_morning(house) == 2, "the rest comes the next night"
    house.check()


def test_each_sleeps_in_their_own_zone(house: House) -> None:
    house.documents["users/ada/settings/current"] = Preferences(time_zone="Pacific/Auckland").to_document()
    progressed(house, "ada")
    due = house.documents["nights/ada"]["due_at"]
    assert 2 <= due.astimezone(ZoneInfo("Pacific/Auckland")).hour < 6


def test_somebody_who_is_gone_or_being_erased_is_left_alone(house: House) -> None:
    progressed(house, "ada")
    house.people.gone.add("ada")
    house.documents["erasures/bo"] = {"started_at": house.clock.time}
    progressed(house, "bo")
    assert sleep_until_morning(house) == 1
    assert avatars(house) == 0
    assert not any(path.startswith("nights/") for path in house.documents)


def test_progress_made_while_a_person_is_looked_at_is_looked_at_too(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    progressed(house, "ada")
    look = type(house.milestones).progressed

    def look_and_progress(milestones: object, person: User) -> None:
        look(milestones, person)
        house.clock.sleep(1)
        progressed(house, "ada", days=95)

    monkeypatch.setattr(type(house.milestones), "progressed", look_and_progress)
    sleep_until_morning(house)
    assert "nights/ada" in house.documents


def test_a_damaged_night_is_told_of_and_keeps_nobody_else_waiting(house: House) -> None:
    house.write("nights/a", {"due_at": house.clock.time})
    progressed(house, "ada", days=7)
    house.clock.time += timedelta(days=2)

    with pytest.raises(KeyError):
        house.nights.run()

    assert [path for path in house.documents if path.startswith("nights/")] == ["nights/a"]
    assert house.only("users/ada/avatars/")["evolution_stage"] == "firstWeek"
