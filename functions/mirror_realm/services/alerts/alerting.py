"""Alerting: what the operator has to know, sent to ALERT_WEBHOOK_URL, each alert once.

The reaper looks for alerts at the end of each pass: in the global day, the models, the dead letters and its own work. A
worker that finds a provider down only notes it in the book, and the reaper sends it, so that no picture waits for a
webhook. A scheduled function that failed sends its alert itself, since the reaper may be the one.

Nothing here raises: an alert must not fail what it is about. Without the setting nothing is read or written.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from mirror_realm import events
from mirror_realm.domain import alert_kinds
from mirror_realm.domain.alerts import Alert, AlertBook, Noted
from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.model_state import ModelStates
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.alerts import AlertSender, AlertUnsent
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Alerting:
    store: Store
    queries: Queries
    sender: Callable[[], AlertSender]
    enabled: bool
    """Whether there is a webhook."""
    policy: Policy
    runtime: Runtime
    _known: set[str] = field(default_factory=set)
    """Keys of alerts that this instance has noted or sent."""

    def run(self, stuck: int) -> None:
        """Send the alerts that have come up since the last pass, and those that the webhook did not take then.

        stuck: the number of jobs that the reaper could not take up.
        """
        if not self.enabled:
            return
        try:
            self._look(stuck)
        except Exception as error:
            events.alert_unsent(type(error).__name__)

    def note_provider(self, provider: str, refused: bool) -> None:
        """Note that a provider refuses our account, or else that it is down; the reaper sends it."""
        alert = alert_kinds.of_provider(provider, self._today(), refused=refused)
        if not self.enabled or alert.key in self._known:
            return
        try:
            self._change(lambda book: (book.note([alert], self.runtime.now()), ()))
            self._known.add(alert.key)
        except Exception as error:
            events.alert_unsent(type(error).__name__)

    def schedule_failed(self, function: str) -> None:
        """Send the alert that a scheduled function failed, also while the database is down."""
        alert = alert_kinds.of_schedule(function, self._today())
        if not self.enabled or alert.key in self._known:
            return
        try:
            try:
                self._send([alert])
            except Exception:  # the database, which may be why the function failed
                self.sender().send(alert.text)
            self._known.add(alert.key)
        except AlertUnsent as unsent:
            events.alert_unsent(unsent.reason)
        except Exception as error:
            events.alert_unsent(type(error).__name__)

    def _look(self, stuck: int) -> None:
        """Look for alerts with four reads, and send those that are new or wait."""
        today = self._today()
        stored, day, models = self.store.read(
            documents.alerts(), documents.global_day(today), documents.models()
        )
        book = stored or AlertBook()
        found = list(self._found(book, day, models, stuck))
        if book.waits(self.runtime.now()) or not all(book.knows(alert.key) for alert in found):
            self._send(found)

    def _found(
        self, book: AlertBook, day: GlobalDay | None, models: ModelStates | None, stuck: int
    ) -> Iterator[Alert]:
        now, today = self.runtime.now(), self._today()
        if day is not None:
            yield from alert_kinds.of_day(day)
        if models is not None:
            yield from alert_kinds.of_models(models, now.date())
        if stuck:
            yield alert_kinds.of_stuck_jobs(stuck, today)
        if not book.knows(alert_kinds.dead_letters_key(today)):
            letters = self.queries.dead_letters(alert_kinds.MOST_LETTERS + 1)
            if letters:
                yield alert_kinds.of_dead_letters(len(letters), today)

    def _send(self, alerts: Sequence[Alert]) -> None:
        """Send these alerts, unless they are known, and all that wait, as one message."""
        due = self._change(lambda book: book.note(alerts, self.runtime.now()).claim(self.runtime.now()))
        if not due:
            return
        try:
            self.sender().send("\n".join(one.text for one in due))
        except AlertUnsent as unsent:
            events.alert_unsent(unsent.reason)
            return
        events.alerts_sent(sent=len(due))
        self._change(lambda book: (book.mark_sent(due), ()))

    def _change(
        self, change: Callable[[AlertBook], tuple[AlertBook, tuple[Noted, ...]]]
    ) -> tuple[Noted, ...]:
        """Change the book in a transaction, which writes nothing where nothing changes."""

        def work(transaction: Transaction) -> tuple[Noted, ...]:
            before = transaction.read(documents.alerts())
            after, due = change(before or AlertBook())
            if after != (before or AlertBook()):
                transaction.put(documents.alerts(), after)
            return due

        return self.store.transact(work)

    def _today(self) -> str:
        return self.policy.today(self.runtime.now())
