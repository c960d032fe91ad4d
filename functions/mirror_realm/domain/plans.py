"""Plans: what an account may have made. Anonymous accounts are guests; of others a custom claim names the plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NewType

Plan = NewType("Plan", str)

GUEST = Plan("guest")
FREE = Plan("free")


def plan_of(*, anonymous: bool) -> Plan:
    """Return the plan of an account without a claim, by whether it has a sign-in method of its own."""
    return GUEST if anonymous else FREE


def named(plan: Plan) -> Plan | None:
    """Return the name to store beside the boolean `anonymous` or `guest`, from which guest and free are read."""
    return None if plan in (GUEST, FREE) else plan


@dataclass(frozen=True, slots=True)
class PlanClaim:
    """How accounts name their plan: in a custom claim that only servers can set, as a word or a list of words."""

    name: str = ""
    """The name of the claim; empty: every account with a sign-in method is free."""
    priorities: Mapping[Plan, int] = field(default_factory=lambda: {FREE: 0})
    """The plans that a claim may name, with their priorities."""

    def plan(self, claims: Mapping[str, Any], *, anonymous: bool) -> tuple[Plan, str | None]:
        """Return the plan of an account, and a name in its claim that is no plan, if that leaves it the free one.

        Of a list that names several plans, the first of those with the highest priority counts; other words in it,
        such as entitlements that are no plans, are ignored. An anonymous account is a guest whatever its claims.
        """
        if anonymous:
            return GUEST, None
        claimed = claims.get(self.name) if self.name else None
        names = list(claimed) if isinstance(claimed, list | tuple) else [claimed]
        words = [name for name in names if isinstance(name, str) and name]
        known = [Plan(word) for word in words if word in self.priorities and word != GUEST]
        if known:
            return max(known, key=lambda plan: self.priorities[plan]), None
        return FREE, words[0] if words else None
