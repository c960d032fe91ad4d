"""Timeline pages: what they save, when they are written, and that they show what the documents do."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.timeline_page import AGE, CHANGED, MOST
from mirror_realm.domain.wish import User
from mirror_realm.errors import ProviderUnavailable
from mirror_realm.services.moderation.report import Complaint
from tests.fakes.house import House
from tests.fakes.memory_queries import MemoryQueries
from tests.invariants import pages_show_what_documents_do

PAGE = "users/ada/pages/1"
LATER = timedelta(minutes=11)


def a_house(avatars: int = 12, *, uid: str = "ada") -> House:
    """Return a house in which a user has so many avatars, made long enough ago."""
    house = House(user_limit=99, global_limit=999, budget_micros=100_000_000)
    for variation in range(avatars):
        house.ask(uid, variation=variation)
        house.deliver()
        house.clock.time += timedelta(minutes=1)
    house.clock.time += LATER
    return house


def opened(house: House, most: int = 20) -> list[Avatar]:
    return list(house.timeline.page("ada", None, None, most).avatars)


def reads_of(house: House, act: Callable[[], object]) -> int:
    """Return the reads of documents by path, and of transactions: a page's, not a query's."""
    before = house.store.reads
    act()
    return house.store.reads - before


def test_a_timeline_is_written_as_a_page_when_it_is_opened() -> None:
    house = a_house()
    assert PAGE not in house.documents
    without = opened(house)
    assert len(house.documents[PAGE]["avatars"]) == 12
    assert opened(house) == without


def test_no_picture_s_end_writes_a_page() -> None:
    house = a_house()
    opened(house)
    before = house.documents[PAGE]
    house.ask(variation=99)
    house.deliver()
    assert house.documents[PAGE] is before


@pytest.mark.parametrize(("avatars", "has"), [(CHANGED, False), (CHANGED + 1, True)])
def test_only_a_timeline_of_more_than_ten_has_a_page(avatars: int, has: bool) -> None:
    house = a_house(avatars)
    opened(house)
    assert (PAGE in house.documents) is has


def test_a_page_of_a_small_timeline_is_looked_for_once_by_an_instance() -> None:
    house = a_house(CHANGED)
    assert [reads_of(house, lambda: opened(house)) for _ in range(2)] == [1, 0]
    house.ask(variation=99)
    house.deliver()
    house.clock.time += LATER
    opened(house)
    assert PAGE in house.documents, "it has grown"
    assert reads_of(house, lambda: opened(house)) == 1


@pytest.mark.parametrize(("made", "anew"), [(CHANGED, False), (CHANGED + 1, True)])
def test_a_page_is_written_anew_after_more_than_ten_changes(made: int, anew: bool) -> None:
    house = a_house()
    opened(house)
    before = house.documents[PAGE]
    for variation in range(made):
        house.ask(variation=50 + variation)
        house.deliver()
    house.clock.time += LATER
    assert len(opened(house, 40)) == 12 + made
    assert (house.documents[PAGE] is not before) is anew


def test_a_page_that_would_be_of_no_use_yet_is_not_written() -> None:
    house = a_house(0)
    for variation in range(12):
        house.ask(variation=variation)
    house.deliver()
    for has in (False, True):
        opened(house)
        assert (PAGE in house.documents) is has
        house.clock.time += LATER


def test_a_list_of_one_status_or_of_older_ones_writes_no_page() -> None:
    house = a_house()
    house.timeline.page("ada", Status.COMPLETED, None, 20)
    house.timeline.page("ada", None, house.clock.time, 20)
    assert PAGE not in house.documents


def test_the_avatars_after_a_page_s_last_are_read_as_ever() -> None:
    house = a_house(MOST + 5)
    opened(house)
    assert len(house.documents[PAGE]["avatars"]) == MOST
    assert everything(house, 20) == list(house.queries.avatars_of("ada", None, None, 99))


def test_a_change_that_was_committed_late_or_by_a_slow_clock_is_found() -> None:
    """Its time is before the page's, which did not have it yet."""
    house = a_house()
    path = f"users/ada/avatars/{opened(house)[3].avatar_id}"
    written_at = house.documents[PAGE]["at"]
    late = {**house.documents[path], "name": "Wren", "updated_at": written_at - timedelta(minutes=9)}
    house.write(path, late)
    assert [avatar.name for avatar in opened(house)][3] == "Wren"


