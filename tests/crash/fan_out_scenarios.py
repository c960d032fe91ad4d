"""Fan-outs by tasks that die, come twice, late or never, or are of an earlier round; then the queue is gone.

What is left the reaper does alone, and of a sweep the next days' passes.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from tests.crash.scenario import Scenario
from tests.crash.world import Event, World
from tests.fakes.fan_outs import ALL, SWEEP, Prepared

HOUSE = {"user_limit": 40, "global_limit": 100}


def _begun(fan_out: Prepared) -> Callable[[World], None]:
    """Return what prepares a world in which the fan-out has begun and its first task is in the queue."""

    def prepare(world: World) -> None:
        world.act(partial(fan_out.begin, world.house))
        assert _tasks(world)

    return prepare


def _tasks(world: World) -> list[Event]:
    return [event for event in world.pending if event.what.startswith("fanout ")]


def _lose_the_queue(world: World) -> None:
    """Lose all tasks, and let the queue take no others."""
    assert world.house.tasks is not None
    world.house.tasks.refuses = True
    world.pending = [event for event in world.pending if event not in _tasks(world)]


def _twice(world: World) -> None:
    """Deliver each task, and each of them again; what dies is lost."""
    world.deliver()
    for event in list(world.handled):
        world.deliver_one(event)
    _lose_the_queue(world)


def _late(fan_out: Prepared) -> Callable[[World], None]:
    """Return an act in which another round begins first, and all but two of its tasks get lost."""

    def act(world: World) -> None:
        late = _tasks(world)
        world.pending = [event for event in world.pending if event not in late]
        if fan_out is SWEEP:
            world.house.clock.time += timedelta(hours=20)
            world.sweep()
        else:
            world.pass_to_reaper()
            world.reap()
        for event in [*late, *_tasks(world)[:1]]:
            world.deliver_one(event)
        for event in _tasks(world)[:1]:
            world.deliver_one(event)
        _lose_the_queue(world)

    return act


def _done(fan_out: Prepared) -> Callable[[World], None]:
    def expect(world: World) -> None:
        assert fan_out.left(world.house) == 0

    return expect


FAN_OUTS = tuple(
    Scenario(
        f"{fan_out}, by tasks that come {how}",
        act,
        _begun(fan_out),
        house=HOUSE,
        expect=_done(fan_out),
        one_in=250,
        paged=True,
    )
    for fan_out in ALL
    for how, act in (("twice", _twice), ("late", _late(fan_out)))
)
