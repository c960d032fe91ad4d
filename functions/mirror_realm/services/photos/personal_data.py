"""Personal data that came of photos: uploads, what is remembered of them, the pictures made from them, and reels."""

from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain.reference import Reference
from mirror_realm.services.orphans import record_orphan
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.photos import PhotoFiles
from mirror_realm.services.ports.pictures import PictureFiles
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.ports.store import Reader, Ref
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
        began = self.ambient.now()
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
        self._forget_files(uid, began)
        while remembered := self.queries.references_of(uid, PAGE):
            for reference_id in remembered:
                self._forget_reference(uid, reference_id)
        return gone

    def forget(self, uid: str, avatar_id: str) -> None:
        """The document first: nothing shows what is about to go, nor is edited from it. Then the files of it alone.

        Safe to repeat where it broke off. Raises BeingErased.
        """

        folder = files.of_avatar(uid, avatar_id)

        def work(transaction: Transaction) -> None:
            profile, avatar = transaction.read(documents.profile(uid), documents.avatar(uid, avatar_id))
            unlinked = self.unlinked(transaction, uid, files.below(folder))
            transaction.delete(documents.avatar(uid, avatar_id))
            if avatar is not None and avatar.picture is not None:
                record_orphan(transaction, files.folder_of(avatar.picture.image_path), self.ambient.now())
            for ref, reference in unlinked:
                transaction.put(ref, reference)
            if profile is not None and profile.latest_avatar_id == avatar_id:
                transaction.put(documents.profile(uid), profile.without_latest())

        self.store.transact_for(uid, work)
        self.files.delete(folder)

    def _forget_files(self, uid: str, before: datetime) -> None:
        """Delete what no document names, left by a call that was cut off. What is stored since is not looked at:

        its worker or merge finds that consent is gone and deletes it, or that there is consent again.
        """
        after = ""
        while page := self.files.folders((files.of_person(uid),), after, PAGE):
            for folder in page:
                if folder.newest_at <= before:
                    self.files.delete(folder.path)
            after = page[-1].path

    def forget_reels(self, uid: str) -> None:
        """After the documents: a reel made meanwhile finds them gone, and takes itself back."""
        self.files.delete(files.of_reels(uid))

    def unlinked(self, reader: Reader, uid: str, under: str) -> list[tuple[Ref[Reference], Reference]]:
        """What becomes of photos' records so that no later picture is edited from one whose path begins so. Reads only.

        Those that stay as they are, are left out.
        """
        found = []
        for reference_id in self.queries.references_of(uid, MOST_REFERENCES):
            ref = documents.reference(uid, reference_id)
            reference = kept = reader.read(ref)
            if reference is None or kept is None:
                continue
            for path in (reference.first_path, reference.latest_path):
                if path is not None and path.startswith(under):
                    kept = kept.without(path)
            if kept != reference:
                found.append((ref, kept))
        return found

    def _forget_reference(self, uid: str, reference_id: str) -> None:
        def work(transaction: Transaction) -> None:
            transaction.delete(documents.reference(uid, reference_id))

        self.store.transact(work)
