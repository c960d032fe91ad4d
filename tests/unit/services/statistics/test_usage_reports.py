"""Usage reports: what was made, spent and saved; what could not be had is unknown, and never 0."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mirror_realm.api.usage import answered
from mirror_realm.domain.mixes import FEW
from mirror_realm.domain.plans import GUEST
from mirror_realm.domain.statistics import CountedThrough
from mirror_realm.domain.usage_report import Period
from mirror_realm.errors import ContentRejected
from mirror_realm.rest.schemas import UsageReport
from mirror_realm.services.statistics.usage_reports import MOST_READS
from tests.fakes.house import House

DAY = timedelta(days=1)


def live(house: House, number: int = 0, people: int = 6) -> None:
    """Let so many people share a picture that takes seven seconds."""
    asked = [house.ask(f"u{one}", variation=number) for one in range(people)]
    assert asked
    house.clock.time += timedelta(seconds=7)
    house.deliver()


def report(house: House, period: Period = Period.TODAY) -> dict[str, Any]:
    """Return the answer, which is as its schema says."""
    answer = answered(house.usage_reports.of(period), house.settings)
    UsageReport.model_validate(answer)
    assert answer["reads"] <= MOST_READS
    return answer


@pytest.fixture
def house() -> House:
    house = House(user_limit=5, global_limit=100)
    house.closing_days.run()
    return house


def test_a_report_of_today_counts_what_is_there_now(house: House) -> None:
    live(house)
    house.provider.script = [ContentRejected("no", cost_micros=350)] * 2
    house.ask("u0", variation=1, allow_fallback=False)
    house.deliver()
    house.ask("u1", variation=2)  # waits
    house.clock.time += timedelta(seconds=30)

    said = report(house)

    assert said["allowance"] == {"reserved": 3, "made": 1, "refunded": 1, "open": 1, "limit_a_day": 100}
    assert said["refunds"] == {"content_rejected": 1}
    assert said["money"]["spent"] == (house.provider.cost + 700) / 1e6
    assert said["money"]["by_model"] == [
        {"provider": "openai", "model": "model-1", "spent": said["money"]["spent"]}
    ]
    assert said["seconds"]["pictures"] == 1
    assert 5 <= said["seconds"]["p50"] <= said["seconds"]["p95"] <= 10
    assert said["seconds"]["within_30"] == 1
    assert said["queue"] == {"waiting": 1, "rendering": 0, "oldest_seconds": 30}
    assert said["people"] == {"active": 6, "asking": FEW}
    assert said["mixes"]["style"] == {"cells": {"daymi": 6}, "at_least": False}
    assert said["hit_rate"] == 0.83
    assert said["estimated"] == ["free_tier"]
    assert said["days_missing"] == []


def test_figures_of_four_people_point_at_none_of_them(house: House) -> None:
    live(house, people=4)
    said = report(house)
    assert said["people"] == {"active": FEW, "asking": FEW}
    assert {cell for mix in said["mixes"].values() for cell in mix["cells"].values()} == {FEW}
    assert said["hit_rate"] is None


def test_pictures_by_preset_are_those_of_counted_days_and_of_today_while_all_are_met(house: House) -> None:
    for number in range(2):
        crowd = [house.ask(f"u{one}", variation=number, preset="trailhead") for one in range(6)]
        assert crowd
        house.deliver()
        if number == 0:
            assert report(house)["mixes"]["preset"] == {"cells": {"trailhead": 6}, "at_least": False}
            house.clock.time += DAY
            house.closing_days.run()
    assert report(house, Period.MONTH)["mixes"]["preset"] == {"cells": {"trailhead": 12}, "at_least": False}

    live(house, 3, people=20)  # more of today than a report looks at
    assert report(house)["mixes"]["preset"] is None
    for period in (Period.MONTH, Period.DAYS_30, Period.MONTHS_12):
        assert report(house, period)["mixes"]["preset"] == {"cells": {"trailhead": 6}, "at_least": True}


def test_a_month_is_its_counted_days_and_today(house: House) -> None:
    for number in range(3):
        live(house, number, people=3)
        house.clock.time += DAY
        house.closing_days.run()
    live(house, 5)
    said = report(house, Period.MONTH)
    assert (said["first_day"], said["last_day"]) == ("2026-11-01", "2026-11-23")
    assert said["allowance"]["made"] == 4
    assert said["people"]["active"] == 6
    assert said["mixes"]["style"]["cells"] == {"daymi": 15}
    assert [(point["period"], point["made"]) for point in said["series"]] == [
        (f"2026-11-{day}", 1) for day in range(20, 24)
    ]
    assert [point["people"] for point in said["series"]] == [FEW, FEW, FEW, None]


def test_each_day_has_its_pictures_by_source_and_a_hit_rate_where_none_is_withheld(house: House) -> None:
    for turn in (0, 1):  # six people, each with a new picture, and then with another's
        for one in range(6):
            house.ask(f"u{one}", variation=(one + turn) % 6)
        house.deliver()
    house.clock.time += DAY
    live(house, 50)  # one new picture for six: the number that would give it away is withheld
    house.clock.time += 2 * DAY
    house.closing_days.run()
    said = report(house, Period.DAYS_30)
    assert [(point["sources"], point["hit_rate"]) for point in said["series"]] == [
        ({"cache": 6, "generated": 6}, 0.5),
        ({"cache": None, "generated": FEW}, None),
        ({}, None),
        ({}, None),
    ]


def test_a_day_that_is_not_counted_has_no_sources(house: House) -> None:
    live(house)
    house.clock.time += DAY
    said = report(house, Period.DAYS_30)
    assert [point["sources"] for point in said["series"]] == [None, {}]


def test_thirty_days_add_what_was_published_and_say_that_it_is_the_least(house: House) -> None:
    live(house, people=6)
    house.clock.time += DAY
    live(house, 1, people=3)
    house.clock.time += DAY
    house.closing_days.run()
    said = report(house, Period.DAYS_30)
    assert said["mixes"]["style"] == {"cells": {"daymi": 6}, "at_least": True}
    assert said["people"]["active"] is None
    assert said["allowance"]["made"] == 2


def test_twelve_months_are_months_and_this_one(house: House) -> None:
    house.clock.time = datetime(2026, 11, 29, 12, tzinfo=UTC)
    for number in range(4):
        live(house, number)
        house.clock.time += DAY
        house.closing_days.run()
    said = report(house, Period.MONTHS_12)
    assert said["first_day"] == "2026-01-01"
    assert [(point["period"], point["made"]) for point in said["series"]] == [("2026-11", 2), ("2026-12", 2)]
    assert said["series"][0]["people"] == 6
    assert said["mixes"]["style"]["cells"] == {"daymi": 24}


def test_a_month_that_is_over_and_not_closed_is_in_the_twelve(house: House) -> None:
    house.clock.time = datetime(2026, 11, 29, 12, tzinfo=UTC)
    live(house)
    house.clock.time += DAY
    house.closing_days.run()
    house.clock.time += 2 * DAY
    said = report(house, Period.MONTHS_12)
    assert [(point["period"], point["made"]) for point in said["series"]][-2:] == [
        ("2026-11", 1),
        ("2026-12", 0),
    ]
    assert said["days_missing"] == ["2026-11-30", "2026-12-01"]


def test_a_day_that_is_not_counted_yet_has_its_allowance_and_money_and_is_named(house: House) -> None:
    live(house)
    house.clock.time += DAY
    said = report(house, Period.MONTH)
    assert said["days_missing"] == ["2026-11-20"]
    assert said["allowance"]["made"] == 1
    assert said["money"]["spent"] == house.provider.cost / 1e6
    assert said["mixes"]["style"]["cells"] == {}


def test_guests_are_a_plan(house: House) -> None:
    for one in range(5):
        house.ask(f"g{one}", plan=GUEST, variation=one)
        house.ask(f"u{one}", variation=10 + one)
    house.deliver()
    house.clock.time += DAY
    house.closing_days.run()
    assert report(house, Period.MONTH)["mixes"]["plan"]["cells"] == {"free": 5, "guest": 5}


def test_in_an_empty_deployment_nothing_is_made_and_times_are_unknown() -> None:
    said = report(House())
    assert said["allowance"]["made"] == 0
    assert said["seconds"] == {"pictures": 0, "p50": None, "p95": None, "within_30": None}
    assert said["queue"]["oldest_seconds"] is None


def test_what_eighty_reads_do_not_suffice_for_is_unknown(house: House) -> None:
    """More reasons and models, and more pictures, than are counted; and a month of days that nobody counted."""
    house.clock.time = datetime(2026, 12, 31, 12, tzinfo=UTC)
    live(house)
    day = house.documents["global_usage/2026-12-31"]
    avatar = next(data for path, data in house.documents.items() if "/avatars/" in path)
    entry = next(data for path, data in house.documents.items() if path.endswith("-settled"))
    house.write("global_usage/2026-12-31", {**day, "settled": 90, "refunded": 90, "reserved": 180})
    for number in range(4100):
        house.write(f"users/p{number}/avatars/one", {**avatar, "source": "cache"})
    for number in range(30):
        house.write(f"ledger/{number}-settled", {**entry, "renderer": f"maker:model-{number}"})
        refund = {**entry, "movement": "refunded", "reason": f"reason-{number}"}
        house.write(f"ledger/{number}-refunded", refund)
    through = CountedThrough("2026-12-01", house.clock.time)
    house.write("maintenance/statistics", through.to_document())
    for period in Period:
        said = report(house, period)
        assert (said["refunds"], said["money"]["by_model"], said["hit_rate"]) == (None, None, None)
        assert said["mixes"]["source"] is None
        assert said["free_tier"] is None
        assert said["allowance"]["made"] == 90


def test_the_estimate_of_the_free_tier_grows_with_what_is_made(house: House) -> None:
    before = report(house)["free_tier"]
    for number in range(20):
        live(house, number)
        house.clock.time += timedelta(minutes=1)
    after = report(house)["free_tier"]
    assert after["reads_a_day"] > before["reads_a_day"]
    assert after["writes_a_day"] > before["writes_a_day"]
