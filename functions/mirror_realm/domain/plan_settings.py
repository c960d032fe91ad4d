"""Plan settings: the text of PLANS, read field by field; what makes no sense is refused with its plan and field."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from mirror_realm.domain.plans import GUEST, Plan
from mirror_realm.domain.recipe import VARIATIONS
from mirror_realm.domain.styles import StyleId

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}", re.ASCII)
"""The names of plans: a word, as they stand in claims, in documents and in log entries."""

MOST_PLANS = 20
MOST = 100_000
"""The highest number of a field."""
MOST_PRIORITY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettings:
    """The fields of one plan that the operator sets."""

    daily_pictures: int | None = None
    """None: as many as free, and there what USER_DAILY_LIMIT says."""
    monthly_pictures: int = 0
    """0: the month has no limit."""
    fallback_pictures: int | None = None
    """None: as many as free, and there what USER_DAILY_PAINTINGS says."""
    monthly_credits: int = 0
    """Credits that come with the first picture of each month (`monthly_credits.py`)."""
    styles: frozenset[StyleId] | None = None
    """The styles that the plan has; None: all."""
    variations: int | None = None
    """The number of variations of a picture that the plan has; None: all."""
    priority: int = 0
    """Which of several plans in one claim counts: the highest."""


_FIELDS = tuple(field.name for field in fields(PlanSettings))
_BOUNDS = {"variations": (1, VARIATIONS), "priority": (0, MOST_PRIORITY)}


def plan_settings(text: str) -> Mapping[Plan, PlanSettings]:
    """Return the plans of the setting's text, none for an empty one.

    Raises ValueError, which names plan and field, in words that go on after the setting's name.
    """
    if not text.strip():
        return {}
    try:
        given = json.loads(text, object_pairs_hook=_once)
    except _Twice as twice:
        raise ValueError(f"has {twice.args[0]!r} twice") from None
    except (ValueError, RecursionError):
        raise ValueError('must be JSON such as {"pro": {"daily_pictures": 10}}') from None
    if not isinstance(given, dict):
        raise ValueError("must be a JSON object: the fields of each plan by its name")
    if len(given) > MOST_PLANS:
        raise ValueError(f"has {len(given)} plans: at most {MOST_PLANS} are allowed")
    return {Plan(name): _plan(name, of_plan) for name, of_plan in given.items()}


def nonsense(text: str) -> str:
    """Return why the setting's text is refused, or ""."""
    try:
        plan_settings(text)
    except ValueError as why:
        return str(why)
    return ""


class _Twice(ValueError):
    pass


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise _Twice(name)
    return dict(pairs)


def _plan(name: str, given: Any) -> PlanSettings:
    if not NAME.fullmatch(name):
        raise ValueError(f"has a plan {name[:40]!r}: a name is a word of up to 40 letters, digits, - and _")
    if not isinstance(given, dict):
        raise ValueError(f"has {name} without fields: they are {', '.join(_FIELDS)}")
    return PlanSettings(**{field: _value(name, field, value) for field, value in given.items()})


def _value(plan: str, field: str, value: Any) -> Any:
    where = f"has {plan}.{field[:40]}"
    if field not in _FIELDS:
        raise ValueError(f"{where}: the fields of a plan are {', '.join(_FIELDS)}")
    if field == "styles":
        return _styles(where, value)
    least, most = _BOUNDS.get(field, (0, MOST))
    if type(value) is not int or not least <= value <= most:
        raise ValueError(f"{where}: must be a whole number from {least} to {most}")
    if field == "monthly_credits" and plan == GUEST and value:
        raise ValueError(
            f"{where}: guests get no monthly credits, because guest accounts can be made in any number"
        )
    return value


def _styles(where: str, value: Any) -> frozenset[StyleId]:
    if not isinstance(value, list) or not value:
        raise ValueError(f"{where}: must be a list of styles; leave it out for all")
    for style in value:
        if not isinstance(style, str) or style not in set(StyleId):
            raise ValueError(f"{where}: {str(style)[:40]!r} is no style; they are {', '.join(StyleId)}")
    return frozenset(StyleId(style) for style in value)
