"""Consent to the use of a user's photo: recorded, or withdrawn with deletion of the data made from photos."""

from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.profile import Consent, Profile
from mirror_realm.services.photos.personal_data import PersonalData
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Consenting:
    store: Store
    personal: PersonalData
    recipients: frozenset[str]
    """The providers that get photos now."""
    runtime: Runtime

    def give(self, uid: str, version: str) -> Consent:
        """Record that the user is an adult and agrees to the text of this version, for those who get photos now.

        Raises BeingErased.
        """

        def work(transaction: Transaction) -> Consent:
            now = self.runtime.now()
            profile = transaction.read(documents.profile(uid))
            consent = Consent(version, now, tuple(sorted(self.recipients)))
            transaction.put(documents.profile(uid), (profile or Profile()).with_consent(consent, now))
            return consent

        return self.store.transact_for(uid, work)

    def withdraw(self, uid: str) -> int:
        """End the consent, then delete photos and personal pictures; return the number of pictures.

        From the start no wish with a photo is admitted and no attempt begins to read one. A picture by an attempt that
        has read it already is not shown, and the sweep deletes it. It is safe to repeat. Raises BeingErased.
        """

        def work(transaction: Transaction) -> None:
            profile = transaction.read(documents.profile(uid))
            if profile is not None and profile.consent is not None:
                transaction.put(documents.profile(uid), profile.with_consent(None, self.runtime.now()))

        self.store.transact_for(uid, work)
        deleted = self.personal.delete(uid)
        events.consent_withdrawn(pictures=deleted)
        return deleted
