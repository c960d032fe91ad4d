"""The data of the smaller callables, validated."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from mirror_realm.api.wish_request import WellFormed, Whole, field_errors, from_name
from mirror_realm.domain.avatar import Status
from mirror_realm.domain.report import LONGEST_NOTE, Decision, Reason
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.uids import is_uid
from mirror_realm.errors import InvalidRequest

Request = TypeVar("Request", bound=BaseModel)


def _uid(text: str) -> str:
    if not is_uid(text):
        raise ValueError("must be a person's uid")
    return text


Uid = Annotated[str, AfterValidator(_uid)]
AvatarId = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NoRequest(_Strict):
    """Callables that take nothing."""


class AvatarRequest(_Strict):
    """`cancel_avatar`, `delete_avatar`, `get_avatar`, `select_avatar`"""

    avatar_id: AvatarId


class ListRequest(_Strict):
    """`list_avatars`"""

    status: Annotated[Status, from_name(Status)] | None = None
    page_size: Annotated[Whole, Field(ge=1, le=50)] = 20
    page_token: Annotated[str, Field(max_length=100)] | None = None


class EvolutionRequest(_Strict):
    """`explain_evolution`"""

    earlier_avatar_id: AvatarId
    later_avatar_id: AvatarId


class ReelRequest(_Strict):
    """`evolution_reel`"""

    style: Annotated[StyleId, from_name(StyleId)] | None = None


class ConsentRequest(_Strict):
    """`record_photo_consent`"""

    granted: bool
    version: Annotated[str, Field(pattern="^[A-Za-z0-9._-]{1,40}$")]
    """Of the words that the person agreed to."""
    adult: bool = False
    """The person attests that whoever is pictured is an adult and agrees."""


class EraseRequest(_Strict):
    """`delete_my_data`"""

    confirm: Literal[True]
    """There is no way back."""


class MergeRequest(_Strict):
    """`merge_account`"""

    anonymous_token: Annotated[str, Field(min_length=1, max_length=4096), WellFormed]
    keep_personal: bool = True
    """Pictures made from photos too: with the caller's own consent. False: they are erased."""


class GrantRequest(_Strict):
    """`grant_credits`, for administrators"""

    user_id: Uid
    credits: Annotated[Whole, Field(ge=1, le=100_000)]
    key: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{8,64}$")]
    """The caller's own, new for each grant: repeating a call grants once."""


class ReplayRequest(_Strict):
    """`replay_dead_letters`, for administrators"""

    most: Annotated[Whole, Field(ge=1, le=200)] = 50


class ReportRequest(_Strict):
    """`report_avatar`"""

    avatar_id: AvatarId
    reason: Annotated[Reason, from_name(Reason)]
    note: Annotated[str, Field(max_length=LONGEST_NOTE), WellFormed] = ""
    image_path: Annotated[str, Field(min_length=1, max_length=500), WellFormed] | None = None
    """Which picture is meant: that of the answer the person looked at."""


class ReviewsRequest(_Strict):
    """`list_reports`, for administrators"""

    page_size: Annotated[Whole, Field(ge=1, le=20)] = 10
    page_token: Annotated[str, Field(max_length=100)] | None = None


class DecisionRequest(_Strict):
    """`decide_report`, for administrators"""

    review_id: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    decision: Annotated[Decision, from_name(Decision)]


def parse(kind: type[Request], data: Any) -> Request:
    """Raises InvalidRequest with a reason for each field."""
    try:
        return kind.model_validate({} if data is None else data)
    except ValidationError as error:
        raise InvalidRequest(field_errors(error)) from None
