"""Naming: the pseudonyms of users in documents, looked up or created outside of admission."""

from dataclasses import dataclass

from mirror_realm.domain.pseudonyms import Identity, Pseudonyms
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
        identity = self.store.read(documents.identity(uid)) or self.store.transact_for(
            uid, lambda transaction: self._give(transaction, uid)
        )
        return self.pseudonyms.all(uid, identity)

    def _give(self, transaction: Transaction, uid: str) -> Identity:
        ref = documents.identity(uid)
        stored = transaction.read(ref)
        if stored is not None:
            return stored
        identity = Identity(transaction.new_id(f"salt of {uid}"), self.runtime.now())
        transaction.create(ref, identity)
        return identity
