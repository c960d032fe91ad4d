"""The user's own name and note of an avatar: kept whatever happens to the picture, and nowhere else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.report import Reason
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased, ContentRejected, NotFound
from mirror_realm.services.admission.admission_request import Admitted
from mirror_realm.services.moderation.report import Complaint
from tests.fakes.house import House
from tests.fakes.outside import ScriptedProvider

ADA = User("ada", FREE)


@pytest.fixture
def house() -> House:
    return House()


def named(house: House, admitted: Admitted, uid: str = "ada") -> Admitted:
    house.timeline.describe(uid, admitted.avatar.avatar_id, "Wren", "my first")
    return admitted


def labels(avatar: Avatar) -> tuple[str, str]:
    return avatar.name, avatar.note


@pytest.mark.parametrize(
    ("name", "note", "stored"),
    [
        ("Kai", None, ("Kai", "my first")),
        (None, "my second", ("Wren", "my second")),
        ("", "", ("", "")),
        (None, None, ("Wren", "my first")),
    ],
)
def test_a_field_changes_only_if_it_is_given(
    house: House, name: str | None, note: str | None, stored: tuple[str, str]
) -> None:
    admitted = named(house, house.ask())
    answered = house.timeline.describe("ada", admitted.avatar.avatar_id, name, note)
    assert labels(answered) == labels(house.avatar(admitted)) == stored


def test_an_avatar_without_them_is_stored_as_before_there_were_any(house: House) -> None:
    admitted = house.ask()
    before = dict(house.only("users/ada/avatars/"))
    named(house, admitted)
    house.timeline.describe("ada", admitted.avatar.avatar_id, "", "")
    after = dict(house.only("users/ada/avatars/"))
    assert after.pop("updated_at") >= before.pop("updated_at")
    assert after == before


def test_it_works_before_there_is_a_picture_and_the_picture_comes(house: House) -> None:
    admitted = named(house, house.ask())
    house.deliver()
    assert house.avatar(admitted).status is Status.COMPLETED
    assert labels(house.avatar(admitted)) == ("Wren", "my first")


def failed() -> tuple[House, Admitted]:
    house = House(provider=ScriptedProvider(script=[ContentRejected("no")]), user_paintings=0)
    return house, named(house, house.ask(allow_fallback=False))


def fallen_back() -> tuple[House, Admitted]:
    house = House(user_limit=0)
    return house, named(house, house.ask())


def upgraded() -> tuple[House, Admitted]:
    house = House(user_limit=1)
    house.ask(variation=1)
    admitted = named(house, house.ask())
    house.deliver()
    house.clock.time += timedelta(days=1)
    assert house.ask().outcome == "queue"
    return house, admitted


def reported() -> tuple[House, Admitted]:
    house = House()
    admitted = named(house, house.ask())
    house.deliver()
    house.reporting.report(ADA, admitted.avatar.avatar_id, Complaint(Reason.OTHER))
    return house, admitted


def followed() -> tuple[House, Admitted]:
    house = House()
    house.ask("bo")
    return house, named(house, house.ask())


def cancelled() -> tuple[House, Admitted]:
    house = House()
    admitted = named(house, house.ask())
    house.cancelling.cancel("ada", admitted.avatar.avatar_id)
    return house, admitted


@pytest.mark.parametrize("world", [failed, fallen_back, upgraded, reported, followed, cancelled])
def test_whatever_becomes_of_the_picture_they_stay(world: Callable[[], tuple[House, Admitted]]) -> None:
    house, admitted = world()
    house.deliver()
    assert labels(house.avatar(admitted)) == ("Wren", "my first")
    house.ask()
    house.deliver()
    assert labels(house.avatar(admitted)) == ("Wren", "my first")
    house.check()


def test_they_move_with_the_account(house: House) -> None:
    house.people.anonymous.add("anna")
    named(house, house.ask("anna", plan=GUEST), "anna")
    house.deliver()
    token = house.tokens.issue("anna", house.clock.time.replace(hour=23))
    house.merging.merge(ADA, token, personal=True, seconds=20)
    assert house.only("users/ada/avatars/")["name"] == "Wren"


def test_another_users_avatar_is_not_found(house: House) -> None:
    bos = house.ask("bo").avatar
    with pytest.raises(NotFound):
        house.timeline.describe("ada", bos.avatar_id, "mine", None)


def test_nothing_is_stored_while_the_account_is_erased(house: House) -> None:
    avatar = house.ask().avatar
    house.erasing.begin("ada")
    with pytest.raises(BeingErased):
        house.timeline.describe("ada", avatar.avatar_id, "Wren", None)


def test_a_deleted_avatar_that_is_wished_again_has_none(house: House) -> None:
    admitted = named(house, house.ask())
    house.deliver()
    house.deleting.delete("ada", admitted.avatar.avatar_id)
    assert labels(house.ask().avatar) == ("", "")


def test_no_representation_for_a_log_has_them(house: House) -> None:
    admitted = named(house, house.ask())
    shown: Any = repr(house.avatar(admitted))
    assert "Wren" not in shown
    assert "my first" not in shown
