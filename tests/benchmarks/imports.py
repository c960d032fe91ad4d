"""Cold start: what an instance costs before its first answer, against importing `firebase_functions.https_fn` alone.

Each figure is one fresh interpreter's; the floor and what is measured come from the same process.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.embedded import embedded_firebase
from tests.benchmarks.rows import Row, at_most

FUNCTIONS = Path(__file__).parents[2] / "functions"
TARGET = "generate_avatar"
HEAVY = (
    "openai",
    "fastapi",
    "PIL",
    "google.cloud.storage",
    "firebase_functions.firestore_fn",
    "mirror_realm.services.maintenance.sweeper",
    "mirror_realm.services.alerts.alerting",
    "mirror_realm.domain.alerts",
    "mirror_realm.domain.pseudonyms",
    "mirror_realm.services.allowance.job_account",
    "mirror_realm.services.allowance.usage_account",
    "mirror_realm.services.fallback.ladder",
    "mirror_realm.services.jobs.start",
    "mirror_realm.services.admission.limit_check",
    "mirror_realm.services.admission.limit_memory",
    "mirror_realm.services.admission.photo_references",
    "mirror_realm.services.ports.bookkeeping",
    "mirror_realm.services.ports.files",
    "mirror_realm.services.ports.providers",
    "mirror_realm.adapters.photos.reader",
    "mirror_realm.domain.allowance",
    "mirror_realm.domain.characters",
    "mirror_realm.domain.grading",
    "mirror_realm.domain.growth",
    "mirror_realm.domain.narrative.languages.de",
    "mirror_realm.domain.prompts",
    "mirror_realm.domain.render_job",
    "mirror_realm.domain.report",
)
"""What a hit never loads."""
IMPORT_BUDGET = 1.12
HIT_BUDGET = 1.6
RUNS = 11

_LIFE = """
import json, sys, time
moments = [time.perf_counter()]
import firebase_functions.https_fn
moments.append(time.perf_counter())
import main
moments.append(time.perf_counter())
from mirror_realm import bootstrap
from mirror_realm.api import avatars
from mirror_realm.api.guards import Caller
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.wish import User
wish = {"progress_metrics": {"active_days": 40}, "character": "wren"}
answer = avatars.generate_avatar(wish, Caller(User(sys.argv[1], FREE)))
moments.append(time.perf_counter())
heavy = [name for name in sys.argv[2:] if name in sys.modules]
print(json.dumps({"moments": moments, "source": answer["source"], "modules": len(sys.modules), "heavy": heavy}))
"""

_REST = """
import json, resource, time
def now(): return time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
moments = [now()]
import main
from mirror_realm.api import avatars
moments.append(now())
from mirror_realm.rest import wsgi
moments.append(now())
print(json.dumps(moments))
"""
"""What the REST function costs above a callable: CPU seconds, and kilobytes of memory."""


def rows(quick: bool) -> Iterable[Row]:
    """Yield the least of several runs, since noise only adds."""
    lives = first_hits(3 if quick else RUNS)
    floor, loaded, answered = (
        min(life["moments"][step] - life["moments"][step - 1] for life in lives) for step in (1, 2, 3)
    )
    yield Row("import firebase_functions.https_fn", f"{1000 * floor:.0f} ms")
    yield Row(f"import main for {TARGET}, above that", f"{1000 * loaded:.0f} ms")
    yield Row(
        "first act, services and first hit, above that",
        f"{1000 * answered:.0f} ms, {lives[-1]['modules']} modules",
    )
    yield at_most("import main / the floor", (floor + loaded) / floor, IMPORT_BUDGET)
    yield at_most("cold: import and first hit / the floor", (floor + loaded + answered) / floor, HIT_BUDGET)
    heavy = lives[-1]["heavy"]
    yield Row("of what a hit does not need it loads", ", ".join(heavy) or "nothing", "nothing", not heavy)
    seconds, megabytes = rest_above_a_callable(3 if quick else RUNS)
    yield Row("avatar_api above a callable", f"{1000 * seconds:.0f} ms of CPU, {megabytes:.0f} MB")


def rest_above_a_callable(count: int) -> tuple[float, float]:
    """Return what FastAPI and the routes cost at a cold start: seconds of CPU and megabytes, the least of the runs."""
    with tempfile.TemporaryDirectory() as bytecode:
        environment = {
            **_environment(bytecode),
            "FUNCTION_TARGET": "avatar_api",
            "GCLOUD_PROJECT": "demo-bench",
        }
        command = [sys.executable, "-c", _REST]
        starts = [
            json.loads(
                subprocess.run(
                    command, env=environment, cwd=FUNCTIONS, check=True, capture_output=True
                ).stdout
            )
            for _ in range(count + 1)
        ]
    above = [(last[0] - before[0], (last[1] - before[1]) / 1024) for _, before, last in starts[1:]]
    return min(seconds for seconds, _ in above), min(megabytes for _, megabytes in above)


def first_hits(count: int) -> list[dict[str, Any]]:
    """Return what as many fresh instances saw on their way to a first hit: moments, modules, and which heavy ones."""
    settings = {"IMAGE_PROVIDER": "painter", "FUNCTION_TARGET": ""}
    with embedded_firebase(settings, functions=True), tempfile.TemporaryDirectory() as bytecode:
        environment = _environment(bytecode)
        _live("first", environment)  # compiles, warms the file cache, and has the picture made
        for _ in range(50):
            if _live("second", environment)["source"] == "cache":
                break
            time.sleep(0.2)
        lives = [_live(f"person-{number}", environment) for number in range(count)]
    if {life["source"] for life in lives} != {"cache"}:
        raise AssertionError("a hit was to be measured, and there was none")
    return lives


def _environment(bytecode: str) -> Mapping[str, str]:
    """Bytecode in a folder of our own: whether the caller writes any must not decide the ratio."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPATH": str(FUNCTIONS),
        "PYTHONPYCACHEPREFIX": bytecode,
        "FUNCTION_TARGET": TARGET,
        "IMAGE_PROVIDER": "painter",
    }


def _live(uid: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """One instance's first call, in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", _LIFE, uid, *HEAVY],
        env=environment,
        cwd=FUNCTIONS,
        check=True,
        capture_output=True,
        timeout=60,
    )
    life: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return life
