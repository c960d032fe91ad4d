"""The timeline: reading a user's avatars, and selecting the one that represents them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.growth import Aspect
from mirror_realm.domain.narrative.evolution import explain_evolution, growth_in_words
from mirror_realm.domain.origin import Origin
from mirror_realm.domain.profile import Profile
from mirror_realm.errors import NotFound
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction
from mirror_realm.services.timeline.pages import TimelinePages


@dataclass(frozen=True, slots=True)
class Page:
    """Avatars, newest first, and the start of the next page; None on the last."""

    avatars: Sequence[Avatar]
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """One aspect of a picture, then and now, in I-There's words."""

    aspect: Aspect
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Evolution:
    """The change between two of a user's avatars."""

    message: str
    days: int
    """The days of learning between the active days of the two wishes."""
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Timeline:
    store: Store
    queries: Queries
    pages: TimelinePages | None
    """None if no pages are used."""
    runtime: Runtime

    def get(self, uid: str, avatar_id: str) -> Avatar:
        """Return one of a user's avatars. Raises NotFound."""
        avatar = self.store.read(documents.avatar(uid, avatar_id))
        if avatar is None:
            raise NotFound("there is no such avatar")
        return avatar

    def page(
        self,
        uid: str,
        status: Status | None,
        before: datetime | None,
        most: int,
        origin: Origin | None = None,
    ) -> Page:
        """Return at most `most` avatars created before a moment (None: the newest), of one status or any.

        origin: a stored one, which is not `progress`; None for any.
        """
        if origin is not None:
            found = self.queries.avatars_from(uid, origin, status, before, most + 1)
        else:
            found = (self.pages or self.queries).avatars_of(uid, status, before, most + 1)
        shown = found[:most]
        return Page(shown, shown[-1].created_at if len(found) > most else None)

    def count(self, uid: str, status: Status | None, origin: Origin | None = None) -> int:
        """Return the number of a user's avatars, of one status and stored origin, or any."""
        if origin is not None:
            return self.queries.count_avatars_from(uid, origin, status)
        return self.queries.count_avatars_of(uid, status)

    def select(self, uid: str, avatar_id: str) -> Avatar:
        """Make a completed avatar the user's latest, which represents them until another one is made or chosen.

        Raises NotFound for one that does not exist or has no picture, BeingErased.
        """

        def work(transaction: Transaction) -> Avatar:
            profile, avatar = transaction.read(documents.profile(uid), documents.avatar(uid, avatar_id))
            if avatar is None or avatar.picture is None:
                raise NotFound("there is no such avatar with a picture")
            chosen = (profile or Profile()).with_latest(avatar_id, avatar.picture, self.runtime.now())
            transaction.put(documents.profile(uid), chosen)
            return avatar

        return self.store.transact_for(uid, work)

    def describe(self, uid: str, avatar_id: str, name: str | None, note: str | None) -> Avatar:
        """Store the user's own name of an avatar, and a note; None leaves what is there. Return the avatar.

        Raises NotFound, BeingErased.
        """

        def work(transaction: Transaction) -> Avatar:
            ref = documents.avatar(uid, avatar_id)
            avatar = transaction.read(ref)
            if avatar is None:
                raise NotFound("there is no such avatar")
            described = avatar.described(name, note, self.runtime.now())
            if described != avatar:
                transaction.put(ref, described)
            return described

        return self.store.transact_for(uid, work)

    def explain(self, uid: str, earlier_id: str, later_id: str, locale: str | None = None) -> Evolution:
        """Return the change from one of a user's avatars to another. Raises NotFound.

        locale: the language tag of I-There's words; None for English.
        """
        first, second = self.store.read(documents.avatar(uid, earlier_id), documents.avatar(uid, later_id))
        if first is None or second is None:
            raise NotFound("there are no two such avatars")
        earlier, later = sorted((first, second), key=lambda avatar: avatar.active_days)
        days = later.active_days - earlier.active_days
        message = explain_evolution(
            earlier.recipe.stage,
            later.recipe.stage,
            later.recipe.persona,
            days=days,
            seed=f"{earlier_id}\n{later_id}",
            locale=locale,
        )
        then = growth_in_words(earlier.recipe.stage, locale)
        now = growth_in_words(later.recipe.stage, locale)
        changes = [
            Change(aspect, then[aspect], now[aspect]) for aspect in Aspect if then[aspect] != now[aspect]
        ]
        return Evolution(message, days, changes)
