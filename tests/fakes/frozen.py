"""Documents that nobody can change: frozen once when they are stored, they need no copy when they are read."""

from datetime import datetime
from enum import Enum
from typing import Any, NoReturn

_PLAIN = frozenset({str, int, float, bool, bytes, datetime, type(None)})
"""Types of values that cannot change."""


def _refuse(self: object, *_: object, **__: object) -> NoReturn:
    """Raise TypeError."""
    raise TypeError("a stored document cannot be changed: write another one")


class FrozenDict(dict[str, Any]):
    """A map that only its making fills. `|=` gives a new one, as `+=` does of tuples."""

    __ior__ = dict.__or__  # type: ignore[assignment]

    __setitem__ = __delitem__ = _refuse
    update = pop = popitem = setdefault = clear = _refuse


class FrozenList(list[Any]):
    """A list that only its making fills."""

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = extend = insert = pop = remove = clear = sort = reverse = _refuse


class Documents(dict[str, Any]):
    """Documents by path: each is frozen when it is put here."""

    def __setitem__(self, path: str, data: Any) -> None:
        super().__setitem__(path, frozen(data))

    def update(self, *others: Any, **more: Any) -> None:
        for path, data in dict(*others, **more).items():
            self[path] = data


def frozen(value: Any) -> Any:
    """Return it as a database would give it, plain strings for enumerations, and unchangeable all the way down."""
    if type(value) in _PLAIN or isinstance(value, FrozenDict | FrozenList):
        return value
    if isinstance(value, dict):
        return FrozenDict(
            {name: item if type(item) in _PLAIN else frozen(item) for name, item in value.items()}
        )
    if isinstance(value, list):
        return FrozenList([frozen(item) for item in value])
    return value.value if isinstance(value, Enum) else value
