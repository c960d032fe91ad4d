"""Uses: apps record what they did with an avatar, and its user looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mirror_realm.domain.use import (
    MOST_APPS,
    AppUse,
    DayOfUse,
    UseAction,
    day_of,
    next_day,
    summed,
    use_id_of,
)
from mirror_realm.errors import NotFound, RateLimited
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.albums import Place
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

MOST_SUMMED = 400
"""The documents, the latest, that a summary is made from."""


@dataclass(frozen=True, slots=True)
class UsesPage:
    """Uses by days and apps, the latest begun first, and the end of the page; None on the last."""

    uses: Sequence[DayOfUse]
    after: Place | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The uses of an avatar by app."""

    apps: Sequence[AppUse]
    whole: bool
    """Whether there are no older uses than those that it is made from."""


@dataclass(frozen=True, slots=True)
class Uses:
    store: Store
    queries: Queries
    runtime: Runtime

    def record(self, uid: str, avatar_id: str, app: str, action: UseAction) -> DayOfUse:
        """Count one use of an avatar by an app, and return the app's uses of the day.

        A counter that is at its end stays there.

        Raises NotFound, RateLimited for one app too many on a day, BeingErased, Contention.
        """

        def work(transaction: Transaction) -> DayOfUse:
            now = self.runtime.now()
            use_ref = documents.use(uid, avatar_id, use_id_of(day_of(now), app))
            avatar, known = transaction.read(documents.avatar(uid, avatar_id), use_ref)
            if avatar is None:
                raise NotFound("there is no such avatar")
            if known is None:
                self._check_apps(transaction, uid, avatar_id)
            counted = (known or DayOfUse.begun(app, now)).counted(action, now)
            if counted != known:
                transaction.put(use_ref, counted)
            if not avatar.used:
                transaction.put(documents.avatar(uid, avatar_id), avatar.marked_used(now))
            return counted

        return self.store.transact_for(uid, work)

    def page(self, uid: str, avatar_id: str, after: Place | None, most: int) -> UsesPage:
        """Return at most `most` documents of use. Raises NotFound."""
        self._must_exist(uid, avatar_id)
        found = self.queries.uses_of(uid, avatar_id, after, most + 1)
        shown = found[:most]
        return UsesPage(shown, (shown[-1].first_at, shown[-1].use_id) if len(found) > most else None)

    def summary(self, uid: str, avatar_id: str) -> Summary:
        """Return the uses by app, of at most the `MOST_SUMMED` latest documents. Raises NotFound."""
        self._must_exist(uid, avatar_id)
        found = self.queries.uses_of(uid, avatar_id, None, MOST_SUMMED + 1)
        return Summary(summed(found[:MOST_SUMMED]), len(found) <= MOST_SUMMED)

    def _must_exist(self, uid: str, avatar_id: str) -> None:
        if self.store.read(documents.avatar(uid, avatar_id)) is None:
            raise NotFound("there is no such avatar")

    def _check_apps(self, transaction: Transaction, uid: str, avatar_id: str) -> None:
        """Raise RateLimited if as many apps as may be have used the avatar today."""
        now = self.runtime.now()
        latest = transaction.newest(documents.uses(uid, avatar_id), MOST_APPS)
        apps = sum(use.day == day_of(now) for use in latest)
        if apps >= MOST_APPS:
            raise RateLimited(MOST_APPS, apps, next_day(now))
