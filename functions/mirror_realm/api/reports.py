"""The callables for reported pictures: `report_avatar`; for administrators `list_reports`, `decide_report`."""

import base64
from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.answers import avatar_answer
from mirror_realm.api.callable_requests import DecisionRequest, ReportRequest, ReviewsRequest, parse
from mirror_realm.api.guards import Caller
from mirror_realm.api.page_tokens import moment, token
from mirror_realm.domain.administration import Act, View
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.report import Decision
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.moderation.review import Reviewed


def report_avatar(data: Any, caller: Caller) -> dict[str, Any]:
    """Report a picture; return the avatar, now without it. Raises InvalidRequest, NotFound, Forbidden."""
    request = parse(ReportRequest, data)
    complaint = Complaint(request.reason, request.note, request.image_path)
    reporting = bootstrap.services().reporting
    return avatar_answer(reporting.report(caller.user, request.avatar_id, complaint))


def list_reports(data: Any, caller: Caller) -> dict[str, Any]:
    """Return `{reviews, next_page_token}`, the longest waiting first. Raises Forbidden, InvalidRequest."""
    caller.must(View.REPORTS)
    request = parse(ReviewsRequest, data)
    after = moment(request.page_token) if request.page_token else None
    page = bootstrap.services().reviewing.page(after, request.page_size)
    return {
        "reviews": [review_answer(reviewed) for reviewed in page.reviews],
        "next_page_token": token(page.after) if page.after else None,
    }


def decide_report(data: Any, caller: Caller) -> dict[str, Any]:
    """Decide about a reported picture; return `{review_id, state, done}`. The reaper finishes what is not done.

    Raises Forbidden, InvalidRequest, SignInAgain, NotFound.
    """
    role = caller.must_be_administrator()
    request = parse(DecisionRequest, data)
    deed = Deed(caller.user.uid, role, act_of(request.decision))
    caller.must(deed.act)
    review, done = bootstrap.services().reviewing.decide(request.review_id, request.decision, deed)
    return {"review_id": review.review_id, "state": review.state, "done": done}


def act_of(decision: Decision) -> Act:
    """Return what an administrator does by a decision."""
    return Act.TAKE_DOWN if decision is Decision.TAKE_DOWN else Act.RESTORE


def review_answer(reviewed: Reviewed) -> dict[str, Any]:
    """Return a review without the reporters' and the owner's identity.

    A personal picture is included as data, because its link contains the owner's uid.
    """
    review, recipe = reviewed.review, reviewed.review.recipe
    links: dict[str, str | None] = {
        "image_url": review.picture.image_url,
        "thumbnail_url": review.picture.thumbnail_url,
    }
    if reviewed.personal:
        jpeg = reviewed.jpeg
        inline = f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}" if jpeg is not None else None
        links = dict.fromkeys(links, inline)
    return {
        "review_id": review.review_id,
        "state": review.state,
        "personal": reviewed.personal,
        **links,
        "recipe": {**recipe.to_document(), "uid": None, "references": []} if recipe is not None else None,
        "reports": review.reports,
        "counted": review.counted,
        "reasons": dict(review.reasons),
        "notes": list(reviewed.notes),
        "awaiting_since": review.awaiting_since.isoformat() if review.awaiting_since else None,
    }
