"""Running a transaction under contention: bounded by time, jittered, keeping its place in the queue.

The client's own `@transactional` retries only an abort at commit, five times and with no pause; an abort on a read
escapes it, exhaustion raises ValueError, and calling it anew loses the transaction's place. So the loop is ours, on
the client's Transaction object; `_begin`, `_commit` and `_rollback` are the calls its decorator makes (hence the
pinned version).

Whoever was aborted takes turns with the others of this instance that were: readers of one document who all want to
write it block each other at every attempt, and the fewer try at once, the sooner one gets through.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from google.api_core.exceptions import Aborted, GoogleAPICallError

from mirror_realm.errors import Contention
from mirror_realm.services.ports.runtime import Ambient

if TYPE_CHECKING:
    from google.cloud.firestore import Client, Transaction

Result = TypeVar("Result")

PATIENCE = timedelta(seconds=25)
"""Below the app's 60 s, and above the time some servers take to find a deadlock."""

FIRST_PAUSE = 0.02
LONGEST_PAUSE = 1.0
BUSY = "too many wishes at once; try again in a moment"


class Transactions:
    """Transactions of one client, from any number of threads."""

    def __init__(self, client: "Client", ambient: Ambient) -> None:
        self._client = client
        self._ambient = ambient
        self._turn = threading.Lock()

    def run(self, work: Callable[["Transaction"], Result]) -> Result:
        """Runs `work` in a transaction and commits it; again on every abort until `PATIENCE` is over.

        Raises Contention then; whatever else `work` or the database raises passes through, after a rollback.
        """
        give_up_at = self._ambient.now() + PATIENCE
        first_id: bytes | None = None
        pause = FIRST_PAUSE
        while True:
            with self._in_turn(give_up_at) if first_id is not None else nullcontext():
                transaction = self._client.transaction()
                transaction._begin(retry_id=first_id)
                first_id = first_id or transaction.id
                try:
                    result = work(transaction)
                    transaction._commit()
                    return result
                except Aborted as error:
                    _roll_back(transaction)
                    if self._ambient.now() >= give_up_at:
                        raise Contention(BUSY) from error
                except BaseException:
                    _roll_back(transaction)
                    raise
            self._ambient.sleep(pause * self._ambient.chance())
            pause = min(pause * 2, LONGEST_PAUSE)

    @contextmanager
    def _in_turn(self, give_up_at: datetime) -> Iterator[None]:
        """One at a time. Raises Contention when the turn does not come in time."""
        left = (give_up_at - self._ambient.now()).total_seconds()
        if not self._turn.acquire(timeout=max(0.0, left)):
            raise Contention(BUSY)
        try:
            yield
        finally:
            self._turn.release()


def _roll_back(transaction: "Transaction") -> None:
    """Frees the locks now. A rollback that fails is not worth an error of its own: they expire by themselves."""
    if transaction.in_progress:
        try:
            transaction._rollback()
        except GoogleAPICallError:
            return
