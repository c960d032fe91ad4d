"""Merging: the anonymous account's pictures come over whole, nobody gains an allowance, nothing is erased too early."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar import avatar_id_for
from mirror_realm.domain.plans import FREE, GUEST, plan_of
from mirror_realm.domain.report import Reason
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased, ConsentMissing, Forbidden, InvalidRequest, MirrorRealmError
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.privacy.account_merge import Merged
from mirror_realm.services.sharing.views import NoShare, ShareGone
from tests.fakes.house import House

PHOTO = "uploads/anna/me.jpg"
ADA = User("ada", FREE)


@pytest.fixture
def house() -> House:
    house = House(user_limit=9)
    house.people.anonymous.add("anna")
    return house


def merge(house: House, *, caller: User = ADA, token: str | None = None, personal: bool = True) -> Merged:
    token = token or house.tokens.issue("anna", house.clock.time + timedelta(minutes=59))
    merged: Merged = house.merging.merge(caller, token, personal=personal, seconds=20)
    return merged


def pictured(house: House, uid: str = "anna", **wish: Any) -> str:
    """Return the id of an avatar that this person had made."""
    admitted = house.ask(uid, plan=plan_of(anonymous=uid == "anna"), **wish)
    house.deliver()
    return admitted.avatar.avatar_id


def with_a_photo(house: House) -> str:
    house.consenting.give("anna", "2026-11")
    house.photos.upload(PHOTO)
    return pictured(house, photo=PHOTO, character=None)


def avatars(house: House, uid: str) -> dict[str, dict[str, Any]]:
    prefix = f"users/{uid}/avatars/"
    return {
        path.removeprefix(prefix): data for path, data in house.documents.items() if path.startswith(prefix)
    }


def erased(house: House) -> None:
    """Run the schedule; check that nothing of the anonymous account is left."""
    house.reaping.run()
    assert house.documents["erasures/anna"]["done_at"] is not None
    assert "anna" in house.people.gone
    house.check()


def view(house: House, slug: str) -> bytes:
    seen: bytes = house.viewing.picture(slug)
    return seen


def test_addresses_of_pictures_stay_with_the_pictures_that_move(house: House) -> None:
    shared, personal = pictured(house), with_a_photo(house)
    house.consenting.give("ada", "2026-11")
    guest = User("anna", GUEST)
    shares = [house.sharing.share(guest, one, show_name=True) for one in (shared, personal)]
    before = [view(house, share.slug) for share in shares]
    merge(house)
    assert [view(house, share.slug) for share in shares] == before
    listed = house.sharing.page("ada", None, 5).shares
    assert {share.slug for share, state in listed if state == "active"} == {one.slug for one in shares}
    assert {share.avatar_id for share, _ in listed} == set(avatars(house, "ada"))
    erased(house)
    assert [view(house, share.slug) for share in shares] == before


def test_an_address_shows_no_other_picture_of_the_same_wish(house: House) -> None:
    share = house.sharing.share(User("anna", GUEST), pictured(house))
    own = pictured(house, "ada")
    there = house.documents[f"users/ada/avatars/{own}"]
    house.write(
        f"users/ada/avatars/{own}", {**there, "image_path": there["image_path"].replace("-1-0", "-2-0")}
    )
    merge(house)
    with pytest.raises(ShareGone):
        view(house, share.slug)
    assert not [path for path in house.documents if path.startswith("users/ada/shares/")]


def test_an_address_of_a_picture_that_is_left_behind_goes_with_the_account(house: House) -> None:
    share = house.sharing.share(User("anna", GUEST), with_a_photo(house))
    merge(house, personal=False)
    with pytest.raises(ShareGone):
        view(house, share.slug)
    erased(house)
    with pytest.raises(NoShare):
        view(house, share.slug)


def test_shared_looks_come_over_with_the_same_files_and_the_other_account_goes(house: House) -> None:
    for style in (StyleId.DAYMI, StyleId.COMIC):
        pictured(house, style=style)
    before = avatars(house, "anna")
    files = dict(house.pictures.files)

    assert merge(house) == Merged(done=True, avatars=2)
    after = avatars(house, "ada")
    kept = (
        "image_path",
        "image_url",
        "thumbnail_url",
        "ithere_message",
        "created_at",
        "status",
        "active_days",
    )
    assert {tuple(str(one[name]) for name in kept) for one in after.values()} == {
        tuple(str(one[name]) for name in kept) for one in before.values()
    }
    assert house.pictures.files == files
    erased(house)
    assert len(avatars(house, "ada")) == 2


def test_a_disabled_account_takes_its_pictures_nowhere(house: House) -> None:
    pictured(house)
    house.people.disabled.add("anna")
    with pytest.raises(InvalidRequest):
        merge(house)
    assert avatars(house, "ada") == {}


def test_what_was_brought_over_is_a_hit_from_then_on(house: House) -> None:
    pictured(house)
    merge(house)
    assert house.ask("ada").outcome == "own"
    assert len(house.provider.calls) == 1


def test_a_personal_look_is_copied_into_ones_own_folder_with_links_of_its_own(house: House) -> None:
    old_id = with_a_photo(house)
    old = avatars(house, "anna")[old_id]
    house.consenting.give("ada", "2026-11")
    merge(house)

    ((new_id, new),) = avatars(house, "ada").items()
    assert new["recipe"]["uid"] == "ada"
    assert new["image_path"].startswith(f"people/ada/{new_id}/")
    assert new["image_url"] != old["image_url"]
    assert "anna" not in str(new)
    assert house.pictures.files[new["image_path"]] == house.pictures.files[old["image_path"]]
    erased(house)
    assert not [name for name in house.pictures.files if "/anna/" in name]
    assert new["image_path"] in house.pictures.files


def test_without_consent_of_ones_own_pictures_from_photos_are_refused_and_nothing_is_lost(
    house: House,
) -> None:
    with_a_photo(house)
    before = {path: data for path, data in house.documents.items() if "anna" in path}
    with pytest.raises(ConsentMissing):
        merge(house)
    assert {path: data for path, data in house.documents.items() if "anna" in path} == before
    assert avatars(house, "ada") == {}


def test_pictures_from_photos_may_be_left_behind(house: House) -> None:
    with_a_photo(house)
    pictured(house)
    assert merge(house, personal=False) == Merged(done=True, avatars=1)
    assert [one["recipe"]["uid"] for one in avatars(house, "ada").values()] == [None]
    erased(house)
    assert not [name for name in house.pictures.files if name.startswith("people/")]


def test_a_reported_picture_is_remembered_but_no_path_of_the_old_account(house: House) -> None:
    with_a_photo(house)
    house.consenting.give("ada", "2026-11")
    shared_id = pictured(house)
    for avatar_id, data in avatars(house, "anna").items():
        reported = "shared/a-look/a-draw/1024.jpg" if avatar_id == shared_id else "people/anna/a/b/1024.jpg"
        house.write(f"users/anna/avatars/{avatar_id}", {**data, "reported_path": reported})
    merge(house)
    remembered = {one["recipe"]["uid"]: one["reported_path"] for one in avatars(house, "ada").values()}
    assert remembered == {None: "shared/a-look/a-draw/1024.jpg", "ada": None}
    erased(house)


def test_what_one_has_already_stays_as_it_is(house: House) -> None:
    pictured(house)
    house.clock.time += timedelta(hours=1)
    own = {pictured(house, "ada", variation=3), pictured(house, "ada")}
    house.write("users/ada/settings/current", {"style": "comic"})
    house.write("users/ada/progress/current", {"active_days": 7})
    house.write("users/anna/settings/current", {"style": "anime"})
    house.write("users/anna/progress/current", {"active_days": 40})
    before = {path: data for path, data in house.documents.items() if path.startswith("users/ada")}
    assert merge(house) == Merged(done=True, avatars=0)
    assert {path: data for path, data in house.documents.items() if path.startswith("users/ada")} == before
    assert avatars(house, "ada").keys() == own


def test_a_failed_avatar_of_ones_own_gives_way_to_a_picture(house: House) -> None:
    picture_id = pictured(house)
    recipe = house.avatar(house.ask("anna"), "anna").recipe
    own_id = avatar_id_for("ada", recipe)
    failed = {**avatars(house, "anna")[picture_id], "status": "failed", "image_path": None, "source": None}
    house.write(f"users/ada/avatars/{own_id}", failed)
    assert merge(house).avatars == 1
    assert avatars(house, "ada")[own_id]["status"] == "completed"


def test_what_one_had_not_chosen_comes_over(house: House) -> None:
    pictured(house, style=StyleId.COMIC)
    pictured(house, style=StyleId.ANIME)
    comic = next(i for i, one in avatars(house, "anna").items() if one["style"] == "comic")
    house.timeline.select("anna", comic)
    progress = {"active_days": 40, "major_achievement": "ran"}
    house.write("users/anna/settings/current", {"style": "anime"})
    house.write("users/anna/progress/current", progress)
    house.milestones.progressed(User("anna", GUEST))
    house.deliver()
    house.timeline.select("anna", comic)
    merge(house)

    profile = house.documents["users/ada"]
    assert profile["latest"]["avatar_id"] == next(
        i for i, one in avatars(house, "ada").items() if one["style"] == "comic"
    )
    assert profile["milestone"] == house.documents["users/anna"]["milestone"]
    assert house.documents["users/ada/settings/current"] == {"style": "anime"}
    assert house.documents["users/ada/progress/current"] == progress


def test_neither_allowance_nor_the_first_credits_nor_consent_come_over() -> None:
    house = House(credits=10)
    house.people.anonymous.add("anna")
    house.consenting.give("anna", "2026-11")
    pictured(house)
    merge(house)
    profile = house.documents["users/ada"]
    assert (profile["credits"], profile["photo_consent"]) == (None, None)
    assert not [path for path in house.documents if path.startswith("users/ada/usage/")]
    assert house.ask("ada", variation=5).usage is not None
    house.deliver()
    house.reaping.run()
    house.check()


def test_a_picture_that_is_being_made_is_waited_for(house: House) -> None:
    house.ask("anna", plan=GUEST)
    waited: list[float] = []
    sleep = house.clock.sleep

    def made_meanwhile(seconds: float) -> None:
        waited.append(seconds)
        sleep(seconds)
        if len(waited) == 2:
            house.deliver()

    runtime = house.clock.runtime()
    object.__setattr__(house.merging, "runtime", type(runtime)(runtime.now, runtime.new_id, made_meanwhile))
    assert merge(house) == Merged(done=True, avatars=1)
    assert len(waited) == 2


def test_one_that_takes_too_long_is_asked_for_again_and_nothing_is_erased(house: House) -> None:
    pictured(house, style=StyleId.COMIC)
    house.ask("anna", plan=GUEST)
    assert merge(house) == Merged(done=False, avatars=1)
    assert "erasures/anna" not in house.documents
    house.deliver()
    assert merge(house) == Merged(done=True, avatars=1)
    erased(house)


def test_what_comes_about_while_it_ends_goes_over_too(house: House) -> None:
    """Another device is still signed in to the old account, up to the fence."""
    pictured(house)
    begin = house.erasing.begin

    class Late:
        def __getattr__(self, name: str) -> Any:
            return getattr(house.erasing, name)

        def begin(self, *args: Any, **merge: Any) -> Any:
            pictured(house, variation=7)
            return begin(*args, **merge)

    object.__setattr__(house.merging, "erasing", Late())
    assert merge(house) == Merged(done=True, avatars=2)
    erased(house)
    assert len(avatars(house, "ada")) == 2


def test_no_schedule_erases_before_the_last_picture_is_there(house: House) -> None:
    pictured(house)

    class Interrupted(Exception):
        pass

    class Cut:
        def __getattr__(self, name: str) -> Any:
            return getattr(house.erasing, name)

        def begin(self, *args: Any, **merge: Any) -> Any:
            pictured(house, variation=7)
            house.erasing.begin(*args, **merge)
            raise Interrupted

    real = house.merging.erasing
    object.__setattr__(house.merging, "erasing", Cut())
    with pytest.raises(Interrupted):
        merge(house)
    object.__setattr__(house.merging, "erasing", real)
    house.reaping.run()
    assert len(avatars(house, "anna")) == 2
    assert merge(house) == Merged(done=True, avatars=1)
    erased(house)


def test_asking_again_once_it_is_done_changes_nothing(house: House) -> None:
    pictured(house)
    merge(house)
    for _ in range(2):
        assert merge(house) == Merged(done=True, avatars=0)
        house.reaping.run()
    assert len(avatars(house, "ada")) == 1


def an_old_token(house: House) -> str:
    return house.tokens.issue("anna", house.clock.time)


def a_token_of_ones_own(house: House) -> str:
    return house.tokens.issue("ada", house.clock.time + timedelta(minutes=5))


def a_token_of_somebody_signed_in(house: House) -> str:
    return house.tokens.issue("bo", house.clock.time + timedelta(minutes=5), plan=FREE)


def a_token_of_an_account_linked_since(house: House) -> str:
    house.people.anonymous.clear()
    return house.tokens.issue("anna", house.clock.time + timedelta(minutes=5))


def a_token_of_a_deleted_account(house: House) -> str:
    house.people.gone.add("anna")
    return house.tokens.issue("anna", house.clock.time + timedelta(minutes=5))


def no_token(house: House) -> str:
    return "not a token"


@pytest.mark.parametrize(
    "token",
    [
        an_old_token,
        a_token_of_ones_own,
        a_token_of_somebody_signed_in,
        a_token_of_an_account_linked_since,
        a_token_of_a_deleted_account,
        no_token,
    ],
)
def test_no_other_token_will_do(house: House, token: Callable[[House], str]) -> None:
    pictured(house)
    before = dict(house.documents)
    with pytest.raises(InvalidRequest) as refused:
        merge(house, token=token(house))
    assert list(refused.value.fields) == ["anonymous_token"]
    assert house.documents == before


def test_an_anonymous_account_is_merged_into_no_other_anonymous_one(house: House) -> None:
    with pytest.raises(Forbidden):
        merge(house, caller=User("bo", GUEST))


def test_somebody_being_erased_gets_nothing_any_more(house: House) -> None:
    pictured(house)
    house.erasing.begin("ada")
    refused: type[MirrorRealmError] = BeingErased
    with pytest.raises(refused):
        merge(house)
    assert avatars(house, "ada") == {}
    assert "erasures/anna" not in house.documents


def test_what_was_reported_stays_hidden_for_the_same_wish(house: House) -> None:
    avatar_id = pictured(house)
    before = avatars(house, "anna")[avatar_id]["image_path"]
    house.reporting.report(User("anna", GUEST), avatar_id, Complaint(Reason.OFFENSIVE))
    house.deliver()
    merge(house)

    pictured(house, "ada")
    (brought,) = avatars(house, "ada").values()
    assert brought["image_path"] not in (None, before)
    erased(house)


def test_what_was_reported_without_a_stand_in_is_not_handed_out_either(house: House) -> None:
    avatar_id = pictured(house, allow_fallback=False)
    before = avatars(house, "anna")[avatar_id]["image_path"]
    house.reporting.report(User("anna", GUEST), avatar_id, Complaint(Reason.OFFENSIVE))
    merge(house)
    erased(house)

    assert house.ask("bo").avatar.to_document()["image_path"] == before
    pictured(house, "ada")
    (own,) = avatars(house, "ada").values()
    assert own["image_path"] not in (None, before)


def test_what_the_caller_reported_does_not_come_over(house: House) -> None:
    avatar_id = pictured(house, "ada", allow_fallback=False)
    pictured(house)
    house.reporting.report(ADA, avatar_id, Complaint(Reason.OFFENSIVE))
    assert merge(house) == Merged(done=True, avatars=0)
    assert [one["image_path"] for one in avatars(house, "ada").values()] == [None]


def test_a_copy_that_came_too_late_for_its_persons_erasure_is_taken_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_photo(house)
    house.consenting.give("ada", "2026-11")
    save = house.pictures.save

    def erased_meanwhile(folder: str, picture: Any, *, private: bool) -> Any:
        house.erasing.erase("ada", seconds=20)
        return save(folder, picture, private=private)

    monkeypatch.setattr(house.pictures, "save", erased_meanwhile)
    with pytest.raises(BeingErased):
        merge(house)
    assert house.documents["erasures/ada"]["done_at"] is not None
    assert not [name for name in house.pictures.files if name.startswith("people/ada/")]
    house.check()


def test_a_second_account_that_merges_the_same_guest_is_refused_whenever_it_comes(house: House) -> None:
    """Seen with two at once: both got all pictures, a copy instead of a move."""
    bo = User("bo", FREE)
    for uid in ("ada", "bo"):
        house.consenting.give(uid, "2026-11")
    pictured(house, style=StyleId.COMIC)
    with_a_photo(house)
    read, refused = house.pictures.read, []

    def meanwhile(path: str) -> bytes:
        with pytest.raises(InvalidRequest) as error:
            merge(house, caller=bo)
        refused.append(error.value.fields)
        return read(path)

    house.merging.pictures.read = meanwhile
    assert merge(house).done
    house.merging.pictures.read = read
    assert refused
    with pytest.raises(InvalidRequest):
        merge(house, caller=bo)
    erased(house)
    with pytest.raises(InvalidRequest):
        merge(house, caller=bo)
    assert (len(avatars(house, "ada")), avatars(house, "bo")) == (2, {})
    assert not [name for name in house.pictures.files if "/bo/" in name]


def test_who_was_cut_off_goes_on_and_another_account_does_not(house: House) -> None:
    pictured(house)
    waiting = house.ask("anna", plan=GUEST, style=StyleId.NOIR_HERO)
    assert not merge(house).done, "a picture is being made"
    house.clock.time += timedelta(minutes=11)
    with pytest.raises(InvalidRequest):
        merge(house, caller=User("bo", FREE))
    house.deliver()
    assert merge(house).done
    assert house.avatar(waiting, "anna").picture is not None
    assert (len(avatars(house, "ada")), avatars(house, "bo")) == (2, {})


def test_an_account_that_lacks_consent_has_taken_nothing_over_and_claims_nothing(house: House) -> None:
    pictured(house)
    with_a_photo(house)
    with pytest.raises(ConsentMissing):
        merge(house)
    assert avatars(house, "ada") == {}
    house.consenting.give("bo", "2026-11")
    assert merge(house, caller=User("bo", FREE)) == Merged(done=True, avatars=2)


def test_what_names_the_merger_is_left_of_nobody_who_is_erased(house: House) -> None:
    pictured(house)
    merge(house)
    erased(house)
    house.erasing.erase("ada", seconds=60)
    house.check()


def devices(house: House, uid: str) -> set[str]:
    return {device.token for device in house.queries.push_devices_of(uid, 99)}


def test_devices_come_over_and_are_sent_what_the_other_account_waits_for(house: House) -> None:
    house.devices.register("anna", "phone")
    house.devices.register("ada", "tablet")
    assert merge(house).done
    erased(house)
    assert devices(house, "ada") == {"phone", "tablet"}
    pictured(house, "ada")
    assert {token for token, _, _ in house.push.shown} == {"phone", "tablet"}


def test_a_device_that_the_other_account_has_registered_already_stays_there(house: House) -> None:
    house.devices.register("anna", "phone")
    house.devices.register("ada", "phone")
    assert merge(house).done
    erased(house)
    assert devices(house, "ada") == {"phone"}


def test_a_device_that_a_third_account_has_taken_over_does_not_come(house: House) -> None:
    house.devices.register("anna", "phone")
    house.devices.register("bo", "phone")
    assert merge(house).done
    erased(house)
    assert (devices(house, "ada"), devices(house, "bo")) == (set(), {"phone"})


def test_of_too_many_devices_the_one_in_hand_stays(house: House) -> None:
    for number in range(5):
        house.devices.register("ada", f"device {number}")
    house.devices.register("anna", "phone")
    assert merge(house).done
    erased(house)
    assert devices(house, "ada") == {"device 1", "device 2", "device 3", "device 4", "phone"}


def test_a_picture_that_waits_for_a_pace_is_waited_for_and_comes_over() -> None:
    house = House(user_limit=9, images_per_minute=4)
    house.people.anonymous.add("anna")
    pictured(house, "bo", variation=1)
    assert house.ask("anna", plan=GUEST, variation=2).avatar.waits is not None
    assert not merge(house).done
    house.clock.sleep(600)
    house.reaping.run()
    house.deliver()
    assert merge(house) == Merged(done=True, avatars=1)
    erased(house)
