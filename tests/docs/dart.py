"""A page's Dart without Dart: its syntax by a tree-sitter grammar, its `fromJson` and `toJson` by a small evaluator.

No Dart SDK is to be had from the registries that the tests install from. So a snippet counts as checked when the
grammar finds no error in it, and a class when the expressions of its own `fromJson`, read from the page, take a real
answer: every cast, every null assertion, every declared field type is tried as Dart's sound typing would. What the
evaluator does not know it refuses; it never guesses.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import tree_sitter_dart
from google.api_core.datetime_helpers import DatetimeWithNanoseconds
from tree_sitter import Language, Node, Parser

_PARSER = Parser(Language(tree_sitter_dart.language()))

_DATE_TIME = re.compile(
    r"[+-]?\d{4,6}-?\d\d-?\d\d([ T]\d\d(:?\d\d(:?\d\d([.,]\d+)?)?)?( ?[zZ]| ?[-+]\d\d(:?\d\d)?)?)?"
)
"""What `DateTime.parse` takes, by its documentation."""


class DartError(Exception):
    """Dart would have thrown here."""


@dataclass(frozen=True)
class Snapshot:
    """A Firestore document as the app's SDK hands it over."""

    id: str
    fields: Mapping[str, Any]
    """Times are what Google's client makes of a Timestamp."""


@dataclass(frozen=True)
class Instance:
    """An object of one of the page's classes, or a value of one of its enums."""

    kind: str
    fields: Mapping[str, Any]


def syntax_errors(source: str) -> list[str]:
    """Where the grammar finds the Dart wrong: line and text."""
    return [
        f"line {node.start_point[0] + 1}: {_text(node)[:60]!r}"
        for node in _all(_PARSER.parse(source.encode()).root_node)
        if node.is_error or node.is_missing
    ]


