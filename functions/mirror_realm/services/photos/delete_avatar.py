"""Deleting: a person takes one of their avatars away for good."""

from contextlib import suppress
from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.errors import BeingErased, NotFound
from mirror_realm.services.photos.personal_data import PersonalData
from mirror_realm.services.ports import documents
from mirror_realm.services.rendering.cancel import Cancelling
from mirror_realm.services.store import Store


@dataclass(frozen=True, slots=True)
class Deleting:
    store: Store
    cancelling: Cancelling
    personal: PersonalData

    def delete(self, uid: str, avatar_id: str) -> None:
        """Deletes the avatar, then what was stored for it alone; a shared look stays. Safe to repeat: gone is gone.

        A wish that nobody has begun to render is cancelled first. A job that is being rendered goes on to its end, is
        paid for like any other, and shows its picture to nobody here. A personal look has no other lock than its
        avatar: asking for it again before that end makes a second job. Raises BeingErased.
        """
        fence, avatar = self.store.read(documents.erasure(uid), documents.avatar(uid, avatar_id))
        if fence is not None:
            raise BeingErased
        if avatar is not None:
            with suppress(NotFound):  # deleted meanwhile: what was stored for it may still be there
                self.cancelling.cancel(uid, avatar_id)
        self.personal.forget(uid, avatar_id)
        self.personal.forget_reels(uid)
        if avatar is not None:
            events.avatar_deleted()
