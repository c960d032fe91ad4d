"""Avatar and render job: every move that exists, and every other that raises."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from mirror_realm.domain.avatar import (
    MOVES,
    Avatar,
    Move,
    Picture,
    Problem,
    RequestedBy,
    Source,
    Status,
    after,
)
from mirror_realm.domain.render_job import JOB_MOVES, Call, JobMove, JobState, Lease, RenderJob
from mirror_realm.errors import IllegalMove, LeaseLost
from tests.unit.domain.test_recipe import SAMPLE

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PICTURE = Picture("shared/k/r-1/1024.jpg", "https://x/1024", "https://x/256", "LEHV6n")
PROBLEM = Problem("provider_timeout", "too slow", True)


def avatar(**fields: object) -> Avatar:
    return Avatar(
        avatar_id="a",
        recipe=SAMPLE,
        placeholder_url="https://x/placeholder.jpg",
        requested_by=RequestedBy.CALL,
        ithere_message="hello",
        created_at=NOW,
        updated_at=NOW,
        **fields,  # type: ignore[arg-type]
    )


def job(state: JobState = JobState.QUEUED, **fields: object) -> RenderJob:
    return RenderJob(
        render_id="r",
        uid="u",
        avatar_id="a",
        recipe=SAMPLE,
        state=state,
        attempt=1,
        reservation=None,
        created_at=NOW,
        updated_at=NOW,
        deadline_at=NOW + timedelta(hours=1),
        **fields,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("status", "move"), [pair for pair in product([None, *Status], Move) if pair not in MOVES]
)
def test_an_avatar_refuses_every_move_it_does_not_have(status: Status | None, move: Move) -> None:
    with pytest.raises(IllegalMove):
        after(status, move)


def test_an_avatars_every_status_can_be_left_or_is_shown() -> None:
    assert {status for status, _ in MOVES} == {None, *Status}
    assert set(MOVES.values()) == set(Status)


def test_a_picture_that_is_shown_stays_while_a_better_one_is_made_and_if_it_never_comes() -> None:
    degraded = avatar().degrade(PICTURE, source=Source.PAINTED, problem=PROBLEM, upgrade_at=NOW, now=NOW)
    waiting = degraded.queue(now=NOW, render_id="r2")
    assert waiting.to_document()["image_url"] == PICTURE.image_url
    failed = waiting.start(NOW).fail(PROBLEM, now=NOW)
    assert (failed.status, failed.degraded, failed.picture) == (Status.COMPLETED, True, PICTURE)


def test_an_avatars_image_url_and_generation_time_are_never_null() -> None:
    for shown in (
        avatar().queue(now=NOW, render_id="r"),
        avatar().queue(now=NOW, render_id="r").fail(PROBLEM, now=NOW),
        avatar().complete(PICTURE, source=Source.CACHE, cost_micros=0, now=NOW),
    ):
        document = shown.to_document()
        assert document["image_url"]
        assert datetime.fromisoformat(document["generation_time"])


def test_a_stored_avatar_reads_back_the_same() -> None:
    for stored in (
        avatar().queue(now=NOW, render_id="r", instead=PROBLEM, upgrade_at=NOW),
        avatar().complete(PICTURE, source=Source.GENERATED, cost_micros=13_000, now=NOW),
    ):
        assert Avatar.from_document("a", stored.to_document()) == stored


@pytest.mark.parametrize(
    ("state", "move"), [pair for pair in product(JobState, JobMove) if pair not in JOB_MOVES]
)
def test_a_job_refuses_every_move_it_does_not_have(state: JobState, move: JobMove) -> None:
    acts: dict[JobMove, Callable[[RenderJob], object]] = {
        JobMove.CLAIM: lambda j: j.claim(Lease("t", NOW), NOW),
        JobMove.REQUEUE: lambda j: j.requeue(NOW),
        JobMove.SETTLE: lambda j: j.settle(NOW),
        JobMove.FAIL: lambda j: j.fail(PROBLEM, NOW),
    }
    with pytest.raises(IllegalMove):
        acts[move](job(state))


def test_only_the_token_that_holds_the_lease_passes_and_only_while_it_lasts() -> None:
    held = job().claim(Lease("mine", NOW + timedelta(seconds=10)), NOW)
    held.check_lease("mine", NOW)
    for token, now in (("theirs", NOW), ("mine", NOW + timedelta(seconds=10))):
        with pytest.raises(LeaseLost):
            held.check_lease(token, now)
    with pytest.raises(LeaseLost):
        held.requeue(NOW).check_lease("mine", NOW)


def test_a_second_call_needs_the_first_ones_outcome() -> None:
    call = Call("2026-11-20", 60, NOW)
    claimed = job().claim(Lease("t", NOW), NOW)
    first = claimed.authorise(call, until=NOW + timedelta(seconds=99))
    assert first.lease is not None
    assert first.lease.expires_at == NOW + timedelta(seconds=99)
    with pytest.raises(IllegalMove):
        first.authorise(call, until=NOW)
    second = first.book(0, 13, NOW).authorise(call, until=NOW)
    assert second.book(0, 99, NOW).calls[0].spent_micros == 13, "booking twice changes nothing"


def test_a_call_needs_a_lease() -> None:
    with pytest.raises(IllegalMove):
        job().authorise(Call("2026-11-20", 60, NOW), until=NOW)


def test_a_stored_job_reads_back_the_same() -> None:
    running = job().claim(Lease("t", NOW), NOW).authorise(Call("2026-11-20", 60, NOW), until=NOW)
    assert RenderJob.from_document("r", running.to_document()) == running
    ended = running.book(0, 13, NOW).settle(NOW)
    assert RenderJob.from_document("r", ended.to_document()) == ended
