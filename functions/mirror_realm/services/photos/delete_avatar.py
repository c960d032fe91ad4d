"""Deletion of one avatar by its user."""

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
        """Delete the avatar, then the files stored for it alone; a shared picture stays. It is safe to repeat.

        A queued job is cancelled first. A running one continues to its end, is paid for like any other, and its picture
        is not shown here. A personal picture has no other lock than its avatar: another wish for it before that end
        makes a second job. Raises BeingErased.
        """
        self.delete_one(uid, avatar_id)
        self.forget_copies(uid)

    def delete_one(self, uid: str, avatar_id: str) -> None:
        """Delete an avatar as `delete` does, except for copies of the user's pictures.

        `forget_copies` has to follow, after the last of several. Raises BeingErased.
        """
        fence, avatar = self.store.read(documents.erasure(uid), documents.avatar(uid, avatar_id))
        if fence is not None:
            raise BeingErased
        if avatar is not None:
            with suppress(NotFound):  # deleted before: its files may still exist
                self.cancelling.cancel(uid, avatar_id)
        self.personal.forget(uid, avatar_id, used=avatar is not None and avatar.used)
        if avatar is not None:
            events.avatar_deleted()

    def forget_copies(self, uid: str) -> None:
        """Delete the user's reels and export, which may hold deleted pictures. Raises BeingErased."""
        self.personal.forget_copies(uid)
