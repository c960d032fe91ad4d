"""Free tier: an estimate of the document reads and writes of a day, from what each act costs.

The costs are those that `tests/integration/test_operation_counts.py` asserts and docs/capacity.md is computed from; a
test compares. Not in it: timelines that are opened, own pictures that are shown again, listeners, photos, reports.
"""

from dataclasses import dataclass

FREE_READS, FREE_WRITES = 50_000, 20_000
"""Free a day on Firestore's standard edition."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The document reads and writes of one act."""

    reads: float
    writes: float


ACTS = {
    "job": Cost(15, 17),
    "cache": Cost(3, 1),
    "similar": Cost(5, 1),
    "stage": Cost(5, 1),
    "painted": Cost(17, 11),
    "refused": Cost(3, 0),
}
"""By act: a render job from the wish to its end, a picture by its source, a refusal."""

SCHEDULES = Cost(3000, 0)
"""A day's passes of all schedules in a deployment that is idle."""


NIGHT = Cost(50, 4)
"""What counting a closed day costs, besides a read for each picture that a user got on it."""


@dataclass(frozen=True, slots=True)
class FreeTier:
    """The estimated reads and writes of a day."""

    reads: int
    writes: int
    statistics: Cost
    """Of these, what counting the day costs."""

    @property
    def reads_share(self) -> float:
        """The share of the free reads."""
        return round(self.reads / FREE_READS, 3)

    @property
    def writes_share(self) -> float:
        """The share of the free writes."""
        return round(self.writes / FREE_WRITES, 3)

    @property
    def statistics_share(self) -> float:
        """The larger of the shares of free reads and free writes that counting the day takes."""
        return round(max(self.statistics.reads / FREE_READS, self.statistics.writes / FREE_WRITES), 4)


def estimated(acts: dict[str, int], days: int) -> FreeTier:
    """Return the mean day of so many days with these acts, to a hundred."""
    pictures = sum(number for name, number in acts.items() if name != "refused") / max(1, days)
    statistics = Cost(round((NIGHT.reads + pictures) / 10) * 10, NIGHT.writes)
    each = [(ACTS[name], number / max(1, days)) for name, number in acts.items()]
    each += [(SCHEDULES, 1), (statistics, 1)]
    reads = sum(cost.reads * times for cost, times in each)
    writes = sum(cost.writes * times for cost, times in each)
    return FreeTier(round(reads / 100) * 100, round(writes / 100) * 100, statistics)
