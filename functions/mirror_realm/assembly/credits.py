"""The services of `credits`: payments, and the history of all credits."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.administration import AdministrationParts
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.credits.history import CreditHistory
    from mirror_realm.services.credits.payments import Selling


class CreditParts(AdministrationParts):
    @once
    def selling(self) -> "Selling":
        from mirror_realm.services.credits.payments import Selling

        return Selling(self.store, self.naming, self.policy, self.runtime)

    @once
    def credit_history(self) -> "CreditHistory":
        from mirror_realm.services.credits.history import CreditHistory

        return CreditHistory(self.store, self.books, self.policy, self.runtime)
