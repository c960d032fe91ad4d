"""Consenting: a person's agreement to the use of their photo is recorded, or withdrawn with all that came of it."""

from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.profile import Consent, Profile
from mirror_realm.services.photos.personal_data import PersonalData
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Consenting:
    store: Store
    personal: PersonalData
    ambient: Ambient

    def give(self, uid: str, version: str) -> Consent:
        """Records that the person is an adult and agrees, in the words of this version. Raises BeingErased."""

        def work(transaction: Transaction) -> Consent:
            now = self.ambient.now()
            profile = transaction.read(documents.profile(uid))
            consent = Consent(version, now)
            transaction.put(documents.profile(uid), (profile or Profile()).with_consent(consent, now))
            return consent

        return self.store.transact_for(uid, work)

    def withdraw(self, uid: str) -> int:
        """Ends the consent, then deletes photos and personal pictures; returns how many pictures. Safe to repeat.

        From the first moment no wish with a photo is admitted and no attempt begins to read one. What an attempt that
        has read it already makes of it is shown to nobody and goes with the sweep. Raises BeingErased.
        """

        def work(transaction: Transaction) -> None:
            profile = transaction.read(documents.profile(uid))
            if profile is not None and profile.consent is not None:
                transaction.put(documents.profile(uid), profile.with_consent(None, self.ambient.now()))

        self.store.transact_for(uid, work)
        deleted = self.personal.delete(uid)
        events.consent_withdrawn(pictures=deleted)
        return deleted
