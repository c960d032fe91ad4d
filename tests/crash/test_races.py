"""Races that decide money: real transactions of the genuine client, on the embedded Firestore or the one given."""

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from mirror_realm.domain.avatar import Picture, Source, Status
from mirror_realm.domain.breaker_state import BreakerState
from mirror_realm.domain.render_job import Outcome
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import GlobalDailyLimit, LeaseLost, Misconfigured, ProviderUnavailable
from mirror_realm.services.admission.admission_request import Admitted
from mirror_realm.services.allowance.policy import REAPER_PERIOD
from mirror_realm.services.ports.providers import ImageRequest
from tests.crash.line import WorkerDied
from tests.fakes.outside import ScriptedProvider
from tests.integration.conftest import Houses
from tests.integration.firestore_house import FirestoreHouse, at_once

pytestmark = pytest.mark.drawn(one_in=3, of_file=True)

PICTURE = Picture("shared/x/y-1/1024.jpg", "https://files.test/a", "https://files.test/b", "LEHV6nWB2yk8")

DEVICES = 24
"""Threads that ask at the same time; each asks again and again until all wishes are made."""


def outcomes(answers: list[Any]) -> Counter[object]:
    return Counter(a.outcome if isinstance(a, Admitted) else type(a) for a in answers)


def statuses(house: FirestoreHouse) -> Counter[str]:
    return Counter(data["status"] for path, data in house.documents.items() if "/avatars/" in path)


def die_in_the_provider(house: FirestoreHouse) -> None:
    """Leaves every queued job running, its worker dead, its lease run out."""

    def die(_: ImageRequest) -> None:
        raise WorkerDied

    house.provider.before = die
    for attempt in house.take_attempts():
        with suppress(WorkerDied):
            house.rendering.run(*attempt)
    house.provider.before = lambda _: None
    house.clock.time += REAPER_PERIOD


def opening(houses: Houses, **options: Any) -> list[FirestoreHouse]:
    """Return two instances in the minute in which a breaker opens: one has read that the provider is down."""
    one = houses(fallback_providers=("openrouter",), **options)
    other = houses(fallback_providers=("openrouter",), clock=one.clock, **options)  # ids of one source
    assert one.breakers.up("openai")
    down = BreakerState("openai", ("a", "b"), one.clock.now(), one.clock.now() + timedelta(seconds=60))
    one.write("maintenance/breaker-openai", down.to_document())
    assert not other.breakers.up("openai")
    return [one, other]


def of_provider(name: str, model: str) -> Callable[..., list[FirestoreHouse]]:
    return lambda houses, **options: [houses(provider=ScriptedProvider(name, model), **options)]


by_every_provider = pytest.mark.parametrize(
    "instances",
    [
        pytest.param(of_provider("openai", "gpt-image-9"), id="openai"),
        pytest.param(opening, id="while a breaker opens", marks=pytest.mark.whole),
        pytest.param(of_provider("openrouter", "openrouter:a/b"), id="openrouter", marks=pytest.mark.whole),
        pytest.param(
            of_provider("huggingface", "huggingface:a/b"), id="huggingface", marks=pytest.mark.whole
        ),
        pytest.param(
            lambda houses, **options: [houses(image_provider="replicate", **options)],
            id="replicate",
            marks=pytest.mark.whole,
        ),
    ],
)


def paid(instances: list[FirestoreHouse]) -> int:
    """Return how many pictures providers were asked for."""
    return sum(
        len(house.provider.calls) + len(house.second.calls) + len(house.queue.predictions)
        for house in instances
    )


@by_every_provider
def test_two_hundred_different_wishes_against_a_limit_of_twenty_make_exactly_twenty_jobs(
    houses: Houses, instances: Callable[..., list[FirestoreHouse]]
) -> None:
    asked = instances(houses, global_limit=20)
    wishes = [
        partial(asked[n % len(asked)].ask, f"u{n}", variation=n % 100, days=n, allow_fallback=False)
        for n in range(200)
    ]
    answers = at_once(wishes, workers=DEVICES)
    asked[0].deliver()

    assert outcomes(answers) == {"queue": 20, GlobalDailyLimit: 180}
    assert paid(asked) == 20
    assert asked[0].only("global_usage/")["settled"] == 20
    asked[0].check()


@by_every_provider
def test_a_hundred_equal_wishes_make_one_call_and_a_hundred_pictures(
    houses: Houses, instances: Callable[..., list[FirestoreHouse]]
) -> None:
    asked = instances(houses)
    answers = at_once([partial(asked[n % len(asked)].ask, f"u{n}") for n in range(100)], workers=DEVICES)
    asked[0].deliver()

    assert outcomes(answers) == {"queue": 1, "follow": 99}
    assert paid(asked) == 1
    assert statuses(asked[0]) == {Status.COMPLETED: 100}
    asked[0].check()


@pytest.mark.parametrize("first", ["settles", "fails"])
def test_settling_against_refunding_one_of_them_ends_the_job(houses: Houses, first: str) -> None:
    """Two threads of one worker, each sure that the job is its own to end."""
    house = houses()
    house.ask(allow_fallback=False)
    ((render_id, attempt),) = house.take_attempts()
    claimed = house.leasing.claim(render_id, attempt)
    assert claimed is not None
    assert claimed.lease is not None
    job = house.leasing.authorise(claimed, 60_000, timedelta(seconds=120)).job
    settling, token = house.rendering.settling, claimed.lease.token
    acts: list[Callable[[], object]] = [
        lambda: settling.settle(job, token, PICTURE, [Outcome(0, 13_000)]),
        lambda: settling.fail(job, token, ProviderUnavailable("down"), [Outcome(0, 0)]),
    ]
    answers = at_once(acts if first == "settles" else acts[::-1])

    assert [type(answer) for answer in answers].count(LeaseLost) == 1
    day = house.only("global_usage/")
    assert (day["reserved"], day["settled"] + day["refunded"]) == (1, 1)
    house.check(quiet=False)


