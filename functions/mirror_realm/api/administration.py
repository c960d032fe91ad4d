"""The smaller callables for administrators, as they shipped; the console's are in `console.py`."""

from dataclasses import asdict
from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import GrantRequest, ReplayRequest, parse
from mirror_realm.api.console_requests import check_key
from mirror_realm.api.documents import HANDLERS
from mirror_realm.api.guards import Caller
from mirror_realm.domain.administration import Act
from mirror_realm.domain.audit import Deed


def grant_credits(data: Any, caller: Caller) -> dict[str, Any]:
    """Grant credits to a user; return `{credits}`, the user's balance.

    Raises Forbidden, SignInAgain, InvalidRequest, also for a key that contains the user's uid, and NotFound for a user
    without an account.
    """
    role = caller.must(Act.GRANT_CREDITS)
    request, services = parse(GrantRequest, data), bootstrap.services()
    check_key(request.key, request.user_id)
    services.persons.account(request.user_id)
    held = services.granting.grant(
        by=caller.user.uid, role=role, uid=request.user_id, credits=request.credits, key=request.key
    )
    return {"credits": held}


def replay_dead_letters(data: Any, caller: Caller) -> dict[str, Any]:
    """Handle dead letters again; return `{done, failed}`, the numbers of each. Raises Forbidden, InvalidRequest."""
    role = caller.must(Act.REPLAY_LETTERS)
    request, services = parse(ReplayRequest, data), bootstrap.services()
    services.auditing.begin(Deed(caller.user.uid, role, Act.REPLAY_LETTERS), figures={"most": request.most})
    return asdict(services.dead_letters.replay(HANDLERS, request.most))
