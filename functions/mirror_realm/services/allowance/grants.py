"""Grants: an administrator adds credits to a user's account or takes some back, once per idempotency key."""

from dataclasses import dataclass

from mirror_realm.domain.administration import Act, Role
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.ledger import Grant, Taken
from mirror_realm.domain.profile import Profile
from mirror_realm.errors import InvalidRequest
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.auditing import Auditing
from mirror_realm.services.naming import Found, Naming
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Moved:
    """What a grant or a taking did."""

    balance: int
    """The credits that the user holds now."""
    credits: int
    """The credits that were moved."""
    again: bool
    """Whether an earlier call with the key moved them."""


@dataclass(frozen=True, slots=True)
class Granting:
    store: Store
    naming: Naming
    auditing: Auditing
    policy: Policy
    runtime: Runtime

    def grant(
        self, *, by: str, uid: str, credits: int, key: str, role: Role = Role.OWNER, reason: str = ""
    ) -> int:
        """Grant credits and return the user's balance. Repeating a key changes nothing and returns the same.

        Raises InvalidRequest if the key was used for another user, amount or act, or is the id of a payment that has
        brought credits; BeingErased, Misconfigured.
        """
        return self.give(Deed(by, role, Act.GRANT_CREDITS, key, reason), uid, credits).balance

    def give(self, deed: Deed, uid: str, credits: int) -> Moved:
        """Grant credits as `grant` does."""
        by, key = deed.by, str(deed.key)

        def work(transaction: Transaction) -> Moved:
            now, ref = self.runtime.now(), documents.grant(key)
            bought = documents.payment_entry(f"payment-{key}")
            given, stored, paid = transaction.read(ref, documents.profile(uid), bought)
            user = self.naming.find(transaction, uid)
            profile = stored or Profile()
            held = self.policy.credits_of(profile)
            if given is not None and (given.person not in user.names or given.credits != credits):
                raise InvalidRequest({"key": "was used for another grant"})
            entered = self.auditing.find(transaction, deed, user, figures={"credits": credits})
            if given is not None:
                return Moved(held, credits, again=True)
            if paid is not None:
                # In the other order the payment brings none (`Refused.GRANTED_BY_HAND`).
                raise InvalidRequest({"key": f"the payment with this id has brought {paid.credits} credits"})
            administrator = named(self.naming, transaction, user, by)
            transaction.create(ref, Grant(key, user.current, credits, administrator.current, now))
            after = profile.with_income(held, credits, now)
            transaction.put(documents.profile(uid), after)
            entered.write(transaction)
            return Moved(self.policy.credits_of(after), credits, again=False)

        return self.store.transact_for(uid, work)

    def take(self, deed: Deed, uid: str, credits: int) -> Moved:
        """Take credits back, as many as the user holds at most. Repeating a key changes nothing.

        Raises InvalidRequest if the key was used for another user, amount or act, BeingErased, Misconfigured.
        """
        by, key = deed.by, str(deed.key)

        def work(transaction: Transaction) -> Moved:
            now, ref = self.runtime.now(), documents.taken(key)
            taken, stored = transaction.read(ref, documents.profile(uid))
            user = self.naming.find(transaction, uid)
            profile = stored or Profile()
            held = self.policy.credits_of(profile)
            if taken is not None and (taken.person not in user.names or taken.asked != credits):
                raise InvalidRequest({"key": "was used for another taking"})
            entered = self.auditing.find(transaction, deed, user, figures={"credits": credits})
            if taken is not None:
                return Moved(held, taken.credits, again=True)
            there = min(held, credits)
            administrator = named(self.naming, transaction, user, by)
            transaction.create(ref, Taken(key, user.current, there, credits, administrator.current, now))
            transaction.put(documents.profile(uid), profile.with_credits(held - there, now))
            entered.write(transaction)
            return Moved(held - there, there, again=False)

        return self.store.transact_for(uid, work)


def named(naming: Naming, transaction: Transaction, user: Found, by: str) -> Found:
    """Return an administrator's names, and store their salt and the user's where they had none. No read may follow."""
    administrator = user if by == user.uid else naming.find(transaction, by)
    for one in {user.uid: user, administrator.uid: administrator}.values():
        one.store(transaction)
    return administrator
