"""Users of cecf284 whom the ledger and reports know by a pseudonym without a secret: found, named anew, forgotten."""

from collections.abc import Iterator

import pytest

from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Reason
from mirror_realm.domain.wish import User
from mirror_realm.errors import InvalidRequest
from mirror_realm.services.moderation.report import Complaint
from tests import invariants
from tests.fakes.house import House
from tests.invariants import names_of, pseudonyms_of
from tests.old_world.opening import PRICE, Wished, ask, opened, wishes

FORMER = pseudonyms_of("salt").former


@pytest.fixture
def house() -> House:
    return opened(global_limit=60)


def of(uid: str) -> Wished:
    return next(wish for wish in wishes() if wish.uid == uid)


def ask_anew(house: House, uid: str) -> None:
    """Have this user ask for a picture that nobody has."""
    wish = of(uid)
    house.granting.grant(by="root", uid=uid, credits=PRICE, key=f"more-for-{uid}")
    other = Wished(uid, wish.anonymous, {**wish.data, "variation": 77}, "")
    assert ask(house, other).outcome == "queue"
    house.deliver()


def named(house: House, collection: str, name: str) -> list[str]:
    return [
        path
        for path, data in house.documents.items()
        if path.startswith(f"{collection}/") and name in (data.get("person"), data.get("by"))
    ]


def everything_adds_up(house: House) -> None:
    house.check(quiet=False)
    invariants.credits_add_up(house.documents, price=PRICE, initial=30, salt="salt")


def test_a_user_of_then_gets_a_salt_with_their_next_picture_and_their_counts_go_on_adding_up(
    house: House,
) -> None:
    then = named(house, "ledger", FORMER("rosa"))
    assert then
    assert "users/rosa/private/identity" not in house.documents
    ask_anew(house, "rosa")
    name, former = names_of(house.documents, "rosa", "salt")
    assert (named(house, "ledger", former), former) == (then, FORMER("rosa")), (
        "what was written is not changed"
    )
    assert len(named(house, "ledger", name)) == 3, "granted, reserved and settled"
    everything_adds_up(house)


@pytest.mark.parametrize("acts_first", [True, False])
def test_an_erasure_takes_every_name_of_a_user_of_then_out_of_the_ledger(
    house: House, acts_first: bool
) -> None:
    if acts_first:
        ask_anew(house, "rosa")
    names = names_of(house.documents, "rosa", "salt")
    assert len(names) == 1 + acts_first
    entries = [path for name in names for path in named(house, "ledger", name)]
    assert house.erasing.erase("rosa", seconds=20).done
    assert {house.documents[path]["person"] for path in entries} == {"erased"}
    assert [path for path, data in house.documents.items() if any(name in str(data) for name in names)] == []
    everything_adds_up(house)


def test_an_administrator_of_then_is_forgotten_too(house: House) -> None:
    given = named(house, "ledger", FORMER("root"))
    assert given
    assert house.erasing.erase("root", seconds=20).done
    assert {house.documents[path]["by"] for path in given} == {"erased"}
    everything_adds_up(house)


def test_a_grant_of_then_is_repeated_without_a_second_effect(house: House) -> None:
    held = house.documents["users/rosa"]["credits"]
    assert house.granting.grant(by="root", uid="rosa", credits=300, key="welcome-rosa") == held
    ask_anew(house, "rosa")
    held = house.documents["users/rosa"]["credits"]
    assert house.granting.grant(by="root", uid="rosa", credits=300, key="welcome-rosa") == held
    with pytest.raises(InvalidRequest):
        house.granting.grant(by="root", uid="bo", credits=300, key="welcome-rosa")


def reported(house: House) -> Iterator[tuple[str, str]]:
    """Yield who has reported which picture that others are still handed."""
    uids = {path.split("/")[1] for path in house.documents if path.startswith("users/")}
    for path, report in house.documents.items():
        if path.startswith("reports/") and not report["personal"]:
            entry = house.documents[f"cache/{report['review_id']}"]
            if entry["state"] == "ready" and entry["image_path"] == report["image_path"]:
                yield next(uid for uid in uids if FORMER(uid) == report["person"]), report["review_id"]


@pytest.mark.parametrize("acts_first", [True, False])
def test_a_reporter_of_then_is_not_handed_the_picture_again(house: House, acts_first: bool) -> None:
    found = list(reported(house))
    shown = {(house.documents[wish.path]["image_path"] or "/").split("/")[1]: wish for wish in wishes()}
    assert found
    for uid, look in found:
        if acts_first:
            house.naming.given(uid)
        wish = shown[look]
        path = house.documents[f"cache/{look}"]["image_path"]
        for avatar in [one for one in house.documents if one.startswith(f"users/{uid}/avatars/")]:
            house.remove(avatar)  # which would know it by itself
        again = ask(house, Wished(uid, wish.anonymous, wish.data, ""))
        assert again.outcome != "hit"
        assert again.avatar.picture is None or again.avatar.picture.image_path != path
        assert ask(house, Wished("new", False, wish.data, "")).outcome in ("hit", "own")


def test_a_report_of_then_stays_the_only_one_of_its_user_on_that_picture(house: House) -> None:
    path, report = next(
        (path, data)
        for path, data in house.documents.items()
        if path.startswith("reports/") and data["person"] == FORMER("lou")
    )
    before = len(named(house, "reports", FORMER("lou")))
    avatar_id = next(
        one.split("/")[3]
        for one, data in house.documents.items()
        if one.startswith("users/lou/avatars/") and data.get("reported_path") == report["image_path"]
    )
    complaint = Complaint(Reason.OTHER, image_path=report["image_path"])
    house.reporting.report(User("lou", FREE), avatar_id, complaint)
    assert house.documents[path]["person"] == FORMER("lou")
    assert len(named(house, "reports", FORMER("lou"))) == before
    newer = [name for name in names_of(house.documents, "lou", "salt") if name != FORMER("lou")]
    assert [named(house, "reports", name) for name in newer if named(house, "reports", name)] == []


def test_a_merge_that_the_earlier_deployment_began_is_ended_by_the_account_that_began_it(
    house: House,
) -> None:
    token = house.documents["erasures/glen"]["lease"]["token"]
    uids = {path.split("/")[1] for path in house.documents if path.startswith("users/")}
    merging = next(uid for uid in uids if f"merge-{FORMER(uid)}" == token)
    merged = house.merging.merge(
        User(merging, FREE),
        house.tokens.issue("glen", house.clock.time.replace(year=2027)),
        personal=False,
        seconds=20,
    )
    assert merged.done
    assert house.documents["erasures/glen"]["lease"] is None, "released"
