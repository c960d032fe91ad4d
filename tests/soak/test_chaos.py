"""Chaos: whatever goes wrong in whatever order, the invariants hold at every moment and at the end."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from unittest.mock import patch

import pytest

from mirror_realm.domain.page_task import FanOut
from mirror_realm.services.fan_out.turns import Turn
from tests.crash.world import overheard
from tests.fakes.captured import writing
from tests.fakes.fan_outs import small_pages
from tests.fakes.memory_tasks import MemoryTasks
from tests.soak import soaking
from tests.soak.chaos import WHOSE, Chaos

pytestmark = pytest.mark.drawn(one_in=2, of_file=True)

DISTURBED = (FanOut.FOLLOWERS, FanOut.TAKEDOWN, FanOut.ERASURE, FanOut.MERGE, FanOut.SWEEP)
"""The fan-outs that the chaos starts; those of statistics, exports and waiting jobs have their crash scenarios."""

DAYS = timedelta(days=3)
"""Past midnights, and past the end of summer time."""


def a_page_each(turns: Sequence[Turn], *_: object) -> None:
    """Take one turn each: a pass of the sweep that leaves the rest to tasks."""
    for turn in turns:
        turn()


@contextmanager
def paged(*, by_tasks: bool) -> Iterator[None]:
    """Let each follower, avatar of a takedown or a merge, folder and document be a page, if there are tasks."""
    if by_tasks:
        with small_pages(1), patch("mirror_realm.services.maintenance.sweeper.take_turns", a_page_each):
            yield
    else:
        yield


def live(seed: int, steps: int, image_provider: str | None = None, tasks: MemoryTasks | None = None) -> Chaos:
    chaos = Chaos(seed, DAYS / steps, image_provider, tasks)
    with writing() as log, overheard(chaos.world), paged(by_tasks=tasks is not None):
        for step in range(steps):
            chaos.step()
            if step % 50 == 0:
                chaos.check()
        chaos.rest()
    assert tasks is not None or '"event": "attempt_died"' in log.getvalue()
    chaos.check_log(log.getvalue())
    return chaos


def test_a_short_chaos_ends_well(record_property: soaking.Tell) -> None:
    chaos = live(soaking.SEED, steps=1500)
    record_property("faults tried", (f"chaos of seed {soaking.SEED}", chaos.line.injected))
    assert chaos.line.injected > 50
    assert len(chaos.world.house.provider.calls) > 50
    assert chaos.uploaded > 50
    assert chaos.puppets > 20
    moved = Counter(one["movement"] for path, one in chaos.world.house.documents.items() if "ledger/" in path)
    assert min(moved[name] for name in ("bought", "taken_back", "monthly")) > 1


@pytest.mark.whole
def test_a_short_chaos_of_tasks_ends_well(record_property: soaking.Tell) -> None:
    """Tasks come twice, late, of earlier rounds or never."""
    tasks = MemoryTasks()
    chaos = live(soaking.SEED, steps=900, tasks=tasks)
    record_property("faults tried", (f"chaos of tasks, seed {soaking.SEED}", chaos.line.injected))
    assert chaos.lost_tasks > 10
    kinds = Counter(name.partition("-")[0] for name in tasks.names)
    assert min(kinds[kind] for kind in DISTURBED) > 10, kinds
    assert [name for name in tasks.names if WHOSE in name] == []


@pytest.mark.whole
def test_a_short_chaos_of_orders_ends_well(record_property: soaking.Tell) -> None:
    chaos = live(soaking.SEED, steps=1200, image_provider="replicate")
    record_property("faults tried", (f"chaos of orders, seed {soaking.SEED}", chaos.line.injected))
    assert len(chaos.world.house.queue.predictions) > 30


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_chaos_ends_well(record_property: soaking.Tell) -> None:
    """Seed after seed, `SOAK_SEED` the first."""
    injected = 0
    for seed in soaking.for_a_while(count(soaking.SEED), soaking.SECONDS):
        try:
            tasks = MemoryTasks() if seed % 3 == 0 else None
            chaos = live(seed, steps=6_000, image_provider=(None, "replicate")[seed % 2], tasks=tasks)
        except Exception as error:
            error.add_note(f"SOAK_SEED={seed}")
            raise
        injected += chaos.line.injected
    record_property("faults tried", (f"chaos from seed {soaking.SEED}", injected))
