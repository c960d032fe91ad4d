"""The operator's console: nobody else sees anything, an act with one key happens once, what is unknown is so called."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.answers import ANY_ORIGIN
from tests.browser.firebase import Firebase
from tests.console import day
from tests.console.visit import PERSON, Operator
from tests.integration.app import uid_of

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)

Open = Callable[..., Operator]


def test_an_account_without_a_role_is_told_so_and_shown_nothing(console: Open, house: Firebase) -> None:
    day.account(house, "guest@mirror-realm.example")
    operator = console()
    asked: list[str] = []
    operator.page.on("request", lambda one: asked.append(one.url) if one.method == "POST" else None)
    operator.sign_in("guest@mirror-realm.example")

    expect(operator.heading).to_have_text("Not for this account")
    expect(operator.page.get_by_role("navigation")).to_be_hidden()
    assert operator.page.locator(".tile, .duty, table").count() == 0
    assert [url.rpartition("/")[2] for url in asked if "demo-mirror/us-central1" in url] == ["console_view"]


def _granted(house: Firebase, key: str) -> list[dict[str, Any]]:
    """Return the entries of the ledger and of the audit with this key."""
    with day.database(house) as client:
        found = [client.document(path).get() for path in (f"ledger/give-{key}", f"audit/act-{key}")]
        return [one.to_dict() or {} for one in found if one.exists]


def _given_today(house: Firebase) -> int:
    with day.database(house) as client:
        uid = uid_of(day.account(house, PERSON))
        usage = client.document(f"users/{uid}/usage/{day.now().date().isoformat()}").get()
        return int((usage.to_dict() or {}).get("granted", 0))


def test_an_act_twice_with_one_key_is_one_act_and_another_one_with_it_is_refused(
    console: Open, house: Firebase
) -> None:
    operator = console()
    operator.sign_in()
    operator.enter("people")
    operator.look_up(PERSON)
    before = _given_today(house)
    for said in ("Given back.", "This was done before with this key"):
        operator.page.get_by_role("button", name="Give pictures back …").click()
        operator.fill_act("our outage of Friday", key="ticket-4711", pictures=2)
        operator.do("Give back")
        expect(operator.outcome).to_contain_text(said)
    assert _given_today(house) == before + 2
    assert [entry.get("reason") for entry in _granted(house, "ticket-4711")] == [None, "our outage of Friday"]

    operator.page.get_by_role("button", name="Give pictures back …").click()
    operator.fill_act("our outage of Friday", key="ticket-4711", pictures=1)
    operator.dialog.get_by_role("button", name="Give back").click()
    expect(operator.dialog.get_by_role("alert")).to_contain_text("This key was used for another act")
    assert _given_today(house) == before + 2


def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_key(console: Open, house: Firebase) -> None:
    operator = console()
    operator.sign_in()
    operator.enter("people")
    operator.look_up(PERSON)
    before = _given_today(house)
    keys: list[str] = []

    def lose_the_answer(route: Route) -> None:
        keys.append((route.request.post_data_json or {})["data"]["key"])
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    operator.page.route("**/console_act", lose_the_answer)
    operator.page.get_by_role("button", name="Give pictures back …").click()
    operator.fill_act()
    operator.dialog.get_by_role("button", name="Give back").click()
    expect(operator.dialog.get_by_role("alert")).to_contain_text("Trying again does nothing twice.")
    operator.dialog.get_by_role("button", name="Let it be").click()
    operator.page.get_by_role("button", name="Give pictures back …").click()  # another form, the same act
    operator.fill_act()
    operator.do("Give back")

    expect(operator.outcome).to_contain_text("This was done before with this key")
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert _given_today(house) == before + 1


def test_an_old_sign_in_is_renewed_and_the_act_goes_on(console: Open) -> None:
    operator = console()
    operator.sign_in()
    operator.enter("people")
    operator.look_up(PERSON)
    sent: list[dict[str, Any]] = []

    def too_old_at_first(route: Route) -> None:
        sent.append((route.request.post_data_json or {})["data"])
        if len(sent) > 1:
            route.continue_()
            return
        details = {"reason": "sign_in_again", "retryable": False}
        error = {"status": "FAILED_PRECONDITION", "message": "sign in again", "details": details}
        route.fulfill(status=400, json={"error": error}, headers=ANY_ORIGIN)

    operator.page.route("**/console_act", too_old_at_first)
    operator.page.get_by_role("button", name="Grant credits …").click()
    operator.fill_act(credits=7)
    operator.dialog.get_by_role("button", name="Grant").click()
    expect(operator.dialog.get_by_role("heading")).to_have_text("Sign in again")
    operator.dialog.get_by_role("button", name="Sign in").click()

    expect(operator.outcome).to_contain_text("7 granted.")
    assert len(sent) == 2
    assert sent[0] == sent[1]


def test_a_figure_that_could_not_be_had_is_unknown_and_never_0(console: Open, house: Firebase) -> None:
    operator = console()
    today = f"global_usage/{day.now().date().isoformat()}"
    with day.database(house) as client:
        stored = client.document(today).get().to_dict() or {}
        client.document(today).set({"day": 5, "reserved": "many"})
        try:
            operator.sign_in()
            assert (operator.figure("Pictures"), operator.figure("Money")) == ("unknown", "unknown")
            expect(operator.main).to_contain_text("Unknown just now: today’s pictures and money.")
        finally:
            client.document(today).set(stored)
    operator.page.get_by_role("button", name="Look again").click()
    operator.settle()
    assert operator.figure("Pictures").endswith("of 500")
