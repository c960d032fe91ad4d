"""Sharing: a user gives one picture a public address, sees all addresses, and revokes them.

A share is one document below its user, so that an erasure, an export and the fence have it without further ado. Sharing
the same picture again keeps its address: a call whose answer was lost may be repeated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.share import (
    GUEST_DAYS,
    MOST,
    MOST_OF_GUEST,
    USUAL_DAYS,
    Share,
    ShareState,
    share_id_of,
    slug_from,
)
from mirror_realm.domain.wish import User
from mirror_realm.errors import (
    BeingErased,
    ConsentMissing,
    InvalidRequest,
    LookHidden,
    NotFound,
    NotReady,
    TooManyShares,
)
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.fallback.visibility import withheld
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.sharing.standing import Standing
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class SharePage:
    """Shares with their states, newest first, and the start of the next page; None on the last."""

    shares: Sequence[tuple[Share, ShareState]]
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Sharing:
    store: Store
    queries: Queries
    standing: Standing
    policy: Policy
    runtime: Runtime

    def share(self, user: User, avatar_id: str, days: int | None = None, *, show_name: bool = False) -> Share:
        """Give the picture of a completed avatar an address for some days, and return the share.

        A picture that has an open address keeps it; its end and `show_name` become those of this call.

        days: None for the usual time. A guest's share ends after at most `GUEST_DAYS`.
        show_name: whether the page has the user's own name of the avatar.

        Raises NotFound for an avatar that the user does not have, NotReady for one without a picture of its own,
        LookHidden for one that is reported, hidden or taken down, ConsentMissing, TooManyShares, InvalidRequest,
        BeingErased.
        """
        if user.guest and days is not None and days > GUEST_DAYS:
            raise InvalidRequest({"days": f"a guest's share ends after at most {GUEST_DAYS} days"})
        life = timedelta(days=USUAL_DAYS if days is None else days)

        def work(transaction: Transaction) -> tuple[Share, bool]:
            now = self.runtime.now()
            ref = documents.avatar(user.uid, avatar_id)
            avatar, profile = transaction.read(ref, documents.profile(user.uid))
            path, completed_at = self._shareable(transaction, user.uid, avatar, profile)
            stored = transaction.newest(documents.shares(user.uid), MOST)
            there = next((one for one in stored if one.open(now) and one.is_of(avatar, profile)), None)
            if there is not None:
                kept = replace(there, ends_at=now + life, show_name=show_name)
                if kept != there:
                    transaction.put(documents.share(user.uid, kept.share_id), kept)
                return kept, False
            self._make_room(transaction, user, stored, now)
            slug = slug_from(transaction.new_id("slug"), transaction.new_id("slug, too"))
            share = Share(
                share_id=share_id_of(slug),
                slug=slug,
                avatar_id=avatar_id,
                image_path=path,
                completed_at=completed_at,
                show_name=show_name,
                created_at=now,
                ends_at=now + life,
            )
            transaction.create(documents.share(user.uid, share.share_id), share)
            return share, True

        share, new = self.store.transact_for(user.uid, work)
        if new:
            events.avatar_shared()
        return share

    def _shareable(
        self, transaction: Transaction, uid: str, avatar: Avatar | None, profile: Profile | None
    ) -> tuple[str, datetime]:
        """Return the path of the avatar's picture and when it was completed. Raises as `share` does."""
        if avatar is None:
            raise NotFound("there is no such avatar")
        if avatar.problem is not None and avatar.problem.reason == LookHidden.reason:
            raise LookHidden(avatar.problem.message)
        if avatar.status is not Status.COMPLETED or avatar.picture is None or avatar.completed_at is None:
            raise NotReady("the avatar has no picture yet")
        if avatar.degraded:
            raise NotReady("the avatar shows a fallback: its own picture can be shared once it is made")
        if avatar.recipe.personal and (profile is None or profile.consent is None):
            raise ConsentMissing("a picture made from a photo is shared only with recorded consent")
        look = files.look_of(avatar.picture.image_path)
        entry = transaction.read(documents.cache_entry(look)) if look is not None else None
        hidden = withheld(transaction, entry, uid, self.policy) if entry is not None else None
        if hidden is not None:
            raise hidden
        return avatar.picture.image_path, avatar.completed_at

    def _make_room(
        self, transaction: Transaction, user: User, stored: Sequence[Share], now: datetime
    ) -> None:
        """Delete the oldest ended share if there is no room for another. Raises TooManyShares."""
        held = [one for one in stored if one.open(now)]
        most = MOST_OF_GUEST if user.guest else MOST
        if len(held) >= most:
            raise TooManyShares(most, len(held), min((one.ends_at for one in held), default=None))
        if len(stored) >= MOST:
            ended = min((one for one in stored if not one.open(now)), key=lambda one: one.created_at)
            transaction.delete(documents.share(user.uid, ended.share_id))

    def revoke(self, uid: str, share_id: str) -> Share:
        """End a share at once and return it. It is safe to repeat. Raises NotFound, BeingErased."""

        def work(transaction: Transaction) -> tuple[Share, bool]:
            ref = documents.share(uid, share_id)
            stored = transaction.read(ref)
            if stored is None:
                raise NotFound("there is no such share")
            revoked = stored.revoke(self.runtime.now())
            if revoked != stored:
                transaction.put(ref, revoked)
            return revoked, revoked != stored

        share, new = self.store.transact_for(uid, work)
        if new:
            events.share_revoked()
        return share

    def page(self, uid: str, before: datetime | None, most: int) -> SharePage:
        """Return a page of a user's shares, with those that ended lately. Raises BeingErased."""
        if self.store.erased(uid):
            raise BeingErased
        found = self.queries.shares_of(uid, before, most + 1)
        shown = found[:most]
        states, _ = self.standing.of(uid, shown)
        return SharePage(
            [(one, states[one.share_id]) for one in shown],
            shown[-1].created_at if len(found) > most else None,
        )
