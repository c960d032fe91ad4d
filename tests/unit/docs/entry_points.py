"""The entry points as data: what Firebase calls."""

import ast

from tests.unit.docs.page import ROOT


def _decorated() -> list[ast.FunctionDef]:
    sources = (ROOT / "functions" / "mirror_realm" / "entry_points").glob("*.py")
    items = [item for source in sources for item in ast.parse(source.read_text(encoding="utf-8")).body]
    return [item for item in items if isinstance(item, ast.FunctionDef) and item.decorator_list]


def names() -> set[str]:
    """Of every entry point."""
    return {entry.name for entry in _decorated()}


def callables() -> set[str]:
    """Of those that are called by people and administrators."""
    return {
        entry.name
        for entry in _decorated()
        if any(ast.unparse(one).startswith("call(") for one in entry.decorator_list)
    }