def test_an_old_page_is_not_used_and_the_sweep_deletes_it() -> None:
    house = a_house()
    opened(house)
    first = house.documents[PAGE]
    house.clock.time += AGE
    opened(house)
    assert house.documents[PAGE]["at"] == first["at"] + AGE
    house.clock.time += AGE + timedelta(days=3)
    house.sweeping.run()
    assert PAGE not in house.documents


def test_a_page_of_a_clock_that_is_far_ahead_is_not_used() -> None:
    """It would hide what changes until then."""
    house = a_house()
    shown = opened(house)
    ahead = house.clock.time + timedelta(hours=1)
    house.write(PAGE, {**house.documents[PAGE], "at": ahead, "expires_at": ahead + AGE})
    house.timeline.describe("ada", shown[0].avatar_id, "Wren", None)
    assert opened(house)[0].name == "Wren"


def test_a_damaged_page_is_logged_and_written_anew() -> None:
    house = a_house()
    shown = opened(house)
    for damaged in (
        {},
        {**house.documents[PAGE], "avatars": []},
        {**house.documents[PAGE], "avatars": [{"avatar_id": "a"}]},
        {**house.documents[PAGE], "at": "now"},
    ):
        house.write(PAGE, damaged)
        assert opened(house) == shown
        assert opened(house) == shown
        assert len(house.documents[PAGE]["avatars"]) == 12


def test_a_page_that_cannot_be_written_does_not_keep_the_timeline_from_being_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = a_house()

    def fails(_: object) -> None:
        raise RuntimeError("no quota")

    monkeypatch.setattr(house.store, "transact", fails)
    assert len(opened(house)) == 12


def test_without_pages_none_is_used_or_written_and_old_ones_are_still_dropped() -> None:
    house = a_house()
    shown = opened(house)
    off = House(store=house.store, clock=house.clock, pages_on=False)
    house.write(PAGE, {**house.documents[PAGE], "avatars": []})
    assert opened(off) == shown
    off.deleting.delete("ada", shown[0].avatar_id)
    assert PAGE not in house.documents
    assert opened(off) == shown[1:]
    assert PAGE not in house.documents


def a_deletion(house: House, avatar: Avatar) -> None:
    house.deleting.delete("ada", avatar.avatar_id)


def a_report(house: House, avatar: Avatar) -> None:
    house.reporting.report(User("ada", FREE), avatar.avatar_id, Complaint(Reason.OTHER))


def a_takedown(house: House, avatar: Avatar) -> None:
    other = house.ask("bo", variation=avatar.recipe.variation).avatar
    taken_down(house, "bo", other.avatar_id)


def an_erasure(house: House, _: Avatar) -> None:
    house.erasing.begin("ada")


@pytest.mark.parametrize("act", [a_deletion, a_report, a_takedown, an_erasure])
def test_what_takes_something_away_drops_the_page(act: Callable[[House, Avatar], None]) -> None:
    house = a_house()
    avatar = opened(house)[3]
    assert PAGE in house.documents
    act(house, avatar)
    assert PAGE not in house.documents
    assert opened(house) == list(house.queries.avatars_of("ada", None, None, 20))
    pages_show_what_documents_do(house.documents)


def test_a_picture_taken_from_an_avatar_that_waits_for_a_better_one_is_in_no_page() -> None:
    """Its time is that of the last wish, so that only the end of the page takes the picture away."""
    house = a_house()
    for uid in ("ada", "bo"):
        house.provider.script = [ProviderUnavailable("down")] * 3
        house.rendering.breakers.clear()
        painted = house.ask(uid, style=StyleId.COMIC)
        house.deliver()
    house.timeline.select("ada", opened(house)[-1].avatar_id)  # else the profile shows it, too
    house.ask(style=StyleId.COMIC)
    house.clock.time += LATER
    house.remove(PAGE)
    waiting = opened(house)[0]
    assert PAGE in house.documents
    assert (waiting.status, waiting.picture) == (Status.QUEUED, house.avatar(painted, "bo").picture)
    taken_down(house, "bo", painted.avatar.avatar_id)
    assert opened(house)[0].picture is None
    pages_show_what_documents_do(house.documents)


