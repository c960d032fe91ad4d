"""Peers side by side: the naive backend of `naive_backend.py` and ours, on one embedded Firebase in one run.

Paid calls are counted where they arrive, at a local server in the API's place. Operations are counted by the embedded
Firestore. Where the naive one is the cheaper, its rows say so.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean

from mirror_realm.domain.money import MICROS
from tests.benchmarks import jpegs
from tests.benchmarks.capacity import figures
from tests.benchmarks.capacity.live import Count
from tests.benchmarks.capacity.model import whole
from tests.benchmarks.corpus import painted
from tests.benchmarks.imports import FUNCTIONS
from tests.benchmarks.naive_storms import Pair, deployment, storms
from tests.benchmarks.populations.people import Population, population
from tests.benchmarks.populations.report import Defaults
from tests.benchmarks.populations.serving import recipe_key, serve, serve_naively
from tests.benchmarks.rows import Row, times
from tests.faults import FaultServer

LISTED = 20
"""The pictures of a list."""
GATEWAY = (
    "LiteLLM proxy 1.108.7 (one worker, no database, its own spend logger added by hand; measured 2026-11-28)"
)


def rows(quick: bool) -> Iterable[Row]:
    yield Row("the naive backend", "the specification as it was written, as well as that allows")
    yield from storms()
    yield from _operations()
    yield from _populations(quick)
    yield from _pictures(quick)
    yield from _cold_start(3 if quick else 7)
    yield from _gateways()


def _operations() -> Iterable[Row]:
    """Yield reads and writes; ours are those of docs/capacity.md, which a test holds to what is counted."""
    acts = figures.stored().acts
    with FaultServer("ok") as images, deployment(images) as (firebase, naive):
        counted: dict[str, Pair] = {}
        for ending in ("generated", "hit"):
            firebase.reset_operations()
            ended = naive.generate("ada", 40, ("calm",))
            assert ended == ending, f"a wish that should have been {ending} was {ended}"
            operations = firebase.operations()
            counted[ending] = operations.reads, operations.writes
    for what, ending, ours in (
        ("a miss, to its picture", "generated", whole("miss", acts)),
        ("a hit, a person's first", "hit", acts["hit"]),
        ("a hit, a person's own", "hit", acts["own"]),
    ):
        yield _operations_row(what, counted[ending], ours)


def _operations_row(what: str, naive: Pair, ours: Count) -> Row:
    return Row(
        f"{what}: reads, writes",
        f"naive {naive[0]:g}, {naive[1]:g}; ours {ours.reads:g}, {ours.writes:g}"
        f" (ours {times(ours.reads, naive[0])} the reads, {times(ours.writes, naive[1])} the writes)",
    )


def _populations(quick: bool) -> Iterable[Row]:
    size = 2_000 if quick else 10_000
    people: Population = population(size)
    defaults = Defaults.load(people)
    key_of = recipe_key(defaults.renderer, defaults.detail)
    ours = serve(people.askings, key_of, defaults.ttl_days)
    naive = serve_naively(people.askings, key_of, defaults.ttl_days)
    wrong = naive.hit_rate * naive.other_look_rate
    yield Row(
        f"{size} people: hits; wishes that are shown another look (false hits)",
        f"naive {naive.hit_rate:.1%}, {wrong:.1%}; ours {ours.hit_rate:.1%}, none",
    )
    price = defaults.tariff.call_micros / MICROS / people.person_months
    paid = len(people.askings) * (1 - naive.hit_rate)
    yield Row(
        "  cents a person and month for pictures, the naive one's mostly of other looks",
        f"naive {100 * paid * price:.2f}, ours {100 * ours.paid * price:.2f}: ours {times(ours.paid, paid)} as many",
    )
    right = len(people.askings) * (1 - wrong)
    yield Row(
        "  wishes for which the right picture is shown",
        f"naive {right / len(people.askings):.1%}, ours 100.0%",
    )


def _pictures(quick: bool) -> Iterable[Row]:
    """Yield the bytes at equal likeness, and of a list, which the naive one can only show in full size."""
    compared = jpegs.by_side(painted(quick))
    full, small = compared[1024], compared[256]
    ours, naive = fmean(one.ours for one in full), fmean(one.baseline for one in full)
    likeness = fmean(one.ours_ssim - one.baseline_ssim for one in full)
    yield Row(
        "a picture of 1024 pixels, at quality 85 the naive one's",
        f"naive {naive / 1000:.1f} kB, ours {ours / 1000:.1f}: {ours / naive:.2f} of it at SSIM {likeness:+.4f}",
    )
    thumbnails = fmean(one.ours for one in small)
    yield Row(
        f"a list of {LISTED} pictures",
        f"naive {LISTED * naive / 1000:.0f} kB, ours {LISTED * thumbnails / 1000:.0f}: "
        f"the naive one {times(naive, thumbnails)} as much",
    )


_IMPORTS = {
    "naive": "import firebase_functions.https_fn, firebase_functions.firestore_fn, google.cloud.firestore,"
    " google.cloud.storage, openai, PIL.Image",
    "ours": "import main; from mirror_realm.api import avatars; from mirror_realm import bootstrap",
}


def _cold_start(runs: int) -> Iterable[Row]:
    """Yield the processor seconds of what an instance imports before its first answer, the least of several runs."""
    with tempfile.TemporaryDirectory() as bytecode:
        environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPYCACHEPREFIX": bytecode,
            "PYTHONPATH": str(FUNCTIONS),
            "FUNCTION_TARGET": "generate_avatar",
            "GCLOUD_PROJECT": "demo-bench",
        }
        took: dict[str, list[float]] = {name: [] for name in _IMPORTS}
        for _ in range(runs + 1):
            for name, imports in _IMPORTS.items():
                took[name].append(_processor_seconds(imports, environment, FUNCTIONS))
    naive, ours = (min(took[name][1:]) for name in ("naive", "ours"))
    yield Row(
        "cold start: imports before the first answer",
        f"naive {1000 * naive:.0f} ms of CPU, ours {1000 * ours:.0f}: the naive one {times(naive, ours)} as long",
    )


def _processor_seconds(imports: str, environment: dict[str, str], folder: Path) -> float:
    code = f"import json, time\nbegun = time.process_time()\n{imports}\nprint(json.dumps(time.process_time() - begun))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=folder, check=True, capture_output=True, timeout=60
    )
    seconds: float = json.loads(done.stdout.splitlines()[-1])
    return seconds


def _gateways() -> Iterable[Row]:
    """Yield known figures, measured elsewhere and not in this run."""
    yield Row(GATEWAY, "not measured in this run")
    yield Row("  a budget that allows 20: paid calls", "60 of 60; 200 of 200 at 5 s a call, 59 at 0.5 s")
    yield Row("  once its estimate of a call's cost fits", "exact")
    yield Row("  50 equal requests at once: calls", "50")
    yield Row("  one request that times out: calls", "9")
