"""Closing days: what is stored of a day is what happened on it, is written once, and names nobody."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from mirror_realm.domain.mixes import FEW
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import ContentRejected, MirrorRealmError, ProviderTimeout
from mirror_realm.services.ports.figures import verdict_of
from mirror_realm.services.statistics import closing, walking
from tests.fakes.captured import capturing
from tests.fakes.house import House
from tests.fakes.memory_tasks import MemoryTasks
from tests.fakes.outside import GOOD, ScriptedVision
from tests.invariants import statistics_are_true

DAY = timedelta(days=1)


def night(house: House) -> int:
    """Let a day pass, and count what is closed."""
    house.clock.time += DAY
    counted: int = house.closing_days.run()
    return counted


def crowd(house: House, number: int = 6, **wish: Any) -> None:
    """Let so many people have the same picture."""
    for one in range(number):
        house.ask(f"u{one}", **wish)
    house.deliver()


def stats(house: House) -> dict[str, Mapping[str, Any]]:
    return {path.split("/")[1]: data for path, data in house.documents.items() if path.startswith("stats/")}


@pytest.fixture
def house() -> House:
    return House(user_limit=5, global_limit=100)


def test_a_closed_day_has_its_figures(house: House) -> None:
    house.closing_days.run()
    crowd(house)
    house.provider.script = [ContentRejected("no", cost_micros=350)] * 2
    house.ask("u0", variation=1, allow_fallback=False)
    house.deliver()

    assert night(house) == 1

    day = stats(house)["2026-11-20"]
    assert (day["reserved"], day["settled"], day["refunded"]) == (2, 1, 1)
    assert day["refunds"] == {"content_rejected": 1}
    assert day["spending"] == {"model-1": house.provider.cost + 700}
    assert day["spent_micros"] == house.provider.cost + 700
    assert day["people"] == {"active": 6, "asking": FEW}
    assert day["mixes"]["style"] == {"daymi": 6}
    assert day["mixes"]["plan"] == {"free": FEW}
    assert (day["timed"], day["within"][-1]) == (1, 1)
    assert "estimated" not in day


def test_a_closed_day_has_its_pictures_by_preset_and_hides_those_of_few(house: House) -> None:
    crowd(house, preset="trailhead")
    crowd(house, 3, variation=1, preset="still_water")
    crowd(house, 6, variation=2)
    crowd(house, 7, variation=3, preset="silver_cape")
    assert night(house) == 1
    # The smallest of the others is withheld with the only hidden one.
    assert stats(house)["2026-11-20"]["mixes"]["preset"] == {
        "silver_cape": 7,
        "still_water": FEW,
        "trailhead": None,
    }


def test_a_day_without_presets_has_none(house: House) -> None:
    crowd(house)
    night(house)
    assert stats(house)["2026-11-20"]["mixes"]["preset"] == {}


def test_a_closed_day_has_what_a_vision_model_said_of_its_new_pictures() -> None:
    house = House(global_limit=99, vision=ScriptedVision())
    assert house.vision is not None
    for number in range(12):
        house.vision.script = [GOOD] if number % 2 else [replace(GOOD, style=0, expression=1)] * 2
        house.ask(f"u{number}", variation=number)
        house.deliver()
    night(house)
    assert stats(house)["2026-11-20"]["mixes"]["verdict"] == {"passed": 6, "wrong_style": 6}


def test_a_day_is_counted_once(house: House) -> None:
    crowd(house)
    night(house)
    before = house.documents["stats/2026-11-20"]
    assert house.closing_days.run() == 0
    assert night(house) == 1
    assert house.documents["stats/2026-11-20"] is before


def test_a_day_is_not_closed_before_its_jobs_lifetime_has_passed(house: House) -> None:
    crowd(house)
    house.clock.time = house.policy.resets_at(house.clock.time) + house.policy.job_lifetime
    house.clock.time -= timedelta(seconds=1)
    assert house.closing_days.run() == 0
    house.clock.time += timedelta(seconds=1)
    assert house.closing_days.run() == 1


def test_a_day_with_an_open_reservation_waits_and_the_next_ones_do_not(house: House) -> None:
    house.ask("ada", variation=9)  # its event is lost
    night(house)
    crowd(house)
    assert night(house) == 1
    assert "2026-11-20" not in stats(house)
    assert house.documents["maintenance/statistics"]["waiting"] == ["2026-11-20"]
    with capturing() as captured:
        night(house)
    assert [said["day"] for said in captured if said["event"] == "day_open"] == ["2026-11-20"]
    house.reaping.run()
    house.deliver()
    night(house)
    assert set(stats(house)) == {f"2026-11-2{number}" for number in range(4)}
    assert house.documents["stats/2026-11-20"]["refunded"] == 1
    assert house.documents["maintenance/statistics"]["waiting"] == []


def test_missed_nights_are_made_up_and_say_what_they_could_only_estimate(house: House) -> None:
    house.closing_days.run()
    for number in range(5):
        crowd(house, variation=number)
        house.clock.time += DAY
    assert house.closing_days.run() == 5
    late = [day for day, data in stats(house).items() if "estimated" in data]
    assert late == ["2026-11-20", "2026-11-21", "2026-11-22"]
    assert house.documents["stats/2026-11-20"]["estimated"] == ["mixes", "people"]
    statistics_are_true(house.documents)


def test_a_deployment_that_has_lived_before_begins_at_its_first_day(house: House) -> None:
    for number in range(3):
        crowd(house, variation=number)
        house.clock.time += DAY
    assert house.closing_days.run() == 3


def test_a_day_that_has_aged_out_is_made_of_the_ledger(house: House) -> None:
    house.closing_days.run()
    crowd(house)
    house.remove("global_usage/2026-11-20")
    night(house)
    day = stats(house)["2026-11-20"]
    assert (day["reserved"], day["settled"], day["spent_micros"]) == (1, 1, house.provider.cost)
    assert day["estimated"] == ["allowance", "money"]
    assert "plan" not in day["mixes"]


def test_a_day_whose_ledger_tells_another_number_is_an_error(house: House) -> None:
    crowd(house)
    house.remove(next(path for path in house.documents if path.endswith("-settled")))
    with capturing() as captured:
        night(house)
    (said,) = [one for one in captured if one["event"] == "day_differs"]
    assert (said["day"], said["settled"], said["ledger"]) == ("2026-11-20", 1, 0)


def test_a_month_is_made_of_its_days_and_its_people_are_forgotten(house: House) -> None:
    for number in range(11):
        crowd(house, number=3 + number % 4, variation=number)
        night(house)
    assert "maintenance/statistics-2026-11" not in house.documents
    months = {period: data for period, data in stats(house).items() if len(period) == 7}
    days = [data for period, data in stats(house).items() if len(period) == 10]
    assert set(months) == {"2026-11"}
    assert months["2026-11"]["days"] == len(days) == 11
    for name in ("reserved", "settled", "spent_micros", "timed"):
        assert months["2026-11"][name] == sum(day[name] for day in days), name
    assert months["2026-11"]["people"] == {"active": 6}
    assert months["2026-11"]["mixes"]["style"] == {"daymi": sum(3 + number % 4 for number in range(11))}
    secrets = [data for data in house.documents.values() if "secret" in data]
    assert secrets == [], "nobody can test who was in it"


def test_a_day_of_four_is_shown_in_no_number_of_the_day_but_in_the_months(house: House) -> None:
    for number in range(10):
        for one in range(4):
            house.ask(f"u{number}-{one}", variation=number)
        house.deliver()
        night(house)
    assert stats(house)["2026-11-20"]["mixes"]["style"] == {"daymi": FEW}
    assert stats(house)["2026-11-20"]["people"]["active"] == FEW
    night(house)
    assert stats(house)["2026-11"]["mixes"]["style"] == {"daymi": 40}


def test_nothing_that_is_stored_names_a_person(house: House) -> None:
    crowd(house)
    night(house)
    for path, data in house.documents.items():
        if path.startswith(("stats/", "maintenance/")):
            assert not [text for text in (path, repr(data)) for one in range(6) if f"u{one}" in text]


def test_nothing_is_stored_of_a_person_who_is_erased(house: House) -> None:
    crowd(house)
    night(house)
    house.erasing.erase("u1", 20)
    kept = [
        (path, data) for path, data in house.documents.items() if path.startswith(("stats/", "maintenance/"))
    ]
    assert kept
    assert [path for path, data in kept if "u1" in path + repr(data)] == []


def test_a_walk_goes_on_from_where_it_stopped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "PAGE", 3)
    for number in range(9):
        house.ask(f"u{number}")
        house.deliver()
        house.clock.time += timedelta(seconds=1)
    monkeypatch.setattr(closing, "BUDGET", timedelta(seconds=2))
    house.clock.time += DAY
    pages = _slow_pages(house)
    runs = 0
    while not house.closing_days.run():
        runs += 1
        assert "stats/2026-11-20" not in house.documents
    assert runs == 2
    assert len(pages) == len(set(pages)), "no page is walked over twice"
    assert stats(house)["2026-11-20"]["people"]["active"] == 9


def test_tasks_of_the_queue_do_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(user_limit=5, global_limit=100, tasks=MemoryTasks())
    monkeypatch.setattr(closing, "MOST_DAYS", 2)
    house.closing_days.run()
    for number in range(7):
        crowd(house, variation=number)
        house.clock.time += DAY
    assert house.closing_days.run() == 2
    assert house.work_on_tasks() >= 3
    assert len(stats(house)) == 7


def test_a_task_that_comes_again_or_late_changes_nothing(house: House) -> None:
    crowd(house)
    night(house)
    before = dict(house.documents)
    house.paging.run(PageTask.first(FanOut.STATISTICS, "days", 1, house.clock.time))
    assert house.documents == before


def test_avatars_of_one_moment_are_not_divided(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor do they keep a walk at one place."""
    monkeypatch.setattr(walking, "PAGE", 2)
    crowd(house, 7)
    night(house)
    assert stats(house)["2026-11-20"]["people"]["active"] == 7


