"""Waiting: a callable that asked for `wait_seconds` gets the finished avatar, if it is finished by then."""

import threading
from dataclasses import dataclass, field
from datetime import timedelta

from mirror_realm.domain.avatar import Avatar
from mirror_realm.services import documents
from mirror_realm.services.ambient import Ambient
from mirror_realm.services.store import Store

FIRST_PAUSE = 0.15
LONGEST_PAUSE = 2.0


@dataclass(frozen=True, slots=True)
class Waiting:
    store: Store
    ambient: Ambient
    places: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(8))
    """Below the instance's threads: those who wait never keep others from being served."""

    def until_done(self, uid: str, avatar: Avatar, seconds: float) -> Avatar:
        """The avatar once it is no longer under way, or as it stands when the time is over or no place is free.

        Polls with exponential pauses: one document read each.
        """
        if seconds <= 0 or not avatar.under_way or not self.places.acquire(blocking=False):
            return avatar
        try:
            end = self.ambient.now() + timedelta(seconds=seconds)
            pause = FIRST_PAUSE
            while avatar.under_way and (left := (end - self.ambient.now()).total_seconds()) > 0:
                self.ambient.sleep(min(pause, left))
                pause = min(pause * 1.5, LONGEST_PAUSE)
                avatar = self.store.read(documents.avatar(uid, avatar.avatar_id)) or avatar
            return avatar
        finally:
            self.places.release()
