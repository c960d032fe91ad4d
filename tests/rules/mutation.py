"""Mutants of rules: the same text with one small change that makes them wrong.

Each change is made where the syntax tree says that something stands, so every mutant is again a file of rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields

from embedded_firebase.rules import syntax
from embedded_firebase.rules.parsing import parse
from embedded_firebase.rules.syntax import Span

_FLIPPED = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "+": "-", "-": "+"}
_OTHER_VERBS = {
    "get": ("list", "read", "get, write"),
    "read": ("get", "list", "read, write"),
    "create": ("update", "create, update"),
    "update": ("create",),
}
"""Creations are not opened to deletions: our conditions ask for `request.resource`, which a deletion has not."""

_ARITHMETIC = frozenset("+-*/%")
_CHECKS = frozenset({"matches", "hasOnly"})


@dataclass(frozen=True)
class Mutant:
    """One wrong version of a file of rules."""

    kind: str
    """What was done: `drop a condition`, `flip a comparison`, ..."""
    span: Span
    """What was replaced."""
    before: str
    """The text that was replaced, on one line."""
    after: str
    source: str
    """The whole file, mutated."""

    def __str__(self) -> str:
        return f"line {self.span.line}, {self.kind}: {self.before} -> {self.after}"


@dataclass(frozen=True)
class _Edit:
    kind: str
    span: Span
    replacement: str


def mutants_of(source: str) -> list[Mutant]:
    """Every mutant of a file of rules, without repetitions, as they stand in the file."""
    file = parse(source)
    edits: dict[tuple[int, int, str], _Edit] = {}
    for service in file.services:
        for edit in _in_block(source, service.block, outermost=True):
            edits.setdefault((edit.span.start, edit.span.end, edit.replacement), edit)
    ordered = sorted(edits.values(), key=lambda edit: (edit.span.start, edit.span.end))
    return [_mutant(source, edit) for edit in ordered]


def _mutant(source: str, edit: _Edit) -> Mutant:
    start, end = edit.span.start, edit.span.end
    return Mutant(
        kind=edit.kind,
        span=edit.span,
        before=" ".join(source[start:end].split()),
        after=edit.replacement or "nothing",
        source=source[:start] + edit.replacement + source[end:],
    )


def _in_block(source: str, block: syntax.Block, *, outermost: bool = False) -> Iterator[_Edit]:
    for function in block.functions:
        for expression in (*(value for _, value in function.bindings), function.result):
            yield from _in_expression(source, expression)
        yield from _assumed(function.result)
    for allow in block.allows:
        yield from _in_allow(source, allow)
    for match in block.matches:
        if not outermost:
            # The outermost match is the root of the service, under which every path is.
            yield from _in_pattern(match)
        yield from _in_block(source, match.block)


def _in_allow(source: str, allow: syntax.Allow) -> Iterator[_Edit]:
    for verb in allow.verbs:
        for other in _OTHER_VERBS[verb.name]:
            if other.endswith("update") and len(allow.verbs) > 1:
                continue  # it has both already
            yield _Edit("change a verb", verb.span, other)
    if allow.condition is not None:
        yield _Edit("drop a condition", allow.condition.span, "true")
        yield from _in_expression(source, allow.condition)


def _in_pattern(match: syntax.Match) -> Iterator[_Edit]:
    for segment in match.pattern:
        if isinstance(segment, syntax.FixedSegment):
            yield _Edit("open a path", segment.span, "/{mutant}")
        elif not segment.recursive:
            yield _Edit("deepen a path", segment.span, f"/{{{segment.name}=**}}")


def _assumed(expression: syntax.Expression) -> Iterator[_Edit]:
    """Yield the expression taken for true, if it is a condition."""
    if (
        isinstance(expression, syntax.Logical | syntax.TypeTest)
        or (isinstance(expression, syntax.Binary) and expression.operator not in _ARITHMETIC)
        or (isinstance(expression, syntax.MethodCall) and expression.name in _CHECKS)
    ):
        yield _Edit("drop a condition", expression.span, "true")


def _in_expression(source: str, expression: syntax.Expression) -> Iterator[_Edit]:
    if isinstance(expression, syntax.Logical):
        for side in (expression.left, expression.right):
            # `a && b && c` is read as `(a && b) && c`: dropping `a && b` at once would drop two.
            if not (isinstance(side, syntax.Logical) and side.operator == expression.operator):
                kind = "drop a condition" if expression.operator == "&&" else "assume an alternative"
                yield _Edit(kind, side.span, "true")
        other = "||" if expression.operator == "&&" else "&&"
        yield from _other_operator(source, expression, "swap && and ||", other)
    elif isinstance(expression, syntax.Binary):
        if expression.operator in _FLIPPED:
            flipped = _FLIPPED[expression.operator]
            yield from _other_operator(source, expression, "flip an operator", flipped)
    elif isinstance(expression, syntax.Unary) and expression.operator == "!":
        operand = expression.operand.span
        yield _Edit("drop a negation", expression.span, source[operand.start : operand.end])
    elif isinstance(expression, syntax.ListLiteral):
        yield from _shorter(source, expression)
        return
    elif isinstance(expression, syntax.Literal):
        yield from _other_literals(expression)
    elif isinstance(expression, syntax.MethodCall) and _has_a_default(expression):
        # A default only stands for what is absent; one that no check accepts makes a field compulsory.
        default = expression.arguments[1].span
        spoilt = "false" if source[default.start : default.end] == "null" else "null"
        yield _Edit("spoil a default", default, spoilt)
        yield from _in_expression(source, expression.arguments[0])
        return
    elif isinstance(expression, syntax.MethodCall) and expression.name == "matches":
        yield from _stricter(source, expression.arguments[0].span)
    for part in parts_of(expression):
        yield from _in_expression(source, part)


def _has_a_default(call: syntax.MethodCall) -> bool:
    """Whether it is a map's `get`; `firestore.get` takes one path."""
    return call.name == "get" and len(call.arguments) == 2


