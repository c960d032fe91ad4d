"""The entry points as data: what Firebase calls."""

import ast

from tests.docs.page import ROOT

_SOURCES = sorted((ROOT / "functions" / "mirror_realm" / "entry_points").glob("*.py"))


def _decorated() -> list[ast.FunctionDef]:
    items = [item for source in _SOURCES for item in ast.parse(source.read_text(encoding="utf-8")).body]
    return [item for item in items if isinstance(item, ast.FunctionDef) and item.decorator_list]


def modules() -> dict[str, str]:
    """Return the module of `entry_points` that declares each of them."""
    return {
        item.name: source.stem
        for source in _SOURCES
        for item in ast.parse(source.read_text(encoding="utf-8")).body
        if isinstance(item, ast.FunctionDef) and item.decorator_list
    }


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


def for_administrators() -> set[str]:
    """Return the callables whose docstrings name them as for administrators only."""
    docstrings = {entry.name: ast.get_docstring(entry) or "" for entry in _decorated()}
    return {name for name in callables() if "(administrators only)" in docstrings[name]}
