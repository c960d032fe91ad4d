"""Views of shares: what a visitor of an address gets, who is not signed in and is not recorded.

The file is read before the documents that decide whether it may be shown. So nothing is sent that was ended by the
time it had been read: neither a deleted picture nor the placeholder that a takedown writes in its place.
"""

from dataclasses import dataclass

from mirror_realm.domain.share import SLUG, Share, share_id_of
from mirror_realm.errors import NotFound
from mirror_realm.services.ports.pictures import PictureStore
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.sharing.standing import Standing

MOST_BYTES = 4 * 1024 * 1024
"""Many times the largest file of a picture."""


class NoShare(LookupError):
    """There is no share at this address, or none that is remembered."""


class ShareGone(LookupError):
    """The share has ended, for a reason that is not the visitor's to know."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a share shows; nothing of it leads to its user."""

    name: str
    """The user's own name of the picture; empty unless the user chose to show it."""
    blurhash: str


@dataclass(frozen=True, slots=True)
class Viewing:
    queries: Queries
    standing: Standing
    pictures: PictureStore

    def page(self, slug: str) -> Shown:
        """Return what the page shows. Raises NoShare, ShareGone."""
        return self._shown(*self._found(slug))

    def picture(self, slug: str) -> bytes:
        """Return the JPEG of the picture. Raises NoShare, ShareGone."""
        uid, share = self._found(slug)
        try:
            jpeg = self.pictures.read(share.image_path)
        except NotFound:
            raise ShareGone("the picture was deleted") from None
        self._shown(uid, share)
        if len(jpeg) > MOST_BYTES:
            raise ShareGone("the file is no picture of ours")
        return jpeg

    def _found(self, slug: str) -> tuple[str, Share]:
        found = self.queries.share(share_id_of(slug)) if SLUG.fullmatch(slug) else None
        if found is None:
            raise NoShare("there is no such share")
        return found

    def _shown(self, uid: str, share: Share) -> Shown:
        _, avatars = self.standing.of(uid, [share])
        avatar = avatars.get(share.share_id)
        if avatar is None or avatar.picture is None:
            raise ShareGone("the share has ended")
        name = avatar.name if share.show_name else ""
        return Shown(name, avatar.picture.blurhash)
