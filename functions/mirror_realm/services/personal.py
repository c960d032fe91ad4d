"""Personal data that came of photos: uploads, what is remembered of them, the pictures made from them, and reels."""

from dataclasses import dataclass
from functools import partial

from mirror_realm.errors import BeingErased
from mirror_realm.services import documents
from mirror_realm.services.ambient import Ambient
from mirror_realm.services.photos import PhotoFiles
from mirror_realm.services.pictures import PictureFiles
from mirror_realm.services.queries import Queries
from mirror_realm.services.reels import folder_of
from mirror_realm.services.store import Store, Transaction

PAGE = 50
MOST_REFERENCES = 1000
"""Far more photos than anybody uploads."""


@dataclass(frozen=True, slots=True)
class PersonalData:
    store: Store
    queries: Queries
    photos: PhotoFiles
    files: PictureFiles
    ambient: Ambient

    def delete(self, uid: str) -> int:
        """Deletes all of a person's; returns how many avatars went. Goes on from where an earlier run stopped.

        Raises BeingErased.
        """
        for photo in self.photos.of(uid):
            self.photos.delete(photo)
        gone = 0
        before = None
        while page := self.queries.avatars_of(uid, None, before, PAGE):
            before = page[-1].created_at
            for avatar in page:
                if avatar.recipe.personal:
                    self.forget(uid, avatar.avatar_id)
                    gone += 1
        self.forget_reels(uid)
        while remembered := self.queries.references_of(uid, PAGE):
            for reference_id in remembered:
                self._forget_reference(uid, reference_id)
        return gone

    def forget(self, uid: str, avatar_id: str) -> None:
        """The document first, so that nothing shows what is about to go; then the likeness, and the files of it alone.

        Once the document is gone, no job that ends can hand its picture on.

        Safe to repeat where it broke off. Raises BeingErased.
        """

        def work(transaction: Transaction) -> None:
            fence, profile = transaction.read(documents.erasure(uid), documents.profile(uid))
            if fence is not None:
                raise BeingErased
            transaction.delete(documents.avatar(uid, avatar_id))
            if profile is not None and profile.latest_avatar_id == avatar_id:
                transaction.put(documents.profile(uid), profile.without_latest())

        self.store.transact(work)
        folder = f"people/{uid}/{avatar_id}"
        self.unlink(uid, f"{folder}/")
        self.files.delete(folder)

    def forget_reels(self, uid: str) -> None:
        """After the documents: a reel made meanwhile finds them gone, and takes itself back."""
        self.files.delete(folder_of(uid))

    def unlink(self, uid: str, under: str) -> None:
        """No later picture is edited any more from one whose path begins so. Safe to repeat. Raises BeingErased."""

        def work(transaction: Transaction, reference_id: str) -> None:
            ref = documents.reference(uid, reference_id)
            fence, reference = transaction.read(documents.erasure(uid), ref)
            if fence is not None:
                raise BeingErased
            if reference is None:
                return
            kept = reference
            for path in (reference.first_path, reference.latest_path):
                if path is not None and path.startswith(under):
                    kept = kept.without(path)
            if kept != reference:
                transaction.put(ref, kept)

        for reference_id in self.queries.references_of(uid, MOST_REFERENCES):
            self.store.transact(partial(work, reference_id=reference_id))

    def _forget_reference(self, uid: str, reference_id: str) -> None:
        def work(transaction: Transaction) -> None:
            transaction.delete(documents.reference(uid, reference_id))

        self.store.transact(work)
