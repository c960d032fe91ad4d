"""Evaluation of expressions, within the limits of the service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from embedded_firebase.rules import operators, syntax
from embedded_firebase.rules.errors import EvaluationError, LimitExceeded
from embedded_firebase.rules.operations import FUNCTIONS, METHODS
from embedded_firebase.rules.operations.strings import size_of
from embedded_firebase.rules.scopes import Scope
from embedded_firebase.rules.services import ServiceKind
from embedded_firebase.rules.values import UNDECIDED, Path, Value, is_type, require, type_name

MOST_EXPRESSIONS = 1000
"""For one request, over all conditions that are tried (public documentation, rules limits)."""

MOST_CALLS_DEEP = 20
"""Functions that call functions (public documentation, rules limits)."""

NAMESPACES = frozenset(name.partition(".")[0] for name in FUNCTIONS if "." in name)
"""The namespaces of functions: `math`, `duration`, ..."""


class DocumentLookup(Protocol):
    """The documents that rules may read."""

    def find(self, path: Path, *, after: bool) -> Value:
        """Return the resource of the document at a full path, or None; `after` as the request would leave it.

        Raises:
            EvaluationError: if there can be no document at such a path.
        """
        ...


class Evaluator:
    """Evaluate the expressions of one request and count their cost."""

    def __init__(self, kind: ServiceKind, documents: DocumentLookup) -> None:
        self.expressions = 0
        self._document_functions = kind.document_functions
        self._most_documents = kind.most_documents
        self._documents = documents
        self._read: dict[tuple[Path, bool], Value] = {}
        self._depth = 0
        self._by_kind: dict[type, Callable[[Any, Scope], Value]] = {
            syntax.Literal: self._literal,
            syntax.Variable: self._variable,
            syntax.Member: self._member,
            syntax.Index: self._index,
            syntax.Slice: self._slice,
            syntax.Call: self._call,
            syntax.MethodCall: self._method_call,
            syntax.Unary: self._unary,
            syntax.Binary: self._binary,
            syntax.Logical: self._logical,
            syntax.Conditional: self._conditional,
            syntax.TypeTest: self._type_test,
            syntax.ListLiteral: self._list,
            syntax.MapLiteral: self._map,
            syntax.PathLiteral: self._path,
        }

    @property
    def documents_read(self) -> int:
        """How many different documents the rules have read."""
        return len({path for path, _ in self._read})

    def evaluate(self, expression: syntax.Expression, scope: Scope) -> Value:
        """Return the value of an expression.

        Raises:
            EvaluationError: if it has none.
            LimitExceeded: if the request has asked for more than the service allows.
        """
        self.expressions += 1
        if self.expressions > MOST_EXPRESSIONS:
            raise LimitExceeded(f"more than {MOST_EXPRESSIONS} expressions")
        return self._by_kind[type(expression)](expression, scope)

    def _boolean(self, expression: syntax.Expression, scope: Scope) -> bool:
        value = self.evaluate(expression, scope)
        require(value, "bool")
        return value is True

    def _literal(self, literal: syntax.Literal, _: Scope) -> Value:
        return literal.value

    def _variable(self, variable: syntax.Variable, scope: Scope) -> Value:
        defined, value = scope.find_variable(variable.name)
        if not defined:
            raise EvaluationError(f"`{variable.name}` is not defined")
        return _known(value, variable.name)

    def _member(self, member: syntax.Member, scope: Scope) -> Value:
        target = self.evaluate(member.target, scope)
        require(target, "map")
        assert isinstance(target, dict)
        if member.name not in target:
            raise EvaluationError(f"there is no property `{member.name}`")
        return _known(target[member.name], member.name)

    def _index(self, index: syntax.Index, scope: Scope) -> Value:
        target = self.evaluate(index.target, scope)
        at = self.evaluate(index.index, scope)
        if isinstance(target, dict):
            require(at, "string")
            if at not in target:
                raise EvaluationError("there is no such key")
            return _known(target[at], "the entry")
        items = _sequence(target)
        require(at, "int")
        assert isinstance(at, int)
        if not 0 <= at < len(items):
            raise EvaluationError("the index is out of range")
        return _known(items[at], "the item")

    def _slice(self, part: syntax.Slice, scope: Scope) -> Value:
        target = self.evaluate(part.target, scope)
        require(target, "string", "list")
        items = _sequence(target)
        start, end = self.evaluate(part.start, scope), self.evaluate(part.end, scope)
        require(start, "int")
        require(end, "int")
        assert isinstance(start, int)
        assert isinstance(end, int)
        if not 0 <= start <= end <= len(items):
            raise EvaluationError("the range is out of range")
        return items[start:end]

    def _call(self, call: syntax.Call, scope: Scope) -> Value:
        declared = scope.find_function(call.name)
        values = [self.evaluate(argument, scope) for argument in call.arguments]
        if declared is not None:
            return self._run(*declared, values)
        return self._built_in(call.name, values)

    def _run(self, function: syntax.Function, scope: Scope, values: Sequence[Value]) -> Value:
        if len(values) != len(function.parameters):
            raise EvaluationError(f"`{function.name}` takes {len(function.parameters)} arguments")
        if self._depth == MOST_CALLS_DEEP:
            raise LimitExceeded(f"calls are nested more than {MOST_CALLS_DEEP} deep")
        self._depth += 1
        try:
            inside = scope.within(dict(zip(function.parameters, values, strict=True)))
            for name, expression in function.bindings:
                inside = inside.within({name: self.evaluate(expression, inside)})
            return self.evaluate(function.result, inside)
        finally:
            self._depth -= 1

    def _built_in(self, name: str, values: Sequence[Value]) -> Value:
        if name in self._document_functions:
            return self._document(name.rpartition(".")[2], values)
        if name not in FUNCTIONS:
            raise EvaluationError(f"there is no function `{name}`")
        return FUNCTIONS[name].call(*values)

    def _method_call(self, call: syntax.MethodCall, scope: Scope) -> Value:
        if isinstance(call.target, syntax.Variable) and not scope.find_variable(call.target.name)[0]:
            values = [self.evaluate(argument, scope) for argument in call.arguments]
            return self._built_in(f"{call.target.name}.{call.name}", values)
        target = self.evaluate(call.target, scope)
        operation = METHODS.get((type_name(target), call.name))
        if operation is None:
            raise EvaluationError(f"{type_name(target)} has no method `{call.name}`")
        return operation.call(target, *(self.evaluate(argument, scope) for argument in call.arguments))

    def _unary(self, unary: syntax.Unary, scope: Scope) -> Value:
        if unary.operator == "!":
            return not self._boolean(unary.operand, scope)
        return operators.negate(self.evaluate(unary.operand, scope))

    def _binary(self, binary: syntax.Binary, scope: Scope) -> Value:
        left, right = self.evaluate(binary.left, scope), self.evaluate(binary.right, scope)
        return operators.apply(binary.operator, left, right)

    def _logical(self, logical: syntax.Logical, scope: Scope) -> bool:
        """Evaluate `&&` or `||`: one side that decides is enough, even if the other has no value."""
        decisive = logical.operator == "||"
        try:
            left = self._boolean(logical.left, scope)
        except EvaluationError:
            if self._boolean(logical.right, scope) is decisive:
                return decisive
            raise
        return left if left is decisive else self._boolean(logical.right, scope)

    def _conditional(self, conditional: syntax.Conditional, scope: Scope) -> Value:
        chosen = conditional.then if self._boolean(conditional.test, scope) else conditional.otherwise
        return self.evaluate(chosen, scope)

    def _type_test(self, test: syntax.TypeTest, scope: Scope) -> bool:
        return is_type(self.evaluate(test.operand, scope), test.type_name)

    def _list(self, literal: syntax.ListLiteral, scope: Scope) -> Value:
        return [self.evaluate(item, scope) for item in literal.items]

    def _map(self, literal: syntax.MapLiteral, scope: Scope) -> Value:
        entries: dict[Value, Value] = {}
        for key, value in literal.entries:
            name = self.evaluate(key, scope)
            require(name, "string")
            entries[name] = self.evaluate(value, scope)
        return entries

    def _path(self, literal: syntax.PathLiteral, scope: Scope) -> Path:
        segments: list[str] = []
        for segment in literal.segments:
            value = segment if isinstance(segment, str) else self.evaluate(segment, scope)
            if isinstance(value, Path):
                segments.extend(value.segments)
            elif isinstance(value, str) and value and "/" not in value:
                segments.append(value)
            else:
                raise EvaluationError("a segment of a path is one name or a path")
        return Path(tuple(segments))

    def _document(self, function: str, values: Sequence[Value]) -> Value:
        if len(values) != 1:
            raise EvaluationError(f"`{function}` takes one path")
        require(values[0], "path")
        assert isinstance(values[0], Path)
        found = self._find(values[0], after=function.endswith("After"))
        if function.startswith("exists"):
            return found is not None
        if found is None:
            raise EvaluationError("there is no such document")
        return found

    def _find(self, path: Path, *, after: bool) -> Value:
        if (path, after) not in self._read:
            if path not in {known for known, _ in self._read} and self.documents_read == self._most_documents:
                raise LimitExceeded(f"more than {self._most_documents} documents")
            self._read[path, after] = self._documents.find(path, after=after)
        return self._read[path, after]


def _known(value: Value, name: str) -> Value:
    if value is UNDECIDED:
        raise EvaluationError(f"`{name}` cannot be known before a query is answered")
    return value


def _sequence(target: Value) -> Sequence[Value]:
    """Return what can be indexed by number.

    Raises:
        EvaluationError: for another type, and for text in which UTF-16 and Python count differently.
    """
    if isinstance(target, Path):
        return target.segments
    if isinstance(target, str) and size_of(target) != len(target):
        raise EvaluationError("how the service cuts such text is not known here")
    require(target, "string", "list")
    assert isinstance(target, str | list)
    return target
