"""Gone: whoever has no account any more is erased; whoever has one never is, whatever Auth says or does not say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mirror_realm.services.ports.bookkeeping import SweepPlace
from mirror_realm.services.ports.census import Census, CensusPage
from mirror_realm.services.privacy import orphaned_accounts
from mirror_realm.services.privacy.orphaned_accounts import MANY, PAGE, PAGES
from tests.fakes.captured import capturing
from tests.fakes.house import House


@pytest.fixture
def house() -> House:
    house = House(user_limit=20, global_limit=10_000)
    for uid in ("ada", "bo", "cy"):
        house.ask(uid)
    house.deliver()
    return house


def fenced(house: House) -> set[str]:
    return {path.split("/")[1] for path in house.documents if path.startswith("erasures/")}


def test_whose_account_is_gone_is_erased_and_nobody_else(house: House) -> None:
    house.people.gone = {"bo"}
    with capturing() as said:
        house.sweeping.run()
    assert fenced(house) == {"bo"}
    assert [(e["looked"], e["gone"]) for e in said if e["event"] == "accounts_looked_up"] == [(3, 1)]
    house.reaping.run()
    assert [path for path in house.documents if path.startswith("users/bo")] == []
    house.check()


def test_somebody_without_a_profile_is_found_too(house: House) -> None:
    house.write("users/di/progress/current", {"active_days": 3})
    house.people.gone = {"di"}
    house.orphaned_accounts.run()
    assert fenced(house) == {"di"}


@pytest.mark.parametrize("path", ["uploads/di/me.jpg", "people/di/a1/r1-1/1024.jpg"])
def test_somebody_with_nothing_but_a_file_is_found_too(house: House, path: str) -> None:
    if path.startswith("uploads/"):
        house.photos.upload(path)
    else:
        house.pictures.files[path] = b"a picture"
        house.pictures.stored_at[path] = house.clock.time
    house.people.gone = {"di"}
    house.orphaned_accounts.run()
    assert fenced(house) == {"di"}
    house.reaping.run()
    assert house.photos.files == {}
    assert path not in house.pictures.files


def test_while_auth_fails_nobody_is_judged(house: House) -> None:
    house.people.gone = {"bo"}
    house.people.fault = ConnectionError("no Auth")
    with pytest.raises(ConnectionError):
        house.sweeping.run()
    assert fenced(house) == set()
    house.people.fault = None
    house.sweeping.run()
    assert fenced(house) == {"bo"}


def test_a_lookup_of_many_is_not_believed_without_one_of_each(house: House) -> None:
    """An answer that left somebody out by mistake."""
    missing = house.people.missing
    house.people.missing = lambda uids: [*missing(uids), "ada"]  # type: ignore[method-assign]
    house.people.gone = {"bo"}
    house.orphaned_accounts.run()
    assert fenced(house) == {"bo"}


def test_an_auth_that_knows_nobody_of_many_is_not_believed(house: House) -> None:
    for number in range(MANY):
        house.write(f"users/u{number}/settings/current", {})
    house.people.gone = {"ada", "bo", "cy", *(f"u{number}" for number in range(MANY))}
    with capturing() as said:
        assert house.orphaned_accounts.run() == 0
    assert fenced(house) == set()
    assert [(e["severity"], e["looked"]) for e in said if e["event"] == "accounts_not_believed"] == [
        ("ERROR", MANY + 3)
    ]
    house.people.gone -= {"ada"}
    assert house.orphaned_accounts.run() == MANY + 2


def test_a_pass_is_bounded_and_the_next_goes_on_where_it_stopped(house: House) -> None:
    bound = PAGES * PAGE
    everybody = [f"u{number:05d}" for number in range(bound + 250)]
    for uid in everybody:
        house.write(f"users/{uid}/settings/current", {})
    house.people.gone = {everybody[-1]}
    asked: list[str] = []
    missing = house.people.missing
    house.people.missing = lambda uids: asked.extend(uids) or missing(uids)  # type: ignore[method-assign, func-returns-value]

    assert house.orphaned_accounts.run() == 0
    assert len(asked) == bound
    first = set(asked)
    asked.clear()
    house.clock.time += timedelta(days=1)
    assert house.orphaned_accounts.run() == 1
    assert len(asked) <= bound
    assert first | set(asked) == {"ada", "bo", "cy", *everybody}
    assert fenced(house) == {everybody[-1]}


def test_after_the_last_it_begins_anew(house: House) -> None:
    place = SweepPlace("bo", house.clock.time)
    house.write("maintenance/census-documents", place.to_document())
    house.people.gone = {"ada"}
    assert house.orphaned_accounts.run() == 1
    assert fenced(house) == {"ada"}


class PagesByToken:
    """A census whose places show nobody: they are tokens, as Firestore's are."""

    def __init__(self, census: Census) -> None:
        self._census = census

    def page(self, after: str, most: int) -> CensusPage:
        page = self._census.page(bytes.fromhex(after).decode(), 1)
        return CensusPage(page.uids, page.after.encode().hex(), page.last)


@pytest.fixture
def by_token(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Return a house whose walk stops at bo."""
    monkeypatch.setattr(orphaned_accounts, "PAGES", 2)
    by_name = {"documents": PagesByToken(house.orphaned_accounts.censuses["documents"])}
    house.services.orphaned_accounts = replace(house.orphaned_accounts, censuses=by_name)
    return house


PLACE = "maintenance/census-documents"


def test_a_place_that_means_a_user_without_showing_it_goes_with_them(by_token: House) -> None:
    house = by_token
    house.orphaned_accounts.run()
    place = house.documents[PLACE]
    assert "bo" not in str(place)
    house.erasing.erase("ada", 20)
    assert house.documents[PLACE] == place
    house.erasing.erase("bo", 20)
    assert PLACE not in house.documents


def test_a_place_that_means_a_user_who_is_being_erased_is_not_stored(by_token: House) -> None:
    by_token.erasing.begin("bo")
    by_token.orphaned_accounts.run()
    assert PLACE not in by_token.documents
