"""The end of a job adds to both days without reading them, once, and brings no day back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar import Source
from mirror_realm.domain.render_job import Outcome
from mirror_realm.errors import ProviderUnavailable
from mirror_realm.services.ports.store import DatabaseTransaction, Missing
from tests.fakes.house import House
from tests.fakes.memory_store import MemoryStore, MemoryTransaction, Result

TIMEOUT = timedelta(seconds=120)
OWN, EVERYBODYS = "users/ada/usage/2026-11-20", "global_usage/2026-11-20"


class Lossy(MemoryStore):
    """A database that loses the answer of every commit, once: what the transaction wrote stays, and it runs again."""

    def transact(self, work: Callable[[DatabaseTransaction], Result]) -> Result:
        first = self.begin()
        work(first)
        self.commit(first)
        return super().transact(work)


class Watched(MemoryStore):
    """A database that notes the documents that transactions read."""

    def __init__(self) -> None:
        super().__init__()
        self.read_paths: list[str] = []

    def commit(self, transaction: MemoryTransaction) -> bool:
        self.read_paths += transaction.seen
        return super().commit(transaction)


def test_a_job_that_is_settled_or_refunded_reads_no_day() -> None:
    store = Watched()
    house = House(store=store, user_limit=9)
    for script in ([], [ProviderUnavailable("down", cost_micros=7)] * 9):
        house.provider.script = list(script)
        house.ask(variation=len(script), allow_fallback=False)
        ((render_id, attempt),) = house.take_attempts()
        job = house.leasing.claim(render_id, attempt)
        assert job is not None
        job = house.leasing.authorise(job, 60_000, TIMEOUT).job
        store.read_paths.clear()
        job = house.leasing.book(job, Outcome(0, 500))
        house.rendering.settling.fail(job, job.lease.token, ProviderUnavailable("down"), [])
        assert not {OWN, EVERYBODYS} & set(store.read_paths)
    day = house.only("global_usage/")
    assert (day["refunded"], day["spent_micros"], day["held_micros"]) == (2, 1000, 0)
    house.check()


@pytest.mark.parametrize(
    "script", [[], [ProviderUnavailable("down", cost_micros=None)]], ids=["made", "down"]
)
def test_commits_whose_answers_are_lost_add_once(script: list[Any], caplog: pytest.LogCaptureFixture) -> None:
    house = House(store=Lossy(), credits=10)
    house.provider.script = list(script)
    house.ask()
    house.deliver()
    day = house.only("global_usage/")
    settled = int(not script)
    assert (day["settled"], day["refunded"], day["held_micros"]) == (settled, 1 - settled, 0)
    assert day["spent_micros"] == (13_000 if settled else 60_000)
    assert "attempt_died" not in caplog.text
    house.check()


def test_a_cost_that_is_booked_twice_or_corrected_twice_is_added_once() -> None:
    house = House(store=Lossy())
    house.ask()
    ((render_id, attempt),) = house.take_attempts()
    claimed = house.leasing.claim(render_id, attempt)
    assert claimed is not None
    job = house.leasing.authorise(claimed, 60_000, TIMEOUT).job
    for cost, spent in ((None, 60_000), (500, 500), (500, 500)):
        job = house.leasing.book(job, Outcome(0, cost))
        assert house.only("global_usage/")["spent_micros"] == spent
    house.check(quiet=False)


def test_a_day_that_is_gone_is_not_brought_back_by_the_end_of_a_job() -> None:
    house = House()
    house.ask()
    job = house.leasing.claim(*house.take_attempts()[0])
    assert job is not None
    house.remove(OWN)
    with pytest.raises(Missing):
        house.rendering.settling.fail(job, job.lease.token, ProviderUnavailable("down"), [])
    assert OWN not in house.documents
    assert house.documents[f"renders/{job.render_id}"]["state"] == "running"


def test_a_call_of_a_day_that_is_gone_is_booked_nowhere() -> None:
    house = House()
    house.ask()
    claimed = house.leasing.claim(*house.take_attempts()[0])
    assert claimed is not None
    job = house.leasing.authorise(claimed, 60_000, TIMEOUT).job
    house.remove(EVERYBODYS)
    assert house.leasing.book(job, Outcome(0, 500)).calls[0].under_way
    assert EVERYBODYS not in house.documents


def test_behind_a_fence_only_everybodys_day_is_added_to() -> None:
    house = House()
    house.ask()
    job = house.leasing.claim(*house.take_attempts()[0])
    assert job is not None
    house.erasing.begin("ada")
    house.remove(OWN)
    house.rendering.settling.fail(job, job.lease.token, ProviderUnavailable("down"), [])
    assert OWN not in house.documents
    assert house.documents[EVERYBODYS]["refunded"] == 1


def test_a_photo_that_an_earlier_deployment_reserved_lets_no_counter_fall_below_zero() -> None:
    """It may have counted photos, or not: the days tell."""
    for counted in (True, False):
        house = House()
        house.consenting.give("ada", "2026-11")
        photo = house.photos.upload("uploads/ada/me.jpg")
        house.ask(photo=photo, character=None)
        (render_id,) = [
            path for path in house.documents if path.startswith("renders/") and path.count("/") == 1
        ]
        job = house.documents[render_id]
        reservation = {name: value for name, value in job["reservation"].items() if name != "photo"}
        house.write(render_id, {**job, "reservation": reservation})
        for path in (OWN, EVERYBODYS):
            day = dict(house.documents[path])
            assert day["photos"] == 1
            if not counted:
                del day["photos"]
            house.write(path, day)
        house.deliver()
        assert [house.documents[path].get("photos", 0) for path in (OWN, EVERYBODYS)] == [0, 0]
        house.check()


def test_a_refund_and_a_painting_are_written_to_the_same_day_together() -> None:
    house = House()
    house.provider.script = [ProviderUnavailable("down")] * 9
    admitted = house.ask()
    house.deliver()
    assert house.avatar(admitted).source is Source.PAINTED
    assert (house.documents[OWN]["refunded"], house.documents[OWN]["paintings"]) == (1, 1)
    house.check()


def test_the_ledger_does_not_say_which_reservations_are_photos() -> None:
    house = House()
    house.consenting.give("ada", "2026-11")
    house.ask(photo=house.photos.upload("uploads/ada/me.jpg"), character=None)
    house.deliver()
    entries = [data for path, data in house.documents.items() if path.startswith("ledger/")]
    assert len(entries) == 2
    assert not any("photo" in entry for entry in entries)
