"""What names mean at a place in the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from emulator.rules.syntax import Function
from emulator.rules.values import Value


@dataclass(frozen=True)
class Scope:
    """Variables and functions that can be named. A function sees the scope it was declared in."""

    variables: Mapping[str, Value] = field(default_factory=dict)
    functions: Mapping[str, tuple[Function, Scope]] = field(default_factory=dict)

    def binding(self, variables: Mapping[str, Value]) -> Scope:
        """This scope with further variables, which hide those of the same name."""
        return Scope({**self.variables, **variables}, self.functions)

    def declaring(self, functions: Iterable[Function]) -> Scope:
        """This scope with further functions, which see one another."""
        known = dict(self.functions)
        scope = Scope(self.variables, known)
        known.update({function.name: (function, scope) for function in functions})
        return scope
