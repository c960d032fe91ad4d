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
    "job": Cost(18, 17),
    "cache": Cost(3, 1),
    "similar": Cost(5, 1),
    "stage": Cost(5, 1),
    "painted": Cost(20, 13),
    "refused": Cost(3, 0),
}
"""By act: a render job from the wish to its end, a picture by its source, a refusal."""

SCHEDULES = Cost(1850, 0)
"""A day's passes of all schedules in a deployment that is idle."""


@dataclass(frozen=True, slots=True)
class FreeTier:
    """The estimated reads and writes of a day."""

    reads: int
    writes: int

    @property
    def reads_share(self) -> float:
        """The share of the free reads."""
        return round(self.reads / FREE_READS, 3)

    @property
    def writes_share(self) -> float:
        """The share of the free writes."""
        return round(self.writes / FREE_WRITES, 3)


def estimated(acts: dict[str, int], days: int) -> FreeTier:
    """Return the mean day of so many days with these acts, to a hundred."""
    reads = sum(ACTS[name].reads * number for name, number in acts.items()) / max(1, days) + SCHEDULES.reads
    writes = (
        sum(ACTS[name].writes * number for name, number in acts.items()) / max(1, days) + SCHEDULES.writes
    )
    return FreeTier(round(reads / 100) * 100, round(writes / 100) * 100)
