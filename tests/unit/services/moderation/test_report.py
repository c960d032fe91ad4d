"""Reporting a picture: its reporter never sees it again, and three of them hide a shared look from everybody."""

from datetime import timedelta
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.avatar import Avatar, Source, Status
from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.reference import Reference
from mirror_realm.domain.report import COUNTED_A_DAY, HIDE_AFTER, KEEP_DECIDED, Decision, Reason, Weight
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User
from mirror_realm.errors import Forbidden, LookHidden, NotFound
from mirror_realm.services.admission.admission_request import Admitted
from mirror_realm.services.fallback.ladder import PAINTED_VARIATIONS
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.ports.providers import ImageRequest
from tests.fakes.captured import capturing
from tests.fakes.house import House, a_wish

PEOPLE = ("ada", "bo", "cy")


@pytest.fixture
def house() -> House:
    return House()


def shown(house: House, uid: str = "ada", **wish: Any) -> Avatar:
    """Return this person's avatar, completed."""
    admitted = house.ask(uid, **wish)
    house.deliver()
    return house.avatar(admitted, uid)


def report(house: House, uid: str, avatar: Avatar | Admitted, *, plan: Plan = FREE, **said: object) -> Avatar:
    """Report and delivers whatever that starts; the avatar as it is then."""
    avatar_id = avatar.avatar_id if isinstance(avatar, Avatar) else avatar.avatar.avatar_id
    complaint = Complaint(said.pop("reason", Reason.OFFENSIVE), **said)  # type: ignore[arg-type]
    house.reporting.report(User(uid, plan), avatar_id, complaint)
    house.deliver()
    return Avatar.from_document(avatar_id, house.documents[f"users/{uid}/avatars/{avatar_id}"])


def hide(house: House, **wish: Any) -> Avatar:
    """Return a look that three people have reported; the picture it had."""
    for uid in PEOPLE:
        avatar = shown(house, uid, **wish)
        report(house, uid, avatar)
    return avatar


def image_path(avatar: Avatar) -> str | None:
    return avatar.picture.image_path if avatar.picture is not None else None


def entry(house: House, avatar: Avatar) -> dict[str, object]:
    return house.documents[f"cache/{avatar.recipe.cache_key}"]


def test_the_reporter_gets_a_stand_in_and_is_told_why(house: House) -> None:
    mine = shown(house)
    after = report(house, "ada", mine)
    assert (after.status, after.degraded, after.source) == (Status.COMPLETED, True, Source.PAINTED)
    assert after.picture != mine.picture
    assert after.problem is not None
    assert (after.problem.reason, after.upgrade_at) == ("look_hidden", None)
    assert (after.avatar_id, after.ithere_message) == (mine.avatar_id, mine.ithere_message)
    house.check()


def test_the_answer_shows_it_no_more_already(house: House) -> None:
    mine = shown(house)
    answer = house.reporting.report(User("ada", FREE), mine.avatar_id, Complaint(Reason.OTHER))
    assert answer.to_document()["image_url"] == "https://app.test/placeholders/daymi/month.jpg"
    house.deliver()


def test_who_declines_stand_ins_gets_the_placeholder(house: House) -> None:
    after = report(house, "ada", shown(house, allow_fallback=False))
    assert (after.status, after.picture) == (Status.FAILED, None)
    assert after.to_document()["image_url"] == "https://app.test/placeholders/daymi/month.jpg"


def test_others_still_see_it_and_get_it(house: House) -> None:
    mine, other = shown(house), shown(house, "bo")
    report(house, "ada", mine)
    assert image_path(shown(house, "bo")) == image_path(other)
    assert house.ask("cy").outcome == "hit"


def test_asking_again_does_not_bring_it_back(house: House) -> None:
    mine = shown(house)
    stand_in = report(house, "ada", mine)
    calls = len(house.provider.calls)
    again = house.ask()
    assert (again.outcome, again.avatar.picture) == ("own", stand_in.picture)
    assert len(house.provider.calls) == calls
    with pytest.raises(LookHidden):
        house.ask(allow_fallback=False)


