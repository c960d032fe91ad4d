"""Statistics on the embedded Firestore: closed days, missed nights, late bookings, and what all of it costs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mirror_realm.domain.free_tier import NIGHT
from mirror_realm.domain.mixes import FEW
from mirror_realm.domain.plans import Plan
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.usage_report import Period
from mirror_realm.errors import ContentRejected, LimitReached
from mirror_realm.services.ports.figures import Sum
from mirror_realm.services.statistics.usage_reports import MOST_READS
from tests.fakes.house import House
from tests.fakes.memory_figures import MemoryFigures
from tests.integration import figures_asked
from tests.integration.conftest import Houses
from tests.integration.firestore_house import FirestoreHouse
from tests.invariants import statistics_are_true

Operations = Callable[[], dict[str, int]]
DAY = timedelta(days=1)

pytestmark = pytest.mark.drawn(one_in=3, of_file=True)


def live_a_day(house: House, number: int = 0) -> None:
    """Let six people share a picture, one be rejected, one be refused, and one have another style."""
    for uid in range(6):
        house.ask(f"u{uid}", variation=number)
    house.deliver()
    house.provider.script = [ContentRejected("no", cost_micros=700)] * 2
    house.ask("u1", variation=number + 20, allow_fallback=False)
    house.deliver()
    house.ask("u2", variation=number, style=StyleId.COMIC)
    house.deliver()
    house.clock.time += timedelta(seconds=7)


def test_firestore_counts_what_plain_python_counts(houses: Houses) -> None:
    house = houses(user_limit=3, global_limit=50, plans='{"pro": {}, "max": {}}')
    for number in range(2):
        live_a_day(house, number)
        house.ask("u9", plan=Plan("pro"), variation=90 + number)
        house.deliver()
        for again in range(14):
            try:
                house.ask("u3", variation=60 + again, allow_fallback=False)
            except LimitReached:
                continue
        house.clock.time += DAY
    twin = House()
    for path, data in house.documents.items():
        twin.documents[path] = data
    expected = MemoryFigures(twin.store)
    found = house.services.ports.figures
    answered: dict[str, bool] = {}
    for method, what in figures_asked.each(house):
        for most in (1, 1000):
            said = _comparable(figures_asked.ask(found, method, what, most), most)
            truth = _comparable(figures_asked.ask(expected, method, what, most), most)
            assert said == truth, (method, what, most)
            answered[method] = answered.get(method, False) or bool(said)
    assert [method for method, some in answered.items() if not some] == [], "finds nothing, so proves nothing"


def test_closed_days_missed_nights_and_what_they_cost(houses: Houses, operations: Operations) -> None:
    house = houses(user_limit=5, global_limit=50)
    house.closing_days.run()
    live_a_day(house)
    house.clock.time += DAY
    operations()
    assert house.closing_days.run() == 1
    cost = operations()
    assert cost["writes"] == NIGHT.writes == 4, "the walk's page, the day, its month, the place"
    assert 0 <= NIGHT.reads + 7 - cost["reads"] <= 9, f"seven pictures, {cost}"
    assert house.closing_days.run() == 0
    assert operations() == {"reads": 2, "writes": 0, "deletes": 0}
    house.ask("u1", variation=3)
    house.deliver()
    house.clock.time += 3 * DAY
    assert house.closing_days.run() == 3
    day = house.documents["stats/2026-11-20"]
    assert (day["settled"], day["refunded"], day["refunds"]) == (2, 1, {"content_rejected": 1})
    assert day["spending"] == {"model-1": 2 * house.provider.cost + 1400}
    assert day["people"] == {"active": 6, "asking": FEW}
    assert day["mixes"]["style"] == {"comic": FEW, "daymi": None}
    assert house.documents["stats/2026-11-21"]["estimated"] == ["mixes", "people"]
    statistics_are_true(house.documents)


def test_a_late_booking_keeps_its_day_open(houses: Houses) -> None:
    """The reaper does not run for a day, so that nothing closes the call of an order whose worker went."""
    house = houses(image_provider="replicate")
    house.closing_days.run()
    house.queue.reachable = False
    house.ask(allow_fallback=False)
    house.deliver()
    house.clock.time += DAY
    assert house.documents["global_usage/2026-11-20"]["held_micros"] > 0
    assert house.closing_days.run() == 0
    house.reaping.run()
    house.deliver()
    house.reaping.run()
    assert house.closing_days.run() == 1
    day, usage = house.documents["stats/2026-11-20"], house.documents["global_usage/2026-11-20"]
    assert usage["held_micros"] == 0
    assert day["spent_micros"] == usage["spent_micros"] > 0
    assert sum(day["spending"].values()) == usage["spent_micros"]
    statistics_are_true(house.documents)


@pytest.mark.parametrize("period", Period)
def test_a_report_takes_as_many_reads_as_it_says(
    houses: Houses, operations: Operations, period: Period
) -> None:
    house = houses(user_limit=5, global_limit=50)
    for number in range(2):
        live_a_day(house, number)
        house.clock.time += DAY
    house.closing_days.run()
    live_a_day(house, 5)
    operations()
    report = house.usage_reports.of(period)
    assert operations() == {"reads": report.reads, "writes": 0, "deletes": 0}
    assert report.reads <= MOST_READS


@pytest.fixture
def large(houses: Houses) -> FirestoreHouse:
    """Return a deployment with more of everything than a report may read, on the last day of a month."""
    house = houses(user_limit=5, global_limit=50)
    house.clock.time = datetime(2026, 12, 31, 12, tzinfo=UTC)
    for number in range(40):
        house.ask("ada", variation=number, style=list(StyleId)[number % 7]) if number < 5 else None
    house.deliver()
    day = house.documents["global_usage/2026-12-31"]
    avatar = next(data for path, data in house.documents.items() if "/avatars/" in path)
    job = next(data for path, data in house.documents.items() if path.startswith("renders/"))
    entry = next(data for path, data in house.documents.items() if path.endswith("-settled"))
    documents: dict[str, Any] = {
        "global_usage/2026-12-31": day | {"settled": 9000, "refunded": 9000, "reserved": 18000}
    }
    for number in range(4200):
        documents[f"users/p{number}/avatars/one"] = avatar | {"source": "cache"}
    for number in range(300):
        documents[f"users/p{number}/usage/2026-12-31"] = {"day": "2026-12-31", "refused": 10}
        documents[f"renders/more-{number}"] = job | {"state": "queued"}
        documents[f"ledger/more-{number}-settled"] = entry | {"renderer": f"maker:model-{number}"}
        documents[f"ledger/more-{number}-refunded"] = entry | {
            "movement": "refunded",
            "reason": f"reason-{number:03}",
        }
    for number in range(1, 31):
        documents[f"global_usage/2026-12-{number:02}"] = day | {"day": f"2026-12-{number:02}"}
    documents["maintenance/statistics"] = {
        "through": "2026-12-01", "at": house.clock.time, "waiting": [], "months": []
    }  # fmt: skip
    items = list(documents.items())
    for at in range(0, len(items), 450):
        batch = house.client.batch()
        for path, data in items[at : at + 450]:
            batch.set(house.client.document(path), data)
        batch.commit()
    return house


@pytest.mark.whole
@pytest.mark.parametrize("period", Period)
def test_a_report_of_any_size_takes_at_most_eighty_reads_and_says_what_it_does_not_know(
    large: FirestoreHouse, operations: Operations, period: Period
) -> None:
    operations()
    report = large.usage_reports.of(period)
    assert operations() == {"reads": report.reads, "writes": 0, "deletes": 0}
    assert report.reads <= MOST_READS
    assert (report.refunds, report.spending) == (None, None)
    assert report.mixes["source"] is None
    assert report.totals.settled >= 9000
    assert len(report.days_missing) == (29 if period is not Period.TODAY else 0)


def test_a_damaged_avatar_does_not_stop_the_night(houses: Houses) -> None:
    house = houses(user_limit=5, global_limit=50)
    house.closing_days.run()
    live_a_day(house)
    house.client.document("users/eve/avatars/broken").set({"completed_at": house.clock.time})
    house.clock.time += DAY
    assert house.closing_days.run() == 1


def _comparable(answer: Any, most: int) -> Any:
    """Return what must be equal: avatars of one moment have no order, nor have the parts of a sum that was cut off."""
    if isinstance(answer, Sum) and answer.documents == most:
        return answer.documents
    return len(answer) if isinstance(answer, list) else answer
