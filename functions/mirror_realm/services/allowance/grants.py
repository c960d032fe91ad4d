"""Grants: an administrator adds credits to a user's account, once per idempotency key."""

from dataclasses import dataclass

from mirror_realm.domain.ledger import Grant
from mirror_realm.domain.profile import Profile
from mirror_realm.errors import InvalidRequest
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.naming import Naming
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Granting:
    store: Store
    naming: Naming
    policy: Policy
    runtime: Runtime

    def grant(self, *, by: str, uid: str, credits: int, key: str) -> int:
        """Grant credits and return the user's balance. Repeating a key changes nothing and returns the same.

        Raises InvalidRequest if the key was used for another user or amount, BeingErased, Misconfigured.
        """

        def work(transaction: Transaction) -> int:
            now, ref = self.runtime.now(), documents.grant(key)
            given, stored = transaction.read(ref, documents.profile(uid))
            user = self.naming.find(transaction, uid)
            profile = stored or Profile()
            held = self.policy.credits_of(profile)
            if given is not None:
                if given.person not in user.names or given.credits != credits:
                    raise InvalidRequest({"key": "was used for another grant"})
                return held
            administrator = user if by == uid else self.naming.find(transaction, by)
            for named in {user.uid: user, administrator.uid: administrator}.values():
                named.store(transaction)
            transaction.create(ref, Grant(key, user.current, credits, administrator.current, now))
            transaction.put(documents.profile(uid), profile.with_credits(held + credits, now))
            return held + credits

        return self.store.transact_for(uid, work)
