"""Callables for administrators: accounts with the custom claim `admin`."""

from dataclasses import asdict
from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import GrantRequest, ReplayRequest, parse
from mirror_realm.api.documents import HANDLERS
from mirror_realm.api.guards import Caller


def grant_credits(data: Any, caller: Caller) -> dict[str, Any]:
    """Grant credits to a user; return `{credits}`, the user's balance. Raises Forbidden, InvalidRequest."""
    caller.must_be_administrator()
    request = parse(GrantRequest, data)
    held = bootstrap.services().granting.grant(
        by=caller.user.uid, uid=request.user_id, credits=request.credits, key=request.key
    )
    return {"credits": held}


def replay_dead_letters(data: Any, caller: Caller) -> dict[str, Any]:
    """Handle dead letters again; return `{done, failed}`, the numbers of each. Raises Forbidden, InvalidRequest."""
    caller.must_be_administrator()
    request = parse(ReplayRequest, data)
    return asdict(bootstrap.services().dead_letters.replay(HANDLERS, request.most))
