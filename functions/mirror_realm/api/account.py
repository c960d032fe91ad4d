"""Callables about the whole account: `delete_my_data`, `merge_account`."""

from typing import TYPE_CHECKING, Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import EraseRequest, MergeRequest, parse
from mirror_realm.api.guards import Caller

if TYPE_CHECKING:
    from mirror_realm.domain.erasure import Erasure

SECONDS = 25.0
"""The time in seconds that one call works or waits; the app's callable times out after 60 s."""


def delete_my_data(data: Any, caller: Caller) -> dict[str, Any]:
    """Erase the caller's account; return `{status, started_at, done_at}`.

    `status` is `done`, or `erasing`: the schedule continues then. A repeated call returns the current status.

    Raises InvalidRequest if `confirm` is not true.
    """
    parse(EraseRequest, data)
    return erasure_answer(bootstrap.services().erasing.erase(caller.user.uid, SECONDS))


def erasure_answer(erasure: "Erasure") -> dict[str, Any]:
    """Return where an erasure stands."""
    return {
        "status": "done" if erasure.done else "erasing",
        "started_at": erasure.started_at.isoformat(),
        "done_at": erasure.done_at.isoformat() if erasure.done_at is not None else None,
    }


def merge_account(data: Any, caller: Caller) -> dict[str, Any]:
    """Move an anonymous account's avatars to the caller; return `{status, avatars, moved}`.

    `status` is `merging` (call again) or `done`; `avatars` is the number that this call moved; `moved` maps the ids of
    the old avatars to those of the caller's.

    Raises Forbidden, InvalidRequest, ConsentMissing, BeingErased, Contention.
    """
    request = parse(MergeRequest, data)
    merged = bootstrap.services().merging.merge(
        caller.user, request.anonymous_token, personal=request.keep_personal, seconds=SECONDS
    )
    return {
        "status": "done" if merged.done else "merging",
        "avatars": merged.avatars,
        "moved": merged.moved,
    }