def test_a_picture_shown_while_another_is_made_is_in_no_page_once_it_is_taken_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page is written in the middle of the takedown, which goes on with the avatars that wait."""
    house = a_house()
    latest = opened(house)[0]
    house.ask(variation=60)
    house.clock.time += LATER
    showing = MemoryQueries.profiles_showing

    def opened_meanwhile(queries: MemoryQueries, folder: str, most: int) -> Sequence[str]:
        house.clock.time += LATER
        opened(house)
        assert PAGE in house.documents
        return showing(queries, folder, most)

    monkeypatch.setattr(MemoryQueries, "profiles_showing", opened_meanwhile)
    other = house.ask("bo", variation=latest.recipe.variation)
    taken_down(house, "bo", other.avatar.avatar_id)
    assert opened(house)[0].status is Status.QUEUED
    assert opened(house)[0].meanwhile_url is None
    pages_show_what_documents_do(house.documents)


def test_a_withdrawal_drops_the_page_with_the_first_picture() -> None:
    house = a_house()
    house.consenting.give("ada", "2026-11")
    house.photos.upload("uploads/ada/me.jpg")
    house.ask(photo="uploads/ada/me.jpg", character=None)
    house.deliver()
    house.clock.time += LATER
    assert any(avatar.recipe.personal for avatar in opened(house))
    assert PAGE in house.documents
    house.consenting.withdraw("ada")
    assert PAGE not in house.documents
    assert not any(avatar.recipe.personal for avatar in opened(house))


def test_a_merge_drops_the_page_of_both() -> None:
    house = a_house()
    opened(house)
    house.people.anonymous.add("guest")
    house.ask("guest", variation=77)
    house.deliver()
    token = house.tokens.issue("guest", house.clock.time + timedelta(hours=1))
    house.merging.merge(User("ada", FREE), token, personal=False, seconds=20)
    assert not [path for path in house.documents if "/pages/" in path]
    assert len(opened(house)) == 13


def test_no_page_is_written_for_a_user_who_is_being_erased() -> None:
    house = a_house()
    house.erasing.begin("ada")
    assert len(opened(house)) == 12
    assert PAGE not in house.documents


def test_a_page_in_which_the_fence_is_found_is_not_written() -> None:
    house = a_house()
    interrupted(house, lambda: house.erasing.begin("ada"))
    opened(house)
    assert PAGE not in house.documents


@pytest.mark.parametrize("act", [a_deletion, a_report, a_takedown])
def test_what_is_taken_away_while_a_page_is_written_does_not_come_back(
    act: Callable[[House, Avatar], None],
) -> None:
    """The documents are listed before, and the page is written after."""
    house = a_house()
    avatar = house.queries.avatars_of("ada", None, None, 20)[3]
    interrupted(house, lambda: act(house, avatar))
    opened(house)
    pages_show_what_documents_do(house.documents)
    assert opened(house) == list(house.queries.avatars_of("ada", None, None, 20))
    assert PAGE in house.documents, "else this proves nothing"


def taken_down(house: House, uid: str, avatar_id: str) -> None:
    """Let a user report their avatar's picture, and an administrator take it down for everybody."""
    reported = Complaint(Reason.OTHER)
    house.reporting.report(User(uid, FREE), avatar_id, reported)
    (review_id,) = [path.split("/")[1] for path in house.documents if path.startswith("reviews/")]
    house.reviewing.decide(review_id, Decision.TAKE_DOWN)


def interrupted(house: House, act: Callable[[], object]) -> None:
    """Let this happen once, when a page's transaction has read its avatars and is about to commit."""
    begin = house.store.begin
    runs: list[None] = []

    def begun() -> object:
        transaction = begin()
        newest = transaction.newest

        def read_and_lose(*args: object) -> object:
            found: object = newest(*args)  # type: ignore[arg-type]
            runs.append(None)
            if len(runs) == 2:  # the first is the rehearsal
                act()
            return found

        transaction.newest = read_and_lose  # type: ignore[assignment,method-assign]
        return transaction

    house.store.begin = begun  # type: ignore[assignment,method-assign]


def everything(house: House, size: int, status: Status | None = None) -> list[Avatar]:
    """Return the whole timeline, list after list."""
    seen: list[Avatar] = []
    before: datetime | None = None
    while True:
        page = house.timeline.page("ada", status, before, size)
        seen += page.avatars
        before = page.before
        if before is None:
            return seen
