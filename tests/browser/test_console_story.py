"""A bad day, seen and mended through the console alone: at its end ledger, audit and statistics agree."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from google.cloud import firestore
from playwright.sync_api import Browser, expect

from tests.browser.firebase import Firebase, running_firebase
from tests.console import day
from tests.console.visit import Operator
from tests.faults.server import FaultServer
from tests.integration.app import App, uid_of

pytestmark = pytest.mark.whole

SETTINGS = {
    "IMAGE_PROVIDER": "openai",
    "OPENAI_API_KEY": "test",
    "USER_DAILY_LIMIT": "2",
    "GLOBAL_DAILY_LIMIT": "5",
    "CREDITS_PER_AVATAR": "10",
    "INITIAL_CREDITS": "200",
    "CALLS_PER_MINUTE": "0",
}


@pytest.fixture
def images() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


def _wish(app: App, token: str, active_days: int, character: str) -> dict[str, Any]:
    wish = {"progress_metrics": {"active_days": active_days}, "character": character, "wait_seconds": 40}
    return dict(app.generate(token, **wish)["result"])


def _all(client: firestore.Client, collection: str) -> dict[str, dict[str, Any]]:
    return {one.id: one.to_dict() or {} for one in client.collection(collection).stream()}


def test_a_bad_day_is_mended_and_the_books_agree(
    browser: Browser, images: FaultServer, tmp_path: Any
) -> None:
    with running_firebase(tmp_path / "firebase.log", OPENAI_BASE_URL=images.base_url, **SETTINGS) as firebase:
        app = App(firebase.functions, firebase.auth)
        ada, ben, cleo = (
            day.account(firebase, f"{name}@mirror-realm.example") for name in ("ada", "ben", "cleo")
        )
        reported = _wish(app, ada, 3, "wren")
        _wish(app, ben, 3, "kai")
        _wish(app, cleo, 3, "sol")
        images.play("moderation_blocked_output")
        failed = _wish(app, ben, 40, "kai")
        assert (failed["degraded"], failed["error"]["reason"]) == (True, "content_rejected")
        images.play("ok")
        _wish(app, ada, 40, "wren")  # the fourth of five: a mark
        app.call("report_avatar", ada, avatar_id=reported["avatar_id"], reason="offensive")

        profile = browser.new_context(reduced_motion="reduce", timezone_id="UTC", locale="en-GB")
        operator = Operator(profile.new_page(), f"{firebase.hosting}/console/")
        operator.sign_in()
        _see_what_happened(operator)
        _make_up_for_it(operator)
        _take_down(operator)
        _erase(operator)
        _see_the_audit(operator)
        profile.close()
        _agree(firebase, uid_of(cleo))


def _see_what_happened(operator: Operator) -> None:
    expect(operator.main).to_contain_text("80 % of the day’s pictures are used.")
    expect(operator.main).to_contain_text("1 picture is reported.")
    assert operator.figure("Pictures") == "4 of 5"
    operator.enter("figures")
    operator.page.get_by_role("button", name="Today").click()
    operator.settle()
    assert operator.figure("Pictures made") == "4"
    expect(operator.main).to_contain_text("1 refund")
    operator.enter("compensation")
    refund = operator.page.get_by_role("row").filter(has_text="Refunded")
    expect(refund).to_contain_text("content rejected")
    refund.get_by_title("This job’s story").click()
    operator.settle()
    expect(operator.main).to_contain_text("content rejected")
    expect(operator.main).to_contain_text("Calls to providers")


def _make_up_for_it(operator: Operator) -> None:
    operator.enter("compensation")
    operator.look_up("ben@mirror-realm.example")
    operator.page.get_by_role("button", name="Give pictures back …").click()
    operator.fill_act("their picture was refused", key="ticket-0001", pictures=1)
    operator.do("Give back")
    operator.page.get_by_role("button", name="Grant credits …").click()
    operator.fill_act("for the trouble", key="ticket-0002", credits=10)
    operator.do("Grant")
    expect(operator.outcome).to_contain_text("They hold 200 credits now.")


def _take_down(operator: Operator) -> None:
    operator.act_on_first_report()
    operator.fill_act("offensive indeed", key="ticket-0003")
    operator.do("Take down for good")
    expect(operator.main).to_contain_text("No picture awaits a decision.")


def _erase(operator: Operator) -> None:
    operator.enter("people")
    operator.look_up("cleo@mirror-realm.example")
    operator.page.get_by_role("button", name="Erase this person …").click()
    operator.fill_act("asked for it by mail", key="ticket-0004")
    operator.dialog.get_by_role("button", name="Erase for good").click()
    expect(operator.dialog).to_be_hidden(timeout=30_000)


def _see_the_audit(operator: Operator) -> None:
    operator.enter("audit")
    for act in ("Gave back pictures", "Granted credits", "Took a picture down", "Erased a person"):
        expect(operator.page.get_by_role("row").filter(has_text=act).first).to_be_visible()


def _agree(firebase: Firebase, erased: str) -> None:
    today = day.now().date().isoformat()
    token = day.account(firebase, "root@mirror-realm.example", admin_role="owner")
    report = App(firebase.functions, firebase.auth).call("usage_report", token, period="today")["result"]
    with day.database(firebase) as client:
        ledger, audit = _all(client, "ledger"), _all(client, "audit")
        used = client.document(f"global_usage/{today}").get().to_dict() or {}
    moved = Counter(entry["movement"] for entry in ledger.values())
    assert moved == {"reserved": 5, "settled": 4, "refunded": 1, "given": 1, "granted": 1}
    assert (used["reserved"], used["settled"], used["refunded"]) == (5, 4, 1)
    assert (report["allowance"]["made"], report["allowance"]["refunded"]) == (4, 1)
    ended = [entry for entry in ledger.values() if entry["movement"] in ("settled", "refunded")]
    assert used["spent_micros"] == sum(entry["cost_micros"] for entry in ended) > 0
    assert round(report["money"]["spent"] * 1e6) == used["spent_micros"]

    acts = {entry["key"]: entry["act"] for name, entry in audit.items() if name.startswith("act-")}
    assert acts == {
        "ticket-0001": "give_back",
        "ticket-0002": "grant_credits",
        "ticket-0003": "take_down",
        "ticket-0004": "erase_person",
    }
    assert {"give-ticket-0001", "grant-ticket-0002"} <= ledger.keys()
    assert erased not in str(ledger) + str(audit)
