"""Answers of a backend that is not there, or of one that is made to say what a test wants."""

from functools import partial
from typing import Any

from playwright.sync_api import Route

from tests.browser.visit import Visit

ANY_ORIGIN = {"Access-Control-Allow-Origin": "*"}

QUEUED = {
    "avatar_id": "never",
    "status": "queued",
    "degraded": False,
    "error": None,
    "image_url": "/placeholders/daymi/month.jpg",
    "ithere_message": "🪞 almost.",
}
"""An avatar that never comes."""

NOTHING_YET: dict[str, dict[str, Any]] = {
    "get_me": {
        "user_id": "ada",
        "guest": True,
        "plan": "guest",
        "photo_consent": None,
        "latest": None,
        "credits": None,
        "allowance": {
            "day": "2126-11-20",
            "limit": 9,
            "used": 0,
            "remaining": 9,
            "resets_at": "2126-11-21T00:00:00+00:00",
        },
        "photos": {"offered": True, "recipients": []},
    },
    "list_avatars": {"avatars": [], "next_page_token": None},
}
"""The state of a user who has just come."""


def a_user_without_pictures(page: Visit) -> None:
    """Answer the questions of the page about its user: there is nothing yet."""
    for name, answer in NOTHING_YET.items():
        page.page.route(f"**/{name}", partial(_fulfil, answer))


def _fulfil(answer: dict[str, Any], route: Route) -> None:
    route.fulfill(json={"result": answer}, headers=ANY_ORIGIN)
