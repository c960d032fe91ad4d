"""The `list_credits` callable: the caller's credits and where they came from and went, in pages."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import CreditsRequest, parse
from mirror_realm.api.guards import Caller
from mirror_realm.api.page_tokens import place, place_token


def list_credits(data: Any, caller: Caller) -> dict[str, Any]:
    """Return `{credits, owed, monthly_due, entries, next_page_token}`, the latest first.

    Raises InvalidRequest, BeingErased.
    """
    request = parse(CreditsRequest, data)
    after = place(request.page_token) if request.page_token else None
    page = bootstrap.services().credit_history.page(caller.user, after, request.page_size)
    return {
        "credits": page.credits,
        "owed": page.owed,
        "monthly_due": page.monthly_due,
        "entries": [
            {
                "at": line.at.isoformat(),
                "move": line.move,
                "credits": line.credits,
                "render_id": line.render_id,
                "payment_id": line.payment_id,
            }
            for line in page.lines
        ],
        "next_page_token": place_token(*page.after) if page.after else None,
    }
