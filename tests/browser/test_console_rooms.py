"""The console's rooms: what is stored, to its roles, by keyboard, on every screen, without a finding of axe."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from google.cloud.firestore_v1.base_query import FieldFilter
from playwright.sync_api import Request, ViewportSize, expect

from tests.browser.answers import ANY_ORIGIN
from tests.browser.chromium import PUBLIC_NAME
from tests.browser.firebase import Firebase
from tests.browser.test_app_check import stand_in_for_google
from tests.browser.test_axe import findings
from tests.browser.visit import DESKTOP, PHONE
from tests.console import day
from tests.console.visit import PERSON, ROOMS, Operator
from tests.integration.app import uid_of

pytestmark = pytest.mark.whole

Open = Callable[..., Operator]


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "dark"), (PHONE, "light")], ids=["desktop by night", "phone by day"]
)
def test_axe_finds_nothing_in_any_room_and_nothing_is_wider_than_the_screen(
    console: Open, viewport: ViewportSize, scheme: str
) -> None:
    operator = console(viewport=viewport, scheme=scheme)
    assert findings(operator) == []
    operator.sign_in()
    for room in ROOMS:
        operator.enter(room)
        if room == "people":
            operator.look_up(PERSON)
        assert findings(operator) == [], room
        assert operator.evaluate("document.documentElement.scrollWidth") <= viewport["width"], room
    operator.open_a_job_of(PERSON)
    assert findings(operator) == []
    operator.act_on_first_report()
    operator.dialog.get_by_text("Key of this act").click()
    assert findings(operator) == []
    assert operator.complaints == []


def test_the_whole_way_goes_by_keyboard(console: Open) -> None:
    operator = console()
    keyboard = operator.page.keyboard
    expect(operator.page.get_by_role("button", name="Sign in", exact=True)).to_be_focused()
    keyboard.press("Enter")
    expect(operator.heading).to_have_text("To do")
    expect(operator.heading).to_be_focused()
    operator.page.reload()  # the sign-in is kept
    operator.settle()

    def tab_to(words: str) -> None:
        for _ in range(40):
            keyboard.press("Tab")
            if operator.evaluate("document.activeElement.innerText").startswith(words):
                return
        raise AssertionError(f"no way by Tab to {words}")

    keyboard.press("Tab")
    assert operator.evaluate("document.activeElement.innerText") == "Skip to the content"
    tab_to("Reports")
    keyboard.press("Enter")
    expect(operator.heading).to_have_text("Reports")
    expect(operator.heading).to_be_focused()
    operator.settle()
    tab_to("Restore …")
    assert operator.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    keyboard.press("Enter")
    expect(operator.dialog.get_by_label("Reason")).to_be_focused()
    keyboard.press("Escape")
    expect(operator.page.get_by_role("button", name="Restore …").first).to_be_focused()


@pytest.mark.parametrize(
    ("role", "rooms"),
    [
        ("reviewer", ["To do", "Figures", "Reports"]),
        ("support", [name for name in ROOMS.values() if name not in ("Settings", "Audit")]),
        ("owner", list(ROOMS.values())),
    ],
)
def test_each_role_sees_the_rooms_that_it_may(console: Open, role: str, rooms: list[str]) -> None:
    operator = console()
    operator.sign_in(f"{role}@mirror-realm.example")
    links = operator.page.locator("#rooms-list a").evaluate_all(
        "(all) => all.map((one) => one.firstChild.data.trim())"
    )
    assert links == rooms
    if role == "support":
        operator.enter("people")
        operator.look_up(PERSON)
        expect(operator.page.get_by_role("button", name="Give pictures back …")).to_be_visible()
        expect(operator.page.get_by_role("button", name="Erase this person …")).to_have_count(0)


def test_an_error_is_shown_with_its_id_and_a_way_on(console: Open) -> None:
    operator = console()
    operator.sign_in()
    details = {"reason": "internal", "retryable": True, "error_id": "0e5f17aa"}
    error = {"status": "INTERNAL", "message": "internal", "details": details}
    operator.page.route(
        "**/console_view", lambda route: route.fulfill(status=500, json={"error": error}, headers=ANY_ORIGIN)
    )
    operator.page.locator('#rooms-list a[href="#jobs"]').click()
    expect(operator.page.get_by_role("alert")).to_contain_text("In the log it is error 0e5f17aa.")
    operator.page.unroute("**/console_view")
    operator.page.get_by_role("button", name="Try again").click()
    expect(operator.main).to_contain_text("Stuck jobs")


def test_a_deployed_console_fills_nothing_in_and_proves_each_call(console: Open, house: Firebase) -> None:
    operator = console(at=f"http://{PUBLIC_NAME}:{house.hosting.rpartition(':')[2]}")
    calls: list[Request] = []
    operator.page.on("request", lambda one: calls.append(one) if "/call/" in one.url else None)
    operator.page.route(
        "**/__/firebase/init.json",
        lambda route: route.fulfill(json={"projectId": "real", "apiKey": "key", "appId": "1:2:web:3"}),
    )
    operator.page.route(
        "https://identitytoolkit.googleapis.com/**",
        lambda route: route.fulfill(
            json={
                "localId": "root",
                "email": "root@example.com",
                "idToken": "e30.e30.",
                "refreshToken": "r",
                "expiresIn": "3600",
            },
            headers=ANY_ORIGIN,
        ),
    )
    stand_in_for_google(operator.page)
    operator.page.reload()
    expect(operator.page.get_by_label("Password")).to_have_value("")
    expect(operator.page.get_by_label("E-mail")).to_have_value("")
    operator.sign_in("root@example.com")

    assert [one.url.rpartition("/call/")[2] for one in calls] == ["console_view"]
    assert calls[0].headers["x-firebase-appcheck"] == "token 1"


def _falsified(client: Any, uid: str) -> dict[str, tuple[str, dict[str, Any], str]]:
    """Return for each room a document, the figure that is changed in it, and what its page then shows."""
    today, yesterday = (f"{(day.now() - timedelta(days=ago)).date()}" for ago in (0, 1))

    def one_of(collection: str, **where: Any) -> str:
        query = client.collection(collection)
        for name, value in where.items():
            query = query.where(filter=FieldFilter(name, "==", value))
        return str(next(iter(query.limit(1).stream())).reference.path)

    return {
        "to-do": (f"global_usage/{today}", {"spent_micros": 1_230_000}, "$1.23 spent"),
        "figures": (f"stats/{yesterday}", {"spent_micros": 4_711_000_000}, "$4,711.00"),
        "compensation": (one_of("ledger", movement="settled"), {"cost_micros": 7_770_000}, "$7.77"),
        "reports": (one_of("reviews"), {"reasons": {"violent": 37}}, "Violent × 37"),
        "dead-letters": ("dead_letters/event-4f1c", {"error": "SomethingElse"}, "SomethingElse"),
        "people": (f"users/{uid}", {"credits": 4321}, "4,321"),
        "jobs": ("renders/id0001", {"created_at": day.now() - timedelta(days=3, hours=1)}, "3 days"),
        "models": ("maintenance/models", {"checked_at": day.now() - timedelta(days=3000)}, "2018"),
        "settings": (f"stats/{yesterday}", {"settled": 4999}, "4,999"),
        "audit": (one_of("audit"), {"reason": "quite another reason"}, "quite another reason"),
    }


def test_each_room_shows_what_is_stored_whatever_it_is(console: Open, house: Firebase) -> None:
    operator = console()
    operator.sign_in()
    operator.enter("people")
    operator.look_up(PERSON)  # which is in the audit
    with day.database(house) as client:
        falsified = _falsified(client, uid_of(day.account(house, PERSON)))
        assert falsified.keys() == ROOMS.keys()
        for room, (path, figure, seen) in falsified.items():
            operator.show(room, PERSON)
            expect(operator.main).not_to_contain_text(seen)
            before = client.document(path).get().to_dict() or {}
            client.document(path).update(figure)
            operator.show(room, PERSON)
            expect(operator.main).to_contain_text(seen)
            client.document(path).set(before)
