"""Naming: the pseudonyms of users in documents, looked up or created outside of admission."""

from dataclasses import dataclass

from mirror_realm.domain.pseudonyms import Identity, Pseudonyms
from mirror_realm.errors import BeingErased
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Naming:
    """Look up pseudonyms, and create the salt of a user who has none."""

    store: Store
    pseudonyms: Pseudonyms
    runtime: Runtime

    def known(self, uid: str) -> tuple[str, ...]:
        """Return the user's existing pseudonyms, with one read. Raises Misconfigured."""
        return self.pseudonyms.all(uid, self.store.read(documents.identity(uid)))

    def given(self, uid: str) -> tuple[str, ...]:
        """Return the user's pseudonyms, the one for new documents first, with one read, and once with a write.

        Raises BeingErased, Misconfigured.
        """
        identity = self.store.read(documents.identity(uid))
        if identity is not None:
            return self.pseudonyms.all(uid, identity)

        def work(transaction: Transaction) -> tuple[str, ...]:
            found = self.find(transaction, uid)
            found.store(transaction)
            return found.names

        return self.store.transact_for(uid, work)

    def find(self, transaction: Transaction, uid: str) -> "Found":
        """Return the user's pseudonyms, with one read; two if the user has no salt yet. Nothing is written.

        Raises BeingErased, Misconfigured.
        """
        ref = documents.identity(uid)
        stored = transaction.read(ref)
        if stored is not None:
            return Found(uid, self.pseudonyms.all(uid, stored), None)
        if transaction.erased(uid):
            raise BeingErased
        new = Identity(transaction.new_id(f"salt of {uid}"), self.runtime.now())
        return Found(uid, self.pseudonyms.all(uid, new), new)


@dataclass(frozen=True, slots=True)
class Found:
    """A user's pseudonyms as a transaction found them."""

    uid: str
    names: tuple[str, ...]
    """The one for new documents first."""
    unsaved: Identity | None
    """The salt of a user who had none."""

    @property
    def current(self) -> str:
        return self.names[0]

    def store(self, transaction: Transaction) -> None:
        """Store a new salt, in the transaction that writes the first document with the pseudonym."""
        if self.unsaved is not None:
            transaction.create(documents.identity(self.uid), self.unsaved)