def test_nor_does_deleting_the_avatar_and_asking_anew(house: House) -> None:
    mine = shown(house)
    report(house, "ada", mine)
    house.deleting.delete("ada", mine.avatar_id)
    anew = shown(house)
    assert anew.degraded
    assert image_path(anew) != image_path(mine)


def test_nor_the_ladder_of_another_wish(house: House) -> None:
    house = House(user_limit=1)
    mine = shown(house)
    report(house, "ada", mine)
    other = shown(house, variation=1)
    assert other.degraded
    assert image_path(other) != image_path(mine)
    house.check()


def test_nor_a_stand_in_of_their_own_that_showed_it(house: House) -> None:
    """Both avatars showed the same picture; one was reported."""
    house = House(user_limit=1)
    shown(house, "bo", variation=2)
    first = shown(house, timeline=Timeline.ORIGINAL)
    similar, too = shown(house, variation=3), shown(house, variation=4)
    assert image_path(similar) == image_path(too)
    report(house, "ada", similar)
    for avatar in (similar, too):
        path = f"users/ada/avatars/{avatar.avatar_id}"
        assert house.documents[path]["image_path"] not in (None, image_path(similar))
    assert house.documents[f"users/ada/avatars/{first.avatar_id}"]["image_path"] == image_path(first)
    house.check()


def test_a_painting_is_not_painted_again_for_who_reported_it(house: House) -> None:
    house = House(user_limit=0)
    mine = shown(house)
    assert mine.source is Source.PAINTED
    after = report(house, "ada", mine)
    house.clock.time += timedelta(days=40)
    house.sweeping.run()
    again = shown(house)
    painted = [call.recipe.variation for call in house.painter.calls]
    assert painted == [0, 1], "its next variation, once"
    assert after.picture == again.picture
    assert image_path(after) != image_path(mine)


def test_the_latest_picture_moves_off_it_and_nothing_meanwhile_shows_it(house: House) -> None:
    mine = shown(house)
    waiting = house.ask(variation=1)
    assert waiting.avatar.to_document()["image_url"] == mine.picture.image_url  # type: ignore[union-attr]
    house.reporting.report(User("ada", FREE), mine.avatar_id, Complaint(Reason.OTHER))
    assert Profile.from_document(house.documents["users/ada"]).latest is None
    assert "placeholders" in str(house.avatar(waiting).to_document()["image_url"])
    house.deliver()


def test_nor_does_choosing_another_avatar_that_showed_it_at_that_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = House(user_limit=1)
    mine, other = (shown(house, variation=variation) for variation in (0, 1))
    assert image_path(other) == image_path(mine)
    find = house.queries.own_with_image
    chosen: list[Avatar] = []

    def chosen_meanwhile(*of: Any) -> Any:
        if not chosen:
            chosen.append(house.timeline.select("ada", other.avatar_id))
        return find(*of)

    monkeypatch.setattr(house.queries, "own_with_image", chosen_meanwhile)
    house.reporting.report(User("ada", FREE), mine.avatar_id, Complaint(Reason.OTHER))
    assert chosen
    assert Profile.from_document(house.documents["users/ada"]).latest is None


def test_nor_does_what_was_shown_before_a_later_one_came_back_while_that_is_replaced(house: House) -> None:
    first = shown(house, allow_fallback=False)
    second = shown(house, variation=1)
    report(house, "ada", first)
    answer = house.reporting.report(User("ada", FREE), second.avatar_id, Complaint(Reason.OTHER))
    assert answer.under_way
    assert answer.to_document()["image_url"] == "https://app.test/placeholders/daymi/month.jpg"


def test_reels_that_show_it_go(house: House) -> None:
    mine = shown(house)
    house.pictures.files["people/ada/reels/r1/reel.webp"] = b"a reel"
    house.pictures.stored_at["people/ada/reels/r1/reel.webp"] = house.clock.time
    report(house, "ada", mine)
    assert not [name for name in house.pictures.files if "/reels/" in name]


