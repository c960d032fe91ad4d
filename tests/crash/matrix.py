"""The matrix: a scenario is recorded once, then repeated with faults at each of its remote calls."""

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.crash.line import Fault, Line
from tests.crash.scenario import Scenario
from tests.crash.snapshot import Snapshot
from tests.crash.wiring import COMMIT, WiredHouse
from tests.crash.world import World, overheard

Build = Callable[[Scenario, Line], World]
Plan = Mapping[int, Fault]
Ends = dict[str, str]
"""What the world came to from each state in which it was left to itself."""


@dataclass(frozen=True)
class Trial:
    """One run: what went wrong where, which calls were made in all, and what was found wrong afterwards."""

    plan: Plan
    calls: tuple[str, ...]
    acted: int
    """How many of them before it was all left to settle down."""
    found: str | None = None

    def __str__(self) -> str:
        told = "; ".join(f"#{number} {self.calls[number]}: {fault}" for number, fault in self.plan.items())
        return f"{told}\n    {self.found}"


def on_memory(scenario: Scenario, line: Line) -> World:
    return World(WiredHouse(line=line, **scenario.options()), line)


class Prepared:
    """A scenario's world on fakes as `prepare` left it, put back before each trial instead of being made anew."""

    def __init__(self, scenario: Scenario) -> None:
        self._world = on_memory(scenario, Line())
        with overheard(self._world), scenario.pages():
            scenario.prepare(self._world)
        self._left = Snapshot(self._world)

    def world(self, plan: Plan) -> World:
        """Return the world as it was left, with this plan on its line."""
        self._left.put_back()
        self._world.line.plan = plan
        return self._world


def run(
    scenario: Scenario,
    plan: Plan,
    build: Build = on_memory,
    well: Ends | None = None,
    prepared: Prepared | None = None,
) -> Trial:
    """Plays the scenario under this plan, lets the world settle down and checks it.

    `well` are states from which a trial of this scenario went well: one that comes to any of them is over, since what
    follows would be the same, and most faults lead to where others have led. Its own state is added. Without `well`
    every trial goes to its end. The world is `prepared` or built for this trial alone.
    """
    world = build(scenario, Line(plan)) if prepared is None else prepared.world(plan)
    line = world.line
    found, acted = None, 0
    with overheard(world), scenario.pages():
        try:
            if prepared is None:
                scenario.prepare(world)
            line.on = True
            scenario.act(world)
            acted = len(line.calls)
            state = None if well is None else world.state()
            if well is not None and state in well:
                return Trial(plan, tuple(line.calls), acted)
            world.settle_down()
            line.on = False
            world.age()
            scenario.expect(world)
            world.ask_again()
            world.age()
            if well is not None and state is not None:
                well[state] = world.state()
        except Exception as error:  # whatever it is: the report says under which plan it came
            found = _told(error)
    return Trial(plan, tuple(line.calls), acted, found)


def trials(scenario: Scenario, plans: Iterable[Plan]) -> list[Trial]:
    """One trial for each plan, from one prepared world, each ended where another has gone on from."""
    prepared, well = Prepared(scenario), Ends()
    return [run(scenario, plan, well=well, prepared=prepared) for plan in plans]


def singles(scenario: Scenario, build: Build = on_memory) -> Iterator[Plan]:
    """Every fault at every remote call of the scenario itself."""
    recorded = run(scenario, {}, build)
    return ({number: fault} for number, fault in _points(recorded.calls[: recorded.acted]))


def seconds(first: Trial) -> Iterator[Plan]:
    """Return the faults of a trial, and one more at every call after the last of them, recovery included."""
    begin = max(first.plan) + 1
    return ({**first.plan, number: fault} for number, fault in _points(first.calls) if number >= begin)


def _points(calls: Iterable[str]) -> Iterator[tuple[int, Fault]]:
    for number, call in enumerate(calls):
        for fault in Fault:
            if fault is not Fault.RUNS_AGAIN or call == COMMIT:
                yield number, fault


def _told(error: Exception) -> str:
    """Return what failed and where: an assertion outside a test module has no words of its own."""
    *_, last = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {last.name}, {last.line}: {error}"
