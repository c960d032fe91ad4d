"""Erasure replay: users who were erased since a backup are erased again, and no others; a record leads to no user."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mirror_realm.domain.pseudonyms import Pseudonyms
from mirror_realm.errors import Misconfigured
from mirror_realm.services.maintenance.sweeper import KEEP_RECORDS, RECORDS
from mirror_realm.services.privacy import erasure_replay
from tests.fakes.house import House
from tests.fakes.outside import MemoryErasureRecords

DAY = date(2026, 11, 20)


@pytest.fixture
def house() -> House:
    house = House()
    for uid in ("ada", "bo"):
        house.ask(uid)
    house.deliver()
    return house


def fenced(house: House) -> set[str]:
    return {path.split("/")[1] for path in house.documents if path.startswith("erasures/")}


def erase_and_restore(house: House, *, fence_survives: bool = False) -> None:
    backup = dict(house.documents)
    house.erasing.erase("ada", 60)
    fence = house.documents["erasures/ada"]
    house.documents.clear()
    house.documents.update(backup)
    if fence_survives:
        house.write("erasures/ada", fence)


@pytest.mark.parametrize("fence_survives", [False, True])
def test_who_was_erased_since_is_erased_again_and_nobody_else(house: House, fence_survives: bool) -> None:
    erase_and_restore(house, fence_survives=fence_survives)
    replayed = house.erasure_replay.run(DAY)
    assert (replayed.recorded, replayed.users, list(replayed.erasing)) == (1, 2, ["ada"])
    house.reaping.run()
    assert [path for path in house.documents if path.startswith("users/ada")] == []
    assert [path for path in house.documents if path.startswith("users/bo/avatars")] != []
    house.people.gone.add("ada")
    house.check()


def come_back(house: House) -> None:
    """Let ada, who was erased, come back under her uid two days later."""
    house.clock.time += timedelta(days=3)
    house.documents.pop("erasures/ada", None)
    house.people.gone.discard("ada")
    house.people.created_at["ada"] = house.clock.now() - timedelta(hours=1)


def test_a_user_who_came_back_after_the_erasure_is_left_alone_and_named(house: House) -> None:
    house.erasing.erase("ada", 60)
    come_back(house)
    house.ask("ada")
    house.deliver()
    before = dict(house.documents)

    replayed = house.erasure_replay.run(DAY)

    assert (replayed.erasing, replayed.returned) == ([], ["ada"])
    assert dict(house.documents) == before


def test_a_user_who_came_back_is_erased_again_where_the_data_is_of_before_the_erasure(house: House) -> None:
    erase_and_restore(house)
    come_back(house)

    replayed = house.erasure_replay.run(DAY)

    assert (replayed.erasing, replayed.returned) == (["ada"], [])


@pytest.mark.parametrize(("days", "returned"), [(1, ["ada"]), (-1, [])])
def test_of_a_user_without_a_salt_the_account_says_whether_they_came_back(
    house: House, days: int, returned: list[str]
) -> None:
    house.erasing.erase("ada", 60)
    erased_at = house.clock.now()
    come_back(house)
    house.people.created_at["ada"] = erased_at + timedelta(days=days)
    house.write("users/ada/settings/current", {"style": "comic"})

    assert house.erasure_replay.run(DAY).returned == returned


def test_of_two_erasures_the_later_one_counts(house: House) -> None:
    house.erasing.erase("ada", 60)
    come_back(house)
    house.ask("ada")
    house.deliver()
    backup = dict(house.documents)
    house.clock.time += timedelta(days=3)
    house.erasing.erase("ada", 60)
    house.documents.clear()
    house.documents.update(backup)

    assert house.erasure_replay.run(DAY).erasing == ["ada"]


def test_a_second_replay_finds_nothing_left(house: House) -> None:
    erase_and_restore(house)
    house.erasure_replay.run(DAY)
    house.reaping.run()
    assert house.erasure_replay.run(DAY).erasing == []


def test_an_erasure_from_before_the_backup_is_none_of_the_replays(house: House) -> None:
    erase_and_restore(house)
    assert house.erasure_replay.run(DAY + timedelta(days=1)).erasing == []
    assert fenced(house) == set()


def test_a_record_under_an_earlier_secret_is_found_by_it(house: House) -> None:
    erase_and_restore(house)
    earlier = house.policy.pseudonyms
    replay = replace(house.erasure_replay, pseudonyms=Pseudonyms("another secret " * 3, earlier.project))
    assert replay.run(DAY).erasing == []
    assert replay.run(DAY, [earlier]).erasing == ["ada"]


def test_every_page_of_users_is_looked_at(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure_replay, "PAGE", 1)
    erase_and_restore(house)
    assert house.erasure_replay.run(DAY).users == 2


def test_without_the_secret_nothing_is_replayed_and_the_operator_is_told(house: House) -> None:
    erase_and_restore(house)
    with pytest.raises(Misconfigured):
        replace(house.erasure_replay, pseudonyms=Pseudonyms("", "demo")).run(DAY)


def test_an_erasure_is_recorded_before_anything_but_jobs_is_deleted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def storage_is_down(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(MemoryErasureRecords, "record", storage_is_down)
    with pytest.raises(ConnectionError):
        house.erasing.erase("ada", 60)
    assert "users/ada" in house.documents
    monkeypatch.undo()
    house.clock.sleep(600)
    house.reaping.run()
    assert "users/ada" not in house.documents
    assert len(house.records.records) == 1


def test_a_record_has_the_day_and_a_sealed_name_alone(house: House) -> None:
    house.erasing.erase("ada", 60)
    ((day, name),) = house.records.records
    assert day == DAY
    assert len(name) == 64
    assert name == house.policy.pseudonyms.erased("ada")
    assert name != Pseudonyms("another secret " * 3, "demo").erased("ada")


def test_the_sweep_forgets_records_that_are_older_than_every_backup(house: House) -> None:
    keep = house.clock.now().date() - KEEP_RECORDS
    old = {(keep - timedelta(days=1), f"{number:064}") for number in range(RECORDS + 7)}
    house.records.records = {(keep, "kept"), *old}
    house.sweeping.run()
    assert house.records.records == {(keep, "kept")}
