"""The timeline: one's own avatars, in pages, chosen and compared; nobody else's."""

from datetime import timedelta

import pytest

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.errors import NotFound
from mirror_realm.services.timeline.timeline import Timeline
from tests.fakes.house import House


@pytest.fixture
def house() -> House:
    """Ada has five avatars, an hour apart, the last still queued; Bo has one."""
    made = House(user_limit=9)
    made.ask("bo")
    for days in (0, 7, 14, 30, 90):
        made.deliver()
        made.clock.time += timedelta(hours=1)
        made.ask(days=days)
    return made


@pytest.fixture
def timeline(house: House) -> Timeline:
    timeline: Timeline = house.timeline
    return timeline


def test_pages_hold_ones_own_avatars_newest_first_each_once(timeline: Timeline) -> None:
    seen: list[Avatar] = []
    before = None
    while True:
        page = timeline.page("ada", None, before, 2)
        seen += page.avatars
        before = page.before
        if before is None:
            break
    assert [avatar.active_days for avatar in seen] == [90, 30, 14, 7, 0]


def test_a_page_can_be_of_one_status(timeline: Timeline) -> None:
    assert [a.active_days for a in timeline.page("ada", Status.QUEUED, None, 9).avatars] == [90]
    assert timeline.page("ada", Status.FAILED, None, 9).avatars == []


def test_a_full_last_page_says_that_it_is_the_last(timeline: Timeline) -> None:
    assert timeline.page("ada", None, None, 5).before is None


def test_somebody_elses_avatar_is_not_found(timeline: Timeline) -> None:
    (bos,) = timeline.page("bo", None, None, 9).avatars
    for act in (timeline.get, timeline.select):
        with pytest.raises(NotFound):
            act("ada", bos.avatar_id)


def test_the_chosen_avatar_is_the_next_placeholder(house: House, timeline: Timeline) -> None:
    first = timeline.page("ada", Status.COMPLETED, None, 9).avatars[-1]
    timeline.select("ada", first.avatar_id)
    assert first.picture is not None
    assert house.ask(days=180).avatar.meanwhile_url == first.picture.image_url


def test_one_without_a_picture_cannot_be_chosen(timeline: Timeline) -> None:
    (queued,) = timeline.page("ada", Status.QUEUED, None, 9).avatars
    with pytest.raises(NotFound):
        timeline.select("ada", queued.avatar_id)


def test_an_evolution_is_told_in_days_and_changes_whichever_way_round(timeline: Timeline) -> None:
    newest, *_, oldest = timeline.page("ada", None, None, 9).avatars
    evolution = timeline.explain("ada", oldest.avatar_id, newest.avatar_id)
    assert evolution.days == 90
    assert "90 days" in evolution.message
    assert {change.aspect for change in evolution.changes} == {"mood", "posture", "place"}
    assert timeline.explain("ada", newest.avatar_id, oldest.avatar_id).changes == evolution.changes


def test_an_evolution_is_explained_in_the_language_that_is_named(timeline: Timeline) -> None:
    newest, *_, oldest = timeline.page("ada", None, None, 9).avatars
    evolution = timeline.explain("ada", oldest.avatar_id, newest.avatar_id, "de-AT")
    assert "90 tage lernen" in evolution.message
    (posture,) = [change for change in evolution.changes if change.aspect == "posture"]
    assert posture.new == "ein ruhiger, geerdeter stand"
    assert f"erst {posture.old}, jetzt {posture.new}" in evolution.message
    unknown = timeline.explain("ada", oldest.avatar_id, newest.avatar_id, "fr")
    assert unknown == timeline.explain("ada", oldest.avatar_id, newest.avatar_id)
