"""Standing: whether shares still show their picture, by every document that can end them, read at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.report import Review, ReviewState
from mirror_realm.domain.share import Share, ShareState
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.fallback.visibility import withheld
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.store import Ref
from mirror_realm.services.store import Store


@dataclass(frozen=True, slots=True)
class Standing:
    store: Store
    policy: Policy
    runtime: Runtime

    def of(self, uid: str, shares: Sequence[Share]) -> tuple[Mapping[str, ShareState], Mapping[str, Avatar]]:
        """Return the states of a user's shares by their ids, and the avatars of those that are active.

        The shares are read again, with all that may end them, in one round trip: a share that is deleted meanwhile is
        gone. All are gone once the user's erasure has begun. The reads are the same, whatever ended a share, except
        that a report of the picture by any user takes those of `withheld`. Raises Misconfigured.
        """
        refs = [one for share in shares for one in _documents(uid, share)]
        found = self.store.read_all([documents.fence(uid), documents.profile(uid), *refs])
        erased = documents.fence(uid).path in found
        profile = cast(Profile | None, found.get(documents.profile(uid).path))
        states: dict[str, ShareState] = {}
        avatars: dict[str, Avatar] = {}
        for share in shares:
            now_stored, avatar, review, entry = (found.get(ref.path) for ref in _documents(uid, share))
            state = ShareState.GONE
            if now_stored is not None and not erased:
                state = now_stored.state(avatar, profile, self.runtime.now())
            hidden = self._hidden(uid, share, review, entry)
            states[share.share_id] = ShareState.GONE if state is ShareState.ACTIVE and hidden else state
            if avatar is not None and states[share.share_id] is ShareState.ACTIVE:
                avatars[share.share_id] = avatar
        return states, avatars

    def _hidden(self, uid: str, share: Share, review: Review | None, entry: CacheEntry | None) -> bool:
        """Return whether moderation or the user's own report hides the picture."""
        if entry is not None and withheld(self.store, entry, uid, self.policy) is not None:
            return True
        if review is None or review.state not in (ReviewState.HIDDEN, ReviewState.TAKEN_DOWN):
            return False
        return files.is_in(share.image_path, files.of_review(review))


def _documents(uid: str, share: Share) -> tuple[Ref[Any], ...]:
    """Return the places of the share and of what else decides about it; a personal picture has no cache entry."""
    return (
        documents.share(uid, share.share_id),
        documents.avatar(uid, share.avatar_id),
        documents.review(files.review_id_of(share.image_path)),
        documents.cache_entry(files.review_id_of(share.image_path)),
    )
