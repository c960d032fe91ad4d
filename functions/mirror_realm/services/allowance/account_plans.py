"""Account plans: the plan of an account by its claims, with an event for a name that is no plan."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mirror_realm import events
from mirror_realm.domain.plans import Plan, PlanClaim

TOLD = 100
"""The most names that an instance logs."""


@dataclass(frozen=True, slots=True)
class AccountPlans:
    claim: PlanClaim = field(default_factory=PlanClaim)
    _told: set[str] = field(default_factory=set)
    """The names that were logged."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, claims: Mapping[str, Any] | None, *, anonymous: bool) -> Plan:
        """Return the plan of an account; log a claimed name that is no plan, once for each name."""
        plan, unknown = self.claim.plan(claims or {}, anonymous=anonymous)
        if unknown is not None:
            self._log(unknown)
        return plan

    def _log(self, name: str) -> None:
        # A claim may hold anything; only a word is logged.
        word = name if re.fullmatch(r"[\w-]{1,40}", name, re.ASCII) else "(no plain word)"
        with self._lock:
            if word in self._told or len(self._told) >= TOLD:
                return
            self._told.add(word)
        events.plan_unknown(word)
