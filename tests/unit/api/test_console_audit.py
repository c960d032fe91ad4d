"""The audit of looks and acts: each look at a user is in it, and an erasure clears what was written about them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mirror_realm import bootstrap
from mirror_realm.api.console_acts import console_act
from mirror_realm.api.console_views import console_view
from mirror_realm.api.guards import Caller
from mirror_realm.domain.administration import Role
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Reason
from mirror_realm.domain.wish import User
from mirror_realm.errors import NotFound
from mirror_realm.services.moderation.report import Complaint
from tests.fakes.house import House

OWNER = Caller(User("root", FREE), role=Role.OWNER, recent=True)
SECRET = "Ada called us about her divorce"


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    house = House(credits=10)
    monkeypatch.setattr(bootstrap, "services", lambda: house.services)
    return house


def audited(house: House) -> list[dict[str, Any]]:
    return [data for path, data in sorted(house.documents.items()) if path.startswith("audit/")]


@pytest.mark.parametrize(
    ("look", "kind"),
    [
        ({"view": "person", "user_id": "ada-lovelace"}, "unknown-uid"),
        ({"view": "ledger", "user_id": "ada-lovelace"}, "unknown-uid"),
        ({"view": "audit", "user_id": "ada-lovelace"}, "unknown-uid"),
        ({"view": "person", "email": "ada-lovelace@example.com"}, "unknown-email"),
    ],
)
def test_a_look_up_that_finds_no_user_is_in_the_audit_without_what_was_looked_for(
    house: House, look: dict[str, Any], kind: str
) -> None:
    house.people.gone.add("ada-lovelace")

    with pytest.raises(NotFound):
        console_view(look, OWNER)

    [entry] = audited(house)
    assert (entry["act"], entry["by"], entry["subject"], entry["person"]) == (
        "look_at_person",
        "root",
        kind,
        None,
    )
    assert "lovelace" not in json.dumps([entry, *house.documents], default=str)


def test_a_look_at_a_job_which_shows_its_user_is_in_the_audit(house: House) -> None:
    render_id = str(house.ask().avatar.render_id)

    story = console_view({"view": "job", "render_id": render_id}, OWNER)

    [entry] = audited(house)
    assert (story["user_id"], entry["person"]) == ("ada", story["person"])
    assert (entry["act"], entry["by"], entry["subject"]) == ("look_at_person", "root", render_id)


def test_a_look_at_a_job_that_is_not_there_is_none_at_a_user(house: House) -> None:
    with pytest.raises(NotFound):
        console_view({"view": "job", "render_id": "gone"}, OWNER)
    assert audited(house) == []


# Acts about what belongs to a user


def of_a_job(house: House) -> dict[str, Any]:
    return {"act": "end_job", "render_id": str(house.ask().avatar.render_id)}


def of_a_letter(house: House, act: str) -> dict[str, Any]:
    house.dead_letters.put_aside("event-1", "of_last_year", "users/ada/progress/current", ValueError())
    return {"act": act, "letter_id": "event-1"}


def of_a_report(house: House, *, personal: bool, decision: str) -> dict[str, Any]:
    if personal:
        house.consenting.give("ada", "2026-11")
        house.photos.upload("uploads/ada/me.jpg", b"a face")
        admitted = house.ask(photo="uploads/ada/me.jpg", character=None)
    else:
        house.ask("bo")
        house.deliver()
        admitted = house.ask()
    house.deliver()
    house.reporting.report(User("ada", FREE), admitted.avatar.avatar_id, Complaint(Reason.OTHER))
    [review_id] = [path.split("/")[1] for path in house.documents if path.startswith("reviews/")]
    return {"act": "decide_report", "review_id": review_id, "decision": decision}


ABOUT: dict[str, Callable[[House], dict[str, Any]]] = {
    "end_job": of_a_job,
    "drop_letter": lambda house: of_a_letter(house, "drop_letter"),
    "replay_letter": lambda house: of_a_letter(house, "replay_letter"),
    "restore, shared": lambda house: of_a_report(house, personal=False, decision="restore"),
    "take_down, shared": lambda house: of_a_report(house, personal=False, decision="take_down"),
    "restore, personal": lambda house: of_a_report(house, personal=True, decision="restore"),
    "take_down, personal": lambda house: of_a_report(house, personal=True, decision="take_down"),
}


@pytest.mark.parametrize("about", ABOUT)
def test_an_erasure_clears_the_reason_of_an_act_about_what_belongs_to_the_user(
    house: House, about: str
) -> None:
    data = {**ABOUT[about](house), "key": "ticket-0001", "reason": SECRET}
    console_act(data, OWNER)
    [entry] = [one for one in audited(house) if one["reason"]]
    assert {entry["person"], *entry.get("reporters", [])} & set(house.naming.known("ada"))

    house.erasing.erase("bo", seconds=20)
    assert [one["reason"] for one in audited(house) if one["reason"]] == [SECRET], "it is not about bo"
    names = house.naming.known("ada")
    house.erasing.erase("ada", seconds=20)

    stored = json.dumps(audited(house), default=str)
    assert SECRET not in stored
    assert not any(name in stored for name in names)
    house.check()


@pytest.mark.parametrize("about", ["end_job", "drop_letter", "restore, shared"])
def test_the_same_key_is_the_same_act_before_and_after_an_erasure(house: House, about: str) -> None:
    data = {**ABOUT[about](house), "key": "ticket-0001", "reason": SECRET}
    assert not console_act(data, OWNER)["again"]
    assert console_act(data, OWNER)["again"]
    house.erasing.erase("bo", seconds=20)
    assert console_act(data, OWNER)["again"]


def test_an_act_about_a_user_who_is_being_erased_has_neither_name_nor_reason(house: House) -> None:
    data = {**of_a_letter(house, "replay_letter"), "key": "ticket-0001", "reason": SECRET}
    house.erasing.begin("ada")

    console_act(data, OWNER)

    [entry, *_] = audited(house)
    assert (entry["act"], entry["person"], entry["reason"]) == ("replay_letter", None, "")
