"""The routes of avatars."""

from typing import Annotated, Any
from urllib.parse import quote as quote_path
from urllib.parse import urlencode

from fastapi import APIRouter, Body, Header, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.convertors import StringConvertor, register_url_convertor

from mirror_realm.api import avatars, photos, reports, timeline, uses
from mirror_realm.api.callable_requests import (
    LONGEST_PAGE_TOKEN,
    Complaint,
    EvolutionRequest,
    UploadRequest,
    UseWords,
    Words,
)
from mirror_realm.api.quote import quote as quoted
from mirror_realm.api.wish_request import PROJECT_ID, TrilogyRequest, WishRequest
from mirror_realm.domain.avatar import Status
from mirror_realm.domain.origin import FilteredOrigin
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.tags import LONGEST_TAG
from mirror_realm.errors import UserMismatch
from mirror_realm.rest import answers, examples, schemas
from mirror_realm.rest.callers import Signed, Spending
from mirror_realm.rest.documented import problems, under_way
from mirror_realm.rest.preferences import Preferences, Preferred


class _AvatarId(StringConvertor):
    """Without it `GET /avatar/generate` would ask for an avatar of that name, instead of having no such method."""

    regex = "[0-9a-f]{32}"


register_url_convertor("avatar_id", _AvatarId())

router = APIRouter(prefix="/avatar", tags=["avatars"])

Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="The `avatar_id` of an answer.")]
IdempotencyKey = Annotated[
    str | None,
    Header(
        max_length=255,
        description="Accepted and not needed: an equal request is the same avatar, however often it is sent.",
    ),
]


Wish = Annotated[WishRequest, Body(openapi_examples=examples.GENERATE)]
TrilogyWish = Annotated[TrilogyRequest, Body(openapi_examples=examples.TRILOGY)]


class ListQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    status: Status | None = None
    project_id: Annotated[str | None, Field(pattern=PROJECT_ID)] = None
    tag: Annotated[str | None, Field(min_length=1, max_length=LONGEST_TAG)] = None
    style: StyleId | None = None
    evolution_stage: EvolutionStage | None = None
    page_size: Annotated[int, Field(ge=1, le=50)] = 20
    page_token: Annotated[str | None, Field(max_length=LONGEST_PAGE_TOKEN)] = None
    """Of the address in `Link`."""
    count: bool = False
    """Whether `X-Total-Count` has the number of all such avatars."""
    origin: FilteredOrigin | None = None


class UsesQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    page_size: Annotated[int, Field(ge=1, le=50)] = 20
    page_token: Annotated[str | None, Field(max_length=LONGEST_PAGE_TOKEN)] = None
    """`next_page_token` of the page before."""
    summary: bool = False
    """Whether the answer also has the uses by app, from at most the 400 latest entries."""


class ReelQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    style: StyleId | None = None


@router.post(
    "/generate",
    response_model=schemas.Generated | schemas.GeneratedSet,
    responses=under_way(schemas.Generated | schemas.GeneratedSet, "The picture is under way.")
    | problems(404, 409),
)
def generate_avatar(
    caller: Spending, preferences: Preferred, wish: Wish, idempotency_key: IdempotencyKey = None
) -> Response:
    """Make an avatar for a stage of the caller's progress, or return the one that is there.

    It is complete, or `queued` with a placeholder to show meanwhile: ask for it again at `Content-Location`, or wait
    here with `Prefer: wait=20`. A picture that fails later shows in `status` and `error`.

    With `variations` the answer has several, all made or none, of which the caller keeps one.
    """
    answer = avatars.generate_avatar(_sent(wish, preferences), caller)
    if "avatars" in answer:
        return answers.several(answer, answer["avatars"], caller, preferences)
    return answers.generated(answer, caller, preferences)


@router.post("/upload", response_model=schemas.Avatar, responses=problems(404, 409, 503))
def upload_avatar(
    caller: Signed, picture: Annotated[UploadRequest, Body(openapi_examples=examples.UPLOAD)]
) -> Response:
    """Make an avatar of the caller's own picture as it is: judged, cropped to a square, given to no image model."""
    return answers.done(photos.upload_avatar(picture.model_dump(exclude_unset=True), caller))


@router.post("/quote", response_model=schemas.Quote, responses=problems(404, 409))
def quote(caller: Spending, wish: Wish) -> Response:
    """Say what a request would be answered and cost, before it is sent. Nothing is written."""
    return answers.done(quoted(wish.model_dump(exclude_unset=True), caller))


@router.post(
    "/trilogy",
    response_model=schemas.Trilogy,
    responses=under_way(schemas.Trilogy, "Pictures are under way.") | problems(404, 409),
)
def generate_trilogy(
    caller: Spending, preferences: Preferred, wish: TrilogyWish, idempotency_key: IdempotencyKey = None
) -> Response:
    """Make an avatar for three times of the caller's life, all or none."""
    answer = avatars.generate_trilogy(_sent(wish, preferences), caller)
    return answers.several(answer, answer.values(), caller, preferences)


