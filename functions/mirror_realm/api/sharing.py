"""The callables about shared pictures: `share_avatar`, `revoke_share` and `list_shares`."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import RevokeRequest, ShareRequest, SharesRequest, parse
from mirror_realm.api.guards import Caller
from mirror_realm.api.page_tokens import moment, token
from mirror_realm.domain.share import Share, ShareState


def share_avatar(data: Any, caller: Caller) -> dict[str, Any]:
    """Give the picture of one of the caller's avatars a public address, and return the share.

    Raises InvalidRequest, NotFound, NotReady, LookHidden, ConsentMissing, TooManyShares, BeingErased, Contention.
    """
    request = parse(ShareRequest, data)
    sharing = bootstrap.services().sharing
    share = sharing.share(caller.user, request.avatar_id, request.days, show_name=request.show_name)
    return _answer(share, ShareState.ACTIVE)


def revoke_share(data: Any, caller: Caller) -> dict[str, Any]:
    """End one of the caller's shares at once, and return it. Raises InvalidRequest, NotFound, BeingErased."""
    request = parse(RevokeRequest, data)
    share = bootstrap.services().sharing.revoke(caller.user.uid, request.share_id)
    return _answer(share, ShareState.REVOKED)


def list_shares(data: Any, caller: Caller) -> dict[str, Any]:
    """Return `{shares, next_page_token}`, newest first, also those that ended lately. Raises InvalidRequest."""
    request = parse(SharesRequest, data)
    before = moment(request.page_token) if request.page_token else None
    page = bootstrap.services().sharing.page(caller.user.uid, before, request.page_size)
    return {
        "shares": [_answer(share, state) for share, state in page.shares],
        "next_page_token": token(page.before) if page.before else None,
    }


def _answer(share: Share, state: ShareState) -> dict[str, Any]:
    return {
        "share_id": share.share_id,
        "slug": share.slug,
        "url": f"{bootstrap.services().settings.hosting_url}/s/{share.slug}",
        "avatar_id": share.avatar_id,
        "state": str(state),
        "show_name": share.show_name,
        "created_at": share.created_at.isoformat(),
        "expires_at": share.ends_at.isoformat(),
        "revoked_at": share.revoked_at.isoformat() if share.revoked_at else None,
    }
