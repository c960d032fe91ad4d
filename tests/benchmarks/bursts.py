"""Bursts: many wishes at one moment, and how long the slowest of them wait.

Each burst is handed to 32 threads at once, as eight instances of four would take it; a wish's time runs from the moment
of the burst, so it includes its turn. Times are ratios to the median bare transaction of the same run.
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count, product
from statistics import median, quantiles

from google.cloud import firestore

from mirror_realm import settings
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User, Wish
from mirror_realm.errors import UserDailyLimit
from mirror_realm.services.admission.admission import Admission
from tests.benchmarks import admission as one_by_one
from tests.benchmarks.embedded import PROJECT, embedded_firebase
from tests.benchmarks.product import AMPLE
from tests.benchmarks.product import product as built
from tests.benchmarks.rows import Row
from tests.faults.pictures import picture

THREADS = 32
BURSTS = (200, 1000)


def rows(quick: bool) -> Iterable[Row]:
    with embedded_firebase(AMPLE, functions=False):
        config = settings.load()
        open_house = built([picture()], config).services
        closed = built([picture()], replace(config, user_daily_limit=0)).services.admission
        ready = open_house.admission.admit(_wish("ada", "wren", 0)).avatar.render_id
        assert ready is not None
        open_house.rendering.run(ready, 1)
        bare_client, people = firestore.Client(project=PROJECT), count()
        looks = product(list(CHARACTERS)[1:], range(100), StyleId)
        bare = median(_timed(lambda: one_by_one.bare_transaction(bare_client)) for _ in range(40))
        kinds: dict[str, Callable[[], object]] = {
            "hit": lambda: open_house.admission.admit(_wish(f"hit-{next(people)}", "wren", 0)),
            "queue": lambda: open_house.admission.admit(_wish(f"queue-{next(people)}", *next(looks))),
            "denial": lambda: _denied(closed, _wish(f"denied-{next(people)}", "wren", 1)),
        }
        yield Row("a bare transaction", f"{1000 * bare:.1f} ms")
        for size in BURSTS[:1] if quick else BURSTS:
            for name, act in kinds.items():
                yield _told(f"{size} at once: {name}", _burst(act, size), bare)


def _told(what: str, waits: list[float], bare: float) -> Row:
    cuts = quantiles(waits, n=100)
    shares = " / ".join(f"{cuts[percent - 1] / bare:.0f}" for percent in (50, 95, 99))
    return Row(
        f"{what}: p50 / p95 / p99 in bare transactions", f"{shares}; {len(waits) / max(waits):.0f} a second"
    )


def _burst(act: Callable[[], object], size: int) -> list[float]:
    """When each of so many was done, in seconds since all of them were asked for."""
    begun = time.perf_counter()

    def timed(_: int) -> float:
        act()
        return time.perf_counter() - begun

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(timed, range(size)))


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _denied(admission: Admission, wish: Wish) -> None:
    try:
        admission.admit(wish)
    except UserDailyLimit:
        return
    raise AssertionError("a wish that should have been denied was admitted")


def _wish(uid: str, character: str, variation: int, style: StyleId = StyleId.DAYMI) -> Wish:
    return Wish(
        User(uid, FREE),
        Progress(active_days=40),
        character=character,
        variation=variation,
        style=style,
        allow_fallback=False,
    )
