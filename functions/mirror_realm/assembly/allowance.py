"""The services of `allowance`: limits, days, plans, credits that are given."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.core import Core
from mirror_realm.assembly.policies import plan_claim_of
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.allowance.account_plans import AccountPlans
    from mirror_realm.services.allowance.day_sums import DaySums
    from mirror_realm.services.allowance.giving_back import GivingBack
    from mirror_realm.services.allowance.grants import Granting
    from mirror_realm.services.allowance.split_days import SplitDays


class AllowanceParts(Core):
    @once
    def split_days(self) -> "SplitDays":
        from mirror_realm.services.allowance.split_days import SplitDays

        return SplitDays(self.store, self.policy, self.runtime)

    @once
    def plans(self) -> "AccountPlans":
        """Return what decides the plan of a call by its token."""
        from mirror_realm.services.allowance.account_plans import AccountPlans

        return AccountPlans(plan_claim_of(self.settings))

    @once
    def granting(self) -> "Granting":
        from mirror_realm.services.allowance.grants import Granting

        return Granting(self.store, self.naming, self.auditing, self.policy, self.runtime)

    @once
    def giving_back(self) -> "GivingBack":
        from mirror_realm.services.allowance.giving_back import GivingBack

        return GivingBack(self.store, self.naming, self.auditing, self.policy, self.runtime)

    @once
    def day_sums(self) -> "DaySums":
        from mirror_realm.services.allowance.day_sums import DaySums

        return DaySums(self.store, self.split_days, self.policy)
