"""Erasure: every move that exists and every other that raises; leases; when somebody has to look, and until when."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from mirror_realm.domain.erasure import (
    ERASURE_MOVES,
    KEEP_FENCE,
    SECOND_LOOK,
    Erasure,
    ErasureMove,
    ErasureStep,
)
from mirror_realm.domain.render_job import Lease
from mirror_realm.errors import IllegalMove, LeaseLost

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MINE = Lease("mine", NOW + MINUTE)


def at(step: ErasureStep, **fields: object) -> Erasure:
    return Erasure(started_at=NOW, updated_at=NOW, step=step, **fields)  # type: ignore[arg-type]


def move(erasure: Erasure, how: ErasureMove) -> Erasure:
    return erasure.next(NOW) if how is ErasureMove.NEXT else erasure.again(NOW)


@pytest.mark.parametrize(("step", "how"), ERASURE_MOVES)
def test_each_move_leads_where_the_diagram_says(step: ErasureStep, how: ErasureMove) -> None:
    assert move(at(step), how).step is ERASURE_MOVES[step, how]


@pytest.mark.parametrize(
    ("step", "how"), [pair for pair in product(ErasureStep, ErasureMove) if pair not in ERASURE_MOVES]
)
def test_every_other_move_is_refused(step: ErasureStep, how: ErasureMove) -> None:
    with pytest.raises(IllegalMove):
        move(at(step), how)


def test_it_is_done_only_by_a_look_that_found_nothing() -> None:
    before = {step for (step, how), after in ERASURE_MOVES.items() if after is ErasureStep.DONE}
    assert before == {ErasureStep.LOOK}


def test_what_a_look_finds_begins_another_round_and_is_not_done() -> None:
    done = at(ErasureStep.LOOK).next(NOW)
    again = done.again(NOW + MINUTE)
    assert (again.step, again.rounds, again.done, again.done_at) == (ErasureStep.JOBS, 2, False, None)
    assert again.to_document()["expires_at"] is None


def test_it_is_due_at_once_then_when_its_lease_runs_out_then_a_day_after_it_is_done_then_never() -> None:
    begun = Erasure.begun(NOW)
    assert begun.due_at == NOW
    assert begun.claim(MINE, NOW).due_at == MINE.expires_at
    assert begun.claim(MINE, NOW).release(NOW + MINUTE).due_at == NOW + MINUTE
    done = at(ErasureStep.LOOK, lease=MINE).next(NOW)
    assert (done.lease, done.due_at) == (None, NOW + SECOND_LOOK)
    assert done.next(NOW + SECOND_LOOK).due_at is None


def test_the_fence_lives_for_two_days_after_it_was_done() -> None:
    assert Erasure.begun(NOW).to_document()["expires_at"] is None
    done = at(ErasureStep.LOOK).next(NOW)
    assert done.to_document()["expires_at"] == NOW + KEEP_FENCE
    confirmed = done.next(NOW + SECOND_LOOK)
    assert confirmed.to_document()["expires_at"] == NOW + KEEP_FENCE


def test_a_lease_keeps_others_out_while_it_lives() -> None:
    held = Erasure.begun(NOW).claim(MINE, NOW)
    with pytest.raises(LeaseLost):
        held.claim(Lease("other", NOW + 2 * MINUTE), NOW)
    assert held.claim(Lease("mine", NOW + 2 * MINUTE), NOW).due_at == NOW + 2 * MINUTE
    assert held.claim(Lease("other", NOW + 2 * MINUTE), NOW + MINUTE).lease == Lease(
        "other", NOW + 2 * MINUTE
    )


def test_only_its_holder_may_go_on_and_only_in_time() -> None:
    held = Erasure.begun(NOW).claim(MINE, NOW)
    held.check_lease("mine", NOW)
    for token, moment in (("other", NOW), ("mine", NOW + MINUTE)):
        with pytest.raises(LeaseLost):
            held.check_lease(token, moment)
    with pytest.raises(LeaseLost):
        held.release(NOW).check_lease("mine", NOW)


@pytest.mark.parametrize("step", ErasureStep)
def test_it_is_read_as_it_was_written(step: ErasureStep) -> None:
    erasure = at(step, lease=MINE, rounds=3, done_at=NOW)
    assert Erasure.from_document(erasure.to_document()) == erasure


def test_what_an_operator_writes_by_hand_is_an_erasure_that_has_begun() -> None:
    assert Erasure.from_document({"started_at": NOW, "due_at": NOW}) == Erasure.begun(NOW)
