"""functions/main.py as data: what Firebase calls."""

import ast

from tests.unit.docs.page import ROOT


def _decorated() -> list[ast.FunctionDef]:
    main = ast.parse((ROOT / "functions" / "main.py").read_text(encoding="utf-8"))
    return [item for item in main.body if isinstance(item, ast.FunctionDef) and item.decorator_list]


def names() -> set[str]:
    """Of every entry point."""
    return {entry.name for entry in _decorated()}


def callables() -> set[str]:
    """Of those that are called by people and administrators."""
    return {
        entry.name
        for entry in _decorated()
        if any("on_call" in ast.unparse(one) for one in entry.decorator_list)
    }
