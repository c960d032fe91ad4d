"""Personal data of photos: uploads, their records, the pictures made from them, and copies of these."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.reference import Reference
from mirror_realm.domain.variation_choice import left_over
from mirror_realm.services.exports.exports import Exports
from mirror_realm.services.orphans import record_orphan
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.photos import PhotoFiles
from mirror_realm.services.ports.pictures import PictureFiles
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.store import Reader, Ref
from mirror_realm.services.store import Store, Transaction
from mirror_realm.services.timeline.pages import drop_page
from mirror_realm.services.timeline.variation_choice import read_others
from mirror_realm.services.uses.keeping import forget_uses, late_uses

PAGE = 50
MOST_REFERENCES = 1000
"""Many more photos than any user uploads."""


@dataclass(frozen=True, slots=True)
class PersonalData:
    store: Store
    queries: Queries
    photos: PhotoFiles
    files: PictureFiles
    exports: Exports
    runtime: Runtime

    def delete(self, uid: str) -> int:
        """Delete all of a user's; return the number of avatars deleted. It continues where an earlier run stopped.

        Raises BeingErased.
        """
        began = self.runtime.now()
        for photo in self.photos.of(uid):
            self.photos.delete(photo)
        gone = 0
        before = None
        while page := self.queries.avatars_of(uid, None, before, PAGE):
            before = page[-1].created_at
            for avatar in page:
                if avatar.recipe.personal:
                    self.forget(uid, avatar.avatar_id, used=avatar.used)
                    gone += 1
        self.forget_copies(uid)
        self._forget_files(uid, began)
        while remembered := self.queries.references_of(uid, PAGE):
            for reference_id in remembered:
                self._forget_reference(uid, reference_id)
        return gone

    def forget(
        self, uid: str, avatar_id: str, *, used: bool, only: Callable[[Avatar], bool] | None = None
    ) -> bool:
        """Delete an avatar's document first, so that its files are not used any more, then the files of it alone.

        Its uses are deleted before it; those that were recorded meanwhile go with it. It is safe to repeat.

        used: whether it had uses when it was read.
        only: whether the avatar is to be deleted, as the deleting transaction finds it; None: whatever it is. Without
            an avatar nothing is asked.

        Returns whether it was. Raises BeingErased.
        """

        folder = files.of_avatar(uid, avatar_id)
        if used:
            found = self.store.read(documents.avatar(uid, avatar_id)) if only is not None else None
            if only is not None and found is not None and not only(found):
                return False
            forget_uses(self.store, self.queries, uid, avatar_id)
        left = False

        def work(transaction: Transaction) -> bool:
            profile, avatar = transaction.read(documents.profile(uid), documents.avatar(uid, avatar_id))
            nonlocal left
            if only is not None and avatar is not None and not only(avatar):
                return False
            left = avatar is None or avatar.used
            others = read_others(transaction, uid, avatar)
            unlinked = self.unlinked(transaction, uid, files.below(folder))
            late = late_uses(transaction, uid, avatar_id) if avatar is not None and avatar.used else ()
            transaction.delete(documents.avatar(uid, avatar_id))
            drop_page(transaction, uid)
            for use in late:
                transaction.delete(use)
            if avatar is not None and avatar.picture is not None:
                record_orphan(transaction, files.folder_of(avatar.picture.image_path), self.runtime.now())
            for ref, reference in unlinked:
                transaction.put(ref, reference)
            for one in left_over(others, self.runtime.now()):
                transaction.put(documents.avatar(uid, one.avatar_id), one)
            if profile is not None and profile.latest_avatar_id == avatar_id:
                transaction.put(documents.profile(uid), profile.without_latest())
            return True

        gone = self.store.transact_for(uid, work)
        if not gone:
            return False
        if left:
            forget_uses(self.store, self.queries, uid, avatar_id)
        self.files.delete(folder)
        return True

    def _forget_files(self, uid: str, before: datetime) -> None:
        """Delete files without a document, left by an interrupted call.

        Files stored since are not checked: their worker or merge finds that consent is missing and deletes them, or
        that there is consent again.
        """
        after = ""
        while page := self.files.folders((files.of_person(uid),), after, PAGE):
            for folder in page:
                if folder.newest_at <= before:
                    self.files.delete(folder.path)
            after = page[-1].path

    def forget_copies(self, uid: str) -> None:
        """Delete reels and the export, after the documents: one made at the same time finds that, and deletes itself.

        Raises BeingErased.
        """
        self.files.delete(files.of_reels(uid))
        self.exports.drop(uid)

    def unlinked(self, reader: Reader, uid: str, under: str) -> list[tuple[Ref[Reference], Reference]]:
        """Return the records of photos without the pictures whose path begins so, which may not be edited any more.

        Records that do not change are left out. It only reads.
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