class Library:
    """The declarations of some Dart, of which those written as one expression can be called."""

    def __init__(self, source: str) -> None:
        self._functions: dict[str, _Function] = {}
        self._classes: dict[str, _Class] = {}
        self._enums: dict[str, list[str]] = {}
        root = _PARSER.parse(source.encode()).root_node
        self._declare(root, "")
        for node in root.children:
            if node.type == "class_definition":
                name = _text(_only(node, "identifier"))
                self._classes[name] = _Class.read(node)
                self._declare(_only(node, "class_body"), f"{name}.")
            elif node.type == "enum_declaration":
                constants = (one for one in _all(node) if one.type == "enum_constant")
                self._enums[_text(_only(node, "identifier"))] = [_text(one) for one in constants]

    def call(self, name: str, *arguments: Any) -> Any:
        """Return a function's, or `Class.factory`'s, value. Raises DartError where Dart would throw."""
        function = self._functions[name]
        return self._sequence(function.body, dict(zip(function.parameters, arguments, strict=True)))

    def new(self, kind: str, **fields: Any) -> Instance:
        """`kind(...)`. Raises DartError for an argument missing, unknown or of another type."""
        declared = self._classes[kind]
        if unknown := fields.keys() - declared.fields.keys():
            raise DartError(f"{kind} has no {', '.join(unknown)}")
        if missing := declared.required - fields.keys():
            raise DartError(f"{kind} requires {', '.join(missing)}")
        for name, value in fields.items():
            self._expect(value, declared.fields[name], f"{kind}.{name}")
        return Instance(kind, fields)

    def method(self, this: Instance, name: str) -> Any:
        """Return the value of a method without parameters."""
        return self._sequence(self._functions[f"{this.kind}.{name}"].body, dict(this.fields))

    def _declare(self, scope: Node, prefix: str) -> None:
        """Remembers each signature with the expression that follows it."""
        for signature, body in zip(scope.children, scope.children[1:], strict=False):
            if body.type == "function_body" and body.children[0].type == "=>":
                self._functions[prefix + _name(signature)] = _Function(
                    [_text(_names(parameter)[-1]) for parameter in _parameters(signature)],
                    [node for node in body.children[1:] if node.type != ";"],
                )

    def _sequence(self, nodes: Sequence[Node], scope: Mapping[str, Any]) -> Any:
        """Return a primary expression and the selectors behind it: `a.b(c)[d]!`."""
        value = self._primary(nodes[0], scope)
        for selector in nodes[1:]:
            part = selector.children[0]
            if part.type == "!":
                if value is None:
                    raise DartError(f"{_text(nodes[0])} is null and was asserted not to be")
            elif part.type == "argument_part":
                value = value(*self._arguments(part, scope), **self._named_arguments(part, scope))
            else:
                value = self._select(value, part, scope)
        return value

    def _select(self, value: Any, part: Node, scope: Mapping[str, Any]) -> Any:
        inner = part.named_children[0]
        if inner.type == "index_selector":
            self._expect(value, "Map", _text(part))
            return value.get(self._sequence(inner.named_children, scope))
        return self._member(value, _text(inner))

    def _member(self, value: Any, name: str) -> Any:
        if isinstance(value, Instance):
            return value.fields[name] if name in value.fields else lambda: self.method(value, name)
        if isinstance(value, Snapshot) and name in ("id", "data"):
            return value.id if name == "id" else lambda: dict(value.fields)
        if isinstance(value, _Name):
            return self._static(value.name, name)
        methods: dict[str, Callable[..., Any]] = {
            "toDouble": lambda: float(value),
            "toDate": lambda: datetime.fromtimestamp(value.timestamp(), value.tzinfo),
        }
        return methods[name]

    def _static(self, owner: str, name: str) -> Any:
        if owner == "DateTime" and name == "parse":
            return _parse_date_time
        if owner in self._enums and name == "values":
            return _Name(f"{owner}.values")
        if owner.removesuffix(".values") in self._enums and name == "byName":
            return lambda one: self._enum(owner.removesuffix(".values"), one)
        if owner in self._enums:
            return self._enum(owner, name)
        return lambda *arguments: self.call(f"{owner}.{name}", *arguments)

    def _enum(self, kind: str, name: str) -> Instance:
        if name not in self._enums[kind]:
            raise DartError(f"{kind} has no {name}")
        return Instance(kind, {"name": name})

    def _primary(self, node: Node, scope: Mapping[str, Any]) -> Any:
        match node.type:
            case "identifier":
                return self._identifier(_text(node), scope)
            case "string_literal":
                return _text(node)[1:-1]
            case "null_literal":
                return None
            case "parenthesized_expression":
                return self._sequence(node.named_children, scope)
            case "type_cast_expression":
                *cast, kind = node.named_children
                value = self._sequence(cast, scope)
                self._expect(value, _after(kind, "as_operator"), _text(node))
                return value
            case "type_test_expression":
                *tested, kind = node.named_children
                return self._is(self._sequence(tested, scope), _after(kind, "is_operator"))
            case "equality_expression":
                left, right = _split(node, ("equality_operator",))
                equal = self._sequence(left, scope) == self._sequence(right, scope)
                return equal if "==" in map(_text, node.children) else not equal
            case "conditional_expression":
                condition, then, otherwise = _split(node, ("?", ":"))
                return self._sequence(then if self._sequence(condition, scope) else otherwise, scope)
            case "logical_or_expression":
                left, right = _split(node, ("logical_or_operator", "||"))
                return self._sequence(left, scope) or self._sequence(right, scope)
            case "if_null_expression":
                left, right = _split(node, ("??",))
                value = self._sequence(left, scope)
                return self._sequence(right, scope) if value is None else value
            case "set_or_map_literal":
                return dict(self._entries(node.named_children, scope))
            case "postfix_expression" if _text(node).startswith("Map<String, dynamic>.from("):
                arguments = next(one for one in _all(node) if one.type == "arguments")
                return dict(self._sequence(arguments.named_children[0].named_children, scope))
        raise NotImplementedError(f"Dart that is not evaluated here: {node.type}: {_text(node)[:60]}")

    def _identifier(self, name: str, scope: Mapping[str, Any]) -> Any:
        if name in scope:
            return scope[name]
        if name in self._classes:
            return _Name(name, lambda **fields: self.new(name, **fields))
        if name in self._functions:
            return lambda *arguments: self.call(name, *arguments)
        return _Name(name)

    def _entries(self, nodes: Sequence[Node], scope: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for node in nodes:
            if node.type == "pair":
                key, value = _split(node, (":",))
                yield self._sequence(key, scope), self._sequence(value, scope)
            elif node.type == "spread_element":
                yield from self._sequence(node.named_children, scope).items()
            else:
                raise NotImplementedError(f"Dart that is not evaluated here: {node.type}")

    def _arguments(self, part: Node, scope: Mapping[str, Any]) -> list[Any]:
        given = part.named_children[0].named_children
        return [self._sequence(one.named_children, scope) for one in given if one.type == "argument"]

    def _named_arguments(self, part: Node, scope: Mapping[str, Any]) -> dict[str, Any]:
        given = part.named_children[0].named_children
        return {
            _text(one.named_children[0].named_children[0]): self._sequence(one.named_children[1:], scope)
            for one in given
            if one.type == "named_argument"
        }

    def _expect(self, value: Any, kind: str, what: str) -> None:
        if not self._is(value, kind):
            raise DartError(f"{what}: {value!r} is no {kind}")

    def _is(self, value: Any, kind: str) -> bool:
        if kind.endswith("?"):
            return value is None or self._is(value, kind[:-1])
        match kind.partition("<")[0]:
            case "String":
                return isinstance(value, str)
            case "bool":
                return isinstance(value, bool)
            case "int":
                return type(value) is int
            case "double":
                return type(value) is float
            case "num":
                return type(value) in (int, float)
            case "Map":
                return isinstance(value, Mapping)
            case "List":
                return isinstance(value, list)
            case "Timestamp":
                return isinstance(value, DatetimeWithNanoseconds)
            case "DateTime":
                return type(value) is datetime
        return isinstance(value, Instance) and value.kind == kind


@dataclass(frozen=True)
class _Function:
    parameters: list[str]
    body: list[Node]


@dataclass(frozen=True)
class _Class:
    fields: dict[str, str]
    """Name -> type, as declared."""
    required: set[str]

    @classmethod
    def read(cls, node: Node) -> "_Class":
        declared = re.findall(r"^  final ([\w<>?, ]+) (\w+);", _text(node), re.MULTILINE)
        return cls(
            {name: kind for kind, name in declared}, set(re.findall(r"required this\.(\w+)", _text(node)))
        )


@dataclass(frozen=True)
class _Name:
    """A name that stands for a type: a class of the page (which can be called), an enum, one of Dart's own."""

    name: str
    construct: Callable[..., Instance] | None = None

    def __call__(self, **fields: Any) -> Instance:
        if self.construct is None:
            raise NotImplementedError(f"{self.name} is not known here")
        return self.construct(**fields)


def _parse_date_time(text: str) -> datetime:
    if not _DATE_TIME.fullmatch(text):
        raise DartError(f"DateTime.parse takes no {text!r}")
    return datetime.fromisoformat(text)


def _text(node: Node) -> str:
    return (node.text or b"").decode()


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


def _only(node: Node, kind: str) -> Node:
    return next(child for child in node.children if child.type == kind)


def _names(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type == "identifier"]


def _name(signature: Node) -> str:
    """Return what a function, method or factory is called; a factory without its class."""
    inner = signature.named_children[0] if signature.type == "method_signature" else signature
    return _text(_names(inner)[-1])


def _parameters(signature: Node) -> list[Node]:
    return [node for node in _all(signature) if node.type == "formal_parameter" and _names(node)]


def _after(node: Node, operator: str) -> str:
    """Return the type that a cast or a test names."""
    return "".join(_text(child) for child in node.children if child.type != operator)


def _split(node: Node, separators: tuple[str, ...]) -> list[list[Node]]:
    """Return the named children between the separators."""
    groups: list[list[Node]] = [[]]
    for child in node.children:
        if child.type in separators:
            groups.append([])
        elif child.is_named:
            groups[-1].append(child)
    return groups
