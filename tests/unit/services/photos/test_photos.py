"""A photo: used with consent, by its owner, for their own pictures alone, and gone once it is used."""

from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar import Avatar, Source, Status
from mirror_realm.domain.reference import InputKind
from mirror_realm.errors import (
    ConsentMissing,
    ContentRejected,
    InvalidRequest,
    NotFound,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
)
from mirror_realm.services.admission.admission_request import Admitted
from mirror_realm.services.admission.photo_references import LARGEST
from tests.fakes.house import House

PATH = "uploads/ada/me.jpg"


@pytest.fixture
def house() -> House:
    made = House(user_limit=9)
    made.consenting.give("ada", "2026-11")
    made.photos.upload(PATH)
    return made


def ask(house: House, **wish: Any) -> Admitted:
    return house.ask("ada", photo=PATH, character=None, **wish)


def done(house: House, **wish: Any) -> Avatar:
    admitted = ask(house, **wish)
    house.deliver()
    return house.avatar(admitted)


def test_a_photo_becomes_ones_own_picture_and_is_gone(house: House) -> None:
    avatar = done(house)

    assert (avatar.status, avatar.source) == (Status.COMPLETED, Source.GENERATED)
    assert avatar.picture is not None
    assert avatar.picture.image_path.startswith("people/ada/")
    assert house.photos.files == {}
    (call,) = house.provider.calls
    assert [given.kind for given in call.references] == [InputKind.PHOTO]
    assert "Image 1: the person's photo" in call.prompt
    assert not any(path.startswith("cache/") for path in house.documents)
    house.check()


def test_asking_again_is_a_hit_though_the_photo_is_gone(house: House) -> None:
    done(house)
    assert ask(house).outcome == "own"


def test_the_next_stage_is_edited_from_the_first_and_the_latest_picture(house: House) -> None:
    pictures = [done(house, days=days).picture for days in (0, 7, 14)]
    first, second, third = (call.references for call in house.provider.calls)

    assert [given.kind for given in first] == [InputKind.PHOTO]
    assert [given.kind for given in second] == [InputKind.FIRST]
    assert [given.kind for given in third] == [InputKind.FIRST, InputKind.LATEST]
    assert all(picture is not None for picture in pictures)
    house.check()


def test_the_painter_gets_the_looks_that_it_stored_with_the_first_picture() -> None:
    house = House(user_limit=9, image_provider="painter")
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PATH)
    house.painter.looks = "how ada looks"
    for days in (0, 7, 14):
        done(house, days=days)
    first, second, third = (call.references for call in house.painter.calls)

    assert [given.looks for given in (*first, *second, *third)] == [None, *["how ada looks"] * 2, None]


def test_another_provider_gets_no_looks(house: House) -> None:
    house.provider.looks = "how ada looks"
    for days in (0, 7):
        done(house, days=days)

    assert all(given.looks is None for call in house.provider.calls for given in call.references)


def test_a_shared_picture_has_no_looks(house: House) -> None:
    house.provider.looks = "how somebody looks"
    house.ask("ada")
    house.deliver()

    assert [note.looks for note in house.pictures.notes.values()] == [None]


def test_two_wishes_under_way_share_the_photo_and_the_last_one_gives_it_up(house: House) -> None:
    ask(house, days=0)
    ask(house, days=7)
    attempts = house.store.take_attempts()
    house.rendering.run(*attempts[0])
    assert PATH in house.photos.files
    house.rendering.run(*attempts[1])
    assert house.photos.files == {}


def test_without_consent_a_photo_is_refused_and_nothing_is_stored() -> None:
    house = House()
    house.photos.upload(PATH)
    with pytest.raises(ConsentMissing):
        ask(house)
    assert house.documents == {}


@pytest.mark.parametrize(
    "path",
    [
        "uploads/bo/me.jpg",
        "people/ada/x",
        "uploads/ada/../bo/me.jpg",
        "uploads/ada/",
        "uploads/ada/a/b",
        "x",
        "uploads/ada/..",
        "uploads/ada/a\nb.jpg",
        "uploads/ada/" + "é" * 101,
    ],
)
def test_a_path_that_is_not_ones_own_upload_is_refused(house: House, path: str) -> None:
    with pytest.raises(InvalidRequest):
        house.ask("ada", photo=path)


@pytest.mark.parametrize(
    "label",
    ["image/jpg", "image/heif", "IMAGE/JPEG", "image/jpeg; charset=binary", "application/octet-stream", ""],
)
def test_a_photo_is_taken_under_any_label_that_photos_have(house: House, label: str) -> None:
    house.photos.content_type = label
    assert done(house).status is Status.COMPLETED


@pytest.mark.parametrize("label", ["text/html", "image/gif", "video/mp4"])
def test_a_file_labelled_as_something_else_is_refused_with_the_reason(house: House, label: str) -> None:
    house.photos.content_type = label
    with pytest.raises(InvalidRequest) as refused:
        ask(house)
    why = "must be labelled as a photo (image/jpeg, image/png, image/webp or image/heic)"
    assert refused.value.fields == {"reference_path": why}
    assert house.photos.files


