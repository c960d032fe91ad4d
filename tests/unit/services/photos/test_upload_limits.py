"""Uploads are counted from what lies there: reports that come twice, late and out of order leave the same count."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.uploads import MOST_A_DAY, MOST_LYING, RECOUNT_AFTER
from mirror_realm.services.ports.photos import Upload
from tests.fakes.captured import capturing
from tests.fakes.house import House

COUNT = "users/ada/uploads/current"


@pytest.fixture
def house() -> House:
    house = House()
    house.consenting.give("ada", "2026-11")
    return house


def upload(house: House, name: str) -> Upload:
    """Return what the app uploads, before it is reported."""
    return house.photos.as_upload(house.photos.upload(f"uploads/ada/{name}.jpg"))


def arrive(house: House, name: str) -> Upload:
    uploaded = upload(house, name)
    house.upload_limits.arrived("ada", uploaded)
    return uploaded


def use_up(house: House, uploaded: Upload) -> None:
    """Release the photo after its last job."""
    house.photos.delete(uploaded.path)
    house.upload_limits.left("ada")


def today(house: House) -> datetime:
    return house.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)


def test_an_upload_is_counted(house: House) -> None:
    arrive(house, "me")
    (generation,) = house.photos.generations.values()
    assert house.documents[COUNT] == {
        "day": today(house),
        "made": 1,
        "lying": 1,
        "generations": [generation],
        "recount_at": house.clock.now() + RECOUNT_AFTER,
    }


def test_an_event_that_comes_twice_leaves_the_count_as_it_was(house: House) -> None:
    uploaded = arrive(house, "me")
    before, writes = house.documents[COUNT], house.store.writes
    house.upload_limits.arrived("ada", uploaded)
    house.upload_limits.left("ada")
    assert house.documents[COUNT] is before
    assert house.store.writes == writes


def test_a_deletion_that_is_reported_before_its_upload_counts_as_none_lying(house: House) -> None:
    uploaded = upload(house, "me")
    house.photos.delete(uploaded.path)
    house.upload_limits.left("ada")
    assert COUNT not in house.documents
    house.upload_limits.arrived("ada", uploaded)
    assert (house.documents[COUNT]["made"], house.documents[COUNT]["lying"]) == (1, 0)


def test_a_used_photo_makes_room_and_counts_for_the_day(house: House) -> None:
    for number in range(MOST_LYING):
        uploaded = arrive(house, str(number))
    assert house.documents[COUNT]["lying"] == MOST_LYING
    use_up(house, uploaded)
    assert house.documents[COUNT]["lying"] == MOST_LYING - 1
    assert house.documents[COUNT]["made"] == MOST_LYING


def test_one_more_than_may_lie_is_deleted_by_its_own_event_and_the_older_ones_stay(house: House) -> None:
    kept = [arrive(house, str(number)).path for number in range(MOST_LYING)]
    with capturing() as captured:
        arrive(house, "one-more")
    assert house.photos.of("ada") == kept
    assert captured == [{"severity": "WARNING", "event": "upload_discarded", "reason": "too_many"}]


def test_no_more_come_a_day_than_may_and_tomorrow_they_do(house: House) -> None:
    for number in range(MOST_A_DAY):
        use_up(house, arrive(house, str(number)))
    arrive(house, "one-more")
    assert house.photos.of("ada") == []
    assert house.documents[COUNT]["made"] == MOST_A_DAY
    house.clock.time += timedelta(days=1)
    arrive(house, "tomorrow")
    assert house.photos.of("ada") == ["uploads/ada/tomorrow.jpg"]
    assert house.documents[COUNT]["day"] == today(house)
    assert house.documents[COUNT]["made"] == 1


def test_a_late_event_of_yesterday_changes_nothing_of_today(house: House) -> None:
    late = upload(house, "late")
    house.clock.time += timedelta(days=1)
    arrive(house, "today")
    house.upload_limits.arrived("ada", late)
    assert house.documents[COUNT]["made"] == 1
    assert house.documents[COUNT]["lying"] == 2
    assert late.path in house.photos.of("ada")


def test_what_comes_without_consent_is_deleted() -> None:
    house = House()
    arrive(house, "me")
    assert house.photos.of("ada") == []


def test_what_comes_while_the_person_is_erased_is_deleted_and_counted_nowhere(house: House) -> None:
    house.erasing.begin("ada")
    arrive(house, "me")
    assert house.photos.of("ada") == []
    assert COUNT not in house.documents


def test_a_late_event_deletes_nothing_that_came_later_under_its_name(house: House) -> None:
    uploaded = upload(house, "me")
    house.photos.delete(uploaded.path)
    house.consenting.withdraw("ada")
    house.photos.upload(uploaded.path)
    house.upload_limits.arrived("ada", uploaded)
    assert house.photos.of("ada") == [uploaded.path]


def test_lost_reports_are_made_up_for(house: House) -> None:
    for number in range(9):
        upload(house, str(number))
    house.upload_limits.recount("ada")
    assert len(house.photos.of("ada")) == MOST_LYING
    assert (house.documents[COUNT]["made"], house.documents[COUNT]["lying"]) == (9, MOST_LYING)


@given(st.integers(1, 40), st.randoms(use_true_random=False))
def test_a_burst_ends_within_both_limits_in_whatever_order_it_is_reported(
    count: int, order: random.Random
) -> None:
    house = House()
    house.consenting.give("ada", "2026-11")
    reports = [upload(house, str(number)) for number in range(count)]
    twice = [*reports, *order.sample(reports, len(reports) // 3)]
    order.shuffle(twice)
    for report in twice:
        lay = set(house.photos.of("ada"))
        house.upload_limits.arrived("ada", report)
        for _ in lay - set(house.photos.of("ada")):
            house.upload_limits.left("ada")
    left = house.photos.of("ada")
    assert len(left) <= MOST_LYING
    assert len(left) == min(count, MOST_LYING) or count > MOST_A_DAY
    assert house.documents[COUNT]["lying"] == len(left)
    assert house.documents[COUNT]["made"] == min(count, MOST_A_DAY)
    house.check()


def test_the_beginning_of_an_erasure_ends_the_consent_that_rules_ask_for(house: House) -> None:
    house.erasing.begin("ada")
    assert house.documents["users/ada"]["photo_consent"] is None


def test_days_are_told_in_utc(house: House) -> None:
    uploaded = upload(house, "me")
    zoned = Upload(uploaded.path, uploaded.generation, datetime.fromisoformat("2026-11-20T23:30:00-02:00"))
    house.upload_limits.arrived("ada", zoned)
    assert house.documents[COUNT]["day"] == datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize("left_over", [0, 1, MOST_LYING])
def test_a_deletion_that_was_never_reported_keeps_no_room_for_longer_than_a_day(
    house: House, left_over: int
) -> None:
    uploads = [arrive(house, str(number)) for number in range(MOST_LYING)]
    for uploaded in uploads[left_over:]:
        house.photos.delete(uploaded.path)
    house.clock.time += RECOUNT_AFTER - timedelta(minutes=1)
    house.sweeping.run()
    assert house.documents[COUNT]["lying"] == MOST_LYING
    house.clock.time += timedelta(minutes=1)
    house.sweeping.run()
    assert house.documents[COUNT]["lying"] == left_over
    assert house.documents[COUNT].get("recount_at") == (
        house.clock.time + RECOUNT_AFTER if left_over else None
    )


def test_the_sweep_lists_only_folders_in_which_photos_are_said_to_lie(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_up(house, arrive(house, "me"))
    listed: list[str] = []
    monkeypatch.setattr(house.photos, "uploads_of", lambda uid, most: listed.append(uid))
    house.clock.time += timedelta(days=9)
    house.sweeping.run()
    assert listed == []


def test_a_count_behind_an_erasure_stays_as_it_is_and_the_sweep_comes_to_its_end(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mirror_realm.services.maintenance.sweeper.COUNTS", 1)
    arrive(house, "me")
    house.photos.files.clear()
    house.erasing.begin("ada")
    house.clock.time += timedelta(days=2)
    house.sweeping.run()
    assert house.documents[COUNT]["lying"] == 1
