"""Races: many wishes at one moment, through the real callables over HTTP and the genuine OpenAI client.

Provider calls are counted where they arrive: at a local stand-in for the image API.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from google.cloud import firestore

from tests.benchmarks.embedded import PROJECT, EmbeddedFirebase, embedded_firebase
from tests.benchmarks.rows import Row, exactly
from tests.faults import FaultServer

DIFFERENT_WISHES, GLOBAL_LIMIT = 200, 20
EQUAL_WISHES = 100
PATIENCE_SECONDS = 120.0
POLL_SECONDS = 0.25
CHARACTERS = ("wren", "sol")


def rows(quick: bool) -> Iterable[Row]:
    """Both races at full size whatever `quick` says: their budgets are counts."""
    with FaultServer("ok") as images:
        settings = {
            "GLOBAL_DAILY_LIMIT": str(GLOBAL_LIMIT),
            "ANONYMOUS_DAILY_SHARE": "1",
            "IMAGE_PROVIDER": "openai",
            "OPENAI_API_KEY": "any",
            "OPENAI_BASE_URL": images.base_url,
        }
        with embedded_firebase(settings, functions=True) as firebase:
            yield from _different_misses(firebase, images)
        images.play("ok")
        with embedded_firebase(settings, functions=True) as firebase:
            yield from _equal_wishes(firebase, images)


def _different_misses(firebase: EmbeddedFirebase, images: FaultServer) -> Iterable[Row]:
    wishes = [
        {"variation": number % 100, "character": CHARACTERS[number // 100], "allow_fallback": False}
        for number in range(DIFFERENT_WISHES)
    ]
    begun = time.perf_counter()
    answers = _at_once(firebase, wishes)
    answered = time.perf_counter() - begun
    jobs = _once(lambda: _jobs_if_ended(firestore.Client(project=PROJECT)))
    settled = [job for job in jobs if job["state"] == "settled" and job["reservation"] is not None]
    what = f"{DIFFERENT_WISHES} different misses at once, limit {GLOBAL_LIMIT}"
    yield exactly(f"{what}: jobs", len(jobs), GLOBAL_LIMIT)
    yield exactly("  settled", len(settled), GLOBAL_LIMIT)
    yield exactly("  provider calls", len(images.calls), GLOBAL_LIMIT)
    yield Row("  answers", f"{_told(answers)}; in {answered:.1f} s")


def _equal_wishes(firebase: EmbeddedFirebase, images: FaultServer) -> Iterable[Row]:
    begun = time.perf_counter()
    answers = _at_once(firebase, [{"character": CHARACTERS[0]}] * EQUAL_WISHES)
    answered = time.perf_counter() - begun
    pictures = _once(lambda: _pictures_if_ended(firestore.Client(project=PROJECT)))
    shown = time.perf_counter() - begun
    yield exactly(f"{EQUAL_WISHES} equal wishes at once: provider calls", len(images.calls), 1)
    yield exactly("  pictures", len(pictures), EQUAL_WISHES)
    yield Row("  answers", f"{_told(answers)}; in {answered:.1f} s, all shown in {shown:.1f} s")


def _at_once(firebase: EmbeddedFirebase, wishes: Sequence[Mapping[str, Any]]) -> list[tuple[int, Any]]:
    """Everybody's answer, each wish another new person's, all sent when the last is ready."""
    with ThreadPoolExecutor(len(wishes)) as people:
        tokens = list(people.map(lambda _: firebase.sign_up(), wishes))
        gate = threading.Barrier(len(wishes))

        def ask(wish: Mapping[str, Any], token: str) -> tuple[int, Any]:
            gate.wait(PATIENCE_SECONDS)
            return firebase.call("generate_avatar", {"progress_metrics": {"active_days": 40}, **wish}, token)

        return list(people.map(ask, wishes, tokens))


def _told(answers: Iterable[tuple[int, Any]]) -> str:
    """How many were told what: a status of the avatar, or the reason of a refusal."""
    told = Counter(
        answer["result"]["status"]
        if status == 200
        else str(answer["error"].get("details", {}).get("reason", status))
        for status, answer in answers
    )
    return ", ".join(f"{number} {what}" for what, number in told.most_common())


def _jobs_if_ended(client: firestore.Client) -> list[dict[str, Any]] | None:
    jobs = [snapshot.to_dict() or {} for snapshot in client.collection("renders").stream()]
    return None if any(job["state"] in ("queued", "running") for job in jobs) else jobs


def _pictures_if_ended(client: firestore.Client) -> list[str] | None:
    """Return the paths of what the completed avatars show."""
    avatars = [snapshot.to_dict() or {} for snapshot in client.collection_group("avatars").stream()]
    if any(avatar["status"] in ("queued", "generating") for avatar in avatars):
        return None
    return [avatar["image_path"] for avatar in avatars if avatar["status"] == "completed"]


def _once(look: Callable[[], list[Any] | None]) -> list[Any]:
    """Return what `look` finds once it finds something. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE_SECONDS
    while (found := look()) is None:
        if time.monotonic() > end:
            raise TimeoutError("jobs were still under way")
        time.sleep(POLL_SECONDS)
    return found
