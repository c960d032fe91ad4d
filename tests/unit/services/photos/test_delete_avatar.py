"""Deleting an avatar: it goes with what was made for it alone, and nothing brings it back."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.reference import Reference
from mirror_realm.errors import Forbidden
from mirror_realm.services.admission.admission_request import Admitted
from mirror_realm.services.photos.delete_avatar import Deleting
from mirror_realm.services.ports.providers import ImageRequest
from mirror_realm.services.rendering.cancel import Cancelling
from tests.fakes.captured import capturing
from tests.fakes.house import House


@pytest.fixture
def house() -> House:
    return House()


def shown(house: House, uid: str = "ada", **wish: Any) -> Admitted:
    admitted = house.ask(uid, **wish)
    house.deliver()
    return admitted


def with_photo(house: House) -> Admitted:
    house.consenting.give("ada", "2026-11")
    return shown(house, photo=house.photos.upload("uploads/ada/me.jpg"), character=None)


def delete(house: House, admitted: Admitted, uid: str = "ada") -> None:
    house.deleting.delete(uid, admitted.avatar.avatar_id)


def avatars(house: House, uid: str = "ada") -> list[str]:
    return [path for path in house.documents if path.startswith(f"users/{uid}/avatars/")]


def test_a_shared_picture_stays_for_everybody_else(house: House) -> None:
    made, other = shown(house), shown(house, "bo")
    with capturing() as captured:
        delete(house, made)
    assert avatars(house) == []
    assert house.avatar(other, "bo").status is Status.COMPLETED
    assert house.ask("cy").outcome == "hit"
    assert [said["event"] for said in captured] == ["avatar_deleted"]
    house.check()


def test_deleting_again_is_no_error(house: House) -> None:
    made = shown(house)
    with capturing() as captured:
        for _ in range(2):
            delete(house, made)
    assert [said["event"] for said in captured] == ["avatar_deleted"]


def test_nobody_deletes_somebody_elses(house: House) -> None:
    made = shown(house)
    delete(house, made, "bo")
    assert len(avatars(house)) == 1


def test_it_is_the_latest_no_more(house: House) -> None:
    delete(house, shown(house))
    assert Profile.from_document(house.documents["users/ada"]).latest is None
    waiting = house.ask(variation=1).avatar
    assert waiting.to_document()["image_url"] == "https://app.test/placeholders/daymi/month.jpg"


def test_another_one_stays_the_latest(house: House) -> None:
    first = shown(house)
    second = house.avatar(shown(house, variation=1))
    delete(house, first)
    assert Profile.from_document(house.documents["users/ada"]).latest == second.picture


def test_what_waits_is_cancelled_and_its_allowance_returned(house: House) -> None:
    waiting = house.ask()
    follower = house.ask("bo")
    delete(house, waiting)
    house.deliver()
    assert house.only("global_usage/")["refunded"] == 1
    assert avatars(house) == []
    assert house.avatar(follower, "bo").degraded
    house.check()


@pytest.mark.parametrize("personal", [False, True])
def test_a_job_that_is_being_rendered_does_not_bring_it_back(house: House, personal: bool) -> None:
    waiting: list[Admitted] = []

    def meanwhile(_: ImageRequest) -> None:
        delete(house, waiting[0])

    house.provider.before = meanwhile
    if personal:
        house.consenting.give("ada", "2026-11")
        photo = house.photos.upload("uploads/ada/me.jpg")
        waiting.append(house.ask(photo=photo, character=None))
    else:
        waiting.append(house.ask())
    house.deliver()
    assert avatars(house) == []
    assert house.only("global_usage/")["settled"] == 1
    assert house.documents.get("users/ada", {}).get("latest") is None
    for _ in range(3):
        house.clock.time += timedelta(days=1)
        house.sweeping.run()
    house.check()


def test_a_personal_picture_goes_with_its_files_and_no_later_one_is_edited_from_it(house: House) -> None:
    made = with_photo(house)
    assert [name for name in house.pictures.files if name.startswith("people/ada/")]
    delete(house, made)
    assert house.pictures.files == {}
    reference = Reference.from_document(house.only("users/ada/references/"))
    assert (reference.first_path, reference.latest_path) == (None, None)
    house.check()


def test_nor_from_one_that_was_finished_while_it_was_being_deleted(house: House) -> None:
    house.consenting.give("ada", "2026-11")
    waiting = house.ask(photo=house.photos.upload("uploads/ada/me.jpg"), character=None)

    class Slow(Cancelling):
        def cancel(self, uid: str, avatar_id: str) -> Avatar:
            house.deliver()
            cancelled: Avatar = house.cancelling.cancel(uid, avatar_id)
            return cancelled

    cancelling = Slow(*(getattr(house.cancelling, field.name) for field in fields(Cancelling)))
    Deleting(house.services.store, cancelling, house.personal).delete("ada", waiting.avatar.avatar_id)
    reference = Reference.from_document(house.only("users/ada/references/"))
    assert (reference.first_path, reference.latest_path) == (None, None)
    house.check()


def test_reels_go_with_what_they_show(house: House) -> None:
    made = shown(house)
    house.pictures.files["people/ada/reels/r1/reel.webp"] = b"a reel"
    house.pictures.stored_at["people/ada/reels/r1/reel.webp"] = house.clock.time
    delete(house, made)
    assert not [name for name in house.pictures.files if "/reels/" in name]


def test_a_call_that_died_before_the_files_went_is_finished_by_the_next(house: House) -> None:
    made = with_photo(house)
    del house.documents[f"users/ada/avatars/{made.avatar.avatar_id}"]
    delete(house, made)
    assert house.pictures.files == {}


def test_while_the_account_is_being_erased_it_is_refused(house: House) -> None:
    made = shown(house)
    house.write("erasures/ada", {"started_at": house.clock.time})
    with pytest.raises(Forbidden):
        delete(house, made)
    assert len(avatars(house)) == 1


def reference(**fields: object) -> Reference:
    now = House().clock.time
    return Reference("uploads/ada/me.jpg", "digest", "2026-11", now, **fields)  # type: ignore[arg-type]


def test_the_other_picture_carries_the_likeness_on() -> None:
    both = reference(first_path="a", latest_path="b", first_is_current=True)
    assert both.without("a") == reference(first_path="b", latest_path="b", first_is_current=True)
    assert both.without("b") == reference(first_path="a", first_is_current=True)
    assert both.without("c") == both
    alone = reference(first_path="a", latest_path="a", first_is_current=True)
    assert alone.without("a") == reference()
