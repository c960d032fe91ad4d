"""Evaluates single expressions, for tests to read as `value_of("1 + 1") == 2`."""

from collections.abc import Mapping
from typing import Any

from embedded_firebase.rules import EvaluationError, syntax
from embedded_firebase.rules.evaluation import Evaluator
from embedded_firebase.rules.parsing import parse
from embedded_firebase.rules.scopes import Scope
from embedded_firebase.rules.services import FIRESTORE
from embedded_firebase.rules.values import Path, Value


class Documents:
    """Other documents, by their path as text; counts how often it is asked."""

    def __init__(
        self, before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None
    ) -> None:
        self.before = before or {}
        self.after = after or self.before
        self.asked: list[str] = []

    def find(self, path: Path, *, after: bool) -> Value:
        self.asked.append(str(path))
        return (self.after if after else self.before).get(str(path))


def parsed(expression: str) -> syntax.Expression:
    """Return the tree of one expression."""
    file = parse(
        f"rules_version = '2'; service cloud.firestore {{ match /a {{ allow get: if {expression}; }} }}"
    )
    condition = file.services[0].block.matches[0].block.allows[0].condition
    assert condition is not None
    return condition


def value_of(expression: str, documents: Documents | None = None, **variables: Any) -> Value:
    """Return the value of an expression.

    Raises:
        EvaluationError: if it has none.
    """
    evaluator = Evaluator(FIRESTORE, documents or Documents())
    return evaluator.evaluate(parsed(expression), Scope(variables))


def has_value(expression: str, **variables: Any) -> bool:
    """Whether the expression has a value."""
    try:
        value_of(expression, **variables)
    except EvaluationError:
        return False
    return True
