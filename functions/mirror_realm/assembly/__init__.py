"""The composition of the services: `assemble(ports, settings)` returns them, each built on first use.

Each folder of services has a part here, a class that inherits from the parts that it builds on.

Production (`bootstrap.py`) and the tests' house both use it; a service is named here and nowhere else. Imports stand in
the methods that build, so that a cold start pays for what it uses: a hit needs neither Storage nor the sweep.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from mirror_realm.assembly.admission import AdmissionParts
from mirror_realm.assembly.credits import CreditParts
from mirror_realm.assembly.maintenance import MaintenanceParts
from mirror_realm.assembly.policies import plan_claim_of, policy_of
from mirror_realm.assembly.ports import Ports
from mirror_realm.assembly.sharing import SharingParts
from mirror_realm.assembly.statistics import StatisticsParts
from mirror_realm.once import once
from mirror_realm.settings import Settings

if TYPE_CHECKING:
    from mirror_realm.services.fan_out.pages import Page, Paging


__all__ = ["Ports", "Services", "assemble", "plan_claim_of", "policy_of"]


def assemble(ports: Ports, settings: Settings) -> "Services":
    """Return the services on these ports. Raises Misconfigured if the settings leave a job no time for a call."""
    return Services(ports, settings, policy_of(settings))


class Services(AdmissionParts, CreditParts, MaintenanceParts, SharingParts, StatisticsParts):
    """The services that entry points call, and their parts."""

    @once
    def paging(self) -> "Paging":
        from mirror_realm.domain.page_task import FanOut
        from mirror_realm.services.fan_out.pages import Paging

        kinds: dict[FanOut, Callable[[], Page]] = {
            FanOut.FOLLOWERS: lambda: self.follower_pages.page,
            FanOut.TAKEDOWN: lambda: self.takedown_pages.page,
            FanOut.ERASURE: lambda: self.erasure_pages.page,
            FanOut.MERGE: lambda: self.merge_pages.page,
            FanOut.SWEEP: lambda: self.sweeping.page,
            FanOut.EXPORT: lambda: self.export_pages.page,
            FanOut.LINKS: lambda: self.export_pages.end_address,
            FanOut.STARTS: lambda: self.starting.page,
            FanOut.STATISTICS: lambda: self.closing_days.page,
        }
        return Paging(kinds, self.runtime)
