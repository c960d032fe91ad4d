"""The routes of shared pictures."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from mirror_realm.api import sharing
from mirror_realm.api.callable_requests import LONGEST_PAGE_TOKEN, Terms
from mirror_realm.rest import answers, examples, schemas
from mirror_realm.rest.avatars import Id
from mirror_realm.rest.callers import Leaving
from mirror_realm.rest.documented import problems

router = APIRouter(tags=["shares"])


class SharesQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    page_size: Annotated[int, Field(ge=1, le=50)] = 20
    page_token: Annotated[str | None, Field(max_length=LONGEST_PAGE_TOKEN)] = None
    """`next_page_token` of the page before."""


@router.post(
    "/avatar/{avatar_id:avatar_id}/share", response_model=schemas.SharedPicture, responses=problems(404, 409)
)
def share_avatar(
    caller: Leaving, avatar_id: Id, terms: Annotated[Terms, Body(openapi_examples=examples.TERMS)]
) -> Response:
    """Give the picture of an avatar a public address. A repetition keeps the address and takes the new terms."""
    data = terms.model_dump(exclude_unset=True)
    return answers.done(sharing.share_avatar({**data, "avatar_id": avatar_id}, caller))


@router.get("/me/shares", response_model=schemas.SharedPictures, responses=problems())
def list_shares(request: Request, caller: Leaving, query: Annotated[SharesQuery, Query()]) -> Response:
    """Return the caller's public addresses, newest first, with those that ended lately."""
    return answers.read(request, sharing.list_shares(query.model_dump(exclude_none=True), caller))


@router.delete("/me/shares/{share_id}", status_code=204, responses=problems(404))
def revoke_share(
    caller: Leaving,
    share_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="The `share_id` of an answer.")],
) -> Response:
    """End a public address at once. A repetition is answered equally."""
    sharing.revoke_share({"share_id": share_id}, caller)
    return answers.nothing()