@pytest.mark.drawn(one_in=12)
@pytest.mark.parametrize("seed", range(12))
def test_the_statistics_of_a_random_history_are_what_happened(seed: int) -> None:
    chance = Random(seed)
    house = House(user_limit=4, global_limit=40, guest_share=0.5)
    house.closing_days.run()
    counted_on_time: dict[str, dict[str, Counter[str]]] = {}
    for _ in range(4):
        for _ in range(chance.randrange(4, 14)):
            _something_happens(house, chance)
        day, shown = house.policy.today(house.clock.time), _shown_today(house)
        house.clock.time += DAY
        if chance.random() < 0.7:
            house.reaping.run()
            house.deliver()
            house.closing_days.run()
            if "estimated" not in stats(house).get(day, {"estimated": ()}):
                counted_on_time[day] = shown
    house.reaping.run()
    house.deliver()
    for _ in range(2):
        night(house)
    statistics_are_true(house.documents)
    assert counted_on_time
    for day, shown in counted_on_time.items():
        mixes = stats(house)[day]["mixes"]
        for dimension, counts in shown.items():
            assert {name for name, count in counts.items() if count} == set(mixes[dimension])
            for name, cell in mixes[dimension].items():
                assert cell in (counts[name], FEW, None), (day, dimension, name)


