"""Running a transaction under contention: bounded by time, jittered, keeping its place in the queue.

The client's own `@transactional` retries only an abort at commit, five times and with no pause; an abort on a read
escapes it, exhaustion raises ValueError, and calling it anew loses the transaction's place. So the loop is ours, on
the client's Transaction object; `_begin`, `_commit` and `_rollback` are the calls its decorator makes (hence the
pinned version).
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from google.api_core.exceptions import Aborted, GoogleAPICallError

from mirror_realm.errors import Contention
from mirror_realm.services.ambient import Ambient

if TYPE_CHECKING:
    from google.cloud.firestore import Client, Transaction

Result = TypeVar("Result")

PATIENCE = timedelta(seconds=20)
FIRST_PAUSE = 0.02
LONGEST_PAUSE = 1.0


def run(client: "Client", work: Callable[["Transaction"], Result], ambient: Ambient) -> Result:
    """Runs `work` in a transaction and commits it; again on every abort until `PATIENCE` is over.

    Raises Contention then; whatever else `work` or the database raises passes through, after a rollback.
    """
    give_up_at = ambient.now() + PATIENCE
    first_id: bytes | None = None
    pause = FIRST_PAUSE
    while True:
        transaction = client.transaction()
        transaction._begin(retry_id=first_id)
        first_id = first_id or transaction.id
        try:
            result = work(transaction)
            transaction._commit()
            return result
        except Aborted as error:
            _roll_back(transaction)
            if ambient.now() >= give_up_at:
                raise Contention("too many wishes at once; try again in a moment") from error
        except BaseException:
            _roll_back(transaction)
            raise
        ambient.sleep(pause * ambient.chance())
        pause = min(pause * 2, LONGEST_PAUSE)


def _roll_back(transaction: "Transaction") -> None:
    """Frees the locks now. A rollback that fails is not worth an error of its own: they expire by themselves."""
    if transaction.in_progress:
        try:
            transaction._rollback()
        except GoogleAPICallError:
            return