def test_a_photo_that_is_too_large_is_refused_with_the_reason(house: House) -> None:
    house.photos.upload(PATH, bytes(LARGEST + 1))
    with pytest.raises(InvalidRequest) as refused:
        ask(house)
    assert refused.value.fields == {"reference_path": "must be at most 10 MB"}


def test_a_photo_that_never_was_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        house.ask("ada", photo="uploads/ada/other.jpg")


def test_a_photo_that_cannot_be_used_ends_refunded_with_a_stand_in_and_the_photo_is_gone(
    house: House,
) -> None:
    house.reader.fault = ContentRejected("the photo is animated")
    avatar = done(house)

    assert avatar.problem is not None
    assert (avatar.problem.reason, avatar.degraded) == ("content_rejected", True)
    assert avatar.picture is not None
    assert avatar.picture.image_path.startswith("shared/")
    assert house.provider.calls == []
    assert house.photos.files == {}
    assert house.only("global_usage/")["refunded"] == 1
    house.check()


def test_a_photo_that_nobody_could_judge_is_sent_to_nobody(house: House) -> None:
    house.moderation.fault = ProviderUnavailable("moderation is down")
    done(house)
    assert house.provider.calls == []
    assert house.moderation.checks == 3
    house.check()


def test_a_photo_that_nobody_could_judge_for_a_moment_is_judged_again(house: House) -> None:
    house.moderation.passing = [ProviderRateLimited("busy", retry_after=4.0), ProviderTimeout("slow")]
    before = house.clock.now()
    assert done(house).source is Source.GENERATED
    assert house.moderation.checks == 3
    assert house.clock.now() - before >= timedelta(seconds=4)
    house.check()


def test_a_photo_that_was_rejected_is_not_judged_again(house: House) -> None:
    house.moderation.fault = ContentRejected("it shows more than a face")
    done(house)
    assert house.moderation.checks == 1
    assert house.provider.calls == []


def test_after_a_failure_the_photo_must_be_uploaded_again_and_then_it_works(house: House) -> None:
    house.reader.fault = ContentRejected("unreadable")
    done(house)
    with pytest.raises(NotFound):
        ask(house, variation=1)
    house.reader.fault = None
    house.clock.sleep(60)
    house.photos.upload(PATH, b"a better face")
    assert done(house, variation=1).source is Source.GENERATED
    house.check()


def test_the_same_photo_uploaded_again_carries_the_likeness_on(house: House) -> None:
    done(house, days=0)
    house.clock.sleep(60)
    house.photos.upload(PATH)
    done(house, days=7)
    assert [given.kind for given in house.provider.calls[1].references] == [InputKind.PHOTO, InputKind.LATEST]


def test_somebody_elses_equal_photo_is_somebody_elses_picture(house: House) -> None:
    own = done(house)
    house.consenting.give("bo", "2026-11")
    house.photos.upload("uploads/bo/me.jpg")
    admitted = house.ask("bo", photo="uploads/bo/me.jpg", character=None)
    assert admitted.outcome == "queue"
    assert admitted.avatar.avatar_id != own.avatar_id
    house.deliver()
    house.check()


def test_withdrawing_consent_deletes_photos_and_personal_pictures_and_keeps_the_rest(house: House) -> None:
    done(house)
    shared = house.ask("ada")
    house.deliver()
    house.photos.upload("uploads/ada/another.jpg")

    assert house.consenting.withdraw("ada") == 1
    assert house.photos.files == {}
    assert not any(name.startswith("people/") for name in house.pictures.files)
    assert not any("/references/" in path for path in house.documents)
    assert house.avatar(shared).status is Status.COMPLETED
    with pytest.raises(ConsentMissing):
        ask(house)
    house.check()


def test_a_job_under_way_when_consent_is_withdrawn_sends_the_photo_to_nobody(house: House) -> None:
    """Even where the withdrawal died before it deleted anything: the photo is still there."""
    ask(house)
    house.write("users/ada", house.documents["users/ada"] | {"photo_consent": None})
    house.deliver()
    assert house.provider.calls == []
    assert house.only("global_usage/")["refunded"] == 1


def test_at_the_limit_a_shared_picture_stands_in_and_the_photo_waits(house: House) -> None:
    house = House(user_limit=0)
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PATH)
    avatar = done(house)
    assert (avatar.source, avatar.degraded) == (Source.PAINTED, True)
    assert PATH in house.photos.files
    house.check()


def test_a_photo_whose_job_was_reaped_is_gone(house: House) -> None:
    ask(house)
    for _ in range(house.policy.max_attempts):
        house.store.take_attempts()
        house.clock.sleep(600)
        house.reaping.run()
    assert house.photos.files == {}
    house.deliver()
    house.check()


def test_a_photo_whose_wish_was_taken_back_is_gone(house: House) -> None:
    house.cancelling.cancel("ada", ask(house).avatar.avatar_id)
    assert house.photos.files == {}
    house.deliver()
    house.check()
