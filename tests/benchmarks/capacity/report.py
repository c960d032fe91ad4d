"""What `make bench` prints of docs/capacity.md: from the stored figures, nothing is measured here."""

from collections.abc import Iterable

from tests.benchmarks.capacity import figures
from tests.benchmarks.capacity.model import free_wishes_a_day, month_of
from tests.benchmarks.capacity.prices import DAYS_A_MONTH, PRICES
from tests.benchmarks.capacity.walls import in_force, walls_of
from tests.benchmarks.rows import Row


def rows(quick: bool) -> Iterable[Row]:
    stored = figures.stored()
    yield Row("counted on", stored.counted_on)
    for demand in stored.demands:
        month = month_of(demand, stored)
        bill, (free, binds) = sum(month.bills.values()), free_wishes_a_day(month)
        first = walls_of(demand, stored, in_force())[0]
        yield Row(
            f"{demand.people} people: a month, Google's bill and the provider's",
            f"${bill:.2f} + ${month.picture_dollars:.2f}, {month.cents_a_person:.1f} cents a person and month",
        )
        yield Row(
            "  free wishes a day, opens of the timeline included; what binds",
            f"{free:.0f} (they make {month.wishes / DAYS_A_MONTH:.0f}); {PRICES[binds].unit}",
        )
        yield Row("  the first wall, with the default settings", f"{first.what}: {first.used:.0%}")
