"""The syntax tree of a file of security rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """The position of a piece of syntax in the source."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""
    line: int
    """Counted from 1, as is the column."""
    column: int


@dataclass(frozen=True, slots=True)
class Literal:
    """`null`, `true`, `7`, `1.5`, `'text'`."""

    span: Span
    value: bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Variable:
    """A wildcard of a match, a parameter, a `let`, `request`, `resource`, or the name of a namespace."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """`target.name`"""

    span: Span
    target: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Index:
    """`target[index]`"""

    span: Span
    target: Expression
    index: Expression


@dataclass(frozen=True, slots=True)
class Slice:
    """`target[start:end]`"""

    span: Span
    target: Expression
    start: Expression
    end: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`"""

    span: Span
    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class MethodCall:
    """`target.name(arguments)`, where the target is a value or a namespace such as `math`."""

    span: Span
    target: Expression
    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """`!operand` or `-operand`"""

    span: Span
    operator: str
    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic, comparison, `in`: both sides are always evaluated."""

    span: Span
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Logical:
    """`left && right` or `left || right`"""

    span: Span
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Conditional:
    """`test ? then : otherwise`"""

    span: Span
    test: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class TypeTest:
    """`operand is type_name`"""

    span: Span
    operand: Expression
    type_name: str


@dataclass(frozen=True, slots=True)
class ListLiteral:
    """`[a, b]`"""

    span: Span
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class MapLiteral:
    """`{'a': b}`"""

    span: Span
    entries: tuple[tuple[Expression, Expression], ...]


@dataclass(frozen=True, slots=True)
class PathLiteral:
    """`/databases/(default)/documents/users/$(uid)`"""

    span: Span
    segments: tuple[str | Expression, ...]


Expression: TypeAlias = (
    Literal
    | Variable
    | Member
    | Index
    | Slice
    | Call
    | MethodCall
    | Unary
    | Binary
    | Logical
    | Conditional
    | TypeTest
    | ListLiteral
    | MapLiteral
    | PathLiteral
)


@dataclass(frozen=True, slots=True)
class FixedSegment:
    """`/users` in the path of a match."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`/{uid}`, or `/{path=**}` for any number of segments."""

    span: Span
    name: str
    recursive: bool


PatternSegment: TypeAlias = FixedSegment | Wildcard


@dataclass(frozen=True, slots=True)
class Function:
    """`function name(parameters) { let ...; return result; }`"""

    span: Span
    name: str
    parameters: tuple[str, ...]
    bindings: tuple[tuple[str, Expression], ...]
    result: Expression


@dataclass(frozen=True, slots=True)
class Verb:
    """`get`, `create`, `write`, ... of an allow."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Allow:
    """`allow verbs: if condition;` Without a condition it always allows."""

    span: Span
    verbs: tuple[Verb, ...]
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Block:
    """The content between the braces of a service or a match."""

    functions: tuple[Function, ...]
    allows: tuple[Allow, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """`match /users/{uid} { ... }`"""

    span: Span
    pattern: tuple[PatternSegment, ...]
    block: Block


@dataclass(frozen=True, slots=True)
class Service:
    """`service cloud.firestore { ... }`"""

    span: Span
    name: str
    block: Block


@dataclass(frozen=True, slots=True)
class RulesFile:
    """A whole file."""

    version: str
    """`'1'` where the file does not say, as in the service."""
    services: tuple[Service, ...]
