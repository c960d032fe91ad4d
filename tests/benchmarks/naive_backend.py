"""The naive backend: the product's specification as its author wrote it down, without what we learned since.

It is written as well as that specification allows: it counts before it pays, gives the allowance back after a failure,
uses the same clients, database and files as ours, and does nothing that the specification does not ask for. What it
lacks is what was not asked for: transactions, following a picture that is being made, a recipe as the cache key, a hold
for the worst case, sizes for lists, and retries of its own instead of the SDK's.
"""

import base64
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import openai
from google.cloud import firestore, storage
from google.cloud.firestore_v1.base_query import FieldFilter
from PIL import Image

from mirror_realm.domain.progress import stage_for

Ending = Literal["hit", "generated", "limit"]
MODEL = "gpt-image-2.5-flare-2026-09-08"
QUALITY = 85
REUSE = timedelta(days=30)


class LimitReached(Exception):
    """The day's allowance is used up."""


@dataclass(frozen=True, slots=True)
class NaiveBackend:
    database: firestore.Client
    files: storage.Bucket
    images: openai.OpenAI
    """With the SDK's default of two retries."""
    user_limit: int
    global_limit: int

    def generate(self, uid: str, days: int, traits: Sequence[str]) -> Ending:
        """Return how the wish ended. Raises openai.OpenAIError after a failed call, whose allowance is given back."""
        now = datetime.now(UTC)
        key = f"{stage_for(days)}:{days // 7}:{len(traits)}"
        cached = (
            self.database.collection("naive_cache").where(filter=FieldFilter("key", "==", key)).limit(1).get()
        )
        if cached and cached[0].get("expires_at") > now:
            self._show(uid, cached[0].get("image_path"), cached=True)
            return "hit"
        try:
            self._count(uid, 1)
        except LimitReached:
            return "limit"
        try:
            answer = self.images.images.generate(
                model=MODEL,
                prompt=f"A 3D cartoon character, {stage_for(days)}, {', '.join(traits)}",
                size="1024x1024",
            )
        except openai.OpenAIError:
            self._count(uid, -1)
            raise
        path = self._store(answer)
        self.database.collection("naive_cache").add(
            {"key": key, "image_path": path, "expires_at": now + REUSE}
        )
        self._show(uid, path, cached=False)
        return "generated"

    def _count(self, uid: str, change: int) -> None:
        """Read both counters, then write them. Raises LimitReached."""
        today = datetime.now(UTC).date().isoformat()
        limits = {
            f"naive_usage/{today}": self.global_limit,
            f"naive_users/{uid}/usage/{today}": self.user_limit,
        }
        counts = {path: self._used(path) for path in limits}
        if change > 0 and any(counts[path] >= limit for path, limit in limits.items()):
            raise LimitReached
        for path, used in counts.items():
            self.database.document(path).set({"count": max(0, used + change)})

    def used_today(self) -> int:
        """Return what the global counter says."""
        return self._used(f"naive_usage/{datetime.now(UTC).date().isoformat()}")

    def _used(self, path: str) -> int:
        return int((self.database.document(path).get().to_dict() or {}).get("count", 0))

    def _store(self, answer: Any) -> str:
        sent = Image.open(io.BytesIO(base64.b64decode(answer.data[0].b64_json)))
        encoded = io.BytesIO()
        sent.convert("RGB").save(encoded, "JPEG", quality=QUALITY)
        path = f"naive/{uuid.uuid4()}.jpg"
        self.files.blob(path).upload_from_string(encoded.getvalue(), content_type="image/jpeg")
        return path

    def _show(self, uid: str, path: str, *, cached: bool) -> None:
        self.database.collection(f"naive_users/{uid}/avatars").add(
            {"image_path": path, "cached": cached, "created_at": firestore.SERVER_TIMESTAMP}
        )
