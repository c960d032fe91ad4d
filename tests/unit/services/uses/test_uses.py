"""Uses: counted by day, app and action, bounded, and gone with their avatar."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.use import KEPT_DAYS, MOST_APPS, MOST_COUNTED, UseAction
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased, NotFound, RateLimited
from mirror_realm.services.uses import uses as using
from tests.fakes.house import House

SHOWN = UseAction.SHOWN
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    return House()


def an_avatar(house: House, uid: str = "ada") -> str:
    avatar_id: str = house.ask(uid).avatar.avatar_id
    house.deliver()
    return avatar_id


def all_uses(house: House) -> list[str]:
    return [path for path in house.documents if "/uses/" in path]


def test_a_day_an_app_and_an_action_have_a_counter_each(house: House) -> None:
    avatar_id = an_avatar(house)
    for app, action in (
        *(("frame", SHOWN), ("frame", SHOWN), ("frame", UseAction.EXPORTED), ("chat", UseAction.PROFILE)),
    ):
        house.uses.record("ada", avatar_id, app, action)
        house.clock.time += timedelta(minutes=1)
    house.clock.time += DAY
    today = house.uses.record("ada", avatar_id, "frame", SHOWN)
    assert (today.day, today.counts) == ("2026-11-21", {"shown": 1})
    page = house.uses.page("ada", avatar_id, None, 2)
    assert [(use.app, use.counts) for use in page.uses] == [
        ("frame", {"shown": 1}),
        ("chat", {"profile": 1}),
    ]
    (oldest,) = house.uses.page("ada", avatar_id, page.after, 2).uses
    assert (oldest.app, oldest.counts) == ("frame", {"shown": 2, "exported": 1})
    summary = house.uses.summary("ada", avatar_id)
    assert [(use.app, use.counts) for use in summary.apps] == [
        ("frame", {"shown": 3, "exported": 1}),
        ("chat", {"profile": 1}),
    ]
    assert summary.whole
    assert summary.apps[0].first_at == oldest.first_at
    assert summary.apps[0].last_at == today.last_at
    house.check()


def test_a_use_is_two_reads_the_fence_and_one_write(house: House) -> None:
    avatar_id = an_avatar(house)
    house.uses.record("ada", avatar_id, "frame", SHOWN)
    reads, writes = house.store.reads, house.store.writes
    house.uses.record("ada", avatar_id, "frame", SHOWN)
    assert (house.store.reads - reads, house.store.writes - writes) == (3, 1)


def test_a_counter_ends_and_writes_no_more(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    avatar_id = an_avatar(house)
    house.uses.record("ada", avatar_id, "frame", SHOWN)
    (path,) = all_uses(house)
    house.write(path, {**house.documents[path], "counts": {"shown": MOST_COUNTED}})
    writes = house.store.writes
    assert house.uses.record("ada", avatar_id, "frame", SHOWN).counts == {"shown": MOST_COUNTED}
    assert house.store.writes == writes


def test_one_app_too_many_on_a_day_is_refused_until_midnight(house: House) -> None:
    avatar_id = an_avatar(house)
    for number in range(MOST_APPS):
        house.uses.record("ada", avatar_id, f"app-{number}", SHOWN)
    before = dict(house.documents)
    with pytest.raises(RateLimited) as refused:
        house.uses.record("ada", avatar_id, "one-more", SHOWN)
    assert str(refused.value.resets_at) == "2026-11-21 00:00:00+00:00"
    assert house.documents == before
    house.uses.record("ada", avatar_id, "app-0", SHOWN)
    house.clock.time += DAY
    house.uses.record("ada", avatar_id, "one-more", SHOWN)
    house.check()


def test_a_summary_is_made_from_a_bounded_number_and_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(using, "MOST_SUMMED", 2)
    avatar_id = an_avatar(house)
    for _ in range(3):
        house.uses.record("ada", avatar_id, "frame", SHOWN)
        house.clock.time += DAY
    summary = house.uses.summary("ada", avatar_id)
    assert ([use.counts for use in summary.apps], summary.whole) == ([{"shown": 2}], False)


def test_of_anothers_or_no_avatar_nothing_is_recorded_or_shown(house: House) -> None:
    bos = an_avatar(house, "bo")
    acts: tuple[Callable[[], object], ...] = (
        lambda: house.uses.record("ada", bos, "frame", SHOWN),
        lambda: house.uses.page("ada", bos, None, 9),
        lambda: house.uses.summary("ada", bos),
    )
    for act in acts:
        with pytest.raises(NotFound):
            act()
    assert all_uses(house) == []


def test_they_go_with_their_avatar(house: House) -> None:
    avatar_id = an_avatar(house)
    house.uses.record("ada", avatar_id, "frame", SHOWN)
    house.deleting.delete("ada", avatar_id)
    assert all_uses(house) == []
    house.check()


def test_one_that_is_recorded_while_the_avatar_is_deleted_goes_too(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    avatar_id = an_avatar(house)
    house.uses.record("ada", avatar_id, "frame", SHOWN)
    ids = house.queries.use_ids

    def recorded_meanwhile(uid: str, of: str, most: int) -> list[str]:
        found: list[str] = list(ids(uid, of, most))
        if not found and f"users/ada/avatars/{avatar_id}" in house.documents:
            house.uses.record("ada", avatar_id, "chat", SHOWN)
        return found

    monkeypatch.setattr(house.queries, "use_ids", recorded_meanwhile)
    house.deleting.delete("ada", avatar_id)
    assert all_uses(house) == []
    house.check()


def test_they_age_out(house: House) -> None:
    avatar_id = an_avatar(house)
    house.uses.record("ada", avatar_id, "frame", SHOWN)
    house.clock.time += (KEPT_DAYS - 1) * DAY
    house.sweeping.run()
    assert len(all_uses(house)) == 1
    house.clock.time += 4 * DAY
    house.sweeping.run()
    assert all_uses(house) == []


def test_they_are_erased_with_the_person_who_can_record_no_more(house: House) -> None:
    avatar_id = an_avatar(house)
    house.uses.record("ada", avatar_id, "frame", SHOWN)
    house.erasing.begin("ada")
    with pytest.raises(BeingErased):
        house.uses.record("ada", avatar_id, "frame", SHOWN)
    house.reaping.run()
    assert all_uses(house) == []
    house.check()


def test_they_move_with_the_account_once(house: House) -> None:
    house.people.anonymous.add("anna")
    admitted = house.ask("anna", plan=GUEST)
    house.deliver()
    own = an_avatar(house)
    for uid, avatar_id, app, times in (
        ("anna", admitted.avatar.avatar_id, "frame", 3),
        ("anna", admitted.avatar.avatar_id, "chat", 1),
        ("ada", own, "frame", 2),
    ):
        for _ in range(times):
            house.uses.record(uid, avatar_id, app, SHOWN)
    token = house.tokens.issue("anna", house.clock.time + timedelta(minutes=59))
    for _ in range(2):
        house.merging.merge(User("ada", FREE), token, personal=True, seconds=20)
    assert {use.app: use.counts for use in house.uses.page("ada", own, None, 9).uses} == {
        "frame": {"shown": 3},
        "chat": {"shown": 1},
    }
    house.reaping.run()
    house.check()
