"""One's own picture as an avatar: judged, stored as it is, one's own, and never given to an image model."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, NoReturn

import pytest

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.avatar_filter import AvatarFilter
from mirror_realm.domain.origin import Origin
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.wish import User
from mirror_realm.errors import (
    BadOutput,
    BeingErased,
    ConsentMissing,
    ContentRejected,
    InvalidRequest,
    LookHidden,
    Misconfigured,
    NotFound,
    PhotoRefused,
    PhotoUnjudged,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
)
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.photos.upload_avatar import OwnPicture
from tests.fakes.captured import capturing
from tests.fakes.given_settings import given
from tests.fakes.house import House
from tests.fakes.outside import MemoryPictures

PATH = "uploads/ada/me.jpg"


def refuse(*_: object) -> NoReturn:
    raise AssertionError("an image model was asked")


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    for provider in (made.provider, made.painter, made.second):
        provider.before = refuse
    made.queue.before = refuse
    made.consenting.give("ada", "2026-11")
    made.photos.upload(PATH)
    yield made
    made.check()
    assert made.provider.calls == made.painter.calls == made.second.calls == []


def upload(house: House, path: str = PATH, **words: Any) -> Avatar:
    uid = path.split("/")[1]
    avatar: Avatar = house.uploading.upload(OwnPicture(User(uid, FREE), path, **words))
    return avatar


def stored(house: House) -> dict[str, dict[str, Any]]:
    """Return what is stored besides the consent."""
    return {path: data for path, data in house.documents.items() if path != "users/ada"}


def test_ones_own_picture_is_an_avatar_as_it_is_and_the_upload_is_gone(house: House) -> None:
    avatar = upload(house, name="This is me", note="at the lake")

    assert (avatar.status, avatar.origin, avatar.source) == (Status.COMPLETED, Origin.UPLOAD, None)
    assert (avatar.name, avatar.note, avatar.made_by, avatar.cost) == ("This is me", "at the lake", None, 0.0)
    assert avatar.picture is not None
    assert avatar.picture.image_path.startswith(f"people/ada/{avatar.avatar_id}/")
    assert house.pictures.read(avatar.picture.image_path) == b"the middle of a face"
    assert house.photos.files == {}
    assert house.timeline.get("ada", avatar.avatar_id) == avatar
    assert house.documents["users/ada"]["latest"]["avatar_id"] == avatar.avatar_id


def test_nothing_is_reserved_paid_or_started_for_it(house: House) -> None:
    upload(house)
    collections = {path.split("/")[0] for path in house.documents}
    assert collections == {"users"}
    assert not any("/usage/" in path for path in house.documents)
    assert house.deliver() == 0


def test_what_is_shown_is_what_was_judged(house: House) -> None:
    judged: list[bytes] = []
    house.moderation.meanwhile = judged.append
    avatar = upload(house)
    assert avatar.picture is not None
    assert judged == [house.pictures.read(avatar.picture.image_path)]


def test_the_same_picture_again_is_the_same_avatar_and_no_double_work(house: House) -> None:
    first = upload(house, name="Me")
    house.clock.sleep(60)
    house.photos.upload("uploads/ada/again.jpg")

    assert upload(house, "uploads/ada/again.jpg", name="Again") == first
    assert house.moderation.checks == 1
    assert len([path for path in house.pictures.files if path.endswith("1024.jpg")]) == 1
    assert house.photos.files == {}


def test_a_call_that_comes_twice_is_answered_twice_though_the_upload_is_gone(house: House) -> None:
    assert upload(house) == upload(house)


def test_the_same_picture_of_another_user_is_another_avatar(house: House) -> None:
    own = upload(house)
    house.consenting.give("bo", "2026-11")
    house.photos.upload("uploads/bo/me.jpg")
    assert upload(house, "uploads/bo/me.jpg").avatar_id != own.avatar_id


def test_a_picture_that_was_changed_is_another_avatar(house: House) -> None:
    first = upload(house)
    house.clock.sleep(60)
    house.photos.upload(PATH, b"another face")
    assert upload(house).avatar_id != first.avatar_id


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("uploads/ada/other.jpg", NotFound),
        ("uploads/ada/../bo/me.jpg", InvalidRequest),
        ("uploads/ada/", InvalidRequest),
    ],
)
def test_an_upload_that_is_missing_or_none_is_refused(
    house: House, path: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        upload(house, path)
    assert stored(house) == {}


def test_anothers_upload_is_refused_and_stays(house: House) -> None:
    house.photos.upload("uploads/bo/me.jpg")
    with pytest.raises(InvalidRequest):
        house.uploading.upload(OwnPicture(User("ada", FREE), "uploads/bo/me.jpg"))
    assert "uploads/bo/me.jpg" in house.photos.files
    assert stored(house) == {}


def test_without_consent_nothing_is_read_or_stored(house: House) -> None:
    house.photos.upload("uploads/bo/me.jpg")
    with pytest.raises(ConsentMissing):
        upload(house, "uploads/bo/me.jpg")
    assert "uploads/bo/me.jpg" in house.photos.files
    assert (stored(house), house.moderation.checks, house.pictures.files) == ({}, 0, {})


@pytest.mark.parametrize(
    ("reader", "moderation", "codec", "why"),
    [
        (ContentRejected("the file is an animation"), None, None, "the file is an animation"),
        (None, ContentRejected("it did not pass the safety check"), None, "safety check"),
        (None, None, BadOutput("the picture is blank"), "it is blank"),
    ],
    ids=["no photo", "moderation refuses", "blank"],
)
def test_a_picture_that_may_not_be_shown_is_refused_with_the_reason_and_gone(
    house: House, reader: Exception | None, moderation: Exception | None, codec: Exception | None, why: str
) -> None:
    house.reader.fault, house.moderation.fault = reader, moderation
    house.codec.script = iter([codec])
    with pytest.raises(PhotoRefused, match=why) as refused:
        upload(house)
    assert (refused.value.reason, refused.value.retryable) == ("photo_refused", False)
    assert (stored(house), house.pictures.files, house.photos.files) == ({}, {}, {})


@pytest.mark.parametrize(
    "fault",
    [ProviderUnavailable("down"), ProviderTimeout("slow"), ProviderRateLimited("busy", retry_after=4.0)],
)
def test_a_picture_that_nobody_could_judge_is_not_shown_and_waits(house: House, fault: Exception) -> None:
    house.moderation.fault = fault
    with pytest.raises(PhotoUnjudged) as unjudged:
        upload(house)
    assert (unjudged.value.reason, unjudged.value.retryable) == ("photo_unchecked", True)
    assert (stored(house), house.pictures.files, list(house.photos.files)) == ({}, {}, [PATH])

    house.moderation.fault = None
    assert upload(house).status is Status.COMPLETED


def test_a_moderation_that_is_not_set_up_refuses_it_and_it_waits(house: House) -> None:
    house.moderation.fault = Misconfigured("no key")
    with pytest.raises(Misconfigured):
        upload(house)
    assert (stored(house), house.pictures.files, list(house.photos.files)) == ({}, {}, [PATH])


def test_where_nothing_judges_photos_none_is_read(house: House) -> None:
    unjudged = replace(house.uploading, referencing=replace(house.referencing, judged=False))
    with pytest.raises(Misconfigured):
        unjudged.upload(OwnPicture(User("ada", FREE), PATH))
    assert stored(house) == {}


@pytest.mark.parametrize(
    ("key", "emulated", "provider", "judged"),
    [
        ("sk-test", False, "painter", True),
        ("", False, "painter", False),
        ("", True, "painter", True),
        ("", True, "openrouter", False),
        ("sk-test", False, "openrouter", True),
    ],
)
def test_pictures_are_shown_unjudged_under_emulators_alone(
    key: str, emulated: bool, provider: str, judged: bool
) -> None:
    settings = given(
        openai_api_key=key, emulated=emulated, image_provider=provider, openrouter_api_key="sk-test"
    )
    assert settings.uploads_judged is judged


def test_a_photo_that_a_job_reads_stays_until_the_job_ends(house: House) -> None:
    house.provider.before = house.painter.before = lambda _: None
    house.ask("ada", photo=PATH, character=None)
    upload(house)
    assert list(house.photos.files) == [PATH]
    house.deliver()
    assert house.photos.files == {}
    assert len(house.provider.calls) == 1
    house.provider.calls.clear()


def test_no_later_picture_is_made_from_it(house: House) -> None:
    upload(house)
    with pytest.raises(NotFound):
        house.ask("ada", photo=PATH, character=None)


def test_withdrawing_consent_deletes_it(house: House) -> None:
    upload(house)
    assert house.consenting.withdraw("ada") == 1
    assert house.pictures.files == {}
    assert not any("/avatars/" in path for path in house.documents)
    with pytest.raises(ConsentMissing):
        upload(house)


def test_consent_that_is_withdrawn_meanwhile_leaves_nothing(house: House) -> None:
    house.moderation.meanwhile = lambda _: house.consenting.withdraw("ada")
    with pytest.raises(ConsentMissing):
        upload(house)
    assert house.pictures.files == {}
    assert not any("/avatars/" in path for path in house.documents)


def test_consent_that_is_withdrawn_and_given_again_meanwhile_is_another_consent(house: House) -> None:
    def change_ones_mind(_: bytes) -> None:
        house.consenting.withdraw("ada")
        house.clock.sleep(1)
        house.consenting.give("ada", "2026-11")

    house.moderation.meanwhile = change_ones_mind
    with pytest.raises(ConsentMissing):
        upload(house)
    assert house.pictures.files == {}


def test_an_erasure_meanwhile_leaves_nothing(house: House) -> None:
    house.moderation.meanwhile = lambda _: house.erasing.erase("ada", seconds=20)
    with pytest.raises(BeingErased):
        upload(house)
    assert house.pictures.files == {}
    assert not any(path.startswith("users/ada") for path in house.documents)


def test_files_that_are_stored_behind_the_fence_are_taken_back(house: House) -> None:
    class Store(MemoryPictures):
        """Stores the picture when the erasure has just begun."""

        def save(self, *args: Any, **how: Any) -> Any:
            house.erasing.begin("ada")
            return house.pictures.save(*args, **how)

    behind = replace(house.uploading, pictures=Store(house.clock))
    with pytest.raises(BeingErased):
        behind.upload(OwnPicture(User("ada", FREE), PATH))
    assert house.pictures.files == {}
    assert house.erasing.erase("ada", seconds=20).done


def test_deleting_it_deletes_its_files_and_it_can_be_uploaded_again(house: House) -> None:
    first = upload(house)
    house.deleting.delete("ada", first.avatar_id)
    assert house.pictures.files == {}
    house.clock.sleep(60)
    house.photos.upload(PATH)
    assert upload(house).avatar_id == first.avatar_id


def test_files_of_a_call_that_died_are_recorded_and_the_next_call_finishes(house: House) -> None:
    class Store(MemoryPictures):
        """Stores the picture, and dies."""

        def save(self, *args: Any, **how: Any) -> Any:
            house.pictures.save(*args, **how)
            refuse()

    with pytest.raises(AssertionError):
        replace(house.uploading, pictures=Store(house.clock)).upload(OwnPicture(User("ada", FREE), PATH))
    (orphan,) = [data for path, data in house.documents.items() if "/orphans/" in path]
    assert {name.rpartition("/")[0] for name in house.pictures.files} == {orphan["folder"]}
    assert upload(house).status is Status.COMPLETED
    for _ in range(3):
        house.clock.sleep(24 * 3600)
        house.sweeping.run()
    assert len(house.pictures.files) == 3


def reported(house: House) -> Avatar:
    house.painter.before = lambda _: None
    avatar = upload(house)
    report = Complaint(Reason.OFFENSIVE)
    shown: Avatar = house.reporting.report(User("ada", FREE), avatar.avatar_id, report)
    house.deliver()
    house.painter.calls.clear()
    return shown


def test_a_report_hides_it_and_the_queue_of_reports_has_it(house: House) -> None:
    own = upload(house)
    reported(house)
    (one,) = house.reviewing.page(None, 10).reviews
    assert own.picture is not None
    assert one.review.picture.image_path == own.picture.image_path
    avatar = house.timeline.get("ada", own.avatar_id)
    assert (avatar.degraded, avatar.origin, avatar.made_by) == (True, Origin.UPLOAD, "painter")


def test_what_was_reported_or_taken_down_does_not_come_again(house: House) -> None:
    hidden = reported(house)
    house.clock.sleep(60)
    house.photos.upload(PATH)
    with pytest.raises(LookHidden):
        upload(house)
    (review_id,) = [path.split("/")[1] for path in house.documents if path.startswith("reviews/")]
    house.reviewing.decide(review_id, Decision.TAKE_DOWN)
    house.deleting.delete("ada", hidden.avatar_id)
    with pytest.raises(LookHidden, match="taken down"):
        upload(house)
    assert not any(path.startswith("people/") for path in house.pictures.files)


def test_it_is_no_stage_of_the_reel(house: House) -> None:
    avatar = upload(house)
    assert avatar.recipe.timeline is Timeline.ORIGINAL
    with pytest.raises(NotFound):
        house.reels.of("ada", None)


def test_its_bytes_and_words_are_in_no_log(house: House) -> None:
    with capturing() as said:
        upload(house, name="Ada Lovelace", note="at the lake")
    assert [one["event"] for one in said] == ["avatar_uploaded"]
    assert not any(word in str(said) for word in ("Lovelace", "lake", "face", PATH))


def test_statistics_count_no_picture_for_it(house: House) -> None:
    upload(house)
    began = house.clock.now() - timedelta(days=1)
    house.clock.sleep(24 * 3600)
    house.closing_days.run()
    counted = [data for path, data in house.documents.items() if path.startswith("stats/")]
    assert not any(data["settled"] or data["mixes"] for data in counted)
    assert list(house.make_figures().shown_last(began, house.clock.now(), 10)) == []


def test_avatars_are_listed_by_their_origin(house: House) -> None:
    own = upload(house)
    house.provider.before = lambda _: None
    house.ask("ada")
    house.deliver()
    house.provider.calls.clear()

    listed = house.timeline.page("ada", None, None, 10, AvatarFilter(origin=Origin.UPLOAD))
    assert [one.avatar_id for one in listed.avatars] == [own.avatar_id]
    assert house.timeline.count("ada", Status.COMPLETED, AvatarFilter(origin=Origin.UPLOAD)) == 1
    assert (
        house.timeline.page("ada", Status.FAILED, None, 10, AvatarFilter(origin=Origin.UPLOAD)).avatars == []
    )
    assert house.timeline.count("ada", None) == 2


def test_it_moves_with_the_account_and_is_the_same_avatar_there(house: House) -> None:
    house.people.anonymous.add("ada")
    own = upload(house, name="Me")
    house.consenting.give("bo", "2026-11")
    token = house.tokens.issue("ada", house.clock.now() + timedelta(hours=1))
    merged = house.merging.merge(User("bo", FREE), token, personal=True, seconds=20)

    moved = house.timeline.get("bo", merged.moved[own.avatar_id])
    assert (moved.origin, moved.kept, moved.name) == (Origin.UPLOAD, True, "Me")
    house.clock.sleep(60)
    house.photos.upload("uploads/bo/me.jpg")
    assert upload(house, "uploads/bo/me.jpg") == moved
    assert house.erasing.erase("ada", seconds=20).done


def test_a_copy_of_the_users_data_has_it(house: House) -> None:
    upload(house, name="Me")
    house.exports.ask("ada")
    house.reaping.run()
    (path,) = [name for name in house.pictures.files if name.startswith("people/ada/exports/")]
    with zipfile.ZipFile(io.BytesIO(house.pictures.files[path])) as archive:
        (avatar,) = json.loads(archive.read("data/avatars.json"))
        pictures = [archive.read(name) for name in archive.namelist() if name.endswith(".jpg")]
    assert (avatar["began_with"], avatar["name"]) == ("upload", "Me")
    assert pictures == [b"the middle of a face"]
