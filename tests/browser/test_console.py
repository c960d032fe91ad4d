"""The operator's console: it shows what is stored, an act with one key happens once, and nobody else sees anything."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from google.cloud.firestore_v1.base_query import FieldFilter
from playwright.sync_api import Browser, Request, Route, ViewportSize, expect

from tests.browser.answers import ANY_ORIGIN
from tests.browser.chromium import PUBLIC_NAME
from tests.browser.firebase import Firebase, running_firebase
from tests.browser.test_app_check import stand_in_for_google
from tests.browser.test_axe import findings
from tests.browser.visit import DESKTOP, PHONE
from tests.console import day
from tests.console.half_year import LIMITS, half_year
from tests.console.visit import ROOMS, Operator
from tests.integration.app import uid_of

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)

Open = Callable[..., Operator]
PLENTY = {
    "USER_DAILY_LIMIT": "10",
    "GLOBAL_DAILY_LIMIT": "500",
    "CREDITS_PER_AVATAR": "10",
    "INITIAL_CREDITS": "200",
    "CALLS_PER_MINUTE": "0",
}
PERSON = "person-0@mirror-realm.example"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firebase]:
    """Start a Firebase whose console has something in every room."""
    with running_firebase(tmp_path_factory.mktemp("console") / "firebase.log", **PLENTY) as started:
        with day.database(started) as client:
            day.leave_faults(client, day.now())
            day.write(client, day.lately(half_year(day.now().date(), LIMITS, size=40)))
        day.live(started, people=2)
        for role in ("reviewer", "support", "owner"):
            day.account(started, f"{role}@mirror-realm.example", admin_role=role)
        yield started


@pytest.fixture
def console(browser: Browser, house: Firebase) -> Iterator[Open]:
    """Open the console in a fresh browser profile."""
    with ExitStack() as profiles:

        def open_page(
            *, viewport: ViewportSize = DESKTOP, scheme: str = "light", at: str | None = None
        ) -> Operator:
            profile = browser.new_context(
                viewport=viewport,
                color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
                reduced_motion="reduce",
                timezone_id="UTC",
                locale="en-GB",
            )
            profiles.callback(profile.close)
            return Operator(profile.new_page(), f"{at or house.hosting}/console/")

        yield open_page


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
        "settings": (f"global_usage/{yesterday}", {"settled": 4999}, "4,999"),
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
