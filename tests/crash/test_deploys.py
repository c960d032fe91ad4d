"""A deploy with jobs in flight: two versions of the code serve at once, and no job is lost between them."""

from datetime import timedelta

import pytest

from mirror_realm.domain import render_job
from mirror_realm.domain.avatar import Source, Status
from mirror_realm.services.allowance.policy import REAPER_PERIOD
from mirror_realm.services.maintenance.reaper import Reaped
from tests.fakes.house import House

Patch = pytest.MonkeyPatch


@pytest.fixture
def house() -> House:
    return House()


def of_the_next_schema(house: House) -> str:
    """Make the one job what only the next version can read; return its path."""
    (path,) = [path for path in house.documents if path.startswith("renders/") and path.count("/") == 1]
    newer = {**house.documents[path], "schema_version": render_job.SCHEMA_VERSION + 1, "renamed": True}
    del newer["recipe"], newer["deadline_at"]
    house.write(path, newer)
    return path


def test_a_job_queued_before_the_deploy_is_rendered_by_the_new_code(house: House, monkeypatch: Patch) -> None:
    admitted = house.ask()
    monkeypatch.setattr(render_job, "SCHEMA_VERSION", render_job.SCHEMA_VERSION + 1)
    house.deliver()

    assert house.avatar(admitted).source is Source.GENERATED
    house.check()


def test_a_job_whose_old_worker_ended_with_the_deploy_is_taken_up_by_the_new_reaper(
    house: House, monkeypatch: Patch
) -> None:
    admitted = house.ask()
    house.leasing.claim(*house.take_attempts()[0])
    monkeypatch.setattr(render_job, "SCHEMA_VERSION", render_job.SCHEMA_VERSION + 1)
    house.clock.time += REAPER_PERIOD

    assert house.reaping.run() == Reaped(requeued=1)
    house.deliver()
    assert house.avatar(admitted).source is Source.GENERATED
    house.check()


def test_an_older_worker_leaves_a_newer_job_as_it_is(house: House) -> None:
    admitted = house.ask()
    path = of_the_next_schema(house)
    before = dict(house.documents)
    house.deliver()

    assert house.provider.calls == []
    assert house.documents == before
    assert house.avatar(admitted).status is Status.QUEUED
    assert house.documents[path]["renamed"]


def test_an_older_reaper_leaves_a_newer_job_as_it_is_and_goes_on_with_its_own(house: House) -> None:
    newer = house.ask()
    path = of_the_next_schema(house)
    follower = house.ask("bo")
    house.take_attempts()
    own = house.ask("cy", variation=1)
    house.take_attempts()
    house.clock.time += timedelta(minutes=10)
    before = house.documents[path]

    assert house.reaping.run() == Reaped(requeued=1)
    house.deliver()

    assert house.avatar(own, "cy").source is Source.GENERATED
    assert house.documents[path] == before
    assert house.avatar(newer).status is Status.QUEUED
    assert house.avatar(follower, "bo").status is Status.QUEUED


def test_an_older_sweep_leaves_the_files_of_a_newer_job(house: House) -> None:
    house.ask()
    path = of_the_next_schema(house)
    folder = f"shared/{'0' * 64}/{path.split('/')[1]}-1"
    house.pictures.files[f"{folder}/1024.jpg"] = b"a picture"
    house.pictures.stored_at[f"{folder}/1024.jpg"] = house.clock.time
    house.clock.time += timedelta(days=2)

    house.sweeping.run()
    assert f"{folder}/1024.jpg" in house.pictures.files
    house.remove(path)
    house.sweeping.run()
    assert f"{folder}/1024.jpg" not in house.pictures.files


def test_an_event_that_an_older_worker_let_pass_is_made_good_by_the_new_reaper(
    house: House, monkeypatch: Patch
) -> None:
    admitted = house.ask()
    (path,) = [path for path in house.documents if path.startswith("renders/") and path.count("/") == 1]
    house.write(path, {**house.documents[path], "schema_version": render_job.SCHEMA_VERSION + 1})
    house.deliver()
    assert house.avatar(admitted).status is Status.QUEUED
    monkeypatch.setattr(render_job, "SCHEMA_VERSION", render_job.SCHEMA_VERSION + 1)
    house.clock.time += REAPER_PERIOD

    house.reaping.run()
    house.deliver()
    assert house.avatar(admitted).source is Source.GENERATED
    house.check()


def test_an_order_in_flight_is_left_alone_by_a_rollback_and_collected_after_it(monkeypatch: Patch) -> None:
    house = House(image_provider="replicate")
    admitted = house.ask()
    house.queue.reachable = False
    house.deliver()
    (path,) = [path for path in house.documents if path.startswith("renders/") and path.count("/") == 1]
    before = house.documents[path]
    house.queue.reachable = True
    with monkeypatch.context() as rolled_back:
        rolled_back.setattr(render_job, "SCHEMA_VERSION", 1)
        house.clock.time += REAPER_PERIOD
        assert house.reaping.run() == Reaped()
        assert house.documents[path] == before
    assert house.reaping.run() == Reaped(requeued=1)
    house.deliver()

    assert house.avatar(admitted).source is Source.GENERATED
    assert len(house.queue.predictions) == 1
    house.check()
