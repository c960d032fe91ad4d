"""The `evolution_reel` callable: one's own stages as a moving picture and a contact sheet."""

from dataclasses import asdict
from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.answers import avatar_answer
from mirror_realm.api.callables import Caller
from mirror_realm.api.requests import ReelRequest, parse


def evolution_reel(data: Any, caller: Caller) -> dict[str, Any]:
    """`{reel_url, sheet_url, stages}`; `stages` are the avatars in it, from first to latest.

    Raises InvalidRequest, and NotFound where fewer than two stages have a picture.
    """
    request = parse(ReelRequest, data)
    reel = bootstrap.services().reels.of(caller.person.uid, request.style)
    return {**asdict(reel.links), "stages": [avatar_answer(avatar) for avatar in reel.avatars]}
