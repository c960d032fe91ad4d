"""Attributes that are built once, on first use, safely across threads."""

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Owner = TypeVar("Owner", bound="Lazy")
Part = TypeVar("Part")


class Lazy:
    """An object with parts built `once`."""

    def __init__(self) -> None:
        self._building = threading.RLock()


class once(Generic[Owner, Part]):  # noqa: N801  # reads as a decorator, like functools.cached_property
    """Turn a method into an attribute: built at the first access, under the object's lock, kept if it did not raise."""

    def __init__(self, build: Callable[[Owner], Part]) -> None:
        self._build = build
        self.__doc__ = build.__doc__

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> "once[Owner, Part]": ...
    @overload
    def __get__(self, instance: Owner, owner: type[Any]) -> Part: ...
    def __get__(self, instance: Owner | None, owner: type[Any]) -> "Part | once[Owner, Part]":
        if instance is None:
            return self
        with instance._building:
            # Kept in the instance's dictionary, where Python looks first from now on.
            if self._name not in instance.__dict__:
                instance.__dict__[self._name] = self._build(instance)
            part: Part = instance.__dict__[self._name]
            return part
