"""Storms of wishes: how many calls the naive backend and ours pay for, counted where they arrive."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

import openai
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore, storage

from mirror_realm import settings
from tests.benchmarks.embedded import PROJECT, EmbeddedFirebase, embedded_firebase
from tests.benchmarks.naive_backend import NaiveBackend
from tests.benchmarks.rows import Row, times
from tests.faults import FaultServer

DIFFERENT, LIMIT, EQUAL, ONE_BY_ONE = 200, 20, 100, 25
TIMEOUT_SECONDS = 3
"""Of a provider call, ours and the naive one's."""
PATIENCE_SECONDS = 120.0

Wished = TypeVar("Wished")
Pair = tuple[float, float]
"""The naive one's figure, and ours."""


def storms() -> Iterable[Row]:
    """Yield the paid calls of both: one wish after another, where the naive one holds its limit too, and in storms."""
    with FaultServer("ok") as images:
        with deployment(images) as (firebase, naive):
            ours = _calls(images, "ok", lambda: _each(partial(_ask_ours, firebase), different()))
            apart = [apart_by_number(number) for number in range(DIFFERENT)]
            theirs = _calls(images, "ok", lambda: _each(partial(_ask_naive, naive), apart))
        what = f"{ONE_BY_ONE} different wishes one after another, limit {LIMIT}: paid calls"
        yield beside(what, (theirs, ours), LIMIT)
        with deployment(images) as (firebase, naive):
            ours = _calls(images, "ok", lambda: _ask_ours(firebase, different()))
            theirs = _calls(images, "ok", lambda: _ask_naive(naive, apart))
            counters = naive.used_today(), _used_today()
        yield beside(
            f"{DIFFERENT} different wishes at once, limit {LIMIT}: paid calls", (theirs, ours), LIMIT
        )
        yield Row(
            "  what the day's counter says afterwards",
            f"naive {counters[0]} of {theirs} paid, ours {counters[1]} of {ours}",
        )
        with deployment(images) as (firebase, naive):
            ours = _calls(images, "ok", lambda: _ask_ours(firebase, [{"character": "wren"}] * EQUAL))
            naive = _without_limits(naive)
            theirs = _calls(images, "ok", lambda: _ask_naive(naive, [(40, ())] * EQUAL))
            yield beside(f"{EQUAL} equal wishes at once: paid calls", (theirs, ours), 1)
            ours = _calls(images, "silent", lambda: _ask_ours(firebase, [{"character": "sol"}]))
            theirs = _calls(images, "silent", lambda: _ask_naive(naive, [(7, ("calm",))]))
            yield beside("one wish whose call times out: paid calls", (theirs, ours), 1)


@contextmanager
def deployment(images: FaultServer) -> Iterator[tuple[EmbeddedFirebase, NaiveBackend]]:
    given = {
        "GLOBAL_DAILY_LIMIT": str(LIMIT),
        "ANONYMOUS_DAILY_SHARE": "1",
        "IMAGE_PROVIDER": "openai",
        "OPENAI_API_KEY": "any",
        "OPENAI_BASE_URL": images.base_url,
        "PROVIDER_TIMEOUT_SECONDS": str(TIMEOUT_SECONDS),
    }
    with embedded_firebase(given, functions=True) as firebase:
        files = storage.Client(project=PROJECT, credentials=AnonymousCredentials())
        yield (
            firebase,
            NaiveBackend(
                firestore.Client(project=PROJECT),
                files.bucket(settings.bucket()),
                openai.OpenAI(api_key="any", base_url=images.base_url, timeout=TIMEOUT_SECONDS),
                user_limit=3,
                global_limit=LIMIT,
            ),
        )


def _without_limits(naive: NaiveBackend) -> NaiveBackend:
    return NaiveBackend(naive.database, naive.files, naive.images, user_limit=10**6, global_limit=10**6)


def different() -> Sequence[dict[str, Any]]:
    return [
        {"variation": number % 100, "character": ("wren", "sol")[number // 100], "allow_fallback": False}
        for number in range(DIFFERENT)
    ]


def apart_by_number(number: int) -> tuple[int, Sequence[str]]:
    """Return days and traits whose naive key is no other number's."""
    return 7 * (number // 20), tuple(f"trait {one}" for one in range(number % 20))


def _used_today() -> int:
    """Return what our global day says."""
    days = firestore.Client(project=PROJECT).collection("global_usage").stream()
    return sum(int((day.to_dict() or {}).get("settled", 0)) for day in days)


def _each(ask: Callable[[Sequence[Wished]], None], wishes: Sequence[Wished]) -> None:
    """Ask for the first of these wishes, one after another."""
    for wish in wishes[:ONE_BY_ONE]:
        ask([wish])


def _calls(images: FaultServer, scenario: str, storm: Callable[[], object]) -> int:
    images.play(scenario)
    storm()
    return len(images.calls)


def _ask_ours(firebase: EmbeddedFirebase, wishes: Sequence[dict[str, Any]]) -> None:
    """Ask by the callable over HTTP, each wish a new person's, and wait for the jobs to end."""
    with ThreadPoolExecutor(len(wishes)) as people:
        tokens = list(people.map(lambda _: firebase.sign_up(), wishes))
        gate = threading.Barrier(len(wishes))

        def ask(wish: dict[str, Any], token: str) -> None:
            gate.wait(PATIENCE_SECONDS)
            firebase.call("generate_avatar", {"progress_metrics": {"active_days": 40}, **wish}, token)

        list(people.map(ask, wishes, tokens))
    client, end = firestore.Client(project=PROJECT), time.monotonic() + PATIENCE_SECONDS
    while any(
        (job.to_dict() or {})["state"] in ("queued", "running")
        for job in client.collection("renders").stream()
    ):
        if time.monotonic() > end:
            raise TimeoutError("jobs were still under way")
        time.sleep(0.1)


def _ask_naive(naive: NaiveBackend, wishes: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Ask in this process, each wish a new person's."""
    gate = threading.Barrier(len(wishes))

    def ask(number: int) -> None:
        gate.wait(PATIENCE_SECONDS)
        try:
            naive.generate(f"person-{time.monotonic_ns()}-{number}", *wishes[number])
        except openai.APITimeoutError:
            return

    with ThreadPoolExecutor(len(wishes)) as people:
        list(people.map(ask, range(len(wishes))))


def beside(what: str, pair: Pair, promised: int) -> Row:
    naive, ours = pair
    return Row(
        what,
        f"naive {naive:g}, ours {ours:g}: the naive one {times(naive, ours)} as many",
        f"ours = {promised}",
        ours == promised,
    )
