"""Reviewing: what administrators see of a report, and what each decision does."""

from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import KEEP_DECIDED, Decision, Reason
from mirror_realm.domain.wish import User
from mirror_realm.errors import InvalidRequest, NotFound
from mirror_realm.services.moderation.report import Complaint
from tests.fakes.captured import capturing
from tests.fakes.house import House
from tests.fakes.outside import PLACEHOLDER

PEOPLE = ("ada", "bo", "cy")
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    return House()


def shown(house: House, uid: str = "ada", **wish: Any) -> Avatar:
    admitted = house.ask(uid, **wish)
    house.deliver()
    return house.avatar(admitted, uid)


def report(house: House, uid: str, avatar: Avatar, reason: Reason = Reason.OFFENSIVE, note: str = "") -> None:
    house.reporting.report(User(uid, FREE), avatar.avatar_id, Complaint(reason, note))
    house.deliver()


def reported(house: House, people: tuple[str, ...] = PEOPLE, **wish: Any) -> Avatar:
    """Return a look reported by these people; the picture it had."""
    for uid in people:
        avatar = shown(house, uid, **wish)
        report(house, uid, avatar, note=f"said {uid[0]}")
    return avatar


def decide(house: House, avatar: Avatar, decision: Decision) -> bool:
    done: bool
    _, done = house.reviewing.decide(avatar.recipe.cache_key, decision)
    house.deliver()
    return done


def entry(house: House, avatar: Avatar) -> dict[str, object]:
    return house.documents[f"cache/{avatar.recipe.cache_key}"]


def test_what_awaits_a_decision_is_listed_the_longest_waiting_first_page_by_page(house: House) -> None:
    looks = []
    for variation in range(3):
        looks.append(reported(house, ("ada",), variation=variation))
        house.clock.time += DAY
    first = house.reviewing.page(None, 2)
    rest = house.reviewing.page(first.after, 2)
    listed = [one.review.review_id for page in (first, rest) for one in page.reviews]
    assert listed == [look.recipe.cache_key for look in looks]
    assert rest.after is None
    decide(house, looks[0], Decision.RESTORE)
    assert len(house.reviewing.page(None, 9).reviews) == 2


def test_a_review_tells_enough_to_judge(house: House) -> None:
    look = reported(house, ("ada", "bo"))
    (told,) = house.reviewing.page(None, 9).reviews
    assert told.review.recipe == look.recipe
    assert told.review.picture == look.picture
    assert (told.review.reports, told.review.counted, told.review.reasons) == (2, 2, {"offensive": 2})
    assert sorted(told.notes) == ["said a", "said b"]
    assert told.jpeg is None


def test_restored_it_is_handed_out_again_but_not_to_its_reporters(house: House) -> None:
    kept = shown(house, "dora")
    look = reported(house)
    with capturing() as captured:
        assert decide(house, look, Decision.RESTORE)
    assert {
        "severity": "WARNING",
        "event": "review_decided",
        "review_id": look.recipe.cache_key,
        "decision": "restore",
    } in captured
    assert house.ask("eve").outcome == "hit"
    assert house.ask("dora").outcome == "hit"
    assert kept.picture is not None
    assert house.documents[f"users/dora/avatars/{kept.avatar_id}"]["image_path"] == kept.picture.image_path
    assert shown(house, "ada").picture != look.picture
    house.check()


def test_what_was_restored_is_not_hidden_again_by_three_more(house: House) -> None:
    look = reported(house)
    decide(house, look, Decision.RESTORE)
    for uid in ("eve", "fay", "gus"):
        report(house, uid, shown(house, uid))
        assert shown(house, uid).picture != look.picture
    assert entry(house, look)["state"] == "ready"
    assert house.reviewing.page(None, 9).reviews == []
    house.check()


def test_another_picture_of_it_is_counted_anew(house: House) -> None:
    house = House(user_limit=20)
    look = reported(house)
    decide(house, look, Decision.RESTORE)
    house.clock.time += 31 * DAY
    house.sweeping.run()
    other = shown(house, "eve")
    assert other.picture != look.picture
    report(house, "eve", other)
    review = house.only("reviews/")
    assert (review["state"], review["reports"]) == ("open", 1)
    assert review["picture"]["image_path"] == other.picture.image_path  # type: ignore[union-attr]


def test_taken_down_nobody_shows_it_and_its_files_are_gone(house: House) -> None:
    kept = shown(house, "dora")
    look = reported(house, ("ada",))
    assert decide(house, look, Decision.TAKE_DOWN)
    assert look.picture is not None
    folder = f"shared/{look.recipe.cache_key}/"
    assert [name for name in house.pictures.files if name.startswith(folder)] == []
    after = house.documents[f"users/dora/avatars/{kept.avatar_id}"]
    assert (after["status"], after["degraded"], after["error"]["reason"]) == (
        Status.COMPLETED,
        True,
        "look_hidden",
    )
    house.check()


