"""When it does not go well: limits, failures, silence and deployments that want more, in plain words."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.browser.answers import ANY_ORIGIN
from tests.browser.chromium import PUBLIC_NAME
from tests.browser.firebase import Firebase
from tests.browser.visit import Visit
from tests.faults.server import FaultServer

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)

Start = Callable[..., Firebase]
Open = Callable[..., Visit]


def test_over_the_limit_without_a_stand_in_it_says_until_when(firebase: Start, visit: Open) -> None:
    page = visit(firebase(USER_DAILY_LIMIT="3").hosting)
    page.step_in_as("Noor")
    page.make_timeline("Noor", earned=3)
    page.open_more()
    page.page.get_by_label("Accept a stand-in").uncheck()
    page.chip("Anime").click()
    page.wish()
    page.wait_for_result("failed")

    expect(page.result).to_contain_text("You have used today’s pictures. More from midnight.")
    expect(page.result.get_by_role("button", name="Try again")).to_be_hidden()
    expect(page.allowance).to_contain_text("0 pictures left today")
    page.screenshot("desktop-refused")


def test_a_picture_that_is_rejected_leaves_a_stand_in_and_gives_the_day_back(
    firebase: Start, visit: Open
) -> None:
    with FaultServer("moderation_blocked_output") as images:
        provider = {"IMAGE_PROVIDER": "openai", "OPENAI_API_KEY": "test", "OPENAI_BASE_URL": images.base_url}
        page = visit(firebase(USER_DAILY_LIMIT="5", **provider).hosting)
        page.step_in_as("A new guest")
        page.make_timeline("Guest", earned=1)

        card = page.stages.first
        expect(card).to_contain_text("Stand-in")
        expect(card).to_contain_text("The image service declined to draw this.")
        expect(page.allowance).to_contain_text("5 pictures left today")

        page.open_more()
        page.page.get_by_label("Accept a stand-in").uncheck()
        page.chip("Anime").click()
        page.wish()
        page.wait_for_result("failed")
        expect(page.result).to_contain_text("No picture came")
        expect(page.result).to_contain_text("The image service declined to draw this.")
        page.screenshot("desktop-failed")
        assert page.complaints == []


def test_a_backend_that_does_not_answer_is_told_and_can_be_tried_again(
    generous_firebase: Firebase, visit: Open
) -> None:
    page = visit(generous_firebase.hosting)
    page.page.route("**/generate_avatar", lambda route: route.abort())
    page.step_in_as("A new guest")
    page.make_timeline("Guest", earned=1)
    card = page.stages.first
    expect(card).to_contain_text("The Mirror Realm cannot be reached just now.")
    page.screenshot("desktop-unreachable")

    page.page.unroute("**/generate_avatar")
    card.get_by_role("button", name="Try again").click()
    page.wait_for_timeline("Guest", earned=1)
    expect(card.locator('.portrait[data-state="shown"]')).to_be_visible()


def test_what_is_wrong_in_the_form_is_named_and_focused(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    page.open_more()
    variation = page.page.get_by_label("Variation")
    variation.fill("800")
    page.send_form()

    expect(page.page.locator("#form-problem")).to_contain_text("Variation:")
    expect(variation).to_be_focused()
    expect(variation).to_have_attribute("aria-invalid", "true")


def test_text_is_shown_as_text_whatever_it_is(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    page.page.get_by_label("What you are proud of").fill("<img src=x onerror=document.title='broken'> & won")
    page.wish()
    page.wait_for_result("shown")

    expect(page.result.locator("img[src=x]")).to_have_count(0)
    expect(page.page).to_have_title("Mirror Realm")


def test_a_first_visit_makes_the_demo_account(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.page.route(
        "**/projects/*/accounts:lookup**", lambda route: route.fulfill(json={}, headers=ANY_ORIGIN)
    )
    created = []

    def sign_up(route: Route) -> None:
        created.append(json.loads(route.request.post_data or "")["email"])
        body = json.dumps({"returnSecureToken": True})
        route.continue_(post_data=body)

    page.page.route("**/accounts:signUp**", sign_up)
    page.step_in_as("Noor")
    page.wait_for_timeline("Noor", earned=3)
    assert created == ["noor@mirror-realm.example"]
    assert page.complaints == []


def test_a_deployed_project_lets_guests_in_only_and_says_what_it_needs(
    generous_firebase: Firebase, visit: Open
) -> None:
    page = visit(f"http://{PUBLIC_NAME}:{generous_firebase.port}/")
    page.page.route(
        "**/__/firebase/init.json", lambda route: route.fulfill(json={"projectId": "real", "apiKey": "key"})
    )
    page.page.route(
        "https://identitytoolkit.googleapis.com/**",
        lambda route: route.fulfill(
            status=400,
            json={"error": {"message": "ADMIN_ONLY_OPERATION"}},
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )
    page.page.reload()

    expect(page.page.locator(".person")).to_have_count(1)
    expect(page.page.locator("#backend")).to_contain_text("no site key is set")
    page.step_in_as("A new guest")
    expect(page.page.get_by_role("alert").first).to_contain_text("switch on anonymous sign-in")
    page.screenshot("desktop-deployed")


def test_looking_too_often_only_makes_it_later(generous_firebase: Firebase, visit: Open) -> None:
    page = visit(generous_firebase.hosting)
    page.step_in_as("A new guest")
    page.wait_for_timeline("Guest", earned=1)
    refusals = 0

    def refuse_some(route: Route) -> None:
        nonlocal refusals
        refusals += 1
        if refusals > 6:
            route.continue_()
            return
        details = {"reason": "rate_limited", "retryable": True, "resets_at": "2026-11-21T12:00:00+00:00"}
        error = {"status": "RESOURCE_EXHAUSTED", "message": "rate limited", "details": details}
        route.fulfill(status=429, headers={"access-control-allow-origin": "*"}, json={"error": error})

    page.page.route("**/get_avatar", refuse_some)
    page.chip("Noir hero").click()
    page.wish()
    page.wait_for_result("shown")
    assert refusals > 6
