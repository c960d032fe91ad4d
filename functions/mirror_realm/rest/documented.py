"""The other answers of a route, for the OpenAPI document: under way, and the problems."""

from types import UnionType
from typing import Any

from pydantic import BaseModel

from mirror_realm.rest.problems import MEDIA_TYPE

MEANINGS = {
    400: "The request's form or values are wrong; `fields` has a reason for each.",
    401: "The request has no valid ID token, or no App Check token where one is needed.",
    403: "This is another user's, or the account is being erased.",
    404: "There is no such thing.",
    405: "This address has other methods; `Allow` names them.",
    409: "This is not possible as things are; `retryable` says whether it may be later.",
    413: "The body is larger than 64 KB.",
    415: "The body is not JSON.",
    429: "A limit is reached; `Retry-After` says until when.",
    500: "Something went wrong on our side; the log has it under `error_id`.",
    503: "A service that this needs does not answer; repeat the request in a moment.",
}

ALWAYS = (400, 401, 403, 413, 415, 429, 500)

Responses = dict[int | str, dict[str, Any]]


def under_way(model: type[BaseModel] | UnionType, description: str) -> Responses:
    """Return the documented answer 202."""
    return {202: {"model": model, "description": description}}


def problems(*statuses: int) -> Responses:
    """Return the documented problems of a signed route: those that each of them has, and these."""
    return exactly(*sorted({*ALWAYS, *statuses}))


def exactly(*statuses: int) -> Responses:
    """Return these documented problems."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": MEANINGS[status], "content": content} for status in statuses}
