"""Dead letters: events that could not be handled, stored to be replayed by an administrator."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.audit import Deed
from mirror_realm.errors import NotFound
from mirror_realm.services.auditing import DONE, FAILED, Auditing
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.bookkeeping import DeadLetter
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

Handler = Callable[[str], None]
"""Handles the document at a path, as its trigger would."""


UNKNOWN_LETTER = "there is no such dead letter"


@dataclass(frozen=True, slots=True)
class DeadLetters:
    store: Store
    queries: Queries
    auditing: Auditing
    runtime: Runtime

    def put_aside(self, event_id: str, function: str, document: str, error: Exception) -> None:
        """Store an event: its function and its document's path, not its content.

        An event about a user who is being erased is dropped, because its document is being deleted.
        """
        letter = DeadLetter(function, document, type(error).__name__, self.runtime.now())
        uid = letter.uid

        def work(transaction: Transaction) -> None:
            if uid is None or not transaction.erased(uid):
                transaction.put(documents.dead_letter(event_id), letter)
            else:
                transaction.delete(documents.dead_letter(event_id))

        self.store.transact(work)
        events.dead_letter(function, event_id)

    def replay(self, handlers: Mapping[str, Handler], most: int) -> "Replayed":
        """Handle up to `most` letters again, oldest first. Handled ones are deleted, failed ones go to the end."""
        done, failed = 0, 0
        for letter_id, letter in self.queries.dead_letters(most):
            try:
                handlers[letter.function](letter.document)
            except Exception as error:
                self.put_aside(letter_id, letter.function, letter.document, error)
                failed += 1
                continue
            self._remove(letter_id)
            done += 1
        return Replayed(done, failed)

    def replay_one(self, deed: Deed, letter_id: str, handlers: Mapping[str, Handler]) -> bool:
        """Handle one letter again; return whether it was handled. One that fails again goes to the end.

        Repeating a key handles nothing again. Raises NotFound, InvalidRequest if the key was used for another act.
        """
        letter = self.store.read(documents.dead_letter(letter_id))
        if letter is None and not self.auditing.known(deed):
            raise NotFound(UNKNOWN_LETTER)
        self.auditing.begin(deed, letter.uid if letter is not None else None, subject=letter_id)
        outcome = self.auditing.outcome(deed)
        if letter is None or outcome is not None:
            return outcome != FAILED
        try:
            handlers[letter.function](letter.document)
        except Exception as error:
            self.put_aside(letter_id, letter.function, letter.document, error)
            self.auditing.end(deed, FAILED, subject=letter_id)
            return False
        self._remove(letter_id)
        self.auditing.end(deed, DONE, subject=letter_id)
        return True

    def drop(self, deed: Deed, letter_id: str) -> None:
        """Delete a letter without handling it. Repeating a key is harmless.

        Raises NotFound, InvalidRequest if the key was used for another act.
        """

        def work(transaction: Transaction) -> None:
            letter = transaction.read(documents.dead_letter(letter_id))
            uid = letter.uid if letter is not None else None
            entered = self.auditing.find_about(transaction, deed, uid, subject=letter_id)
            if letter is None and not entered.again:
                raise NotFound(UNKNOWN_LETTER)
            entered.write(transaction)
            if letter is not None and not entered.again:
                transaction.delete(documents.dead_letter(letter_id))

        self.store.transact(work)

    def _remove(self, letter_id: str) -> None:
        def work(transaction: Transaction) -> None:
            transaction.delete(documents.dead_letter(letter_id))

        self.store.transact(work)


@dataclass(frozen=True, slots=True)
class Replayed:
    done: int
    failed: int
