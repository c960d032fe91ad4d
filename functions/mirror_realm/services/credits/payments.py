"""Selling: credits by payment, granted once, and reclaimed as far as the payment is refunded or disputed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mirror_realm import events
from mirror_realm.domain.ledger import Movement, PaymentEntry
from mirror_realm.domain.payments import Payment, PaymentBook, Refused, credits_of, valid_id
from mirror_realm.domain.profile import Profile
from mirror_realm.errors import BeingErased
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.naming import Naming
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.bookkeeping import AsWritten
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Booked:
    """What booking a payment did."""

    entries: tuple[PaymentEntry, ...] = ()
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Selling:
    store: Store
    naming: Naming
    policy: Policy
    runtime: Runtime

    def book(self, uid: str, payment_id: str) -> None:
        """Bring the user's credits into line with a payment as it stands. It is safe to repeat.

        A user who is being erased gets none, which is logged so that the operator refunds the payment.

        Raises Contention, Misconfigured.
        """
        if not valid_id(payment_id):
            events.payment_refused("", Refused.ID)
            return
        try:
            booked = self.store.transact_for(
                uid, lambda transaction: self._book(transaction, uid, payment_id)
            )
        except BeingErased:
            if self.store.transact(lambda transaction: self._is_lost(transaction, uid, payment_id)):
                events.payment_refused(payment_id, Refused.ERASED)
            return
        for entry in booked.entries:
            _log(entry)
        if booked.refused is not None:
            events.payment_refused(payment_id, booked.refused)

    def _book(self, transaction: Transaction, uid: str, payment_id: str) -> Booked:
        bought = documents.payment_entry(f"payment-{payment_id}")
        book_ref = documents.payment_book(uid, payment_id)
        stored, known, profile, earlier = transaction.read(
            documents.payment(uid, payment_id), book_ref, documents.profile(uid), bought
        )
        if stored is None:
            return Booked()
        payment, before = Payment.of(stored.data), known or PaymentBook()
        book, refused = before.with_state(payment), None
        if book.credits is None and payment.succeeded:
            sold = self._sold(transaction, payment_id, payment, earlier)
            refused = sold if isinstance(sold, Refused) else None
            book = book.with_credits(sold, payment) if isinstance(sold, int) and sold else book
        if book == before:
            return Booked(refused=refused)
        user, now = self.naming.find(transaction, uid), self.runtime.now()
        entries, after = self._moved(payment_id, book, before, profile or Profile(), user.current, now)
        if entries:
            user.store(transaction)
            transaction.put(documents.profile(uid), after)
        transaction.put(book_ref, book.settled())
        for entry in entries:
            transaction.create(documents.payment_entry(entry.entry_id), entry)
        return Booked(entries, refused)

    def _is_lost(self, transaction: Transaction, uid: str, payment_id: str) -> bool:
        """Return whether an erased user paid for credits, and did not get them before. Nothing is written."""
        stored, earlier = transaction.read(
            documents.payment(uid, payment_id), documents.payment_entry(f"payment-{payment_id}")
        )
        payment = Payment.of(stored.data) if stored is not None else None
        if payment is None or not payment.succeeded or earlier is not None:
            return False
        if payment.refunded >= payment.received:
            return False
        return self._sold(transaction, payment_id, payment, None) not in (0, Refused.GRANTED_BY_HAND)

    def _sold(
        self, transaction: Transaction, payment_id: str, payment: Payment, earlier: PaymentEntry | None
    ) -> int | Refused:
        """Return the credits that a payment brings now, 0 for none yet."""
        if earlier is not None:
            return Refused.ANOTHER_USER
        if payment.items is None:
            return 0
        if not payment.items:
            return Refused.MALFORMED
        items, read = payment.items, transaction.read_all
        products = read([documents.product(item.product) for item in items])
        prices = read([documents.price(item.product, item.price) for item in items])
        credits = credits_of(payment, [_data(one) for one in products], [_data(one) for one in prices])
        if credits and transaction.read(documents.grant(payment_id)) is not None:
            return Refused.GRANTED_BY_HAND
        return credits

    def _moved(
        self,
        payment_id: str,
        book: PaymentBook,
        before: PaymentBook,
        profile: Profile,
        person: str,
        now: datetime,
    ) -> tuple[tuple[PaymentEntry, ...], Profile]:
        """Return the entries of what changed, and the profile after them."""
        entries = []
        entry = PaymentEntry("", Movement.BOUGHT, payment_id, person, 0, 0, book.currency, now)
        if book.credits is not None and before.credits is None:
            after = profile.with_income(self.policy.credits_of(profile), book.credits, now)
            entries.append(
                replace(
                    entry,
                    entry_id=f"payment-{payment_id}",
                    credits=book.credits,
                    amount=book.received,
                    owed=profile.owed - after.owed,
                )
            )
            profile = after
        held, change = self.policy.credits_of(profile), book.due_back - book.back
        if change > 0:
            after = profile.with_taken_back(held, change, now)
            again = f"-{book.restored}" if book.restored else ""
            entries.append(
                replace(
                    entry,
                    entry_id=f"payment-{payment_id}-back-{book.returned}{again}",
                    movement=Movement.TAKEN_BACK,
                    credits=change,
                    amount=book.returned,
                    owed=after.owed - profile.owed,
                    reason=book.reason,
                )
            )
            profile = after
        elif change < 0:
            after = profile.with_income(held, -change, now)
            entries.append(
                replace(
                    entry,
                    entry_id=f"payment-{payment_id}-restored-{book.restored + 1}",
                    movement=Movement.RESTORED,
                    credits=-change,
                    amount=book.returned,
                    owed=profile.owed - after.owed,
                )
            )
            profile = after
        return tuple(entries), profile


def _data(stored: AsWritten | None) -> Mapping[str, Any] | None:
    return None if stored is None else stored.data


def _log(entry: PaymentEntry) -> None:
    match entry.movement:
        case Movement.BOUGHT:
            events.credits_bought(entry.payment_id, credits=entry.credits)
        case Movement.TAKEN_BACK:
            reason = entry.reason or ""
            events.credits_taken_back(entry.payment_id, reason, credits=entry.credits, owed=entry.owed)
        case _:
            events.credits_restored(entry.payment_id, credits=entry.credits)
