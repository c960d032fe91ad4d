"""The `merge_account` callable: an anonymous account's pictures come over into the account that calls."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callables import Caller
from mirror_realm.api.requests import MergeRequest, parse

SECONDS = 25.0
"""How long one call works or waits; the app's callable times out after 60 s."""


def act(data: Any, caller: Caller) -> dict[str, Any]:
    """`{status, avatars}`; `status` is `merging` (call again) or `done`, `avatars` how many this call brought over.

    Raises Forbidden, InvalidRequest, ConsentMissing, BeingErased, Contention.
    """
    request = parse(MergeRequest, data)
    merged = bootstrap.services().merging.merge(
        caller.person, request.anonymous_token, personal=request.keep_personal, seconds=SECONDS
    )
    return {"status": "done" if merged.done else "merging", "avatars": merged.avatars}
