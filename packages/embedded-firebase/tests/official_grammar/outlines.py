"""Two syntax trees on common ground: ours and the official parser's, as nested lists without positions."""

from __future__ import annotations

from typing import Any

from embedded_firebase.rules import syntax

Outline = Any
"""Nested lists of text."""

_WRAPPERS = {"PrimaryExpression", "LiteralExpression", "PathSimpleExpression", "MapSimpleExpression"}
_INFIX = {
    "LogicalOrExpression",
    "LogicalAndExpression",
    "EqualityExpression",
    "RelationalExpression",
    "AdditiveExpression",
    "MultiplicativeExpression",
    "ExprInExpression",
}


def outline_of_ours(file: syntax.RulesFile) -> Outline:
    """Return the outline of our syntax tree."""
    services = [["service", one.name, *_block(one.block)] for one in file.services]
    return ["version", file.version, *services]


def _block(block: syntax.Block) -> list[Outline]:
    functions = [_function(one) for one in block.functions]
    allows = [_allow(one) for one in block.allows]
    matches = [["match", *map(_segment, one.pattern), *_block(one.block)] for one in block.matches]
    return [*functions, *allows, *matches]


def _function(function: syntax.Function) -> Outline:
    bindings = [["let", name, _ours(value)] for name, value in function.bindings]
    return ["function", function.name, list(function.parameters), *bindings, _ours(function.result)]


def _allow(allow: syntax.Allow) -> Outline:
    condition = [] if allow.condition is None else [_ours(allow.condition)]
    return ["allow", [verb.name for verb in allow.verbs], *condition]


def _segment(segment: syntax.PatternSegment) -> str:
    if isinstance(segment, syntax.FixedSegment):
        return segment.text
    return f"{{{segment.name}=**}}" if segment.recursive else f"{{{segment.name}}}"


def _ours(node: syntax.Expression | str) -> Outline:
    match node:
        case str():
            return node
        case syntax.Literal(_, value):
            return ["literal", repr(value)]
        case syntax.Variable(_, name):
            return ["variable", name]
        case syntax.Member(_, target, name):
            return [".", _ours(target), name]
        case syntax.Index(_, target, index):
            return ["[]", _ours(target), _ours(index)]
        case syntax.Slice(_, target, start, end):
            return ["[:]", _ours(target), _ours(start), _ours(end)]
        case syntax.Call(_, name, arguments):
            return ["call", name, *map(_ours, arguments)]
        case syntax.MethodCall(_, target, name, arguments):
            return [".call", _ours(target), name, *map(_ours, arguments)]
        case syntax.Unary(_, operator, operand):
            return [operator, _ours(operand)]
        case syntax.Binary(_, operator, left, right) | syntax.Logical(_, operator, left, right):
            return [operator, _ours(left), _ours(right)]
        case syntax.Conditional(_, test, then, otherwise):
            return ["?:", _ours(test), _ours(then), _ours(otherwise)]
        case syntax.TypeTest(_, operand, name):
            return ["is", _ours(operand), name]
        case syntax.ListLiteral(_, items):
            return ["list", *map(_ours, items)]
        case syntax.MapLiteral(_, entries):
            return ["map", *([_ours(key), _ours(value)] for key, value in entries)]
        case syntax.PathLiteral(_, segments):
            return ["path", *map(_ours, segments)]
    raise TypeError(type(node).__name__)


def outline_of_theirs(tree: list[Any]) -> Outline:
    """Return the outline of the official parser's tree: `[kind, *children]`, with text for leaves."""
    version = next(child[3][1:-1] for child in tree[1:] if child[0] == "VersionStatement")
    services = []
    for child in tree[1:]:
        if child[0] == "RulesetStatement":
            declaration = child[1]
            services.append(["service", _text(declaration[2]), *_their_block(declaration[3:])])
    return ["version", version, *services]


def _their_block(children: list[Any]) -> list[Outline]:
    functions, allows, matches = [], [], []
    waiting = [child for child in children if not isinstance(child, str)]
    while waiting:
        kind, *rest = waiting.pop(0)
        if kind in ("ServiceStatement", "MatchStatement"):
            waiting = [child for child in rest if not isinstance(child, str)] + waiting
        elif kind == "FunctionDeclaration":
            functions.append(_their_function(rest))
        elif kind == "PermissionDeclaration":
            allows.append(_their_allow(rest))
        elif kind == "MatchRuleDeclaration":
            pattern = [_text(segment).removeprefix("/") for segment in _nodes(rest[1])]
            matches.append(["match", *pattern, *_their_block(rest[2:])])
        else:
            raise ValueError(f"{kind} is not expected in a block")
    return [*functions, *allows, *matches]


