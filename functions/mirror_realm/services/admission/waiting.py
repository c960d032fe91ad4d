"""Waiting: a call with `wait_seconds` gets the finished avatar, if it is finished in time."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from mirror_realm.domain.avatar import Avatar
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store

FIRST_PAUSE = 0.15
LONGEST_PAUSE = 2.0


@dataclass(frozen=True, slots=True)
class Waiting:
    store: Store
    runtime: Runtime
    places: threading.BoundedSemaphore
    """Fewer than the requests that the instance serves at once, so that waiting calls never block others."""

    def until_done(self, uid: str, avatar: Avatar, seconds: float) -> Avatar:
        """Return the avatar when it is finished, or its state when the time is over or no place is free."""
        (done,) = self.until_all_done(uid, [avatar], seconds)
        return done

    def until_all_done(self, uid: str, avatars: Sequence[Avatar], seconds: float) -> Sequence[Avatar]:
        """Return several avatars in the same way. Polls with growing pauses, one read for each unfinished avatar."""
        if seconds <= 0 or not any(avatar.under_way for avatar in avatars):
            return avatars
        if not self.places.acquire(blocking=False):
            return avatars
        try:
            end = self.runtime.now() + timedelta(seconds=seconds)
            pause, now_they_are = FIRST_PAUSE, list(avatars)
            while any(avatar.under_way for avatar in now_they_are):
                left = (end - self.runtime.now()).total_seconds()
                if left <= 0:
                    break
                self.runtime.sleep(min(pause, left))
                pause = min(pause * 1.5, LONGEST_PAUSE)
                now_they_are = [self._as_it_stands(uid, avatar) for avatar in now_they_are]
            return now_they_are
        finally:
            self.places.release()

    def _as_it_stands(self, uid: str, avatar: Avatar) -> Avatar:
        if not avatar.under_way:
            return avatar
        return self.store.read(documents.avatar(uid, avatar.avatar_id)) or avatar