def _other_operator(
    source: str, expression: syntax.Logical | syntax.Binary, kind: str, other: str
) -> Iterator[_Edit]:
    left, right = expression.left.span, expression.right.span
    at = source.index(expression.operator, left.end, right.start)
    line = source.count("\n", 0, at) + 1
    yield _Edit(kind, Span(at, at + len(expression.operator), line, 0), other)


def _shorter(source: str, literal: syntax.ListLiteral) -> Iterator[_Edit]:
    texts = [source[item.span.start : item.span.end] for item in literal.items]
    for index in {0, len(texts) - 1} if texts else ():
        text = texts[index]
        rest = ", ".join(texts[:index] + texts[index + 1 :])
        yield _Edit(f"leave {text} out", literal.span, f"[{rest}]")


def _stricter(source: str, span: Span) -> Iterator[_Edit]:
    """Yield the regular expression of a literal without one of its flags or alternatives."""
    pattern = source[span.start : span.end]
    if flags := re.match(r"'\(\?\w+\)", pattern):
        yield _Edit("drop a flag", span, "'" + pattern[flags.end() :])
    for start, end in _alternatives(pattern):
        # The bar behind it goes along, or the one before the last.
        cut = (start, end + 1) if pattern[end] == "|" else (start - 1, end)
        yield _Edit(f"leave {pattern[start:end]} out", span, pattern[: cut[0]] + pattern[cut[1] :])


def _alternatives(pattern: str) -> Iterator[tuple[int, int]]:
    """Where each of several alternatives in a group begins and ends; none may hold a bar or bracket as a character."""
    groups: list[list[int]] = []
    for at, character in enumerate(pattern):
        if character == "(":
            groups.append([at + 1])
        elif character == "|":
            groups[-1].append(at + 1)
        elif character == ")":
            starts = groups.pop()
            if len(starts) > 1:
                yield from zip(starts, [*(start - 1 for start in starts[1:]), at], strict=True)


def _other_literals(literal: syntax.Literal) -> Iterator[_Edit]:
    if isinstance(literal.value, bool) or literal.value is None:
        return
    if isinstance(literal.value, int):
        for neighbour in (literal.value + 1, literal.value - 1):
            yield _Edit("move a number", literal.span, str(neighbour))
    elif isinstance(literal.value, str):
        yield _Edit("change a text", literal.span, "'mutant'")


def parts_of(expression: syntax.Expression) -> Iterator[syntax.Expression]:
    """Yield the expressions directly below one."""
    waiting = [getattr(expression, field.name) for field in fields(expression)]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, tuple):
            waiting = [*value, *waiting]
        elif isinstance(value, syntax.Expression):
            yield value
