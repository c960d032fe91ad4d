"""Put a world back: everything in it that can change becomes what it was at one moment, and nothing is built again."""

import functools
import threading
from collections import deque
from collections.abc import Callable, Iterable
from copy import copy
from enum import Enum
from functools import partial
from itertools import count
from logging import Logger
from types import BuiltinMethodType, CellType, FunctionType, MappingProxyType, MethodType, ModuleType
from typing import Any

from tests.fakes.frozen import FrozenDict, FrozenList

Restore = Callable[[], object]

_LOCKS = (type(threading.Lock()), type(threading.RLock()))
_MEMO = type(functools.cache(len))
_SAFE = (
    str,
    bytes,
    int,
    float,
    type,
    ModuleType,
    Logger,
    Enum,
    FrozenDict,
    FrozenList,
    *_LOCKS,
    _MEMO,
    type(None),
)
"""What cannot change, and what the whole process shares."""
_SAFE_MODULES = ("datetime", "zoneinfo", "re", "decimal")
"""Modules whose values cannot change."""
_STEPPING: tuple[type, ...] = (count, type(iter(())), type(iter([])))
"""Iterators: a copy continues at the position of the original."""
_MADE_IN_PYTHON = 1 << 9
"""The flag of a class that was made by a class statement."""


class Snapshot:
    """All that can be reached from `root`: containers, attributes, variables of closures.

    What neither is known to be unchangeable nor can be put back is refused with a TypeError. So a service that begins
    to keep something in memory is put back like the rest, or the test says that it cannot be.
    """

    def __init__(self, root: object) -> None:
        self._restores: list[Restore] = []
        seen: dict[
            int, object
        ] = {}  # by identity; the objects are held, so that no other gets one's identity
        waiting: list[object] = [root]
        while waiting:
            one = waiting.pop()
            if id(one) not in seen and not isinstance(one, _SAFE):
                seen[id(one)] = one
                waiting.extend(self._note(one))

    def put_back(self) -> None:
        """Give every object what it held. What came later is forgotten with what led to it."""
        for restore in self._restores:
            restore()

    def _note(self, one: Any) -> Iterable[object]:
        """Keep what this object holds; return what is to be visited next. Raises TypeError if it cannot be put back."""
        match one:
            case tuple() | frozenset():
                return one
            case MappingProxyType():
                return one.values()
            case FunctionType():
                return [
                    *(one.__closure__ or ()),
                    *(one.__defaults__ or ()),
                    *(one.__kwdefaults__ or {}).values(),
                ]
            case MethodType() | BuiltinMethodType():
                return [one.__self__]
            case partial():
                return [one.func, *one.args, *one.keywords.values()]
            case CellType():
                return self._cell(one)
        if type(one).__module__ in _SAFE_MODULES or isinstance(one, _STEPPING):
            return ()
        return [*self._contents(one), *self._attributes(one)]

    def _cell(self, cell: CellType) -> Iterable[object]:
        value = cell.cell_contents
        self._restores.append(lambda: setattr(cell, "cell_contents", _standing(value)))
        return [value]

    def _contents(self, one: Any) -> Iterable[object]:
        match one:
            case dict():
                held = {key: _standing(value) for key, value in one.items()}
                self._restores.append(partial(_refill, one, held))
                return [*held, *held.values()]
            case list() | deque() | set():
                items = [_standing(item) for item in one]
                self._restores.append(partial(_fill, one, items))
                return items
            case BaseException():
                self._restores.append(partial(_unraise, one))
                return one.args
        if not type(one).__flags__ & _MADE_IN_PYTHON:
            raise TypeError(f"{type(one).__module__}.{type(one).__qualname__} cannot be put back")
        return ()

    def _attributes(self, one: Any) -> Iterable[object]:
        held: list[object] = []
        if hasattr(one, "__dict__"):
            held += self._contents(vars(one))
        names = [name for kind in type(one).__mro__ for name in _slots(kind) if hasattr(one, name)]
        for name in names:
            value = getattr(one, name)
            held.append(value)
            self._restores.append(partial(object.__setattr__, one, name, _standing(value)))
        return held


def _slots(kind: type) -> Iterable[str]:
    names = vars(kind).get("__slots__", ())
    return [name for name in ((names,) if isinstance(names, str) else names) if not name.startswith("__")]


def _standing(value: Any) -> Any:
    """Return a copy of an iterator, which goes on from where it stands; anything else as it is."""
    return copy(value) if isinstance(value, _STEPPING) else value


def _refill(one: dict[Any, Any], held: dict[Any, Any]) -> None:
    one.clear()
    for key, value in held.items():
        one[key] = _standing(value)


def _fill(one: Any, items: list[Any]) -> None:
    one.clear()
    (one.update if isinstance(one, set) else one.extend)(map(_standing, items))


def _unraise(error: BaseException) -> None:
    """Take from an error where it was raised: it is raised again."""
    error.__traceback__ = error.__context__ = error.__cause__ = None
