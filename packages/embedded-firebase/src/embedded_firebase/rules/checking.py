"""Checks of rules before any request: names, arities, types, patterns, recursion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from embedded_firebase.rules import syntax
from embedded_firebase.rules.errors import EvaluationError, InvalidRules
from embedded_firebase.rules.operations import FUNCTIONS, METHODS
from embedded_firebase.rules.operations.regular_expressions import compiled
from embedded_firebase.rules.services import ServiceKind
from embedded_firebase.rules.syntax import Span
from embedded_firebase.rules.values import TESTABLE_TYPES

VERBS = frozenset({"read", "get", "list", "write", "create", "update", "delete"})
MOST_PARAMETERS = 7
MOST_BINDINGS = 10
"""Of one function (public documentation, rules limits)."""

_GLOBALS = frozenset({"request", "resource"})
_TAKE_PATTERNS = frozenset({"matches", "split", "replace"})

_METHOD_ARITIES: dict[str, set[int]] = {}
for (_, _name), _operation in METHODS.items():
    _METHOD_ARITIES.setdefault(_name, set()).add(len(_operation.parameters) - 1)


def check(file: syntax.RulesFile, kind: ServiceKind) -> None:
    """Raise InvalidRules, with everything that is wrong, unless the rules can be used for a service."""
    checker = _Checker(kind)
    checker.check_file(file)
    if checker.found:
        raise InvalidRules("\n".join(checker.found))


@dataclass(frozen=True)
class _Names:
    """The names that are visible at a place."""

    variables: frozenset[str]
    functions: dict[str, syntax.Function]


class _Checker:
    def __init__(self, kind: ServiceKind) -> None:
        self.found: list[str] = []
        self._kind = kind
        self._arities = {name: len(operation.parameters) for name, operation in FUNCTIONS.items()}
        self._arities.update(dict.fromkeys(kind.document_functions, 1))
        self._namespaces = {name.partition(".")[0] for name in self._arities if "." in name}

    def check_file(self, file: syntax.RulesFile) -> None:
        if file.version != "2":
            self.found.append("line 1, column 1: only rules_version = '2' is known here")
        if [service.name for service in file.services] != [self._kind.name]:
            self.found.append(f"line 1, column 1: expected one `service {self._kind.name}`")
        for service in file.services:
            self._check_block(service.block, _Names(_GLOBALS, {}))

    def _complain(self, span: Span, message: str) -> None:
        self.found.append(f"line {span.line}, column {span.column}: {message}")

    def _check_block(self, block: syntax.Block, names: _Names) -> None:
        for name, count in Counter(function.name for function in block.functions).items():
            if count > 1:
                self._complain(block.functions[0].span, f"`{name}` is declared {count} times")
        inside = _Names(names.variables, {**names.functions, **{one.name: one for one in block.functions}})
        for function in block.functions:
            self._check_function(function, inside)
            self._check_recursion(function, inside)
        for allow in block.allows:
            for verb in allow.verbs:
                if verb.name not in VERBS:
                    self._complain(verb.span, f"`{verb.name}` is not a method")
            if allow.condition is not None:
                self._check_expression(allow.condition, inside)
        for match in block.matches:
            variables = self._check_pattern(match, inside.variables)
            self._check_block(match.block, _Names(variables, inside.functions))

    def _check_pattern(self, match: syntax.Match, known: frozenset[str]) -> frozenset[str]:
        """Return the variables inside a match."""
        wildcards = [segment for segment in match.pattern if isinstance(segment, syntax.Wildcard)]
        for wildcard in wildcards:
            if wildcard.name in known or wildcard.name in self._namespaces:
                self._complain(wildcard.span, f"`{wildcard.name}` already means something here")
            known |= {wildcard.name}
        if sum(wildcard.recursive for wildcard in wildcards) > 1:
            self._complain(match.span, "a match may have one recursive wildcard")
        return known

    def _check_function(self, function: syntax.Function, names: _Names) -> None:
        bound = [*function.parameters, *(name for name, _ in function.bindings)]
        if function.name in self._arities:
            self._complain(function.span, f"`{function.name}` is a function of the language")
        if len(function.parameters) > MOST_PARAMETERS:
            self._complain(function.span, f"a function may have {MOST_PARAMETERS} parameters")
        if len(function.bindings) > MOST_BINDINGS:
            self._complain(function.span, f"a function may have {MOST_BINDINGS} `let`")
        for name in bound:
            if bound.count(name) > 1 or name in _GLOBALS or name in self._namespaces:
                self._complain(function.span, f"`{name}` already means something here")
        variables = names.variables | set(function.parameters)
        for name, expression in function.bindings:
            self._check_expression(expression, _Names(variables, names.functions))
            variables |= {name}
        self._check_expression(function.result, _Names(variables, names.functions))

    def _check_recursion(self, function: syntax.Function, names: _Names) -> None:
        """Report a function that can call itself, directly or through functions declared around it."""
        reached: set[str] = set()
        waiting = [function]
        while waiting:
            for called in _called(waiting.pop()):
                if called == function.name:
                    self._complain(function.span, f"`{function.name}` calls itself")
                    return
                if called in names.functions and called not in reached:
                    reached.add(called)
                    waiting.append(names.functions[called])

    def _check_expression(self, expression: syntax.Expression, names: _Names) -> None:
        parts = list(_parts(expression))
        if isinstance(expression, syntax.Variable) and expression.name not in names.variables:
            self._complain(expression.span, f"`{expression.name}` is not defined")
        elif isinstance(expression, syntax.TypeTest) and expression.type_name not in TESTABLE_TYPES:
            self._complain(expression.span, f"`{expression.type_name}` is not a type known here")
        elif isinstance(expression, syntax.Call):
            self._check_call(expression, names)
        elif isinstance(expression, syntax.MethodCall) and self._check_method_call(expression, names):
            parts.remove(expression.target)
        for part in parts:
            self._check_expression(part, names)

    def _check_call(self, call: syntax.Call, names: _Names) -> None:
        declared = names.functions.get(call.name)
        wanted = len(declared.parameters) if declared else self._arities.get(call.name)
        self._check_arity(call, call.name, set() if wanted is None else {wanted})

    def _check_method_call(self, call: syntax.MethodCall, names: _Names) -> bool:
        """Check the name and arity; return whether the target is a namespace."""
        target = call.target
        in_namespace = (
            isinstance(target, syntax.Variable)
            and target.name in self._namespaces
            and target.name not in names.variables
        )
        if in_namespace and isinstance(target, syntax.Variable):
            name = f"{target.name}.{call.name}"
            self._check_arity(call, name, {self._arities[name]} if name in self._arities else set())
            return True
        self._check_arity(call, call.name, _METHOD_ARITIES.get(call.name, set()))
        if call.name in _TAKE_PATTERNS and call.arguments and isinstance(call.arguments[0], syntax.Literal):
            self._check_regular_expression(call.arguments[0])
        return False

    def _check_arity(self, call: syntax.Call | syntax.MethodCall, name: str, arities: set[int]) -> None:
        if not arities:
            self._complain(call.span, f"`{name}` is not a function known here")
        elif len(call.arguments) not in arities:
            wanted = " or ".join(map(str, sorted(arities)))
            self._complain(call.span, f"`{name}` takes {wanted} arguments, not {len(call.arguments)}")

    def _check_regular_expression(self, literal: syntax.Literal) -> None:
        try:
            compiled(str(literal.value))
        except EvaluationError as error:
            self._complain(literal.span, str(error))


def _parts(expression: syntax.Expression) -> Iterator[syntax.Expression]:
    """Yield the expressions directly below one."""
    for field in fields(expression):
        yield from _expressions_in(getattr(expression, field.name))


def _expressions_in(value: object) -> Iterator[syntax.Expression]:
    if isinstance(value, tuple):
        for item in value:
            yield from _expressions_in(item)
    elif isinstance(value, syntax.Expression):
        yield value


def _called(function: syntax.Function) -> set[str]:
    """Return the names of the functions that a function calls."""
    names = set()
    waiting = [function.result, *(expression for _, expression in function.bindings)]
    while waiting:
        expression = waiting.pop()
        if isinstance(expression, syntax.Call):
            names.add(expression.name)
        waiting.extend(_parts(expression))
    return names
