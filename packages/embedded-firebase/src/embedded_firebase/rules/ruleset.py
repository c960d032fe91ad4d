"""A ruleset: rules that have been checked, ready to decide requests of one service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Protocol

from embedded_firebase.rules import syntax
from embedded_firebase.rules.checking import check
from embedded_firebase.rules.errors import EvaluationError, InvalidRules, LimitExceeded
from embedded_firebase.rules.evaluation import DocumentLookup, Evaluator
from embedded_firebase.rules.matching import Segment, match_pattern
from embedded_firebase.rules.parsing import parse
from embedded_firebase.rules.scopes import Scope
from embedded_firebase.rules.services import ServiceKind
from embedded_firebase.rules.values import Value


class Method(StrEnum):
    """The method of a request; `read` and `write` in rules stand for several of these."""

    GET = "get"
    LIST = "list"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


_GRANTED_BY: dict[Method, frozenset[str]] = {
    Method.GET: frozenset({"get", "read"}),
    Method.LIST: frozenset({"list", "read"}),
    Method.CREATE: frozenset({"create", "write"}),
    Method.UPDATE: frozenset({"update", "write"}),
    Method.DELETE: frozenset({"delete", "write"}),
}


@dataclass(frozen=True)
class Request:
    """A request to decide about."""

    method: Method
    path: Sequence[Segment]
    """From the root of the service: `databases`, `(default)`, `documents`, ...; `b`, bucket, `o`, ..."""
    variables: Mapping[str, Value]
    """`request` and `resource`."""


@dataclass(frozen=True)
class Decision:
    """The decision about a request, with its reasons."""

    allowed: bool
    reasons: tuple[str, ...]
    """One for each condition that was tried, by line; without data of the request."""
    expressions: int
    """The number of expressions evaluated."""
    documents: int
    """The number of other documents read."""


class Decider(Protocol):
    """Decide about requests: a ruleset, or a replacement for one."""

    def decide(self, request: Request, documents: DocumentLookup) -> Decision:
        """Return whether a request is allowed."""
        ...


class Ruleset:
    """The rules of one service.

    Raises:
        InvalidRules: if the file is not in the grammar, or names what is not known here.
    """

    def __init__(self, source: str, kind: ServiceKind) -> None:
        self.source = source
        try:
            self.file = parse(source)
            check(self.file, kind)
        except RecursionError:
            raise InvalidRules("the rules are nested too deeply to be read") from None
        self._kind = kind

    @classmethod
    def load(cls, file: FilePath, kind: ServiceKind) -> Ruleset:
        """Load the rules in a file.

        Raises:
            InvalidRules: if they cannot be used.
        """
        try:
            return cls(file.read_text(encoding="utf-8"), kind)
        except InvalidRules as error:
            raise InvalidRules(f"{file.name} cannot be used:\n{error}") from None

    def decide(self, request: Request, documents: DocumentLookup) -> Decision:
        """Return whether any rule allows the request. A condition that has no value or exceeds a limit does not."""
        evaluator = Evaluator(self._kind, documents)
        reasons: list[str] = []
        allowed = False
        try:
            for allow, scope in self._allows(request):
                granted, reason = _holds(evaluator, allow, scope)
                reasons.append(f"line {allow.span.line}: {reason}")
                if granted:
                    allowed = True
                    break
        except LimitExceeded as error:
            reasons.append(str(error))
        except RecursionError:
            reasons.append("the condition is nested too deeply to be evaluated")
        if not reasons:
            reasons.append(f"no rule allows {request.method} there")
        return Decision(allowed, tuple(reasons), evaluator.expressions, evaluator.documents_read)

    def _allows(self, request: Request) -> Iterator[tuple[syntax.Allow, Scope]]:
        """Yield the allow statements that apply to a request, in the order of the file."""
        granted_by = _GRANTED_BY[request.method]
        root = Scope(request.variables)
        for service in self.file.services:
            for allow, scope in _applicable(service.block, request.path, root):
                if any(verb.name in granted_by for verb in allow.verbs):
                    yield allow, scope


def _applicable(
    block: syntax.Block, path: Sequence[Segment], scope: Scope
) -> Iterator[tuple[syntax.Allow, Scope]]:
    inside = scope.within({}, {function.name: function for function in block.functions})
    if not path:
        for allow in block.allows:
            yield allow, inside
    for match in block.matches:
        for bindings, rest in match_pattern(match.pattern, path):
            yield from _applicable(match.block, rest, inside.within(bindings))


def _holds(evaluator: Evaluator, allow: syntax.Allow, scope: Scope) -> tuple[bool, str]:
    if allow.condition is None:
        return True, "always"
    try:
        value = evaluator.evaluate(allow.condition, scope)
    except EvaluationError as error:
        return False, f"no value: {error}"
    return value is True, "true" if value is True else "false"