def _something_happens(house: House, chance: Random) -> None:
    uid = f"u{chance.randrange(9)}"
    wish: dict[str, Any] = {
        "variation": chance.randrange(12),
        "style": chance.choice([StyleId.DAYMI, StyleId.COMIC]),
        "preset": chance.choice([None, "trailhead", "still_water"]),
        "days": chance.choice([3, 40]),
        "plan": GUEST if uid < "u3" else FREE,
        "allow_fallback": chance.random() < 0.8,
    }
    house.provider.script = chance.choice(
        [[], [], [ContentRejected("no")] * 2, [ProviderTimeout("slow", cost_micros=None)]]
    )
    try:
        admitted = house.ask(uid, **wish)
        if chance.random() < 0.1:
            house.cancelling.cancel(uid, admitted.avatar.avatar_id)
        if chance.random() < 0.9:
            house.deliver()
        if chance.random() < 0.1:
            house.deleting.delete(uid, admitted.avatar.avatar_id)
    except MirrorRealmError:
        pass
    house.clock.time += timedelta(seconds=chance.randrange(90))


def _shown_today(house: House) -> dict[str, Counter[str]]:
    began, ended = house.policy.calendar(house.clock.time).bounds(house.policy.today(house.clock.time))
    shown = [
        data
        for path, data in house.documents.items()
        if "/avatars/" in path and data["completed_at"] and began <= data["completed_at"] < ended
    ]
    fields = {"source": "source", "style": "style", "stage": "evolution_stage"}
    found = {dimension: Counter(one[field] for one in shown) for dimension, field in fields.items()}
    return {
        **found,
        "preset": Counter(one["preset"] for one in shown if "preset" in one),
        "verdict": Counter(verdict_of(one) for one in shown if verdict_of(one)),
    }


def _slow_pages(house: House) -> list[Any]:
    """Let a second pass with every page of the walk; return where each began."""
    pages: list[Any] = []
    figures = house.services.ports.figures
    ask = figures.shown_after

    def slow(after: Any, *within: Any) -> Any:
        house.clock.time += timedelta(seconds=1)
        pages.append(after)
        return ask(after, *within)

    figures.shown_after = slow  # type: ignore[method-assign, assignment]
    return pages


def test_a_split_day_is_counted_from_what_its_shares_have_and_not_before_all_of_them_are_closed() -> None:
    """The sums on the day itself are the reaper's last: here it never passes."""
    house = House(user_limit=5, global_limit=100, shares=4)
    for number in range(4):
        house.ask(f"u{number}", variation=number)
    house.deliver()
    house.ask("late", variation=9)
    (attempt,) = house.take_attempts()
    assert night(house) == 0
    house.rendering.run(*attempt)
    house.reaping.take_up(house.queries.due_jobs(house.clock.time, 9)[0])
    assert night(house) >= 1
    day = stats(house)["2026-11-20"]
    assert (day["reserved"], day["settled"], day["refunded"]) == (5, 4, 1)
    assert house.documents["global_usage/2026-11-20"]["reserved"] == 0
    statistics_are_true(house.documents)