def test_saying_it_again_counts_once_and_spares_the_stand_in(house: House) -> None:
    mine = shown(house)
    first = report(house, "ada", mine)
    with capturing() as captured:
        assert report(house, "ada", mine) == first
        assert report(house, "ada", mine, image_path=image_path(mine)) == first
    assert captured == []
    assert house.only("reviews/")["reports"] == 1


def test_a_stand_in_that_is_named_is_reported_too(house: House) -> None:
    first = report(house, "ada", shown(house))
    second = report(house, "ada", first, image_path=image_path(first))
    assert second.status is Status.COMPLETED
    assert image_path(second) not in (None, image_path(first))
    assert len([path for path in house.documents if path.startswith("reviews/")]) == 2


def test_only_what_is_shown_can_be_reported(house: House) -> None:
    mine, others = shown(house), shown(house, "bo", variation=2)
    waiting = house.ask(variation=1).avatar
    for avatar, path in (
        (waiting, None),
        (others, None),
        (mine, image_path(others)),
        (mine, "people/bo/x/y-1/1024.jpg"),
    ):
        with pytest.raises(NotFound):
            report(house, "ada", avatar, image_path=path)
    house.deliver()


def test_behind_an_erasure_nothing_is_reported(house: House) -> None:
    mine = shown(house)
    house.write("erasures/ada", {"started_at": house.clock.time})
    with pytest.raises(Forbidden):
        house.reporting.report(User("ada", FREE), mine.avatar_id, Complaint(Reason.OTHER))


def test_a_report_knows_a_pseudonym_and_what_was_said(house: House) -> None:
    with capturing() as captured:
        report(house, "ada", shown(house), reason=Reason.OTHER, note="the hands")
    filed = house.only("reports/")
    assert (filed["reason"], filed["note"], filed["counted"]) == ("other", "the hands", True)
    assert "ada" not in str(filed)
    assert "ada" not in str(house.only("reviews/"))
    (said,) = [one for one in captured if one["event"] == "picture_reported"]
    assert said == {
        "severity": "INFO",
        "event": "picture_reported",
        "reason": "other",
        "counted": True,
        "personal": False,
    }


def test_the_third_report_hides_the_look_from_everybody(house: House) -> None:
    kept = shown(house, "dora")
    with capturing() as captured:
        was = hide(house)
    assert len(PEOPLE) == HIDE_AFTER
    assert entry(house, kept)["state"] == "hidden"
    assert [one["reports"] for one in captured if one["event"] == "look_hidden"] == [3]
    after = Avatar.from_document(kept.avatar_id, house.documents[f"users/dora/avatars/{kept.avatar_id}"])
    assert (after.status, after.degraded, after.ithere_message) == (
        Status.COMPLETED,
        True,
        kept.ithere_message,
    )
    assert image_path(after) not in (None, image_path(was))
    house.check()