def _their_function(parts: list[Any]) -> Outline:
    by_kind = {part[0]: part for part in parts if not isinstance(part, str)}
    lists = [node for node in _nodes(by_kind["FunctionSignature"]) if node[0] == "ParamList"]
    parameters = [_text(node) for one in lists for node in _nodes(one)]
    body = by_kind["FunctionBody"]
    bindings = [
        ["let", _text(node[2]), _theirs(_nodes(node)[-1])]
        for node in _nodes(body)
        if node[0] == "BindingDeclaration"
    ]
    result = next(node for node in _nodes(body) if node[0] == "ReturnStatement")
    return ["function", _text(parts[1]), parameters, *bindings, _theirs(_nodes(result)[0])]


def _their_allow(parts: list[Any]) -> Outline:
    verbs = _text(parts[1]).split(",")
    bodies = [part for part in parts[2:] if not isinstance(part, str) and part[0] == "PermissionBody"]
    return ["allow", verbs, *(_theirs(_nodes(body)[0]) for body in bodies)]


def _theirs(node: list[Any]) -> Outline:
    kind, *parts = node
    nodes = _nodes(node)
    if kind in _WRAPPERS:
        return _theirs(parts[0])
    if kind in _INFIX:
        return [_text(parts[1]), _theirs(parts[0]), _theirs(parts[2])]
    if kind == "ParenSimpleExpression":
        return _theirs(nodes[0])
    if kind == "Literal":
        return ["literal", repr(_literal(_text(node)))]
    if kind == "VariableSimpleExpression":
        return ["variable", _text(node)]
    if kind in ("NotExpression", "UnaryAdditiveExpression"):
        return [_text(parts[0]), _theirs(nodes[-1])]
    if kind == "TernaryExpression":
        return ["?:", *map(_theirs, nodes)]
    if kind == "ExprIsTypeIdExpression":
        return ["is", _theirs(parts[0]), _text(parts[2])]
    if kind == "MemberLookupSimpleExpression":
        return [".", _theirs(parts[0]), _text(parts[2])]
    if kind in ("MemberFunctionCallSimpleExpression", "IdMemberFunctionCallSimpleExpression"):
        simple = parts[0][0].endswith("Expression")
        target = _theirs(parts[0]) if simple else ["variable", _text(parts[0])]
        return [".call", target, _text(parts[2]), *_arguments(nodes)]
    if kind == "FunctionCallSimpleExpression":
        return ["call", _text(parts[0]), *_arguments(nodes)]
    if kind == "ListSimpleExpression":
        return ["list", *_arguments(nodes)]
    if kind == "ListLookupSimpleExpression":
        lookup = nodes[-1]
        return [
            "[:]" if lookup[0] == "RangeLookup" else "[]",
            _theirs(parts[0]),
            *map(_theirs, _nodes(lookup)),
        ]
    if kind == "PathExpression":
        return ["path", *_path(parts)]
    if kind == "MapExpression":
        return ["map", *_entries(node)]
    raise ValueError(f"{kind} is not known here")


def _path(parts: list[Any]) -> list[Outline]:
    segments: list[Outline] = []
    for part in parts:
        inner = [] if isinstance(part, str) else _nodes(part)
        if inner and "$" in part:
            segments.append(_theirs(inner[0]))
        else:
            segments.extend(text for text in _text(part).split("/") if text)
    return segments


def _entries(node: list[Any]) -> list[Outline]:
    if node[0] == "MapEntry":
        return [[_theirs(one) for one in _nodes(node)]]
    return [entry for child in _nodes(node) for entry in _entries(child)]


def _arguments(nodes: list[Any]) -> list[Outline]:
    return [_theirs(one) for node in nodes if node[0] == "ExpressionList" for one in _nodes(node)]


def _literal(text: str) -> bool | int | float | str | None:
    if text in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[text]
    if text[0] in "'\"":
        escapes = {"\\\\": "\\", "\\'": "'", '\\"': '"', "\\n": "\n"}
        plain = text[1:-1]
        out, at = "", 0
        while at < len(plain):
            step = 2 if plain[at] == "\\" else 1
            out += escapes.get(plain[at : at + step], plain[at : at + step])
            at += step
        return out
    return float(text) if "." in text else int(text)


def _nodes(node: list[Any]) -> list[Any]:
    return [child for child in node[1:] if not isinstance(child, str)]


def _text(node: Any) -> str:
    return node if isinstance(node, str) else "".join(map(_text, node[1:]))
