"""The parser: from the text of rules to their syntax tree."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import UnexpectedCharacters, VisitError
from lark.tree import Meta

from embedded_firebase.rules import syntax
from embedded_firebase.rules.errors import InvalidRules
from embedded_firebase.rules.grammar import GRAMMAR
from embedded_firebase.rules.syntax import Span

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", '"': '"'}
_LARGEST_INTEGER = 2**63 - 1


def parse(source: str) -> syntax.RulesFile:
    """Return the syntax tree of a file of rules.

    Raises:
        InvalidRules: with line and column, where the text is not in the grammar.
    """
    try:
        tree = _parser().parse(source)
        file: syntax.RulesFile = _Builder().transform(tree)
    except UnexpectedInput as error:
        raise InvalidRules(_explained(error)) from None
    except VisitError as error:
        if isinstance(error.orig_exc, InvalidRules | RecursionError):
            raise error.orig_exc from None
        raise
    return file


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, start="file", parser="lalr", lexer="contextual", propagate_positions=True)


def _explained(error: UnexpectedInput) -> str:
    if isinstance(error, UnexpectedCharacters):
        found = error.char
    else:
        token = getattr(error, "token", "")
        found = "the end of the file" if getattr(token, "type", "") == "$END" else str(token)
    return f"line {error.line}, column {error.column}: syntax error at {found!r}"


def _span(meta: Meta) -> Span:
    if meta.empty:
        return Span(0, 0, 1, 1)
    return Span(meta.start_pos, meta.end_pos, meta.line, meta.column)


def _text(token: Token) -> str:
    """Return the text that a string literal denotes.

    Raises:
        InvalidRules: for an escape that the official grammar does not know either.
    """

    def unescaped(match: re.Match[str]) -> str:
        if match[1] not in _ESCAPES:
            raise InvalidRules(f"line {token.line}, column {token.column}: unknown escape \\{match[1]}")
        return _ESCAPES[match[1]]

    return re.sub(r"\\(.)", unescaped, token[1:-1])


def _block(statements: list[Any]) -> syntax.Block:
    return syntax.Block(
        functions=tuple(one for one in statements if isinstance(one, syntax.Function)),
        allows=tuple(one for one in statements if isinstance(one, syntax.Allow)),
        matches=tuple(one for one in statements if isinstance(one, syntax.Match)),
    )


@v_args(meta=True)
class _Builder(Transformer[Token, Any]):
    """Make a syntax node for each rule of the grammar, by the rule's name."""

    def file(self, _: Meta, parts: list[Any]) -> syntax.RulesFile:
        versions = [part for part in parts if isinstance(part, str)]
        services = tuple(part for part in parts if isinstance(part, syntax.Service))
        return syntax.RulesFile(versions[0] if versions else "1", services)

    def version(self, _: Meta, parts: list[Any]) -> str:
        return _text(parts[0])

    def service(self, meta: Meta, parts: list[Any]) -> syntax.Service:
        return syntax.Service(_span(meta), parts[0], _block(parts[1:]))

    def service_name(self, _: Meta, parts: list[Any]) -> str:
        return ".".join(parts)

    def match(self, meta: Meta, parts: list[Any]) -> syntax.Match:
        return syntax.Match(_span(meta), parts[0], _block(parts[1:]))

    def pattern(self, _: Meta, parts: list[Any]) -> tuple[syntax.PatternSegment, ...]:
        return tuple(parts)

    def fixed_segment(self, meta: Meta, parts: list[Any]) -> syntax.FixedSegment:
        return syntax.FixedSegment(_span(meta), parts[0][1:])

    def wildcard(self, meta: Meta, parts: list[Any]) -> syntax.Wildcard:
        return syntax.Wildcard(_span(meta), str(parts[0]), recursive=False)

    def recursive_wildcard(self, meta: Meta, parts: list[Any]) -> syntax.Wildcard:
        return syntax.Wildcard(_span(meta), str(parts[0]), recursive=True)

    def allow(self, meta: Meta, parts: list[Any]) -> syntax.Allow:
        return syntax.Allow(_span(meta), parts[0], parts[1] if len(parts) > 1 else None)

    def verbs(self, _: Meta, parts: list[Any]) -> tuple[syntax.Verb, ...]:
        return tuple(parts)

    def verb(self, meta: Meta, parts: list[Any]) -> syntax.Verb:
        return syntax.Verb(_span(meta), str(parts[0]))

    def function(self, meta: Meta, parts: list[Any]) -> syntax.Function:
        name, parameters, *bindings, result = parts
        return syntax.Function(_span(meta), str(name), parameters, tuple(bindings), result)

    def parameters(self, _: Meta, parts: list[Any]) -> tuple[str, ...]:
        return tuple(map(str, parts))

    def binding(self, _: Meta, parts: list[Any]) -> tuple[str, syntax.Expression]:
        return str(parts[0]), parts[1]

    def conditional(self, meta: Meta, parts: list[Any]) -> syntax.Conditional:
        return syntax.Conditional(_span(meta), *parts)

    def logical(self, meta: Meta, parts: list[Any]) -> syntax.Logical:
        left, operator, right = parts
        return syntax.Logical(_span(meta), str(operator), left, right)

    def binary(self, meta: Meta, parts: list[Any]) -> syntax.Binary:
        left, operator, right = parts
        return syntax.Binary(_span(meta), str(operator), left, right)

    def type_test(self, meta: Meta, parts: list[Any]) -> syntax.TypeTest:
        return syntax.TypeTest(_span(meta), parts[0], str(parts[1]))

    def unary_operation(self, meta: Meta, parts: list[Any]) -> syntax.Unary:
        return syntax.Unary(_span(meta), str(parts[0]), parts[1])

    def member(self, meta: Meta, parts: list[Any]) -> syntax.Member:
        return syntax.Member(_span(meta), parts[0], str(parts[1]))

    def method_call(self, meta: Meta, parts: list[Any]) -> syntax.MethodCall:
        return syntax.MethodCall(_span(meta), parts[0], str(parts[1]), parts[2])

    def index(self, meta: Meta, parts: list[Any]) -> syntax.Index:
        return syntax.Index(_span(meta), *parts)

    def slice_of(self, meta: Meta, parts: list[Any]) -> syntax.Slice:
        return syntax.Slice(_span(meta), *parts)

    def integer_literal(self, meta: Meta, parts: list[Any]) -> syntax.Literal:
        if int(parts[0]) > _LARGEST_INTEGER:
            raise InvalidRules(f"line {meta.line}, column {meta.column}: the integer needs more than 64 bits")
        return syntax.Literal(_span(meta), int(parts[0]))

    def float_literal(self, meta: Meta, parts: list[Any]) -> syntax.Literal:
        return syntax.Literal(_span(meta), float(parts[0]))

    def string_literal(self, meta: Meta, parts: list[Any]) -> syntax.Literal:
        return syntax.Literal(_span(meta), _text(parts[0]))

    def true(self, meta: Meta, _: list[Any]) -> syntax.Literal:
        return syntax.Literal(_span(meta), True)

    def false(self, meta: Meta, _: list[Any]) -> syntax.Literal:
        return syntax.Literal(_span(meta), False)

    def null(self, meta: Meta, _: list[Any]) -> syntax.Literal:
        return syntax.Literal(_span(meta), None)

    def variable(self, meta: Meta, parts: list[Any]) -> syntax.Variable:
        return syntax.Variable(_span(meta), str(parts[0]))

    def call(self, meta: Meta, parts: list[Any]) -> syntax.Call:
        return syntax.Call(_span(meta), str(parts[0]), parts[1])

    def list_literal(self, meta: Meta, parts: list[Any]) -> syntax.ListLiteral:
        return syntax.ListLiteral(_span(meta), parts[0])

    def map_literal(self, meta: Meta, parts: list[Any]) -> syntax.MapLiteral:
        return syntax.MapLiteral(_span(meta), tuple(parts))

    def entry(self, _: Meta, parts: list[Any]) -> tuple[syntax.Expression, syntax.Expression]:
        return parts[0], parts[1]

    def path_literal(self, meta: Meta, parts: list[Any]) -> syntax.PathLiteral:
        return syntax.PathLiteral(_span(meta), tuple(parts))

    def path_text(self, _: Meta, parts: list[Any]) -> str:
        return str(parts[0][1:])

    def path_expression(self, _: Meta, parts: list[Any]) -> syntax.Expression:
        expression: syntax.Expression = parts[0]
        return expression

    def arguments(self, _: Meta, parts: list[Any]) -> tuple[syntax.Expression, ...]:
        return tuple(parts)
