"""The transaction wrapper: bounded by time, keeping its place, letting nobody's abort or error slip through."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from google.api_core.exceptions import Aborted, FailedPrecondition, InvalidArgument

from mirror_realm.adapters.transactions import PATIENCE, Transactions
from mirror_realm.errors import Contention
from tests.fakes.outside import Clock


class ScriptedTransaction:
    """Stands where the client's does; commits fail as the script says."""

    def __init__(self, script: Iterator[Exception | None], log: list[Any]) -> None:
        self.script, self.log, self.id, self.in_progress = script, log, b"", False

    def _begin(self, retry_id: bytes | None) -> None:
        self.id = f"t{len([entry for entry in self.log if entry[0] == 'begin'])}".encode()
        self.in_progress = True
        self.log.append(("begin", retry_id))

    def _commit(self) -> None:
        fault = next(self.script, None)
        if fault is not None:
            raise fault
        self.in_progress = False
        self.log.append(("commit",))

    def _rollback(self) -> None:
        self.in_progress = False
        self.log.append(("rollback",))


def transactions(clock: Clock, *faults: Exception | None) -> tuple[Transactions, list[Any]]:
    log: list[Any] = []
    script = iter(faults)
    client: Any = SimpleNamespace(transaction=lambda: ScriptedTransaction(script, log))
    return Transactions(client, clock.runtime()), log


def test_an_abort_is_tried_again_in_the_first_ones_place_after_a_rollback() -> None:
    runner, log = transactions(Clock(), Aborted("busy"), Aborted("busy"))
    assert runner.run(lambda _: "done") == "done"
    assert log == [
        ("begin", None),
        ("rollback",),
        ("begin", b"t0"),
        ("rollback",),
        ("begin", b"t0"),
        ("commit",),
    ]


def test_an_abort_on_a_read_is_one_too() -> None:
    runner, _ = transactions(Clock())
    reads = iter([Aborted("busy"), None])

    def work(_: Any) -> str:
        fault = next(reads)
        if fault is not None:
            raise fault
        return "done"

    assert runner.run(work) == "done"


def test_contention_that_does_not_end_is_told_in_time() -> None:
    clock = Clock()
    runner, log = transactions(clock, *(Aborted("busy") for _ in range(1000)))
    started = clock.time
    with pytest.raises(Contention):
        runner.run(lambda _: None)
    assert PATIENCE <= clock.time - started < PATIENCE + timedelta(seconds=2)
    assert ("commit",) not in log


@pytest.mark.parametrize("fault", [FailedPrecondition("exists"), InvalidArgument("bad"), KeyboardInterrupt()])
def test_anything_else_passes_through_after_a_rollback(fault: BaseException) -> None:
    runner, log = transactions(Clock())

    def work(_: Any) -> None:
        raise fault

    with pytest.raises(type(fault)):
        runner.run(work)
    assert log[-1] == ("rollback",)


def test_a_rollback_that_fails_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    runner, _ = transactions(Clock(), FailedPrecondition("exists"))

    def broken(_: ScriptedTransaction) -> None:
        raise InvalidArgument("no such transaction")

    monkeypatch.setattr(ScriptedTransaction, "_rollback", broken)
    with pytest.raises(FailedPrecondition):
        runner.run(lambda _: None)


def test_whoever_waits_for_a_turn_too_long_is_told_so() -> None:
    runner, _ = transactions(Clock(), Aborted("busy"))
    clock = Clock()
    with runner._in_turn(clock.time), pytest.raises(Contention), runner._in_turn(clock.time):
        pass
