"""Plans: what an account may have a day. Anonymous accounts are guests, everybody else is free."""

from typing import NewType

Plan = NewType("Plan", str)

GUEST = Plan("guest")
FREE = Plan("free")


def plan_of(*, anonymous: bool) -> Plan:
    """Return the plan of an account, by whether it has a sign-in method of its own."""
    return GUEST if anonymous else FREE
