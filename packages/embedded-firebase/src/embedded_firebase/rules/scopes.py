"""Scopes: the variables and functions that are visible at a place in the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from embedded_firebase.rules.syntax import Function
from embedded_firebase.rules.values import Value


@dataclass(frozen=True, slots=True)
class Scope:
    """Variables and functions, and the enclosing scope. An inner name shadows an outer one."""

    variables: Mapping[str, Value] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)
    around: Scope | None = None

    def within(
        self, variables: Mapping[str, Value], functions: Mapping[str, Function] | None = None
    ) -> Scope:
        """Return a scope inside this one."""
        return Scope(variables, functions or {}, self)

    def find_variable(self, name: str) -> tuple[bool, Value]:
        """Return whether there is a variable of this name, and its value."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.variables:
                return True, scope.variables[name]
            scope = scope.around
        return False, None

    def find_function(self, name: str) -> tuple[Function, Scope] | None:
        """Return the function of this name and the scope of its declaration, in which its body is evaluated."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.functions:
                return scope.functions[name], scope
            scope = scope.around
        return None
