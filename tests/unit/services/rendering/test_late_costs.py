"""A cost that was assumed is corrected downward, once, when what the call cost comes to light after all."""

from datetime import timedelta

import pytest

from mirror_realm.domain.render_job import Outcome, RenderJob
from mirror_realm.errors import BadOutput, Contention
from mirror_realm.services.ports.providers import ProviderImage
from tests.crash.line import WorkerDied
from tests.fakes.house import House

ASSUMED, KNOWN = 60_000, 13_000
TODAY = "2026-11-20"


def spent(house: House) -> dict[str, int]:
    """Return what was spent, by day."""
    return {
        path.partition("/")[2]: data["spent_micros"]
        for path, data in house.documents.items()
        if path.startswith("global_usage/") and data["spent_micros"]
    }


def corrections(house: House) -> list[int]:
    return [
        data["cost_micros"]
        for path, data in house.documents.items()
        if path.startswith("ledger/") and data["movement"] == "corrected"
    ]


def the_job(house: House) -> RenderJob:
    ((path, data),) = [
        (path, data)
        for path, data in house.documents.items()
        if path.startswith("renders/") and path.count("/") == 1
    ]
    return RenderJob.from_document(path.partition("/")[2], data)


def one_job(uid: str = "ada") -> House:
    """Return a house in which a user waits for a picture and declines fallbacks."""
    house = House()
    house.ask(uid, allow_fallback=False)
    return house


def frozen(house: House) -> None:
    """Hold the worker in its call until the reaper has requeued its job."""

    def freeze(_: object) -> None:
        house.provider.before = lambda _: None
        for _ in range(4):
            house.clock.sleep(600)
            house.reaping.run()
        house.take_attempts()
        assert the_job(house).problem is not None
        assert list(spent(house).values()) == [ASSUMED]

    house.provider.before = freeze


def run(house: House) -> None:
    ((render_id, attempt),) = house.take_attempts()
    house.rendering.run(render_id, attempt)


def a_late_note(uid: str = "ada") -> House:
    """Return a house after a late worker stored its paid picture with a note, and died."""
    house = one_job(uid)
    frozen(house)
    save = house.pictures.save

    def and_die(*args: object, **options: object) -> object:
        save(*args, **options)  # type: ignore[arg-type]
        raise WorkerDied

    house.pictures.save = and_die  # type: ignore[method-assign, assignment]
    with pytest.raises(WorkerDied):
        run(house)
    house.pictures.save = save  # type: ignore[method-assign]
    assert spent(house) == {TODAY: ASSUMED}
    return house


def sweep_for_days(house: House, days: int = 3) -> None:
    for _ in range(days):
        house.clock.time += timedelta(days=1)
        house.sweeping.run()


@pytest.mark.parametrize(
    "outcome",
    [ProviderImage(b"a picture", KNOWN), BadOutput("garbled", cost_micros=KNOWN)],
    ids=["made", "failed"],
)
def test_a_worker_that_wakes_after_its_job_ended_corrects_it(outcome: ProviderImage | Exception) -> None:
    house = one_job()
    house.provider.script = [outcome]
    frozen(house)
    run(house)

    assert (spent(house), corrections(house)) == ({TODAY: KNOWN}, [KNOWN - ASSUMED])
    house.check(quiet=False)


def test_the_sweep_corrects_it_by_the_note_in_a_folder_that_nothing_needs() -> None:
    house = a_late_note()
    sweep_for_days(house)

    assert (spent(house), corrections(house)) == ({TODAY: KNOWN}, [KNOWN - ASSUMED])
    assert house.pictures.files == {}
    house.check()


def test_it_is_corrected_on_the_day_of_the_call() -> None:
    """Which is not the reservation's."""
    house = House()
    house.clock.time = house.clock.time.replace(hour=23, minute=59)
    house.ask(allow_fallback=False)
    house.clock.sleep(120)
    frozen(house)
    run(house)
    assert spent(house) == {"2026-11-21": KNOWN}
    house.check(quiet=False)


def test_it_is_corrected_once_however_often_it_is_found() -> None:
    house = a_late_note()
    job = the_job(house)
    for cost in (KNOWN, KNOWN, ASSUMED, None):
        house.booking.book(job, Outcome(0, cost))
    sweep_for_days(house)

    assert (spent(house), corrections(house)) == ({TODAY: KNOWN}, [KNOWN - ASSUMED])
    house.check()


def test_a_note_that_the_sweep_cannot_book_stays_for_its_next_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    house = a_late_note()

    def busy(*_: object) -> None:
        raise Contention("busy")

    with monkeypatch.context() as patched:
        patched.setattr(type(house.booking), "book", busy)
        sweep_for_days(house)
        assert house.pictures.files != {}
    sweep_for_days(house)
    assert (spent(house), house.pictures.files) == ({TODAY: KNOWN}, {})


@pytest.mark.parametrize("gone", ["renders/", "global_usage/"])
def test_of_a_job_or_a_day_that_is_gone_nothing_is_booked_and_nothing_raised(gone: str) -> None:
    house = a_late_note()
    job = the_job(house)
    for path in [path for path in house.documents if path.startswith(gone)]:
        house.remove(path)
    house.booking.book(job, Outcome(0, KNOWN))
    house.booking.book(job, Outcome(7, KNOWN))
    sweep_for_days(house)
    assert corrections(house) == []
    assert house.pictures.files == {}


def test_a_folder_whose_calls_are_known_is_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()
    house.ask()
    house.deliver()
    for path in [path for path in house.documents if "/avatars/" in path or path.startswith("cache/")]:
        house.remove(path)
    looked: list[str] = []
    find = house.pictures.find

    def watched(prefix: str) -> object:
        looked.append(prefix)
        return find(prefix)

    monkeypatch.setattr(house.pictures, "find", watched)
    sweep_for_days(house)
    assert (house.pictures.files, looked) == ({}, [])


def test_a_person_who_is_erased_afterwards_leaves_the_corrected_sum() -> None:
    """The job is gone then; the ledger goes on adding up, and no entry leads to the person."""
    house = a_late_note()
    house.booking.book(the_job(house), Outcome(0, KNOWN))
    house.erasing.erase("ada", seconds=60)

    assert house.documents["erasures/ada"]["done_at"] is not None
    assert (spent(house), corrections(house)) == ({TODAY: KNOWN}, [KNOWN - ASSUMED])
    house.check(quiet=False)


def test_a_call_that_was_assumed_and_cost_even_more_closes_its_provider_once() -> None:
    house = a_late_note()
    for _ in range(2):
        house.booking.book(the_job(house), Outcome(0, 100_000))
    day = house.only("global_usage/")
    assert (day["spent_micros"], day["overrun_micros"], day["closed_providers"]) == (
        ASSUMED,
        40_000,
        ["openai"],
    )
    assert corrections(house) == []
    house.check(quiet=False)
