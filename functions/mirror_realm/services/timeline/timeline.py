"""Timeline: a person's own avatars, read; the one they choose to be seen by, written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.growth import GROWTH, Aspect
from mirror_realm.domain.narrative.evolution import explain_evolution
from mirror_realm.domain.profile import Profile
from mirror_realm.errors import NotFound
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Page:
    """Avatars, the newest first, and from where to go on; None: these were the last."""

    avatars: Sequence[Avatar]
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """One aspect of a reflection, then and now, as I-There says it."""

    aspect: Aspect
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Evolution:
    """What lies between two of a person's reflections."""

    message: str
    days: int
    """Of learning: between the active days of the two wishes."""
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Timeline:
    store: Store
    queries: Queries
    ambient: Ambient

    def get(self, uid: str, avatar_id: str) -> Avatar:
        """Raises NotFound."""
        avatar = self.store.read(documents.avatar(uid, avatar_id))
        if avatar is None:
            raise NotFound("there is no such avatar")
        return avatar

    def page(self, uid: str, status: Status | None, before: datetime | None, most: int) -> Page:
        """At most `most` avatars created before a moment (None: the newest), of one status or any."""
        found = self.queries.avatars_of(uid, status, before, most + 1)
        shown = found[:most]
        return Page(shown, shown[-1].created_at if len(found) > most else None)

    def select(self, uid: str, avatar_id: str) -> Avatar:
        """Makes a completed avatar the person's latest: what is shown of them until another one is made or chosen.

        Raises NotFound for one that does not exist or has no picture, BeingErased.
        """

        def work(transaction: Transaction) -> Avatar:
            profile, avatar = transaction.read(documents.profile(uid), documents.avatar(uid, avatar_id))
            if avatar is None or avatar.picture is None:
                raise NotFound("there is no such avatar with a picture")
            chosen = (profile or Profile()).with_latest(avatar_id, avatar.picture, self.ambient.now())
            transaction.put(documents.profile(uid), chosen)
            return avatar

        return self.store.transact_for(uid, work)

    def explain(self, uid: str, earlier_id: str, later_id: str) -> Evolution:
        """What changed from one of a person's reflections to another. Raises NotFound."""
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
        )
        then, now = GROWTH[earlier.recipe.stage], GROWTH[later.recipe.stage]
        changes = [
            Change(aspect, then.sign(aspect).spoken, now.sign(aspect).spoken)
            for aspect in Aspect
            if then.sign(aspect) != now.sign(aspect)
        ]
        return Evolution(message, days, changes)
