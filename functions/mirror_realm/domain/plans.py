"""Plans: the daily limits of an account. Anonymous accounts are guests, all others are free."""

from typing import NewType

Plan = NewType("Plan", str)

GUEST = Plan("guest")
FREE = Plan("free")


def plan_of(*, anonymous: bool) -> Plan:
    """Return the plan of an account, by whether it has a sign-in method of its own."""
    return GUEST if anonymous else FREE
