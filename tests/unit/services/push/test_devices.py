"""Devices: at most five of a user, one user of a token, and nothing left where they are taken back."""

import pytest

from mirror_realm.domain.push_device import MOST_DEVICES, digest_of
from mirror_realm.errors import BeingErased
from tests.fakes.house import House


def tokens(house: House, uid: str = "ada") -> set[str]:
    return {device.token for device in house.queries.push_devices_of(uid, 99)}


def listed(house: House, uid: str = "ada") -> list[str]:
    return list(house.documents[f"users/{uid}"].get("push_devices", []))


@pytest.fixture
def house() -> House:
    return House()


def test_a_device_is_stored_under_the_digest_of_its_token_alone(house: House) -> None:
    assert house.devices.register("ada", "phone") == 1
    assert listed(house) == [digest_of("phone")]
    assert [path for path, data in house.documents.items() if "phone" in repr((path, data))] == [
        f"push_tokens/{digest_of('phone')}"
    ]


def test_registering_the_last_device_again_writes_nothing(house: House) -> None:
    house.devices.register("ada", "phone")
    writes = house.store.writes
    assert house.devices.register("ada", "phone") == 1
    assert house.store.writes == writes


def test_a_sixth_device_takes_the_place_of_the_one_registered_longest_ago(house: House) -> None:
    for number in range(MOST_DEVICES):
        house.devices.register("ada", f"device {number}")
    house.devices.register("ada", "device 0")
    assert house.devices.register("ada", "a new one") == MOST_DEVICES
    assert tokens(house) == {"device 0", "device 2", "device 3", "device 4", "a new one"}
    assert listed(house)[-2:] == [digest_of("device 0"), digest_of("a new one")]
    house.check()


def test_a_token_is_of_the_user_who_registered_it_last(house: House) -> None:
    house.devices.register("ada", "phone")
    house.devices.register("bo", "phone")
    assert (tokens(house, "ada"), tokens(house, "bo")) == (set(), {"phone"})
    house.devices.register("ada", "phone")
    assert (tokens(house, "ada"), tokens(house, "bo")) == ({"phone"}, set())


def test_a_user_takes_back_their_own_device_alone(house: House) -> None:
    house.devices.register("ada", "phone")
    house.devices.register("bo", "phone")
    assert house.devices.forget("ada", "phone") == 0
    assert listed(house, "ada") == []
    assert tokens(house, "bo") == {"phone"}
    assert house.devices.forget("bo", "phone") == 0
    assert not [path for path in house.documents if path.startswith("push_tokens/")]


def test_dropping_the_oldest_leaves_a_token_that_is_another_users(house: House) -> None:
    house.devices.register("ada", "shared")
    house.devices.register("bo", "shared")
    for number in range(MOST_DEVICES):
        house.devices.register("ada", f"device {number}")
    assert tokens(house, "bo") == {"shared"}


def test_a_token_of_any_text_is_stored(house: House) -> None:
    token = "a/../b 🪞" * 400
    house.devices.register("ada", token)
    assert tokens(house) == {token}


def test_an_erasure_leaves_no_token_and_lets_none_in(house: House) -> None:
    house.devices.register("ada", "phone")
    house.devices.register("ada", "tablet")
    house.devices.register("bo", "tablet")
    house.erasing.begin("ada")
    with pytest.raises(BeingErased):
        house.devices.register("ada", "another")
    house.erasing.erase("ada", 60.0)
    assert (tokens(house, "ada"), tokens(house, "bo")) == (set(), {"tablet"})
    house.check()


def test_an_erasure_leaves_a_token_that_its_device_gives_to_another_user_meanwhile(house: House) -> None:
    house.devices.register("ada", "phone")
    house.erasing.begin("ada")
    listing, handed_over = house.queries.push_tokens_of, list[int]()

    def listed_just_before(uid: str, most: int) -> list[str]:
        found = list(listing(uid, most))
        if not handed_over:
            handed_over.append(1)
            house.devices.register("bo", "phone")
        return found

    house.queries.push_tokens_of = listed_just_before  # type: ignore[method-assign]
    house.erasing.erase("ada", 60.0)
    assert tokens(house, "bo") == {"phone"}
    assert handed_over == [1]


def test_a_token_without_a_place_in_the_profile_is_erased_too(house: House) -> None:
    """An earlier deployment that a rollback brings back writes profiles without the field."""
    house.devices.register("ada", "phone")
    house.write(
        "users/ada", {name: v for name, v in house.documents["users/ada"].items() if name != "push_devices"}
    )
    house.erasing.erase("ada", 60.0)
    assert tokens(house) == set()
    house.check()
