"""Invariants 5 and 19: a withdrawal that answered has left no face anywhere, whatever ran at the same time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.wish import User
from mirror_realm.errors import ConsentMissing, Contention, NotFound
from tests.fakes.house import House

PHOTO = "uploads/anna/me.jpg"


@pytest.fixture
def house() -> House:
    """Return a house in which anonymous anna has a picture from her photo, and ada, the same person, consents."""
    house = House(user_limit=9)
    house.people.anonymous.add("anna")
    for uid in ("anna", "ada"):
        house.consenting.give(uid, "2026-11")
    house.photos.upload(PHOTO)
    house.ask("anna", plan=GUEST, photo=PHOTO, character=None)
    house.deliver()
    return house


def faces(house: House, uid: str = "") -> list[str]:
    return [name for name in house.pictures.files if name.startswith(f"people/{uid}")]


def merge(house: House) -> Any:
    token = house.tokens.issue("anna", house.clock.time + timedelta(minutes=59))
    return house.merging.merge(User("ada", FREE), token, personal=True, seconds=20)


def once_stored(monkeypatch: pytest.MonkeyPatch, house: House, act: Callable[[], object]) -> None:
    """Acts after the next picture was stored, before anything can name it."""
    save = house.pictures.save

    def and_then(*args: Any, **options: Any) -> Any:
        urls = save(*args, **options)
        monkeypatch.setattr(house.pictures, "save", save)
        act()
        return urls

    monkeypatch.setattr(house.pictures, "save", and_then)


def test_who_withdraws_while_their_pictures_are_copied_here_keeps_none(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    once_stored(monkeypatch, house, lambda: house.consenting.withdraw("ada"))
    with pytest.raises(ConsentMissing):
        merge(house)
    assert faces(house, "ada/") == []
    assert faces(house, "anna/"), "hers to keep: nothing was erased"


def test_who_withdraws_in_the_account_that_is_given_up_leaves_no_copy_in_the_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    once_stored(monkeypatch, house, lambda: house.consenting.withdraw("anna"))
    assert merge(house).done
    assert faces(house) == []


def test_consent_that_ended_where_a_picture_was_made_keeps_it_from_going_over(house: House) -> None:
    """The withdrawal has begun, and has not come to the picture yet."""
    house.documents["users/anna"] = {**house.documents["users/anna"], "photo_consent": None}
    assert merge(house).avatars == 0
    assert faces(house, "ada/") == []


def test_a_copy_whose_document_could_not_be_written_is_taken_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def contended(*_: Any) -> None:
        raise Contention

    once_stored(monkeypatch, house, lambda: monkeypatch.setattr(type(house.store), "transact", contended))
    with pytest.raises(Contention):
        merge(house)
    assert faces(house, "ada/") == []


def test_a_withdrawal_finds_the_copy_of_a_merge_that_died(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        pass

    def die() -> None:
        raise Died

    once_stored(monkeypatch, house, die)
    with pytest.raises(Died):
        merge(house)
    assert faces(house, "ada/")
    house.consenting.withdraw("ada")
    assert faces(house, "ada/") == []


def test_the_copy_of_a_merge_that_died_is_recorded_and_goes_a_day_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        pass

    def die() -> None:
        raise Died

    once_stored(monkeypatch, house, die)
    with pytest.raises(Died):
        merge(house)
    house.clock.time += timedelta(days=1)
    monkeypatch.setattr(house.pictures, "folders", lambda *_: [])  # however long the walk takes to come to it
    house.sweeping.run()
    assert faces(house, "ada/") == []
    assert faces(house, "anna/")


def test_what_a_merge_brought_over_stays_though_it_was_recorded(house: House) -> None:
    assert merge(house).done
    house.clock.time += timedelta(days=1)
    house.sweeping.run()
    assert len(faces(house, "ada/")) == 3
    assert [path for path in house.documents if path.startswith("users/ada/orphans/")] == []


def test_two_merges_at_once_take_back_no_copy_but_their_own(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same call made again while the first still runs."""
    once_stored(monkeypatch, house, lambda: merge(house))
    assert merge(house).done
    house.reaping.run()
    (shown,) = [data["image_path"] for path, data in house.documents.items() if "ada/avatars/" in path]
    assert shown in house.pictures.files
    assert len(faces(house)) == 3


@pytest.mark.parametrize("withdrawn", ["consent", "the avatar"])
def test_a_picture_stored_after_its_person_withdrew_it_is_gone_when_its_worker_ends(
    house: House, monkeypatch: pytest.MonkeyPatch, withdrawn: str
) -> None:
    photo = house.photos.upload("uploads/ada/me.jpg")
    asked = house.ask("ada", photo=photo, character=None)

    def withdraw() -> None:
        if withdrawn == "consent":
            house.consenting.withdraw("ada")
        else:
            house.deleting.delete("ada", asked.avatar.avatar_id)

    house.provider.before = lambda _: withdraw()
    house.deliver()
    assert faces(house, "ada/") == []


def test_consent_that_ended_before_the_avatar_was_found_shows_no_picture(house: House) -> None:
    """The withdrawal has begun, and has not come to the avatar yet."""
    photo = house.photos.upload("uploads/ada/me.jpg")
    asked = house.ask("ada", photo=photo, character=None)

    def begin(_: object) -> None:
        house.documents["users/ada"] = {**house.documents["users/ada"], "photo_consent": None}

    house.provider.before = begin
    house.deliver()
    shown = house.avatar(asked, "ada").picture
    assert shown is None or not shown.image_path.startswith("people/")
    assert faces(house, "ada/") == []
    house.check()


def test_a_reel_that_cannot_be_checked_is_taken_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for days in (3, 40):
        house.ask("bo", days=days)
        house.deliver()

    def fails(*_: Any) -> None:
        raise NotFound("the line is cut")

    monkeypatch.setattr(type(house.reels), "_check_nothing_was_deleted", fails)
    with pytest.raises(NotFound):
        house.reels.of("bo", None)
    assert faces(house, "bo/") == []
