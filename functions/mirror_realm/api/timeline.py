"""The timeline's callables.

They are `list_avatars`, `get_avatar`, `select_avatar`, `update_avatar`, `explain_evolution` and `evolution_reel`.
"""

from dataclasses import asdict
from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.answers import avatar_answer
from mirror_realm.api.callable_requests import (
    AvatarRequest,
    EvolutionRequest,
    ListRequest,
    ReelRequest,
    UpdateRequest,
    parse,
)
from mirror_realm.api.guards import Caller
from mirror_realm.api.page_tokens import moment, token
from mirror_realm.domain.avatar_filter import AvatarFilter
from mirror_realm.domain.origin import Origin
from mirror_realm.domain.tags import normal_tags


def list_avatars(data: Any, caller: Caller) -> dict[str, Any]:
    """Return `{avatars, next_page_token}`, newest first; the last page's token is null. Raises InvalidRequest.

    With `count` also `total`, the number of such avatars on all pages. A project that does not exist has none.
    """
    request = parse(ListRequest, data)
    before = moment(request.page_token) if request.page_token else None
    uid, timeline = caller.user.uid, bootstrap.services().timeline
    origin = None if request.origin is None else Origin(request.origin)
    where = AvatarFilter(request.project_id, request.tag, request.style, request.evolution_stage, origin)
    page = timeline.page(uid, request.status, before, request.page_size, where)
    answer: dict[str, Any] = {
        "avatars": [avatar_answer(avatar) for avatar in page.avatars],
        "next_page_token": token(page.before) if page.before else None,
    }
    return answer | {"total": timeline.count(uid, request.status, where)} if request.count else answer


def get_avatar(data: Any, caller: Caller) -> dict[str, Any]:
    """Return one of the caller's avatars. Raises InvalidRequest, NotFound."""
    request = parse(AvatarRequest, data)
    return avatar_answer(bootstrap.services().timeline.get(caller.user.uid, request.avatar_id))


def select_avatar(data: Any, caller: Caller) -> dict[str, Any]:
    """Make an avatar the caller's shown one, and return it. Raises InvalidRequest, NotFound."""
    request = parse(AvatarRequest, data)
    return avatar_answer(bootstrap.services().timeline.select(caller.user.uid, request.avatar_id))


def update_avatar(data: Any, caller: Caller) -> dict[str, Any]:
    """Store the user's name of an avatar, a note, tags and its project; return the avatar.

    Raises InvalidRequest, NotFound, ProjectNotFound, BeingErased.
    """
    request = parse(UpdateRequest, data)
    tags = None if request.tags is None else normal_tags(request.tags)
    return avatar_answer(
        bootstrap.services().timeline.describe(
            caller.user.uid, request.avatar_id, request.name, request.note, tags, request.project_id
        )
    )


def explain_evolution(data: Any, caller: Caller) -> dict[str, Any]:
    """Return `{message, days, changes}` between two of the caller's avatars. Raises InvalidRequest, NotFound."""
    request = parse(EvolutionRequest, data)
    evolution = bootstrap.services().timeline.explain(
        caller.user.uid, request.earlier_avatar_id, request.later_avatar_id, request.locale
    )
    return asdict(evolution)


def evolution_reel(data: Any, caller: Caller) -> dict[str, Any]:
    """Return `{reel_url, sheet_url, stages}`; `stages` are the avatars in the reel, from first to latest.

    Raises InvalidRequest, and NotFound if fewer than two stages have a picture.
    """
    request = parse(ReelRequest, data)
    reel = bootstrap.services().reels.of(caller.user.uid, request.style)
    return {**asdict(reel.links), "stages": [avatar_answer(avatar) for avatar in reel.avatars]}
