"""Sweeping: what nobody needs goes in time, what anybody needs stays."""

from datetime import timedelta

import pytest

from tests.fakes.house import House

DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    made = House()
    made.ask()
    made.deliver()
    return made


def entry_state(house: House) -> str | None:
    return next((d["state"] for p, d in house.store.documents.items() if p.startswith("cache/")), None)


def test_nothing_goes_while_it_may_be_reused(house: House) -> None:
    house.clock.time += 5 * DAY
    swept = house.sweeping.run()
    assert (swept.retired, swept.folders) == (0, 0)


def test_a_look_past_its_date_is_retired_and_refused_but_its_picture_stays_while_it_is_shown(
    house: House,
) -> None:
    for day in (31, 32, 33, 34):
        house.clock.time += (31 if day == 31 else 1) * DAY
        house.sweeping.run()
    assert len(house.pictures.files) == 3
    assert house.ask("bo").outcome == "queue"
    assert house.ask().outcome == "own"


def test_once_nobody_shows_it_its_files_and_entry_go_within_two_days(house: House) -> None:
    (avatar,) = [p for p in house.store.documents if "/avatars/" in p]
    del house.store.documents[avatar]
    house.clock.time += 31 * DAY
    house.sweeping.run()
    assert entry_state(house) == "retired"
    assert house.pictures.files, "a day's grace"
    house.clock.time += DAY + timedelta(hours=1)
    house.sweeping.run()

    assert house.pictures.files == {}
    assert entry_state(house) is None


def test_an_upload_of_a_dead_worker_goes_and_a_young_one_stays(house: House) -> None:
    stray = "shared/0000/dead-1/1024.jpg"
    house.pictures.files[stray] = b"x"
    house.pictures.stored_at[stray] = house.clock.time
    house.sweeping.run()
    assert stray in house.pictures.files
    house.clock.time += DAY + timedelta(hours=1)
    assert house.sweeping.run().folders == 1
    assert stray not in house.pictures.files
    house.check()


def test_the_files_of_a_live_job_are_never_touched(house: House) -> None:
    house.ask(variation=1)
    ((render_id, _),) = house.store.take_attempts()
    stray = f"shared/0000/{render_id}-1/1024.jpg"
    house.pictures.files[stray] = b"x"
    house.pictures.stored_at[stray] = house.clock.time - 9 * DAY
    house.sweeping.run()
    assert stray in house.pictures.files


def test_ended_jobs_and_old_days_that_ttl_left_lying_are_deleted(house: House) -> None:
    house.clock.time += 100 * DAY
    house.sweeping.run()
    left = {path.split("/")[0] for path in house.store.documents}
    assert "renders" not in left
    assert "global_usage" not in left
    assert "ledger" in left, "the ledger stays"


def test_an_old_look_that_was_retired_is_recorded_and_goes_though_the_walk_never_comes_to_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What loses its last reference is taken by its record."""
    (avatar,) = [p for p in house.store.documents if "/avatars/" in p]
    del house.store.documents[avatar]
    monkeypatch.setattr(type(house.pictures), "folders", lambda *_: [])
    house.clock.time += 31 * DAY
    house.sweeping.run()
    house.clock.time += DAY + timedelta(hours=1)
    house.sweeping.run()
    assert house.pictures.files == {}
    assert [path for path in house.documents if path.startswith("orphans/")] == []
