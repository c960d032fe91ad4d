"""Operations by name, each with the types it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from embedded_firebase.rules.errors import EvaluationError
from embedded_firebase.rules.values import Value, require, type_name

Implementation = Callable[..., Value]
Registered = TypeVar("Registered", bound=Implementation)


@dataclass(frozen=True)
class Operation:
    """A function or method that rules can call."""

    parameters: tuple[tuple[str, ...], ...]
    """The types that each argument may have; `any` for all."""
    implementation: Implementation

    def call(self, *values: Value) -> Value:
        """Return the result for these arguments; the first argument of a method is its value.

        Raises:
            EvaluationError: if the arguments have the wrong number or types, or there is no result.
        """
        if len(values) != len(self.parameters):
            raise EvaluationError(f"expected {len(self.parameters)} arguments, got {len(values)}")
        for value, types in zip(values, self.parameters, strict=True):
            if "any" in types:
                type_name(value)
            else:
                require(value, *types)
        try:
            return self.implementation(*values)
        except UnicodeError:
            raise EvaluationError("the text is not well-formed Unicode") from None


METHODS: dict[tuple[str, str], Operation] = {}
"""By type and name."""

FUNCTIONS: dict[str, Operation] = {}
"""By name, with the namespace before a dot: `int`, `math.abs`."""


def method(of: str, name: str, *parameters: str) -> Callable[[Registered], Registered]:
    """Register a method of one or several types; alternatives are separated by `|`."""

    def register(implementation: Registered) -> Registered:
        for one in of.split("|"):
            METHODS[one, name] = Operation(_types([one, *parameters]), implementation)
        return implementation

    return register


def function(name: str, *parameters: str) -> Callable[[Registered], Registered]:
    """Register a function."""

    def register(implementation: Registered) -> Registered:
        FUNCTIONS[name] = Operation(_types(parameters), implementation)
        return implementation

    return register


def _types(parameters: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(parameter.split("|")) for parameter in parameters)