def test_the_last_reporter_does_not_wait_for_everybody_elses_avatars(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mirror_realm.services.moderation.takedown.PAGE", 1)
    reporters = owners(house, *PEOPLE)
    for number in range(9):
        shown(house, f"u{number}")
    find = house.queries.avatars_showing

    def slowly(folder: str, most: int) -> Any:
        house.clock.time += timedelta(seconds=5)
        return find(folder, most)

    monkeypatch.setattr(house.queries, "avatars_showing", slowly)
    began = house.clock.time
    for uid, avatar in reporters.items():
        report(house, uid, avatar)
    assert house.clock.time - began <= timedelta(seconds=20)
    assert house.only("reviews/")["pending"]
    house.reaping.run()
    house.deliver()
    assert not house.only("reviews/")["pending"]


def test_a_hidden_look_is_neither_handed_out_nor_made(house: House) -> None:
    hide(house)
    calls, day = len(house.provider.calls), dict(house.only("global_usage/"))
    late = house.ask("eve")
    assert (late.outcome, late.avatar.degraded) == ("degrade", True)
    assert late.avatar.problem is not None
    assert late.avatar.problem.reason == "look_hidden"
    with pytest.raises(LookHidden):
        house.ask("fay", allow_fallback=False)
    house.clock.time += timedelta(days=40)
    house.sweeping.run()
    assert house.ask("gus").outcome == "degrade"
    house.deliver()
    assert len(house.provider.calls) == calls
    assert day == house.documents[f"global_usage/{day['day']}"]
    house.check()


def test_of_a_hidden_painting_the_next_variation_stands_in_shared_like_any_other() -> None:
    house = House(user_limit=0)
    was = hide(house)
    late = [shown(house, uid) for uid in ("eve", "fay")]
    assert {one.status for one in late} == {Status.COMPLETED}
    assert len({image_path(one) for one in late} - {None, image_path(was)}) == 1
    assert [call.recipe.variation for call in house.painter.calls] == [0, 1]
    house.check()


def test_a_wish_for_that_very_variation_finds_the_picture_that_stood_in() -> None:
    house = House(user_limit=0)
    hide(house)
    stand_in, wished = shown(house, "eve"), shown(house, "fay", variation=1)
    assert image_path(wished) == image_path(stand_in)
    assert len(house.painter.calls) == 2


def test_who_waits_behind_a_variation_that_stands_in_gets_it() -> None:
    house = House(user_limit=0)
    hide(house, days=40)
    house.clock.time += timedelta(days=31)
    house.sweeping.run()
    leader, follower = house.ask("eve"), house.ask("fay")
    house.deliver()
    paths = {image_path(house.avatar(leader, "eve")), image_path(house.avatar(follower, "fay"))}
    assert len(paths) == 1
    assert paths != {None}
    house.check()


def test_variations_that_stand_in_come_to_an_end() -> None:
    house = House(user_limit=0)
    avatar = shown(house)
    for _ in range(PAINTED_VARIATIONS - 1):
        avatar = report(house, "ada", avatar, image_path=image_path(avatar))
        assert avatar.status is Status.COMPLETED
    avatar = report(house, "ada", avatar, image_path=image_path(avatar))
    assert (avatar.status, avatar.picture) == (Status.FAILED, None)
    assert avatar.to_document()["image_url"] == "https://app.test/placeholders/daymi/month.jpg"
    assert len(house.painter.calls) == PAINTED_VARIATIONS
    house.check()


def test_of_a_trilogy_the_hidden_one_alone_has_a_stand_in(house: House) -> None:
    hide(house)
    trilogy = house.admission.admit_trilogy(a_wish("eve"))
    house.deliver()
    assert {timeline: one.outcome for timeline, one in trilogy.items()} == {
        Timeline.ORIGINAL: "queue",
        Timeline.CURRENT: "degrade",
        Timeline.FUTURE_2048: "queue",
    }
    house.check()


def test_of_a_trilogy_one_is_painted_and_the_others_are_queued_on_one_day(house: House) -> None:
    for uid in PEOPLE:
        report(house, uid, shown(house, uid, allow_fallback=False))
    trilogy = house.admission.admit_trilogy(a_wish("eve"))
    assert [one.outcome for one in trilogy.values()] == ["queue", "degrade", "queue"]
    (day,) = [data for path, data in house.documents.items() if path.startswith("users/eve/usage/")]
    assert (day["reserved"], day["paintings"]) == (2, 1)
    house.deliver()
    house.check()


def test_who_has_had_enough_painted_gets_the_nearest_painting_or_the_placeholder() -> None:
    house = House(user_paintings=1, user_limit=9)
    first = report(house, "ada", shown(house, variation=1))
    second = report(house, "ada", shown(house, variation=2))
    other = report(house, "ada", shown(house, style=StyleId.COMIC))
    assert first.source is Source.PAINTED
    assert second.picture == first.picture
    assert (other.status, other.picture) == (Status.FAILED, None)
    assert len(house.painter.calls) == 1
    house.check()


def test_nor_are_more_painted_for_all_ones_avatars_that_show_it() -> None:
    house = House(user_paintings=2, user_limit=1)
    mine = shown(house)
    others = [shown(house, variation=variation) for variation in range(1, 6)]
    assert {image_path(other) for other in others} == {image_path(mine)}
    report(house, "ada", mine)
    assert len(house.painter.calls) == 2
    assert house.only("users/ada/usage/")["paintings"] == 2
    house.check()


def test_a_picture_that_was_being_made_meanwhile_is_shown_to_nobody_and_refunded(house: House) -> None:
    mine = [shown(house, uid) for uid in PEOPLE]
    house.clock.time += timedelta(days=31)
    house.sweeping.run()
    late = house.ask("eve")
    follower = house.ask("fay")

    def meanwhile(_: ImageRequest) -> None:
        house.provider.before = lambda _: None
        for uid, avatar in zip(PEOPLE, mine, strict=True):
            house.reporting.report(User(uid, FREE), avatar.avatar_id, Complaint(Reason.SEXUAL))

    house.provider.before = meanwhile
    house.deliver()
    for admitted, uid in ((late, "eve"), (follower, "fay")):
        avatar = house.avatar(admitted, uid)
        assert (avatar.degraded, avatar.source) == (True, Source.PAINTED)
        assert avatar.problem is not None
        assert avatar.problem.reason == "look_hidden"
    assert house.documents[f"global_usage/{house.policy.today(house.clock.time)}"]["refunded"] == 1
    for _ in range(3):
        house.clock.time += timedelta(days=1)
        house.sweeping.run()
    house.check()


def test_anonymous_accounts_hide_it_for_themselves_alone(house: House) -> None:
    for number in range(5):
        avatar = shown(house, f"anon{number}", plan=GUEST)
        after = report(house, f"anon{number}", avatar, plan=GUEST)
        assert image_path(after) != image_path(avatar)
    review = house.only("reviews/")
    assert (review["state"], review["reports"], review["counted"]) == ("open", 5, 0)
    assert house.ask("eve").outcome == "hit"


def test_a_personal_picture_is_hidden_kept_for_the_administrators_and_edited_from_no_more(
    house: House,
) -> None:
    house.consenting.give("ada", "2026-11")
    mine = shown(house, photo=house.photos.upload("uploads/ada/me.jpg"), character=None)
    after = report(house, "ada", mine, reason=Reason.NOT_ME)
    assert image_path(after) != image_path(mine)
    reference = Reference.from_document(house.only("users/ada/references/"))
    assert image_path(mine) not in (reference.first_path, reference.latest_path)
    for _ in range(3):
        house.clock.time += timedelta(days=1)
        house.sweeping.run()
    assert image_path(mine) in house.pictures.files
    assert house.only("reviews/")["state"] == "open"
    house.check()


def test_a_report_that_died_half_way_lets_nothing_be_edited_from_it_either(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.consenting.give("ada", "2026-11")
    mine = shown(house, photo=house.photos.upload("uploads/ada/me.jpg"), character=None)

    def dies(*_: Any) -> Any:
        raise RuntimeError("the instance is gone")

    monkeypatch.setattr(house.queries, "own_with_image", dies)
    with pytest.raises(RuntimeError):
        house.reporting.report(User("ada", FREE), mine.avatar_id, Complaint(Reason.NOT_ME))
    reference = Reference.from_document(house.only("users/ada/references/"))
    assert image_path(mine) not in (reference.first_path, reference.latest_path)


def test_a_report_that_died_half_way_is_finished_by_the_reaper(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = shown(house, "dora")
    monkeypatch.setattr("mirror_realm.services.moderation.takedown.MOST", 0)
    monkeypatch.setattr("mirror_realm.services.moderation.takedown.PAGE", 1)
    shown(house, "eve")
    hide(house)
    assert house.only("reviews/")["pending"]
    for _ in range(3):
        house.reaping.run()
    house.deliver()
    assert not house.only("reviews/")["pending"]
    assert house.documents[f"users/dora/avatars/{kept.avatar_id}"]["degraded"]
    house.check()


def owners(house: House, *names: str, **wish: Any) -> dict[str, Avatar]:
    """Return these people's avatars of one look."""
    return {uid: shown(house, uid, **wish) for uid in names}


def state(house: House, avatar: Avatar) -> object:
    return entry(house, avatar)["state"]


@pytest.mark.parametrize("kind", ["a made-up address", "a new account", "an account that is gone"])
def test_any_number_of_accounts_that_cost_nothing_hide_a_look_from_themselves_alone(kind: str) -> None:
    house = House(global_limit=90)
    puppets = owners(house, *[f"puppet{number}" for number in range(12)])
    kept = shown(house, "dora")
    for uid, avatar in puppets.items():
        if kind == "a made-up address":
            house.people.made_up.add(uid)
        elif kind == "a new account":
            house.people.created_at[uid] = house.clock.time - timedelta(days=6, hours=23)
        else:
            house.people.gone.add(uid)
        after = house.reporting.report(User(uid, FREE), avatar.avatar_id, Complaint(Reason.SEXUAL))
        assert image_path(after) != image_path(kept)
    house.people.gone.clear()
    house.deliver()
    review = house.only("reviews/")
    assert (review["state"], review["reports"], review["counted"]) == ("open", 12, 0)
    assert house.ask("eve").outcome == "hit"
    assert image_path(shown(house, "dora")) == image_path(kept)
    house.check()


def test_verified_reports_among_made_up_ones_hide_it(house: House) -> None:
    house.people.made_up.update({"x", "y"})
    avatars = owners(house, "x", "ada", "y", "bo", "cy")
    for uid, avatar in avatars.items():
        assert state(house, avatar) == "ready"
        report(house, uid, avatar)
    assert state(house, avatar) == "hidden"
    assert house.only("reviews/")["counted"] == HIDE_AFTER
    house.check()


def test_an_account_counts_from_its_eighth_day_on(house: House) -> None:
    avatars = owners(house, *PEOPLE)
    house.people.created_at["cy"] = house.clock.time - timedelta(days=7)
    for uid, avatar in avatars.items():
        report(house, uid, avatar)
    assert state(house, avatar) == "hidden"


def test_where_auth_fails_a_report_hides_for_its_reporter_and_counts_nothing(house: House) -> None:
    avatar = shown(house)
    house.people.fault = RuntimeError("Auth is down")
    with capturing() as captured:
        after = report(house, "ada", avatar)
    assert image_path(after) != image_path(avatar)
    assert [one["event"] for one in captured if one["event"] in ("standing_unknown", "picture_reported")] == [
        "standing_unknown",
        "picture_reported",
    ]
    assert house.only("reviews/")["counted"] == 0


def test_the_first_report_of_anybody_opens_the_review(house: House) -> None:
    report(house, "guest", shown(house, "guest", plan=GUEST), plan=GUEST)
    assert [one.review.state for one in house.reviewing.page(None, 9).reviews] == ["open"]


def test_a_person_s_reports_count_five_times_a_day() -> None:
    house = House(user_limit=20, global_limit=90)
    for variation in range(COUNTED_A_DAY + 2):
        for uid in PEOPLE[:2]:
            report(house, uid, shown(house, uid, variation=variation))
        mine = shown(house, variation=variation, uid="cy")
        report(house, "cy", mine)
        assert (state(house, mine) == "hidden") is (variation < COUNTED_A_DAY)
        assert image_path(shown(house, "cy", variation=variation)) != image_path(mine)
    (day,) = [data for path, data in house.documents.items() if path.startswith("users/cy/usage/")]
    assert day["reports"] == COUNTED_A_DAY
    house.clock.time += timedelta(days=1)
    late = shown(house, "cy", variation=50)
    report(house, "cy", late)
    assert house.documents[f"reviews/{late.recipe.cache_key}"]["counted"] == 1
    house.check()


def test_a_report_keeps_what_else_is_counted_that_day(house: House) -> None:
    report(house, "ada", shown(house))
    day = house.only("users/ada/usage/")
    assert (day["reserved"], day["settled"], day["paintings"], day["reports"]) == (1, 1, 1, 1)


def restored(house: House, uid: str, variation: int) -> None:
    """Have this user alone report a picture, and an administrator restore it."""
    mine = shown(house, uid, variation=variation)
    report(house, uid, mine)
    house.reviewing.decide(mine.recipe.cache_key, Decision.RESTORE)


def weight(house: House, uid: str) -> int:
    """Return what this person's report of another look counts, in halves."""
    mine = shown(house, uid, variation=60 + ord(uid[0]) % 30)
    report(house, uid, mine)
    review = house.documents[f"reviews/{mine.recipe.cache_key}"]
    return int(Weight.WHOLE * review["counted"] - review.get("halves", 0))


def _fail() -> NoReturn:
    raise RuntimeError


@pytest.mark.parametrize(("times", "needed"), [(0, 3), (1, 4), (2, 4), (3, 4)])
def test_a_reporter_whose_reports_were_restored_weighs_half_and_then_nothing(times: int, needed: int) -> None:
    house = House(user_limit=20, global_limit=90)
    for variation in range(times):
        restored(house, "ada", variation + 1)
    house.clock.time += timedelta(days=1)
    avatars = owners(house, "ada", "bo", "cy", "dora")
    for number, (uid, avatar) in enumerate(avatars.items(), start=1):
        report(house, uid, avatar)
        assert (state(house, avatar) == "hidden") is (number >= needed)
    review = house.documents[f"reviews/{avatar.recipe.cache_key}"]
    assert review["counted"] == (4 if times == 1 else 3)
    house.check()


def test_one_who_was_right_after_all_weighs_as_before() -> None:
    house = House(user_limit=20, global_limit=90)
    restored(house, "ada", 1)
    (review_id,) = [path.split("/")[1] for path in house.documents if path.startswith("reviews/")]
    house.reviewing.decide(review_id, Decision.TAKE_DOWN)
    house.deliver()
    assert weight(house, "ada") == Weight.WHOLE


def test_what_did_not_count_is_not_held_against_its_reporter() -> None:
    house = House(user_limit=20, global_limit=90)
    house.people.made_up.add("ada")
    for variation in range(2):
        restored(house, "ada", variation + 1)
    house.people.made_up.clear()
    assert weight(house, "ada") == Weight.WHOLE


def test_whose_report_was_restored_stands_with_that_person_alone() -> None:
    house = House(user_limit=20, global_limit=90)
    restored(house, "ada", 1)
    (review_id,) = [path.split("/")[1] for path in house.documents if path.startswith("reviews/")]
    assert house.documents["users/ada"]["reports_restored"] == [review_id]
    assert "ada" not in str(house.only("reports/")) + str(house.only("reviews/"))


def test_it_stands_there_from_the_decision_on_and_outlives_reports_and_reviews() -> None:
    house = House(user_limit=20, global_limit=90)
    mine = shown(house, "ada", variation=1)
    report(house, "ada", mine)
    assert house.documents["users/ada"]["reports_awaited"] == [mine.recipe.cache_key]
    house.reviewing.decide(mine.recipe.cache_key, Decision.RESTORE)
    assert "reports_awaited" not in house.documents["users/ada"]
    house.clock.time += KEEP_DECIDED + timedelta(days=3)
    house.sweeping.run()
    assert not [path for path in house.documents if path.startswith(("reports/", "reviews/"))]
    assert weight(house, "ada") == Weight.HALF


def test_an_erasure_takes_it_along() -> None:
    house = House(user_limit=20, global_limit=90)
    restored(house, "ada", 1)
    house.erasing.erase("ada", 20)
    assert "users/ada" not in house.documents
    house.check()


def test_a_decision_that_died_half_way_weighs_each_reporter_once(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(user_limit=20, global_limit=90)
    avatars = owners(house, "ada", "bo")
    for uid, avatar in avatars.items():
        report(house, uid, avatar)
    found = house.queries.reporters_of
    with monkeypatch.context() as patch:
        patch.setattr(house.queries, "reporters_of", lambda *asked: found(*asked)[:1] or _fail())
        patch.setattr("mirror_realm.services.moderation.takedown.PAGE", 1)
        with pytest.raises(RuntimeError):
            house.reviewing.decide(avatar.recipe.cache_key, Decision.RESTORE)
    house.reaping.run()
    assert [weight(house, uid) for uid in avatars] == [Weight.HALF, Weight.HALF]
    house.check()


def test_a_decision_that_is_noted_again_changes_nothing() -> None:
    profile = Profile().with_report("one").with_report("two").with_decision("one", restored=True)
    assert profile == Profile(reports_awaited=("two",), reports_restored=("one",))
    assert profile.with_decision("one", restored=True) == profile


def test_reports_wait_for_decisions_in_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mirror_realm.services.moderation.report.AWAITED_AT_MOST", 2)
    house = House(user_limit=20, global_limit=90)
    for variation in range(3):
        report(house, "ada", shown(house, "ada", variation=variation))
    reviews = [data for path, data in house.documents.items() if path.startswith("reviews/")]
    assert sorted(review["counted"] for review in reviews) == [0, 1, 1]
    assert len(house.documents["users/ada"]["reports_awaited"]) == 2
    assert house.only("users/ada/usage/")["reports"] == 2
    house.reviewing.decide(house.documents["users/ada"]["reports_awaited"][0], Decision.TAKE_DOWN)
    late = shown(house, "ada", variation=9)
    report(house, "ada", late)
    assert house.documents[f"reviews/{late.recipe.cache_key}"]["counted"] == 1


@pytest.mark.parametrize(("more", "needed"), [(100, 4), (90, 3)])
def test_a_look_that_many_verified_people_have_takes_more_reports(more: int, needed: int) -> None:
    house = House(global_limit=200)
    reporters = owners(house, "a1", "a2", "a3", "a4")
    for number in range(more):
        house.ask(f"u{number}")
    for number, (uid, avatar) in enumerate(reporters.items(), start=1):
        if state(house, avatar) == "hidden":
            assert number > needed
            break
        report(house, uid, avatar)
        assert (state(house, avatar) == "hidden") is (number >= needed)


def test_made_up_owners_protect_no_look(house: House) -> None:
    reporters = owners(house, *PEOPLE)
    for number in range(110):
        house.people.made_up.add(f"puppet{number}")
        house.ask(f"puppet{number}")
    for uid, avatar in reporters.items():
        report(house, uid, avatar)
    assert state(house, avatar) == "hidden"


def test_only_the_report_that_could_hide_a_look_counts_its_owners(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted, count = [], house.queries.count_showing

    def counting(folder: str, most: int) -> int:
        counted.append(folder)
        return count(folder, most)

    monkeypatch.setattr(house.queries, "count_showing", counting)
    for number, (uid, avatar) in enumerate(owners(house, *PEOPLE).items(), start=1):
        report(house, uid, avatar)
        assert len(counted) == (number == HIDE_AFTER)


@given(st.lists(st.sampled_from(["verified", "made up", "new", "guest"]), min_size=1, max_size=7))
def test_whoever_reports_in_whatever_order_only_three_established_accounts_hide_a_look(
    kinds: list[str],
) -> None:
    house = House(global_limit=90)
    kept = shown(house, "dora")
    established = 0
    for number, kind in enumerate(kinds):
        uid, plan = f"u{number}", GUEST if kind == "guest" else FREE
        if kind == "made up":
            house.people.made_up.add(uid)
        if kind == "new":
            house.people.created_at[uid] = house.clock.time
        mine = shown(house, uid, plan=plan)
        if image_path(mine) == image_path(kept):
            report(house, uid, mine, plan=plan)
            established += kind == "verified"
        assert (state(house, kept) == "hidden") is (established >= HIDE_AFTER)
    house.check()
