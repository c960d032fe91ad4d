"""The erasure of a user by an administrator: the same as the user's own, and in the audit before it begins."""

from dataclasses import dataclass

from mirror_realm.domain.administration import Act
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.erasure import Erasure
from mirror_realm.errors import InvalidRequest
from mirror_realm.services.administration.persons import Persons
from mirror_realm.services.auditing import DONE, OTHER_ACT, Auditing
from mirror_realm.services.ports import documents
from mirror_realm.services.privacy.erasure import Erasing
from mirror_realm.services.store import Store

BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class ErasingOthers:
    store: Store
    persons: Persons
    erasing: Erasing
    auditing: Auditing

    def erase(self, deed: Deed, uid: str, seconds: float) -> Erasure:
        """Erase a user, as far as the time suffices; tasks and the schedule do the rest. Return the erasure.

        A user who is being erased already is erased on, and no further entry is written: there is no name for it.

        Raises NotFound, InvalidRequest for the administrator's own account or a key of another act.
        """
        if uid == deed.by:
            raise InvalidRequest({"user_id": "is your own account, which delete_my_data erases"})
        self.persons.find(uid)
        if self.store.erased(uid):
            self._check_key(deed)
        else:
            self.auditing.begin(deed, uid)
        erasure = self.erasing.erase(uid, seconds)
        if self.auditing.known(deed):
            self.auditing.end(deed, DONE if erasure.done else BEGUN)
        return erasure

    def _check_key(self, deed: Deed) -> None:
        """Raise InvalidRequest if the key is of an act of another kind. Its user cannot be compared any more."""
        stored = self.store.read(documents.audit(f"act-{deed.key}"))
        if stored is not None and stored.act is not Act.ERASE_PERSON:
            raise InvalidRequest({"key": OTHER_ACT})
