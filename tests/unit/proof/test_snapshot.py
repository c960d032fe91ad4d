"""A snapshot puts back whatever can change, and refuses what it cannot put back."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

import pytest

from tests.crash.snapshot import Snapshot


@dataclass
class World:
    name: str = "as it was"
    documents: dict[str, Any] = field(default_factory=lambda: {"a": {"b": [1]}})
    ids: "count[int]" = field(default_factory=lambda: count(1))
    waiting: "deque[int]" = field(default_factory=lambda: deque([1, 2]))
    gone: set[str] = field(default_factory=lambda: {"ada"})
    inner: "World | None" = None


@dataclass(slots=True)
class Slotted:
    value: int = 1


def _rename(world: World) -> None:
    world.name = "other"


def _deepen(world: World) -> None:
    world.documents["a"]["b"].append(2)
    world.documents["new"] = {}


def _add_an_attribute(world: World) -> None:
    world.built_later = True  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "change",
    [
        _rename,
        _deepen,
        _add_an_attribute,
        lambda world: next(world.ids),
        lambda world: world.waiting.popleft(),
        lambda world: world.gone.clear(),
        lambda world: setattr(world, "documents", {}),
    ],
)
@pytest.mark.parametrize(
    "reach", [lambda world: world, lambda world: [{"held": (world,)}], lambda world: partial(_rename, world)]
)
def test_what_changed_is_put_back_twice(
    change: Callable[[World], object], reach: Callable[[World], object]
) -> None:
    world, anew = World(), World()
    snapshot = Snapshot(reach(world))
    for _ in range(2):
        change(world)
        snapshot.put_back()
        assert repr(world) == repr(anew)
        assert vars(world).keys() == vars(anew).keys()


def test_the_variables_of_closures_are_put_back() -> None:
    made = 0

    def make() -> int:
        nonlocal made
        made += 1
        return made

    snapshot = Snapshot({"make": make})
    assert make() == 1
    snapshot.put_back()
    assert make() == 1


def test_slots_are_put_back() -> None:
    slotted = Slotted()
    snapshot = Snapshot([slotted])
    slotted.value = 2
    snapshot.put_back()
    assert slotted.value == 1


def test_an_error_that_is_raised_again_does_not_say_where_it_was_raised_before() -> None:
    error = ValueError("down")
    snapshot = Snapshot([error])
    with pytest.raises(ValueError, match="down"):
        raise error
    snapshot.put_back()
    assert error.__traceback__ is None


def test_circles_end() -> None:
    world = World()
    world.inner = world
    Snapshot(world).put_back()
    assert world.inner is world


def test_what_cannot_be_put_back_is_refused() -> None:
    with pytest.raises(TypeError, match="generator cannot be put back"):
        Snapshot({"script": (number for number in range(3))})
