"""Transactions under contention: bounded in time, with jitter, and in the order of their first attempt.

The client's own `@transactional` retries only an abort at commit, five times and without a pause; it does not catch an
abort on a read, raises ValueError at the end, and loses the transaction's place when it is called again. So the retry
loop is here, on the client's Transaction object; `_begin`, `_commit` and `_rollback` are the calls of its decorator
(hence the pinned version).

Aborted transactions of an instance run one at a time: readers of one document that all want to write it block each
other at every attempt, and with fewer of them at once the first succeeds sooner.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from google.api_core.exceptions import Aborted, GoogleAPICallError

from mirror_realm.errors import Contention
from mirror_realm.services.ports.runtime import Runtime

if TYPE_CHECKING:
    from google.cloud.firestore import Client, Transaction

Result = TypeVar("Result")

PATIENCE = timedelta(seconds=25)
"""Less than the app's 60 s, and more than the time some servers need to detect a deadlock."""

FIRST_PAUSE = 0.02
LONGEST_PAUSE = 1.0
BUSY = "too many requests at once; try again in a moment"


class Transactions:
    """The transactions of one client, for any number of threads."""

    def __init__(self, client: "Client", runtime: Runtime) -> None:
        self._client = client
        self._ambient = runtime
        self._turn = threading.Lock()

    def run(self, work: Callable[["Transaction"], Result]) -> Result:
        """Run `work` in a transaction and commit it; repeat after every abort until `PATIENCE` is over.

        Raises Contention then. Any other exception of `work` or the database is raised after a rollback.
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
        """Wait for the turn of this thread. Raises Contention if it does not come in time."""
        left = (give_up_at - self._ambient.now()).total_seconds()
        if not self._turn.acquire(timeout=max(0.0, left)):
            raise Contention(BUSY)
        try:
            yield
        finally:
            self._turn.release()


def _roll_back(transaction: "Transaction") -> None:
    """Free the locks now. A failed rollback is ignored, because locks expire by themselves."""
    if transaction.in_progress:
        try:
            transaction._rollback()
        except GoogleAPICallError:
            return
