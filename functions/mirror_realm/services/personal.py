"""Personal data that came of photos: uploads, what is remembered of them, the pictures made from them, and reels."""

from dataclasses import dataclass, replace

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.profile import Profile
from mirror_realm.services import documents
from mirror_realm.services.ambient import Ambient
from mirror_realm.services.photos import PhotoFiles
from mirror_realm.services.pictures import PictureFiles
from mirror_realm.services.queries import Queries
from mirror_realm.services.reels import folder_of
from mirror_realm.services.store import Store, Transaction

PAGE = 50


@dataclass(frozen=True, slots=True)
class PersonalData:
    store: Store
    queries: Queries
    photos: PhotoFiles
    files: PictureFiles
    ambient: Ambient

    def delete(self, uid: str) -> int:
        """Deletes all of a person's; returns how many avatars went. Goes on from where an earlier run stopped."""
        for photo in self.photos.of(uid):
            self.photos.delete(photo)
        gone = 0
        before = None
        while page := self.queries.avatars_of(uid, None, before, PAGE):
            before = page[-1].created_at
            for avatar in page:
                if avatar.recipe.personal:
                    self._forget(uid, avatar)
                    gone += 1
        # After the documents: a reel made meanwhile finds them gone, and takes itself back.
        self.files.delete(folder_of(uid))
        while remembered := self.queries.references_of(uid, PAGE):
            for reference_id in remembered:
                self._forget_reference(uid, reference_id)
        return gone

    def _forget(self, uid: str, avatar: Avatar) -> None:
        """The document first, so that nothing shows what is about to go; then its files."""

        def work(transaction: Transaction) -> None:
            profile = transaction.read(documents.profile(uid))
            transaction.delete(documents.avatar(uid, avatar.avatar_id))
            if profile is not None and profile.latest_avatar_id == avatar.avatar_id:
                transaction.put(documents.profile(uid), _without_latest(profile))

        self.store.transact(work)
        if avatar.picture is not None and avatar.picture.image_path.startswith(f"people/{uid}/"):
            self.files.delete(avatar.picture.image_path.rpartition("/")[0])

    def _forget_reference(self, uid: str, reference_id: str) -> None:
        def work(transaction: Transaction) -> None:
            transaction.delete(documents.reference(uid, reference_id))

        self.store.transact(work)


def _without_latest(profile: Profile) -> Profile:
    return replace(profile, latest=None, latest_avatar_id=None)