def test_taken_down_every_address_serves_the_placeholder_before_the_first_avatar_is_rewritten(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = reported(house, ("ada",))
    shown(house, "dora")
    folder = f"shared/{look.recipe.cache_key}/"

    def dies(*_: object) -> object:
        raise RuntimeError("the instance is gone")

    with monkeypatch.context() as patch:
        patch.setattr(house.queries, "avatars_showing", dies)
        with pytest.raises(RuntimeError):
            house.reviewing.decide(look.recipe.cache_key, Decision.TAKE_DOWN)
    served = [data for name, data in house.pictures.files.items() if name.startswith(folder)]
    assert served == [PLACEHOLDER] * 3
    house.reaping.run()
    house.deliver()
    assert [name for name in house.pictures.files if name.startswith(folder)] == []
    house.check()


@pytest.mark.usefixtures("in_pages_of_one")
def test_files_of_a_takedown_stay_as_placeholders_while_an_avatar_is_left_to_rewrite(house: House) -> None:
    look = reported(house, ("ada",))
    for uid in ("dora", "eve"):
        shown(house, uid)
    done: bool
    _, done = house.reviewing.decide(look.recipe.cache_key, Decision.TAKE_DOWN)
    folder = f"shared/{look.recipe.cache_key}/"
    assert not done
    assert {data for name, data in house.pictures.files.items() if name.startswith(folder)} == {PLACEHOLDER}


def test_a_run_rewrites_avatars_until_its_time_is_over_and_the_reaper_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mirror_realm.services.moderation.takedown.PAGE", 1)
    look = reported(house, ("ada",))
    for number in range(6):
        shown(house, f"u{number}")
    find = house.queries.avatars_showing

    def slowly(folder: str, most: int) -> object:
        house.clock.time += timedelta(seconds=50)
        return find(folder, most)

    monkeypatch.setattr(house.queries, "avatars_showing", slowly)
    began = house.clock.time
    done: bool
    _, done = house.reviewing.decide(look.recipe.cache_key, Decision.TAKE_DOWN)
    assert not done
    assert house.clock.time - began <= timedelta(seconds=240)
    house.reaping.run()
    house.reaping.run()
    house.deliver()
    assert not house.only("reviews/")["pending"]


@pytest.fixture
def in_pages_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mirror_realm.services.moderation.takedown.MOST", 1)
    monkeypatch.setattr("mirror_realm.services.moderation.takedown.PAGE", 1)


def test_taken_down_it_is_nobodys_latest_and_no_likeness_meanwhile(house: House) -> None:
    look = shown(house, "dora")
    reported(house, ("ada",))
    waiting = house.ask("dora", variation=1).avatar
    assert look.picture is not None
    assert waiting.to_document()["image_url"] == look.picture.image_url
    house.reviewing.decide(look.recipe.cache_key, Decision.TAKE_DOWN)
    assert house.documents["users/dora"]["latest"] is None
    after = house.documents[f"users/dora/avatars/{waiting.avatar_id}"]
    assert after["image_url"] == "https://app.test/placeholders/daymi/month.jpg"
    house.deliver()
    house.check()


def test_taken_down_it_is_never_made_again(house: House) -> None:
    look = reported(house)
    decide(house, look, Decision.TAKE_DOWN)
    calls = len(house.provider.calls)
    for _ in range(8):
        house.clock.time += 31 * DAY
        house.sweeping.run()
        house.reaping.run()
    assert house.ask("eve").outcome == "degrade"
    house.deliver()
    assert len(house.provider.calls) == calls
    assert entry(house, look)["state"] == "taken_down"
    assert not [path for path in house.documents if path.startswith(("reports/", "reviews/"))], "they aged"
    house.check()


def test_a_decision_may_be_repeated_and_a_takedown_is_for_ever(house: House) -> None:
    look = reported(house)
    for decision in (Decision.RESTORE, Decision.RESTORE, Decision.TAKE_DOWN, Decision.TAKE_DOWN):
        assert decide(house, look, decision)
    with pytest.raises(InvalidRequest):
        decide(house, look, Decision.RESTORE)
    with pytest.raises(NotFound):
        house.reviewing.decide("0" * 64, Decision.RESTORE)
    house.check()


def test_decided_it_ages(house: House) -> None:
    look = reported(house)
    decide(house, look, Decision.RESTORE)
    until = house.clock.time + KEEP_DECIDED
    assert house.only("reviews/")["expires_at"] == until
    reports = [data for path, data in house.documents.items() if path.startswith("reports/")]
    assert [one["expires_at"] for one in reports] == [until] * 3


def test_a_look_whose_entry_is_gone_is_taken_down_all_the_same(house: House) -> None:
    look = reported(house, ("ada",))
    house.remove(f"cache/{look.recipe.cache_key}")
    decide(house, look, Decision.TAKE_DOWN)
    assert house.ask("eve").outcome == "degrade"
    house.deliver()
    house.check()


@pytest.mark.parametrize("decision", Decision)
def test_a_personal_picture_is_shown_inline_and_goes_either_way(house: House, decision: Decision) -> None:
    house.consenting.give("ada", "2026-11")
    mine = shown(house, photo=house.photos.upload("uploads/ada/me.jpg"), character=None)
    report(house, "ada", mine)
    (told,) = house.reviewing.page(None, 9).reviews
    assert (told.personal, told.jpeg) == (True, b"a picture")
    house.reviewing.decide(told.review.review_id, decision)
    gone_at_once = [name for name in house.pictures.files if name.startswith("people/")] == []
    assert gone_at_once is (decision is Decision.TAKE_DOWN)
    for _ in range(3):
        house.clock.time += DAY
        house.sweeping.run()
    assert [name for name in house.pictures.files if name.startswith("people/")] == []
    house.check()


def test_a_personal_picture_its_owner_deleted_meanwhile_is_no_error(house: House) -> None:
    house.consenting.give("ada", "2026-11")
    mine = shown(house, photo=house.photos.upload("uploads/ada/me.jpg"), character=None)
    report(house, "ada", mine)
    house.deleting.delete("ada", mine.avatar_id)
    (told,) = house.reviewing.page(None, 9).reviews
    assert told.jpeg is None
    house.reviewing.decide(told.review.review_id, Decision.TAKE_DOWN)
    house.check()
