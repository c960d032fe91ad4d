"""A proof never passes its budget by its own worst cases, and pays for no picture twice."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mirror_realm.adapters.jpegs import JpegCodec
from mirror_realm.domain.quality import Quality
from mirror_realm.errors import (
    ContentRejected,
    MirrorRealmError,
    Misconfigured,
    ProviderRateLimited,
    ProviderTimeout,
)
from mirror_realm.services.ports.providers import CallName, ImageRequest, ProviderImage
from prove.calling import Caller
from prove.journal import Journal
from prove.looks import LEAD, Look, looks
from prove.proving import TRIES, Files, Proof, Result, State
from tests.faults.pictures import picture

WORST, COST = 50_000, 40_000
NOW = datetime(2026, 11, 30, tzinfo=UTC)
LOOKS = looks("flare", "flare-edit", "medium", "a digest")


class Died(BaseException):
    """The process ends here."""


@dataclass
class Maker:
    """A synchronous provider that plays what it is given, one a call, then pictures."""

    plays: list[BaseException] = field(default_factory=list)
    requests: list[ImageRequest] = field(default_factory=list)
    name: str = "maker"

    def renderer(self, *, personal: bool) -> str:
        return "flare-edit" if personal else "flare"

    def worst_case_micros(self, request: ImageRequest) -> int:
        return WORST

    def render(self, request: ImageRequest) -> ProviderImage:
        self.requests.append(request)
        if self.plays:
            raise self.plays.pop(0)
        return ProviderImage(picture(), COST)


@dataclass
class Orders(Maker):
    """A queued provider: what is ordered is collected by its handle."""

    collected: list[str] = field(default_factory=list)
    answers: list[BaseException | None] = field(default_factory=list)

    def start(self, request: ImageRequest, call: CallName) -> str:
        self.requests.append(request)
        return f"p{len(self.requests)}"

    def collect(self, handle: str, until: datetime) -> ProviderImage | None:
        self.collected.append(handle)
        if self.answers:
            answer = self.answers.pop(0)
            if answer is None:
                return None
            raise answer
        return ProviderImage(picture(), COST)

    def cancel(self, handle: str) -> int | None:
        raise ProviderTimeout("it does not say")

    def find(self, request: ImageRequest, since: datetime) -> str | None:
        return None


class Judge:
    """Finds every picture good."""

    def judge(self, picture: object, style: object, references: object = ()) -> Quality:
        return Quality(1.0)


Prove = Callable[..., list[Result]]


@pytest.fixture
def prove(tmp_path: Path) -> Prove:
    """Run a proof in the same folder as the runs before it."""

    def run(maker: Maker, asked: list[Look], budget: int = 100 * WORST) -> list[Result]:
        files = Files(tmp_path)
        proof = Proof(
            caller=Caller(maker, JpegCodec(), Judge(), lambda: NOW),
            journal=Journal.opened(files.journal, {"provider": "maker"}),
            files=files,
            budget_micros=budget,
            timeout_seconds=60.0,
            photo=picture(),
            say=lambda _: None,
            sleep=lambda _: None,
        )
        try:
            return proof.run(asked)
        finally:
            assert proof.journal.booked_micros <= budget

    return run


def states(results: list[Result]) -> list[State]:
    return [result.state for result in results]


def test_each_picture_is_paid_once_however_often_it_is_run(prove: Prove) -> None:
    maker = Maker()
    assert states(prove(maker, LOOKS[:3])) == [State.MADE] * 3
    assert states(prove(maker, LOOKS[:3])) == [State.MADE] * 3
    assert len(maker.requests) == 3


@pytest.mark.parametrize("budget", [0, WORST - 1, WORST, WORST + COST - 1, WORST + COST, 2 * COST + WORST])
def test_the_budget_covers_the_worst_case_of_each_call_before_it_is_made(prove: Prove, budget: int) -> None:
    maker = Maker()
    results = prove(maker, LOOKS[:4], budget)
    paid = len(maker.requests)
    assert paid == (0 if budget < WORST else 1 + (budget - WORST) // COST)
    assert states(results) == [State.MADE] * paid + [State.LEFT] * (4 - paid)


def test_a_larger_budget_goes_on_where_the_smaller_ended(prove: Prove) -> None:
    maker = Maker()
    assert states(prove(maker, LOOKS[:2], WORST)) == [State.MADE, State.LEFT]
    assert states(prove(maker, LOOKS[:2], 2 * WORST)) == [State.MADE, State.MADE]
    assert len(maker.requests) == 2


def test_a_call_that_the_process_died_in_is_booked_and_not_made_again(prove: Prove) -> None:
    maker = Maker([Died()])
    with pytest.raises(Died):
        prove(maker, LOOKS[:2])
    first, second = prove(maker, LOOKS[:2], 2 * WORST)
    assert (first.state, first.reason) == (State.FAILED, "lost")
    assert second.state is State.MADE
    assert len(maker.requests) == 2


def test_an_order_that_the_process_died_in_is_collected(prove: Prove) -> None:
    maker = Orders(answers=[Died()])
    with pytest.raises(Died):
        prove(maker, LOOKS[:1])
    assert states(prove(maker, LOOKS[:1])) == [State.MADE]
    assert (len(maker.requests), maker.collected) == (1, ["p1", "p1"])


def test_an_order_without_a_picture_in_time_costs_its_worst_case_and_is_not_repeated(prove: Prove) -> None:
    maker = Orders(answers=[None])
    (result,) = prove(maker, LOOKS[:1], WORST)
    assert (result.state, result.reason) == (State.FAILED, "provider_timeout")
    assert states(prove(maker, LOOKS[:1], 10 * WORST)) == [State.FAILED]
    assert len(maker.requests) == 1


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (ContentRejected("no"), 1),
        (ContentRejected("no", cost_micros=COST), 1),
        (ProviderTimeout("no answer", cost_micros=None), 1),
        (ProviderTimeout("no answer", cost_micros=COST), 1),
        (ProviderRateLimited("wait", retry_after=2.0), TRIES),
    ],
)
def test_only_what_cost_nothing_and_may_pass_is_tried_again(
    prove: Prove, error: MirrorRealmError, calls: int
) -> None:
    maker = Maker([error] * TRIES)
    (result,) = prove(maker, LOOKS[:1])
    assert (result.state, result.reason) == (State.FAILED, error.reason)
    assert len(maker.requests) == calls


def test_a_key_that_is_refused_ends_the_run_and_the_next_goes_on(prove: Prove) -> None:
    maker = Maker([Misconfigured("the key was refused")])
    with pytest.raises(Misconfigured):
        prove(maker, LOOKS[:2])
    assert states(prove(maker, LOOKS[:2])) == [State.MADE] * 2


def test_a_chain_begins_with_the_photo_and_goes_on_from_its_first_and_latest_picture(prove: Prove) -> None:
    maker = Maker()
    chain = [look for look in LOOKS if look.recipe.personal][:4]
    assert states(prove(maker, chain)) == [State.MADE] * 4
    kinds = [[str(one.kind) for one in request.references] for request in maker.requests]
    assert kinds == [["photo"], ["first"], ["first", "latest"], ["first", "latest"]]


def test_a_chain_ends_where_a_picture_is_missing(prove: Prove) -> None:
    maker = Maker([ContentRejected("no")])
    chain = [look for look in LOOKS if look.recipe.personal][:3]
    assert states(prove(maker, chain)) == [State.FAILED, State.LEFT, State.LEFT]


def test_an_answer_that_is_no_picture_is_paid_and_told(prove: Prove) -> None:
    class Liar(Maker):
        def render(self, request: ImageRequest) -> ProviderImage:
            return replace(super().render(request), data=b"no picture")

    (result,) = prove(Liar(), LOOKS[:1])
    assert (result.state, result.reason) == (State.FAILED, "bad_output")


def test_there_is_a_look_of_every_stage_and_style_each_once() -> None:
    shared = [look for look in LOOKS if look.person == LEAD]
    assert len({look.recipe.stage for look in shared}) == 6
    assert len({look.recipe.style for look in shared}) == 7
    assert len({look.recipe.cache_key for look in LOOKS}) == len({look.id for look in LOOKS}) == len(LOOKS)