def test_the_reaper_against_a_worker_that_settles_at_the_last_moment(houses: Houses) -> None:
    """The worker's clock says its lease still runs, the reaper's that it has run out."""
    house, reaper = houses(), houses()
    house.ask()
    ((render_id, attempt),) = house.take_attempts()
    reaper.clock.time = house.clock.time + REAPER_PERIOD
    at_once([lambda: house.rendering.run(render_id, attempt), reaper.reaping.run])
    reaper.deliver()
    house.clock.time = reaper.clock.time

    calls = len(house.provider.calls) + len(reaper.provider.calls)
    job = house.documents[f"renders/{render_id}"]
    assert job["state"] == "settled"
    assert calls <= len(job["calls"])
    assert house.only("global_usage/")["settled"] == 1
    house.check(quiet=False)


def test_two_reapers_take_up_each_job_once(houses: Houses) -> None:
    house = houses()
    for number in range(4):
        house.ask(f"u{number}", variation=number)
    die_in_the_provider(house)
    passes = at_once([house.reaping.run] * 2)

    assert sum(reaped.requeued for reaped in passes if not isinstance(reaped, Exception)) == 4
    attempts = house.take_attempts()
    assert len(attempts) == len(set(attempts)) == 4
    for attempt in attempts:
        house.rendering.run(*attempt)
    assert statuses(house) == {Status.COMPLETED: 4}
    house.check()


def test_a_refund_after_midnight_goes_to_the_day_that_was_charged(houses: Houses) -> None:
    """While it is refunded, others spend the new day to its end."""
    house = houses(global_limit=3)
    house.clock.time = house.clock.time.replace(hour=23, minute=59)
    for number in range(3):
        house.ask(f"u{number}", variation=number, allow_fallback=False)
    yesterday = house.policy.today(house.clock.time)
    attempts = house.take_attempts()
    house.clock.time += timedelta(minutes=2)
    house.provider.script = [Misconfigured("no key")] * 3
    wishes = [
        partial(house.ask, f"n{n}", variation=n, style=StyleId.COMIC, allow_fallback=False) for n in range(6)
    ]
    answers = at_once([partial(house.rendering.run, *job) for job in attempts] + wishes)
    house.deliver()

    before, after = (house.documents[f"global_usage/{day}"] for day in (yesterday, "2026-11-21"))
    assert (before["reserved"], before["refunded"]) == (3, 3)
    assert (after["reserved"], after["settled"]) == (3, 3)
    assert outcomes(answers[3:]) == {"queue": 3, GlobalDailyLimit: 3}
    house.check()


def test_the_budgets_last_cent_is_authorised_to_one_of_eight_workers(houses: Houses) -> None:
    house = houses(budget_micros=8 * 60_000, user_limit=10)
    house.provider.cost = 60_000
    for number in range(8):
        house.ask(f"u{number}", variation=number, allow_fallback=False)
    attempts = house.take_attempts()
    day = house.documents["global_usage/2026-11-20"]
    house.write("global_usage/2026-11-20", {**day, "spent_micros": 7 * 60_000, "calls": 7})
    at_once([partial(house.rendering.run, *job) for job in attempts])

    assert len(house.provider.calls) == 1
    assert statuses(house) == {Status.COMPLETED: 1, Status.FAILED: 7}
    day = house.documents["global_usage/2026-11-20"]
    assert (day["spent_micros"], day["held_micros"]) == (8 * 60_000, 0)
    assert (day["settled"], day["refunded"]) == (1, 7)


def test_cancelling_against_claiming_leaves_either_a_picture_or_a_refund(houses: Houses) -> None:
    house = houses()
    for number in range(4):
        house.ask(f"u{number}", variation=number, allow_fallback=False)
    avatars = [path.split("/") for path in house.documents if "/avatars/" in path]
    attempts = house.take_attempts()
    at_once(
        [partial(house.rendering.run, *job) for job in attempts]
        + [partial(house.cancelling.cancel, uid, name) for _, uid, _, name in avatars]
    )
    day = house.only("global_usage/")
    assert day["settled"] + day["refunded"] == 4
    assert day["settled"] == len(house.provider.calls) == statuses(house)[Status.COMPLETED]
    house.check()


def test_a_follower_that_comes_while_its_leader_settles_is_never_left_behind(houses: Houses) -> None:
    house = houses()
    house.ask()
    ((render_id, attempt),) = house.take_attempts()
    asked = threading.Event()

    def others_come(_: ImageRequest) -> None:
        asked.set()

    def follow(number: int) -> Admitted:
        asked.wait(10)
        return house.ask(f"u{number}")

    house.provider.before = others_come
    at_once([lambda: house.rendering.run(render_id, attempt), *[lambda n=n: follow(n) for n in range(12)]])
    house.clock.time += 2 * REAPER_PERIOD
    house.reaping.run()

    assert statuses(house) == {Status.COMPLETED: 13}
    sources = Counter(data["source"] for path, data in house.documents.items() if "/avatars/" in path)
    assert sources == {Source.GENERATED: 1, Source.CACHE: 12}
    assert len(house.provider.calls) == 1
    house.check()
