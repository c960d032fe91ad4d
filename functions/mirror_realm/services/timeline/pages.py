"""Timeline pages: how they are read, written and dropped.

A page shows nothing that the documents would not. It is written by a transaction that reads its avatars, and every
transaction that deletes one, or takes a picture from one, deletes the page without reading it. The database puts two
such transactions in an order: in either the page is gone, or was made without what was taken away. All other changes
raise the avatar's `updated_at`, by which they are found when the timeline is opened.
"""

import threading
from collections.abc import Sequence
from datetime import datetime

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.codec import DAMAGED
from mirror_realm.domain.timeline_page import CHANGED, MOST, TimelinePage, settled
from mirror_realm.errors import BeingErased
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

REMEMBERED = 10_000
"""The most users with few avatars that an instance remembers, about 1 MB."""


def drop_page(transaction: Transaction, uid: str) -> None:
    """Delete the user's page, if there is one, in the transaction that takes an avatar or a picture away."""
    transaction.delete(documents.timeline_page(uid))


class TimelinePages:
    """The timelines of users, by their pages where these help."""

    def __init__(self, store: Store, queries: Queries, runtime: Runtime) -> None:
        self._store = store
        self._queries = queries
        self._runtime = runtime
        self._small: dict[str, None] = {}
        """Users with so few avatars that they have no page: it is not looked for."""
        self._lock = threading.Lock()

    def avatars_of(
        self, uid: str, status: Status | None, before: datetime | None, most: int
    ) -> Sequence[Avatar]:
        """Return what the query of this name does: with a page, for one read and one for each changed avatar.

        If the timeline is opened (its start, of any status) and has no page that helps, a page is written.
        """
        now = self._runtime.now()
        page = None if uid in self._small else self._read(uid, now)
        stale = page is None
        if page is not None and page.reaches(status, before, most):
            changed = self._queries.avatars_changed(uid, page.since, CHANGED + 1)
            stale = len(changed) > CHANGED
            found = None if stale else page.listed(changed, status, before, most)
            if found is not None:
                return found
        listed = self._queries.avatars_of(uid, status, before, most)
        if status is None and before is None:
            self._remember(uid, small=len(listed) <= CHANGED and len(listed) < most)
            if stale and len(listed) > CHANGED and settled(listed, now):
                self._write(uid, now)
        return listed

    def _read(self, uid: str, now: datetime) -> TimelinePage | None:
        """Return the user's page; None if there is none, it is too old or damaged."""
        ref = documents.timeline_page(uid)
        try:
            page = self._store.read(ref)
            return page if page is not None and page.usable(now) else None
        except DAMAGED as error:
            events.document_unreadable("pages", ref.path.rpartition("/")[2], type(error).__name__)
            return None

    def _write(self, uid: str, now: datetime) -> None:
        """Write the page from the documents. If that fails, the next one to open the timeline writes it."""

        def work(transaction: Transaction) -> None:
            page = TimelinePage.of(transaction.newest(documents.avatars(uid), MOST + 1), now)
            if page is not None:
                transaction.put(documents.timeline_page(uid), page)

        try:
            self._store.transact_for(uid, work)
        except BeingErased:
            return
        except Exception as error:
            events.timeline_page_unwritten(type(error).__name__)

    def _remember(self, uid: str, *, small: bool) -> None:
        with self._lock:
            self._small.pop(uid, None)
            if small:
                self._small[uid] = None
            if len(self._small) > REMEMBERED:
                del self._small[next(iter(self._small))]
