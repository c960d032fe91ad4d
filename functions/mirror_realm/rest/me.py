"""The routes of the caller's own account."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from mirror_realm.api import account, credits, me, my_data, photos, push
from mirror_realm.api.callable_requests import LONGEST_PAGE_TOKEN, ConsentRequest, MergeRequest, PushRequest
from mirror_realm.rest import answers, examples, schemas
from mirror_realm.rest.callers import Leaving, Signed
from mirror_realm.rest.documented import problems, under_way

router = APIRouter(prefix="/me", tags=["me"])


class EraseQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    confirm: Literal["true"]
    """Must be `true`: an erasure cannot be undone."""


class CreditsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    page_size: Annotated[int, Field(ge=1, le=50)] = 20
    page_token: Annotated[str | None, Field(max_length=LONGEST_PAGE_TOKEN)] = None
    """`next_page_token` of the page before."""


@router.get("", response_model=schemas.Me, responses=problems())
def get_me(request: Request, caller: Leaving) -> Response:
    """Return the caller's own state, also before the first picture: consent, latest picture, credits, allowance."""
    return answers.read(request, me.get_me({}, caller))


@router.get("/credits", response_model=schemas.Credits, responses=problems())
def list_credits(request: Request, caller: Leaving, query: Annotated[CreditsQuery, Query()]) -> Response:
    """Return the caller's credits and where they came from and went, the latest first."""
    return answers.read(request, credits.list_credits(query.model_dump(exclude_none=True), caller))


@router.delete(
    "",
    response_model=schemas.ErasureState,
    responses=under_way(schemas.ErasureState, "The rest is erased soon.") | problems(),
)
def delete_my_data(caller: Leaving, query: Annotated[EraseQuery, Query()]) -> Response:
    """Erase everything of the caller, including the account. It cannot be undone; a repetition returns its state."""
    state = account.delete_my_data({"confirm": True}, caller)
    done = state["status"] == "done"
    return answers.done(state, 200 if done else 202, {} if done else {"Retry-After": "30"})


@router.get("/stats", response_model=schemas.Stats, responses=problems())
def get_stats(request: Request, caller: Leaving) -> Response:
    """Return the caller's own totals: avatars by status, source, stage and style, the last one, credits used."""
    return answers.read(request, my_data.get_stats({}, caller))


@router.post(
    "/export",
    response_model=schemas.Export,
    responses=under_way(schemas.Export, "It is being made: look for it later.") | problems(409),
)
def export_my_data(caller: Signed) -> Response:
    """Make a copy of the caller's data, once a day. A repetition returns the state of the one that is there."""
    return _export(my_data.export_my_data({}, caller))


@router.get(
    "/export",
    response_model=schemas.Export,
    responses=under_way(schemas.Export, "It is being made: look for it later.") | problems(409),
)
def find_export(caller: Signed) -> Response:
    """Return the state of the copy of the caller's data, with addresses that work for an hour once it is ready."""
    return _export(my_data.export_my_data({"begin": False}, caller))


def _export(state: dict[str, Any]) -> Response:
    preparing = state["status"] == "preparing"
    return answers.done(state, 202 if preparing else 200, {"Retry-After": "10"} if preparing else {})


@router.put(
    "/photo-consent",
    response_model=schemas.ConsentGiven | schemas.ConsentWithdrawn,
    responses=problems(),
)
def record_photo_consent(
    caller: Signed, consent: Annotated[ConsentRequest, Body(openapi_examples=examples.CONSENT)]
) -> Response:
    """Record consent to the use of the caller's photo, or withdraw it and delete photos and personal pictures."""
    return answers.done(photos.record_photo_consent(consent.model_dump(exclude_unset=True), caller))


@router.put("/push", response_model=schemas.Push, responses=problems(409))
def register_push(
    caller: Signed, device: Annotated[PushRequest, Body(openapi_examples=examples.PUSH)]
) -> Response:
    """Ask for a push on a device when a picture is ready, or no longer."""
    return answers.done(push.register_push(device.model_dump(exclude_unset=True), caller))


@router.post(
    "/merge",
    response_model=schemas.Merge,
    responses=under_way(schemas.Merge, "Not all have moved: repeat the request.") | problems(409),
)
def merge_account(
    caller: Signed, merge: Annotated[MergeRequest, Body(openapi_examples=examples.MERGE)]
) -> Response:
    """Move an anonymous account's avatars to the caller, and erase the anonymous account."""
    state = account.merge_account(merge.model_dump(exclude_unset=True), caller)
    done = state["status"] == "done"
    return answers.done(state, 200 if done else 202, {} if done else {"Retry-After": "1"})
