"""The callables of uses: `record_use` and `list_uses`."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import UseRequest, UsesRequest, parse
from mirror_realm.api.guards import Caller
from mirror_realm.api.page_tokens import place, place_token
from mirror_realm.domain.use import DayOfUse
from mirror_realm.services.uses.uses import Summary


def record_use(data: Any, caller: Caller) -> dict[str, Any]:
    """Count what an app did with an avatar, and return the app's uses of the day.

    Raises InvalidRequest, NotFound, RateLimited (too many apps on a day), BeingErased, Contention.
    """
    request = parse(UseRequest, data)
    uses = bootstrap.services().uses
    return _answer(uses.record(caller.user.uid, request.avatar_id, request.app, request.action))


def list_uses(data: Any, caller: Caller) -> dict[str, Any]:
    """Return `{uses, next_page_token}`, the latest first; the last page's token is null.

    With `summary` also the uses by app. Raises InvalidRequest, NotFound.
    """
    request = parse(UsesRequest, data)
    after = place(request.page_token) if request.page_token else None
    uid, uses = caller.user.uid, bootstrap.services().uses
    page = uses.page(uid, request.avatar_id, after, request.page_size)
    answer: dict[str, Any] = {
        "uses": [_answer(use) for use in page.uses],
        "next_page_token": place_token(*page.after) if page.after else None,
    }
    return answer | {"summary": _summary(uses.summary(uid, request.avatar_id))} if request.summary else answer


def _answer(use: DayOfUse) -> dict[str, Any]:
    return {
        "app": use.app,
        "day": use.day,
        "counts": dict(use.counts),
        "first_at": use.first_at.isoformat(),
        "last_at": use.last_at.isoformat(),
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "apps": [
            {
                "app": use.app,
                "counts": dict(use.counts),
                "first_at": use.first_at.isoformat(),
                "last_at": use.last_at.isoformat(),
            }
            for use in summary.apps
        ],
        "whole": summary.whole,
    }
