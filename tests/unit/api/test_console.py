"""The console's two callables: by role, validated field by field, once per key, and in the audit."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mirror_realm import bootstrap
from mirror_realm.api import documents as handlers
from mirror_realm.api.console_acts import ACTS, console_act
from mirror_realm.api.console_views import VIEWS, console_view
from mirror_realm.api.guards import Caller
from mirror_realm.domain.administration import Role, View
from mirror_realm.domain.breaker_state import BreakerState
from mirror_realm.domain.model_state import ModelState, ModelStates
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Reason
from mirror_realm.domain.statistics import Statistics, Totals
from mirror_realm.domain.wish import User
from mirror_realm.errors import (
    BadOutput,
    BeingErased,
    Forbidden,
    InvalidRequest,
    NotFound,
    RoleMissing,
    SignInAgain,
)
from mirror_realm.services.moderation.report import Complaint
from tests.fakes.house import House

OWNER = Caller(User("root", FREE), role=Role.OWNER, recent=True)
STALE = Caller(User("root", FREE), role=Role.OWNER, recent=False)
SUPPORT = Caller(User("sue", FREE), role=Role.SUPPORT, recent=True)
REVIEWER = Caller(User("ray", FREE), role=Role.REVIEWER, recent=True)
ADA = Caller(User("ada", FREE), recent=True)

WHY = {"key": "ticket-0001", "reason": "a fault of ours"}
GIFT = {"act": "give_back", "user_id": "ada", "pictures": 1, **WHY}
GRANT = {"act": "grant_credits", "user_id": "ada", "credits": 5, **WHY}
TAKING = {"act": "take_credits", "user_id": "ada", "credits": 50, **WHY}
ERASURE = {"act": "erase_person", "user_id": "ada", "confirm": True, **WHY}


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    house = House(credits=10)
    monkeypatch.setattr(bootstrap, "services", lambda: house.services)
    return house


def look(view: str, caller: Caller = OWNER, **data: Any) -> dict[str, Any]:
    shown = console_view({"view": view, **data}, caller)
    assert json.loads(json.dumps(shown)) == shown, "is not JSON"
    return shown


def audited(house: House) -> list[dict[str, Any]]:
    return [data for path, data in house.documents.items() if path.startswith("audit/")]


def done(house: House, uid: str = "ada", **wish: Any) -> str:
    """Return the job of a picture that was made for this user."""
    admitted = house.ask(uid, **wish)
    house.deliver()
    return str(admitted.avatar.render_id)


# Who may


@pytest.mark.parametrize("act", [console_view, console_act])
@pytest.mark.parametrize("data", [None, {}, {"view": "desk"}, {"nonsense": True}, GIFT])
def test_an_account_without_a_role_is_shown_nothing_and_does_nothing(
    house: House, act: Any, data: Any
) -> None:
    with pytest.raises(Forbidden):
        act(data, ADA)
    assert house.documents == {}


@pytest.mark.parametrize("view", View)
def test_every_view_is_refused_to_a_role_below_its_own(house: House, view: View) -> None:
    for caller in (REVIEWER, SUPPORT):
        if caller.role is not None and not caller.role.may(view):
            with pytest.raises(RoleMissing) as refused:
                console_view({"view": view, "nonsense": True}, caller)
            assert refused.value.details() == {"needs": refused.value.needs}
    assert house.documents == {}


@pytest.mark.parametrize(
    ("data", "caller"), [(GIFT, REVIEWER), (GRANT, SUPPORT), (TAKING, SUPPORT), (ERASURE, SUPPORT)]
)
def test_an_act_is_refused_to_a_role_below_its_own(
    house: House, data: dict[str, Any], caller: Caller
) -> None:
    with pytest.raises(RoleMissing):
        console_act(data, caller)
    assert house.documents == {}


@pytest.mark.parametrize("data", [GRANT, TAKING, ERASURE])
def test_money_and_erasures_want_a_recent_sign_in(house: House, data: dict[str, Any]) -> None:
    with pytest.raises(SignInAgain):
        console_act(data, STALE)
    assert house.documents == {}


def test_a_takedown_wants_a_recent_sign_in_and_a_restoration_none(house: House) -> None:
    done(house)
    (avatar,) = house.queries.avatars_of("ada", None, None, 1)
    house.reporting.report(User("ada", FREE), avatar.avatar_id, Complaint(Reason.OTHER))
    (review_id,) = [path.split("/")[1] for path in house.documents if path.startswith("reviews/")]
    decide = {"act": "decide_report", "review_id": review_id, **WHY}
    stale = Caller(User("ray", FREE), role=Role.REVIEWER)
    with pytest.raises(SignInAgain):
        console_act({**decide, "decision": "take_down"}, stale)
    restored = console_act({**decide, "decision": "restore"}, stale)
    assert (restored["state"], restored["done"], restored["again"]) == ("restored", True, False)
    assert console_act({**decide, "decision": "restore"}, stale)["again"]
    with pytest.raises(InvalidRequest):
        console_act({**decide, "decision": "take_down"}, REVIEWER)
    down = console_act({**decide, "decision": "take_down", "key": "ticket-0002"}, REVIEWER)
    assert down["state"] == "taken_down"
    assert [entry["act"] for entry in audited(house)] == ["restore", "take_down"]
    assert {entry["subject"] for entry in audited(house)} == {review_id}


# Bad input


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (None, "act"),
        ([], "act"),
        ({}, "act"),
        ({**GIFT, "act": "give"}, "act"),
        ({**GIFT, "act": ["give_back"]}, "act"),
        ({**GIFT, "key": "short"}, "key"),
        ({**GIFT, "key": "a" * 65}, "key"),
        ({**GIFT, "reason": ""}, "reason"),
        ({**GIFT, "reason": "x" * 301}, "reason"),
        ({**GIFT, "pictures": 0}, "pictures"),
        ({**GIFT, "pictures": 11}, "pictures"),
        ({**GIFT, "user_id": "a/b"}, "user_id"),
        ({**GIFT, "more": 1}, "more"),
        ({**GIFT, "user_id": "ada-lovelace", "key": "for-ada-lovelace"}, "key"),
        ({**TAKING, "credits": -1}, "credits"),
        ({**ERASURE, "confirm": False}, "confirm"),
        ({**ERASURE, "user_id": "root"}, "user_id"),
        ({"act": "drop_letter", "letter_id": "a/b", **WHY}, "letter_id"),
        ({"act": "drop_letter", "letter_id": "__x__", **WHY}, "letter_id"),
        ({"act": "end_job", "render_id": "a/b", **WHY}, "render_id"),
    ],
)
def test_an_act_that_makes_no_sense_is_refused_with_the_field(house: House, data: Any, field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        console_act(data, OWNER)
    assert list(refused.value.fields) == [field]
    assert house.documents == {}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"view": "everything"}, "view"),
        ({"view": "ledger"}, "render_id"),
        ({"view": "ledger", "day": "2026-11-20", "user_id": "ada"}, "render_id"),
        ({"view": "ledger", "day": "yesterday"}, "day"),
        ({"view": "ledger", "day": "2026-11-20", "page_token": "x"}, "page_token"),
        ({"view": "person"}, "user_id"),
        ({"view": "person", "email": "nobody"}, "email"),
        ({"view": "person", "user_id": "ada", "page_size": 51}, "page_size"),
        ({"view": "audit", "user_id": "ada", "by": "root"}, "by"),
        ({"view": "what_if", "daily_budget_usd": -1}, "daily_budget_usd"),
        ({"view": "jobs", "state": "all"}, "state"),
        ({"view": "desk", "more": 1}, "more"),
    ],
)
def test_a_view_that_makes_no_sense_is_refused_with_the_field(
    house: House, data: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        console_view(data, OWNER)
    assert list(refused.value.fields) == [field]
    assert house.documents == {}


@pytest.mark.parametrize("data", [GIFT, GRANT, TAKING, ERASURE])
def test_a_user_who_does_not_exist_is_not_found_and_nothing_is_written(
    house: House, data: dict[str, Any]
) -> None:
    house.people.gone.add("ada")
    with pytest.raises(NotFound):
        console_act(data, OWNER)
    assert house.documents == {}


@pytest.mark.parametrize(
    "data",
    [
        {"act": "replay_letter", "letter_id": "gone", **WHY},
        {"act": "drop_letter", "letter_id": "gone", **WHY},
        {"act": "end_job", "render_id": "gone", **WHY},
        {"act": "decide_report", "review_id": "0" * 64, "decision": "restore", **WHY},
    ],
)
def test_what_does_not_exist_is_not_found_and_leaves_no_entry(house: House, data: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        console_act(data, OWNER)
    assert house.documents == {}


# Acts


def test_a_gift_is_answered_with_the_users_day(house: House) -> None:
    given = console_act(GIFT, SUPPORT)
    assert given == {
        "act": "give_back",
        "key": "ticket-0001",
        "again": False,
        "day": "2026-11-20",
        "granted": 1,
        "limit": 4,
        "used": 0,
        "remaining": 4,
        "resets_at": "2026-11-21T00:00:00+00:00",
    }
    assert console_act(GIFT, SUPPORT) == {**given, "again": True}
    with pytest.raises(InvalidRequest):
        console_act({**GIFT, "pictures": 2}, SUPPORT)


def test_credits_are_taken_as_far_as_they_go_and_the_rest_is_missing(house: House) -> None:
    assert console_act(GRANT, OWNER)["credits"] == 35
    taking = {**TAKING, "key": "ticket-0002"}
    taken = console_act(taking, OWNER)
    assert (taken["credits"], taken["moved"], taken["missing"], taken["again"]) == (0, 35, 15, False)
    assert console_act({**GRANT, "key": "ticket-0003"}, OWNER)["credits"] == 5
    again = console_act(taking, OWNER)
    assert (again["credits"], again["moved"], again["missing"], again["again"]) == (5, 35, 15, True)
    house.check()


def test_a_letter_is_replayed_once_per_key_and_kept_where_it_fails(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    handled: list[str] = []
    monkeypatch.setitem(handlers.HANDLERS, "answer_wish", handled.append)
    house.dead_letters.put_aside("event-1", "answer_wish", "users/ada/avatarRequests/1", ValueError())
    house.dead_letters.put_aside("event-2", "of_last_year", "users/ada/progress/current", ValueError())
    first = {"act": "replay_letter", "letter_id": "event-1", **WHY}
    assert console_act(first, SUPPORT) | WHY == {**WHY, "act": "replay_letter", "again": False, "done": True}
    assert console_act(first, SUPPORT)["again"]
    second = {"act": "replay_letter", "letter_id": "event-2", "key": "ticket-0002", "reason": "tried"}
    assert not console_act(second, SUPPORT)["done"]
    monkeypatch.setitem(handlers.HANDLERS, "of_last_year", handled.append)
    assert not console_act(second, SUPPORT)["done"], "the key was used, and failed"
    assert console_act({**second, "key": "ticket-0003"}, SUPPORT)["done"]
    assert handled == ["users/ada/avatarRequests/1", "users/ada/progress/current"]
    outcomes = [entry["outcome"] for entry in audited(house) if "outcome" in entry]
    assert outcomes == ["done", "failed", "done"]


def test_a_letter_is_dropped_alone(house: House) -> None:
    for name in ("event-1", "event-2"):
        house.dead_letters.put_aside(name, "answer_wish", f"users/ada/avatarRequests/{name}", ValueError())
    drop = {"act": "drop_letter", "letter_id": "event-1", **WHY}
    assert console_act(drop, SUPPORT)["again"] is False
    assert console_act(drop, SUPPORT)["again"] is True
    assert [letter["letter_id"] for letter in look("letters")["letters"]] == ["event-2"]
    with pytest.raises(InvalidRequest):
        console_act({**drop, "letter_id": "event-2"}, SUPPORT)


def test_an_administrator_who_is_being_erased_does_nothing_more(house: House) -> None:
    house.dead_letters.put_aside("event-1", "answer_wish", "users/ada/avatarRequests/1", ValueError())
    house.erasing.begin("sue")
    before = dict(house.documents)
    for act in ("drop_letter", "replay_letter"):
        with pytest.raises(BeingErased):
            console_act({"act": act, "letter_id": "event-1", **WHY}, SUPPORT)
    assert dict(house.documents) == before


def test_an_erasure_is_in_the_audit_without_the_person(house: House) -> None:
    done(house)
    erased = console_act(ERASURE, OWNER)
    assert (erased["status"], erased["again"]) == ("done", False)
    assert console_act(ERASURE, OWNER)["again"]
    begun, ended = audited(house)
    assert (begun["person"], begun["reason"], begun["act"]) == ("erased", "", "erase_person")
    assert ended["outcome"] == "done"
    assert "ada" in house.people.gone
    house.check()


def test_a_queued_job_is_ended_with_its_refund_and_a_held_one_is_not(house: House) -> None:
    render_id = str(house.ask().avatar.render_id)
    end = {"act": "end_job", "render_id": render_id, **WHY}
    house.leasing.claim(render_id, 1)
    with pytest.raises(InvalidRequest) as refused:
        console_act(end, SUPPORT)
    assert list(refused.value.fields) == ["render_id"]
    assert audited(house) == []
    house.clock.time += timedelta(minutes=10)
    ended = console_act(end, SUPPORT)
    assert (ended["state"], ended["error_reason"], ended["again"]) == ("failed", "expired", False)
    assert console_act(end, SUPPORT) == {**ended, "again": True}
    assert house.only("users/ada/usage/")["refunded"] == 1
    house.deliver()
    house.check()


def test_every_act_of_the_table_is_one_of_the_console(house: House) -> None:
    assert set(ACTS) == {
        *("give_back", "grant_credits", "take_credits", "replay_letter", "drop_letter"),
        *("decide_report", "erase_person", "end_job"),
    }
    assert set(VIEWS) == set(View)


# Views


def test_the_desk_of_a_quiet_day_has_nothing_to_do_and_known_figures(house: House) -> None:
    desk = look("desk", REVIEWER)
    assert (desk["todo"], desk["unknown"], desk["role"], desk["fresh"]) == ([], [], "reviewer", True)
    assert desk["may"] == ["desk", "reports", "takedowns", "restore", "take_down"]
    assert desk["figures"]["dead_letters"] == 0
    assert desk["figures"]["providers_down"] is None, "no instance shares what it knows"
    assert desk["figures"]["pictures"] == {"used": 0, "settled": 0, "open": 0, "limit": 20}
    assert desk["reads"] <= 20
    assert house.documents == {}


def test_the_desk_has_what_there_is_to_do_the_most_urgent_first(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(fallback_providers=("openrouter",))
    monkeypatch.setattr(bootstrap, "services", lambda: house.services)
    now = house.clock.time
    house.write(
        "maintenance/breaker-openai", BreakerState("openai", open_until=now + timedelta(1)).to_document()
    )
    ending = ModelState("model-1", "openai", "2026-12-01", False, now)
    house.write("maintenance/models", ModelStates((ending,), now).to_document())
    house.dead_letters.put_aside("event-1", "answer_wish", "users/ada/avatarRequests/1", ValueError())
    house.ask()
    house.clock.time += timedelta(minutes=20)
    desk = look("desk")
    assert [(one["what"], one["count"], one["urgency"]) for one in desk["todo"]] == [
        ("providers_down", 1, "now"),
        ("stuck_jobs", 1, "now"),
        ("dead_letters", 1, "today"),
        ("ending_models", 1, "soon"),
    ]
    assert desk["figures"]["ending_models"] == [{"renderer": "model-1", "last_day": "2026-12-01", "days": 11}]
    assert (desk["figures"]["jobs_under_way"], desk["reads"] <= 20) == (1, True)


def test_a_figure_that_cannot_be_had_is_null_and_hides_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise OSError("no answer")

    monkeypatch.setattr(house.services.desks.queries, "count", fail)
    desk = look("desk")
    assert desk["figures"]["open_reports"] is None
    assert desk["figures"]["jobs_under_way"] is None
    assert desk["figures"]["marks"] == []
    assert {"open_reports", "stuck_jobs"} <= set(desk["unknown"])
    assert desk["todo"] == []


def test_the_ledger_is_listed_by_job_day_and_person(house: House) -> None:
    render_id = done(house)
    done(house, "bo", variation=1)
    console_act(GIFT, SUPPORT)
    of_job = look("ledger", render_id=render_id)
    assert {entry["movement"] for entry in of_job["entries"]} == {"reserved", "settled"}
    assert (of_job["reads"], of_job["next_page_token"]) == (2, None)
    of_user = look("ledger", user_id="ada")["entries"]
    assert sorted(entry["movement"] for entry in of_user) == ["given", "reserved", "settled"]
    (person,) = {entry["person"] for entry in of_user}
    assert look("ledger", person=person)["entries"] == of_user
    pages, token = [], None
    while True:
        page = look("ledger", day="2026-11-20", page_size=2, page_token=token)
        pages.append(len(page["entries"]))
        token = page["next_page_token"]
        if token is None:
            break
    assert pages == [2, 2, 1]
    given = next(entry for entry in of_user if entry["movement"] == "given")
    assert (given["pictures"], given["key"], given["cost_usd"]) == (1, "ticket-0001", None)


def test_a_person_is_shown_with_allowance_and_pictures_and_the_look_is_in_the_audit(house: House) -> None:
    done(house)
    house.people.emails["ada@example.com"] = "ada"
    shown = look("person", SUPPORT, email="ada@example.com")
    assert (shown["user_id"], shown["credits"], shown["avatar_count"]) == ("ada", 20, 1)
    assert shown["credits_owed"] == 0
    assert shown["account"] == {"exists": True, "disabled": False, "guest": False, "plan": "free"}
    assert (shown["allowance"]["used"], shown["allowance"]["remaining"]) == (1, 2)
    (avatar,) = shown["avatars"]
    assert avatar["status"] == "completed"
    assert avatar["image_url"]
    (entry,) = audited(house)
    assert (entry["act"], entry["by"], entry["person"]) == ("look_at_person", "sue", shown["person"])
    assert "example.com" not in str(house.documents)


def test_a_picture_made_from_a_photo_is_counted_and_its_link_is_its_owners(house: House) -> None:
    house.consenting.give("ada", "2026-11")
    house.photos.upload("uploads/ada/me.jpg")
    done(house, photo="uploads/ada/me.jpg", character=None)
    (avatar,) = look("person", SUPPORT, user_id="ada")["avatars"]
    assert (avatar["personal"], avatar["image_url"], avatar["thumbnail_url"]) == (True, None, None)


def test_the_pages_of_a_persons_pictures_meet_end_to_end(house: House) -> None:
    for variation in range(3):
        done(house, variation=variation)
        house.clock.time += timedelta(minutes=1)
    first = look("person", SUPPORT, user_id="ada", page_size=2)
    rest = look("person", SUPPORT, user_id="ada", page_size=2, page_token=first["next_page_token"])
    ids = [avatar["avatar_id"] for page in (first, rest) for avatar in page["avatars"]]
    assert (len(set(ids)), rest["next_page_token"]) == (3, None)


def test_someone_who_is_being_erased_is_shown_as_that(house: House) -> None:
    done(house)
    house.erasing.begin("ada")
    shown = look("person", SUPPORT, user_id="ada")
    assert (shown["erasure"]["step"], shown["person"]) == ("jobs", None)
    assert [entry["person"] for entry in audited(house)] == [None]


def test_a_jobs_story_has_calls_ledger_and_cache_and_no_word_of_the_user(house: House) -> None:
    house.provider.script = [BadOutput("blank", cost_micros=13_000)]
    render_id = done(house)
    story = look("job", SUPPORT, render_id=render_id)
    assert (story["state"], story["error"], story["user_id"]) == ("settled", None, "ada")
    assert [(call["outcome"], call["spent_usd"]) for call in story["calls"]] == [
        ("booked", 0.013),
        ("booked", 0.013),
    ]
    assert {entry["movement"] for entry in story["ledger"]} == {"reserved", "settled"}
    assert story["cache"]["state"] == "ready"
    assert [attempt["number"] for attempt in story["attempts"]] == [1]
    assert story["log"][0] == f'jsonPayload.render_id="{render_id}"'
    assert story["reads"] <= 13


def test_jobs_are_counted_and_the_stuck_ones_listed(house: House) -> None:
    house.ask()
    house.ask("bo", variation=1)
    assert look("jobs")["jobs"] == []
    under_way = look("jobs", state="under_way", page_size=1)
    assert (under_way["counts"], len(under_way["jobs"])) == ({"queued": 2, "running": 0, "stuck": 0}, 1)
    house.clock.time += timedelta(minutes=20)
    stuck = look("jobs")
    assert (stuck["counts"]["stuck"], len(stuck["jobs"]), stuck["oldest_queued_seconds"]) == (2, 2, 1200.0)


def test_models_have_state_price_and_provider(house: House) -> None:
    now = house.clock.time
    gone = ModelState("model-1", "openai", None, True, now)
    house.write("maintenance/models", ModelStates((gone,), now).to_document())
    shown = look("models")
    (model, *_) = [one for one in shown["models"] if one["renderer"] == "model-1"]
    assert (model["state"], model["table_usd"], model["dear"]) == ("dead", 0.06, False)
    providers = {one["name"]: one for one in shown["providers"]}
    assert providers["openai"]["makes_pictures"]
    assert providers["openai"]["breaker"] == "not_shared"
    assert not providers["replicate"]["configured"]


def test_jobs_that_wait_for_a_providers_pace_are_counted_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(images_per_minute=1)
    monkeypatch.setattr(bootstrap, "services", lambda: house.services)
    for variation in range(3):
        house.ask(variation=variation)
    (paced,) = [one for one in look("models")["providers"] if one["images_per_minute"]]
    assert (paced["name"], paced["images_per_minute"], paced["waiting"]) == ("openai", 1, 2)
    waiting = [job["waits_for"] for job in look("jobs", state="under_way")["jobs"]]
    assert sorted(map(str, waiting)) == ["None", "openai", "openai"]


def test_a_job_that_waits_for_its_turn_is_ended_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(images_per_minute=1)
    monkeypatch.setattr(bootstrap, "services", lambda: house.services)
    waits = [house.ask(variation=variation) for variation in range(2)][1]
    end = {"act": "end_job", "render_id": str(waits.avatar.render_id), **WHY}
    assert console_act(end, SUPPORT)["state"] == "failed"
    house.deliver()
    house.check()


def test_settings_are_those_in_force_without_a_secret(house: House) -> None:
    shown = look("settings")
    values = {row["name"]: row for row in shown["settings"]}
    assert (values["CREDITS_PER_AVATAR"]["value"], values["CREDITS_PER_AVATAR"]["changed"]) == (10, True)
    assert (values["QUOTA_TIMEZONE"]["value"], values["QUOTA_TIMEZONE"]["changed"]) == ("UTC", False)
    assert {row["name"]: row["set"] for row in shown["secrets"]}["OPENAI_API_KEY"] is True
    assert "sk-test" not in json.dumps(shown)


def test_an_address_among_the_settings_shows_no_more_than_its_host(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    secretive = replace(house.settings, openai_base_url="https://me:word@proxy.test:8443/v1?key=abc")
    monkeypatch.setattr(house.services, "settings", secretive)
    values = {row["name"]: row["value"] for row in look("settings")["settings"]}
    assert values["OPENAI_BASE_URL"] == "https://proxy.test:8443"


def test_what_a_limit_would_have_meant_is_counted_on_days_that_are_over(house: House) -> None:
    for number, uid in enumerate(("ada", "bo", "cy")):
        done(house, uid, variation=number)
    house.clock.time += timedelta(days=1)
    done(house, "di", variation=90)
    shown = look("what_if", global_daily_limit=2, daily_budget_usd=100.0)
    assert [(day["day"], day["made"], day["wished"]) for day in shown["days"]] == [("2026-11-20", 3, None)]
    pictures, money = shown["effects"]
    assert (pictures["days_reached"], pictures["pictures_fewer"], pictures["pictures_more"]) == (1, 1, None)
    assert (money["limit"], money["days_reached"], money["pictures_fewer"]) == ("DAILY_BUDGET_USD", 0, 0)


def counted_day(day: str, sources: dict[str, Any]) -> dict[str, Any]:
    """Return the statistics of a day on which five pictures were made for half a dollar, and ten wishes refused."""
    totals = Totals(reserved=5, settled=5, refused=10, spent_micros=500_000)
    at = datetime(2026, 11, 19, tzinfo=UTC)
    return Statistics(day, at, totals, {}, {"source": sources}).to_document()


def test_the_wishes_of_a_counted_day_are_known_unless_few_were_behind_them(house: House) -> None:
    house.write("stats/2026-11-18", counted_day("2026-11-18", {"generated": 5, "painted": 7}))
    house.write("stats/2026-11-19", counted_day("2026-11-19", {"generated": 5, "painted": "<5"}))
    shown = look("what_if", global_daily_limit=9, days=5)
    assert [(day["made"], day["wished"]) for day in shown["days"]] == [(5, None), (5, 22)]
    (effect,) = shown["effects"]
    assert (effect["pictures_more"], effect["days_known"], effect["days_reached"]) == (4, 1, 1)
    assert shown["reads"] == 5 + 3


def test_the_audit_is_paged_and_filtered_by_person_and_administrator(house: House) -> None:
    console_act(GIFT, SUPPORT)
    console_act({**GRANT, "key": "ticket-0002"}, OWNER)
    console_act({**GRANT, "key": "ticket-0003", "user_id": "bo"}, OWNER)
    everything = look("audit")["entries"]
    assert [(entry["act"], entry["you"]) for entry in everything] == [
        ("grant_credits", True),
        ("grant_credits", True),
        ("give_back", False),
    ]
    assert {entry["key"] for entry in look("audit", user_id="ada")["entries"]} == {
        "ticket-0001",
        "ticket-0002",
    }
    assert [entry["key"] for entry in look("audit", by="sue")["entries"]] == ["ticket-0001"]
    first = look("audit", page_size=2)
    rest = look("audit", page_size=2, page_token=first["next_page_token"])
    assert first["entries"] + rest["entries"] == everything


def test_reports_say_how_many_show_the_picture_and_takedowns_how_many_still_do(house: House) -> None:
    for uid in ("ada", "bo"):
        done(house, uid)
    (avatar,) = house.queries.avatars_of("ada", None, None, 1)
    house.reporting.report(User("ada", FREE), avatar.avatar_id, Complaint(Reason.OTHER, "six fingers"))
    (review,) = look("reports", REVIEWER)["reviews"]
    assert (review["shown_by"], review["notes"]) == (1, ["six fingers"])
    assert look("takedowns", REVIEWER)["takedowns"] == []
    path = f"reviews/{review['review_id']}"
    house.write(path, {**house.documents[path], "pending": True, "state": "taken_down"})
    (under_way,) = look("takedowns", REVIEWER)["takedowns"]
    assert (under_way["shown_by"], under_way["state"]) == (1, "taken_down")


def test_a_page_token_of_another_list_is_refused(house: House) -> None:
    token = base64.urlsafe_b64encode(b"2026-11-20T12:00:00+00:00").decode()
    with pytest.raises(InvalidRequest):
        look("audit", page_token=token)
