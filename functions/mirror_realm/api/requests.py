"""The data of the smaller callables, validated."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mirror_realm.api.wish_request import Whole, field_errors
from mirror_realm.errors import InvalidRequest

Request = TypeVar("Request", bound=BaseModel)


class CancelRequest(BaseModel):
    """`cancel_avatar`"""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    avatar_id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]


class GrantRequest(BaseModel):
    """`grant_credits`, for administrators"""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    user_id: Annotated[str, Field(pattern="^[^/]{1,128}$")]
    credits: Annotated[Whole, Field(ge=1, le=100_000)]
    key: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{8,64}$")]
    """The caller's own, new for each grant: repeating a call grants once."""


class ReplayRequest(BaseModel):
    """`replay_dead_letters`, for administrators"""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    most: Annotated[Whole, Field(ge=1, le=200)] = 50


def parse(kind: type[Request], data: Any) -> Request:
    """Raises InvalidRequest with a reason for each field."""
    try:
        return kind.model_validate({} if data is None else data)
    except ValidationError as error:
        raise InvalidRequest(field_errors(error)) from None