@router.get("/user/{user_id}", response_model=list[schemas.Avatar], responses=problems())
def list_avatars(
    request: Request,
    caller: Signed,
    user_id: Annotated[str, Path(max_length=128, description="The caller's own uid.")],
    query: Annotated[ListQuery, Query()],
) -> Response:
    """List the caller's avatars, newest first. `Link` has the address of the next page, if there is one."""
    if user_id != caller.user.uid:
        raise UserMismatch("user_id is not the signed-in user")
    chosen = {name: value for name, value in query.model_dump().items() if value is not None}
    page = timeline.list_avatars(chosen, caller)
    headers = {"X-Total-Count": str(page["total"])} if "total" in page else {}
    if page["next_page_token"] is not None:
        del chosen["count"]
        following = urlencode({**chosen, "page_token": page["next_page_token"]})
        address = f"{answers.PREFIX}/avatar/user/{quote_path(user_id, safe='')}"
        headers["Link"] = f'<{address}?{following}>; rel="next"'
    return answers.read(request, page["avatars"], headers)


@router.get("/reel", response_model=schemas.Reel, responses=problems(404))
def evolution_reel(request: Request, caller: Signed, query: Annotated[ReelQuery, Query()]) -> Response:
    """Return an animation and a contact sheet of the caller's stages."""
    return answers.read(request, timeline.evolution_reel(query.model_dump(exclude_none=True), caller))


@router.get("/evolution", response_model=schemas.Evolution, responses=problems(404))
def explain_evolution(
    request: Request, caller: Signed, query: Annotated[EvolutionRequest, Query()]
) -> Response:
    """Describe the change between two of the caller's avatars, in I-There's words."""
    return answers.read(request, timeline.explain_evolution(query.model_dump(exclude_unset=True), caller))


@router.get("/{avatar_id:avatar_id}", response_model=schemas.Avatar, responses=problems(404))
def get_avatar(request: Request, caller: Signed, avatar_id: Id) -> Response:
    """Return one of the caller's avatars as it is now."""
    return answers.avatar(request, timeline.get_avatar({"avatar_id": avatar_id}, caller))


@router.patch("/{avatar_id:avatar_id}", response_model=schemas.Avatar, responses=problems(404, 409))
def update_avatar(
    caller: Signed, avatar_id: Id, words: Annotated[Words, Body(openapi_examples=examples.WORDS)]
) -> Response:
    """Store the caller's own name of an avatar, a note about it, tags, and the project that it is in."""
    data = words.model_dump(exclude_unset=True)
    return answers.done(timeline.update_avatar({**data, "avatar_id": avatar_id}, caller))


@router.delete("/{avatar_id:avatar_id}", status_code=204, responses=problems(404))
def delete_avatar(caller: Signed, avatar_id: Id) -> Response:
    """Delete an avatar, with the files that were made for it alone. A repetition is answered equally."""
    avatars.delete_avatar({"avatar_id": avatar_id}, caller)
    return answers.nothing()


@router.post("/{avatar_id:avatar_id}/cancel", response_model=schemas.Avatar, responses=problems(404))
def cancel_avatar(caller: Signed, avatar_id: Id) -> Response:
    """Cancel an avatar that is not rendering yet, and return its allowance."""
    return answers.done(avatars.cancel_avatar({"avatar_id": avatar_id}, caller))


@router.post(
    "/{avatar_id:avatar_id}/choose-variation", response_model=schemas.Avatar, responses=problems(404, 409)
)
def choose_variation(caller: Signed, avatar_id: Id) -> Response:
    """Keep this one of a set of variations. The others expire in a day, until when another can be chosen."""
    return answers.done(avatars.choose_variation({"avatar_id": avatar_id}, caller))


@router.post("/{avatar_id:avatar_id}/select", response_model=schemas.Avatar, responses=problems(404))
def select_avatar(caller: Signed, avatar_id: Id) -> Response:
    """Choose the avatar that represents the caller."""
    return answers.done(timeline.select_avatar({"avatar_id": avatar_id}, caller))


@router.post("/{avatar_id:avatar_id}/uses", response_model=schemas.Use, responses=problems(404, 409))
def record_use(
    caller: Signed, avatar_id: Id, use: Annotated[UseWords, Body(openapi_examples=examples.USE)]
) -> Response:
    """Count what an app did with an avatar, and return the app's uses of the day."""
    return answers.done(
        uses.record_use({**use.model_dump(exclude_unset=True), "avatar_id": avatar_id}, caller)
    )


@router.get("/{avatar_id:avatar_id}/uses", response_model=schemas.Uses, responses=problems(404))
def list_uses(
    request: Request, caller: Signed, avatar_id: Id, query: Annotated[UsesQuery, Query()]
) -> Response:
    """List what apps did with an avatar, by day and app, the latest first."""
    data = {**query.model_dump(exclude_none=True), "avatar_id": avatar_id}
    return answers.read(request, uses.list_uses(data, caller))


@router.post("/{avatar_id:avatar_id}/report", response_model=schemas.Avatar, responses=problems(404))
def report_avatar(
    caller: Signed, avatar_id: Id, complaint: Annotated[Complaint, Body(openapi_examples=examples.COMPLAINT)]
) -> Response:
    """Report a picture: it is hidden from the caller, and administrators decide about it."""
    data = complaint.model_dump(exclude_unset=True)
    return answers.done(reports.report_avatar({**data, "avatar_id": avatar_id}, caller))


def _sent(wish: TrilogyRequest, preferences: Preferences) -> dict[str, Any]:
    """Return the fields that were sent; the header's `wait` holds where the body has no `wait_seconds`."""
    data = wish.model_dump(exclude_unset=True)
    if preferences.wait_seconds is not None:
        data.setdefault("wait_seconds", preferences.wait_seconds)
    return data
