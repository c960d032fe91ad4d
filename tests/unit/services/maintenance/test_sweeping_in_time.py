"""Invariant 5: what nothing needs any more is gone within two days, however much there is, and whose it is."""

from datetime import timedelta
from typing import Any, TypeVar

import pytest

from mirror_realm.domain.reference import Reference, reference_id
from mirror_realm.services.maintenance.sweeper import BUDGET
from tests.fakes.house import House

Port = TypeVar("Port")

DAY = timedelta(days=1)
TIMEOUT = timedelta(seconds=540)
"""Of the function that sweeps."""


class Slow:
    """A port whose every call takes time, a transaction that of two."""

    def __init__(self, port: Any, house: "SlowHouse") -> None:
        self._port, self._house = port, house

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._port, name)
        if not callable(member):
            return member

        def call(*args: Any, **options: Any) -> Any:
            self._house.clock.time += self._house.a_call * (2 if name == "transact" else 1)
            return member(*args, **options)

        return call


class SlowHouse(House):
    a_call = timedelta()

    def wire(self, port: Port) -> Port:
        slow: Any = Slow(port, self)
        return slow  # type: ignore[no-any-return]

    def store_picture(self, folder: str) -> None:
        for side in (1024, 512, 256):
            self.pictures.files[f"{folder}/{side}.jpg"] = b"x"
            self.pictures.stored_at[f"{folder}/{side}.jpg"] = self.clock.time

    def sweep(self) -> timedelta:
        """One pass of the next day; returns how long it took."""
        self.clock.time += DAY + timedelta(minutes=1)
        began = self.clock.time
        self.sweeping.run()
        return self.clock.time - began

    def strays(self) -> int:
        return sum(path.endswith("1024.jpg") and "stray" in path for path in self.pictures.files)


def a_full_house(folders: int, orphans: int, a_call: timedelta) -> SlowHouse:
    """One in so many folders, spread over all of them, is an orphan; the others are shown by their avatars."""
    house = SlowHouse()
    admitted = house.ask()
    house.deliver()
    avatar = dict(house.documents[f"users/ada/avatars/{admitted.avatar.avatar_id}"])
    every = folders // orphans
    for number in range(folders):
        if number % every == 0:
            half = "shared/{:05d}" if number % (2 * every) else "people/u{:05d}/look"
            house.store_picture(half.format(number) + "/stray-1")
            continue
        folder = f"people/u{number:05d}/look/kept-1"
        house.store_picture(folder)
        house.documents[f"users/u{number:05d}/avatars/look"] = {
            **avatar,
            "image_path": f"{folder}/1024.jpg",
        }
    house.a_call = a_call
    return house


@pytest.mark.parametrize(
    ("folders", "orphans", "seconds"),
    [
        pytest.param(2_000, 500, 0.4, id="a tenth, ten times as slow"),
        pytest.param(20_000, 5_000, 0.04, id="whole", marks=[pytest.mark.soak, pytest.mark.timeout(900)]),
    ],
)
def test_twenty_thousand_folders_with_five_thousand_orphans_are_clean_within_two_passes(
    folders: int, orphans: int, seconds: float
) -> None:
    house = a_full_house(folders, orphans, timedelta(seconds=seconds))
    assert house.strays() == orphans
    took = [house.sweep() for _ in range(2)]

    assert house.strays() == 0
    assert sum("kept" in path for path in house.pictures.files) == 3 * (folders - orphans)
    assert max(took) < TIMEOUT


def test_a_pass_ends_in_time_and_the_next_goes_on_where_it_stopped() -> None:
    house = a_full_house(600, 300, timedelta(seconds=2))
    left = [house.strays()]
    while left[-1] and len(left) < 9:
        assert house.sweep() < BUDGET + timedelta(seconds=30)
        left.append(house.strays())
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    assert 2 < len(left) <= 5


def test_one_persons_thousand_uploads_keep_no_other_persons_photo() -> None:
    house = SlowHouse()
    house.a_call = timedelta(seconds=0.3)
    for number in range(1000):
        house.photos.upload(f"uploads/aguest/{number:04d}.jpg")
    house.photos.upload("uploads/zoe/face.jpg")
    house.sweep()
    house.sweep()
    assert house.photos.files == {}


def test_uploads_that_stay_keep_no_other_persons_photo_from_going(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as a pass can look at are still read by jobs: it goes on behind them the next time."""
    monkeypatch.setattr("mirror_realm.services.maintenance.sweeper.PHOTOS", 10)
    house = SlowHouse()
    for number in range(300):
        path = house.photos.upload(f"uploads/aguest/{number:04d}.jpg")
        house.documents["users/aguest/references/" + reference_id(path)] = _read_by_a_job(path, house)
    house.photos.upload("uploads/zoe/face.jpg")
    house.a_call = timedelta(seconds=2)
    for _ in range(3):
        house.sweep()
    assert "uploads/zoe/face.jpg" not in house.photos.files
    assert len(house.photos.files) == 300


def _read_by_a_job(path: str, house: House) -> dict[str, Any]:
    known = house.photos.find(path)
    assert known is not None
    return Reference(path, known.digest, "v1", house.clock.time, open_renders=1).to_document()
