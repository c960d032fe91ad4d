"""Auditing: the entries about administrators' acts, which are created and never changed.

An act of one transaction calls `find` among its reads and `write` among its writes. Any other act is begun by `begin`
and followed by `end`. An act without an entry is not possible: if the entry cannot be written, nothing is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mirror_realm.domain.audit import AuditEntry, Deed
from mirror_realm.errors import BeingErased, InvalidRequest
from mirror_realm.services.naming import Found, Naming
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

OTHER_ACT = "was used for another act"
DONE, FAILED = "done", "failed"


@dataclass(frozen=True, slots=True)
class Auditing:
    store: Store
    naming: Naming
    runtime: Runtime

    def find(
        self,
        transaction: Transaction,
        deed: Deed,
        user: Found | None = None,
        *,
        subject: str | None = None,
        figures: Mapping[str, int] | None = None,
        reporters: tuple[str, ...] = (),
    ) -> "Entered":
        """Return the entry of an act as the transaction finds it, with two reads. It must still be written.

        user: the user whom the act is about.
        subject: what it is about besides.
        figures: what is asked for, by name.
        reporters: the pseudonyms of those who reported the picture that a decision is about.

        Raises InvalidRequest if the key was used for another act, BeingErased if the administrator is being erased.
        """
        entry_id = deed.entry_id or transaction.new_id("audit")
        stored = transaction.read(documents.audit(entry_id))
        if transaction.erased(deed.by):
            raise BeingErased
        entry = AuditEntry(
            entry_id=entry_id,
            at=self.runtime.now(),
            by=deed.by,
            role=deed.role,
            act=deed.act,
            person=user.current if user is not None else None,
            subject=subject,
            figures=figures or {},
            key=deed.key,
            reason=deed.reason,
            reporters=reporters,
        )
        if stored is not None and not entry.repeats(stored, user.names if user is not None else ()):
            raise InvalidRequest({"key": OTHER_ACT})
        return Entered(entry, stored)

    def find_about(
        self,
        transaction: Transaction,
        deed: Deed,
        uid: str | None,
        *,
        subject: str | None = None,
        figures: Mapping[str, int] | None = None,
        reporters: tuple[str, ...] = (),
    ) -> "Entered":
        """Return the entry of an act about the user of this uid, as `find` does; it is written with the user's salt.

        uid: None for an act about no user. Of one who is being erased the entry has neither the name nor the reason.
        """
        user = None
        if uid is not None and transaction.erased(uid):
            deed = replace(deed, reason="")
        elif uid is not None:
            user = self.naming.find(transaction, uid)
        entered = self.find(transaction, deed, user, subject=subject, figures=figures, reporters=reporters)
        return replace(entered, user=user)

    def known(self, deed: Deed) -> bool:
        """Return whether an act with this key is in the audit, with one read."""
        return deed.entry_id is not None and self.store.read(documents.audit(deed.entry_id)) is not None

    def outcome(self, deed: Deed) -> str | None:
        """Return what came of an act, with one read; None if that is not known yet."""
        entry = self.store.read(documents.audit(f"outcome-{deed.key}"))
        return entry.outcome if entry is not None else None

    def begin(
        self,
        deed: Deed,
        uid: str | None = None,
        *,
        subject: str | None = None,
        figures: Mapping[str, int] | None = None,
    ) -> bool:
        """Write the entry of an act that is no single transaction, before it; return whether it was there already.

        uid: the user whom the act is about. Of one who is being erased the entry has neither the name nor the reason.

        Raises InvalidRequest if the key was used for another act, BeingErased if the administrator is being erased.
        """

        def work(transaction: Transaction) -> bool:
            entered = self.find_about(transaction, deed, uid, subject=subject, figures=figures)
            entered.write(transaction)
            return entered.again

        return self.store.transact(work)

    def end(self, deed: Deed, outcome: str, *, subject: str | None = None) -> None:
        """Write what came of an act that was begun, once. It names no user, for there may be none any more."""

        def work(transaction: Transaction) -> None:
            ref = documents.audit(f"outcome-{deed.key}")
            if transaction.read(ref) is not None or transaction.erased(deed.by):
                return
            entry = AuditEntry(
                entry_id=f"outcome-{deed.key}",
                at=self.runtime.now(),
                by=deed.by,
                role=deed.role,
                act=deed.act,
                subject=subject,
                key=deed.key,
                outcome=outcome,
            )
            transaction.create(ref, entry)

        self.store.transact(work)


@dataclass(frozen=True, slots=True)
class Entered:
    """The entry of an act in a transaction."""

    entry: AuditEntry
    stored: AuditEntry | None
    """What an earlier call with the key wrote; None for a new act."""
    user: Found | None = None
    """The user whose salt is stored with the entry; None where the caller stores it."""

    @property
    def again(self) -> bool:
        """Return whether an earlier call with the key did it."""
        return self.stored is not None

    def write(self, transaction: Transaction) -> None:
        """Create the entry, unless an earlier call did."""
        if not self.again:
            if self.user is not None:
                self.user.store(transaction)
            transaction.create(documents.audit(self.entry.entry_id), self.entry)
