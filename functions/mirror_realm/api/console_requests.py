"""The data of the console's two callables, validated: a model for each view and each act."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mirror_realm.api.callable_requests import LONGEST_PAGE_TOKEN, ReviewsRequest, Uid
from mirror_realm.api.fields import Number, RequestData, Text, Whole, from_name
from mirror_realm.domain.audit import LONGEST_REASON
from mirror_realm.domain.report import Decision
from mirror_realm.domain.uids import is_uid
from mirror_realm.errors import InvalidRequest

LONGEST_TOKEN = 400
"""A page token with an id of the platform's in it."""
MOST_PICTURES = 10_000_000


def _document_id(text: str) -> str:
    if not is_uid(text):  # what is valid as the id of a user's document is valid as that of any
        raise ValueError("must be an id")
    return text


DocumentId = Annotated[str, AfterValidator(_document_id)]
Name = Annotated[str, Field(pattern="^[a-z_]{1,40}$")]
"""Of a view or an act, which was found by it."""
RenderId = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,128}$")]
Email = Annotated[str, Field(pattern=r"^[^@\s]{1,128}@[^@\s]{1,255}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Pseudonym = Annotated[str, Field(pattern="^([0-9a-f]{24}|erased)$")]
PageToken = Annotated[str, Text(LONGEST_TOKEN)]
Key = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{8,64}$")]


def check_key(key: str, uid: str | None) -> None:
    """Raise InvalidRequest for a key that contains the uid of its act's user: a key stays when the user is erased."""
    if uid is not None and uid in key:
        raise InvalidRequest({"key": "must not contain the user's uid"})


class ViewRequest(RequestData):
    """What every view takes."""

    view: Name


class LedgerRequest(ViewRequest):
    """Exactly one of the four fields says whose entries."""

    render_id: RenderId | None = None
    day: Day | None = None
    user_id: Uid | None = None
    person: Pseudonym | None = None
    page_size: Annotated[int, Whole(1, 100)] = 50
    page_token: PageToken | None = None


class LettersRequest(ViewRequest):
    page_size: Annotated[int, Whole(1, 50)] = 20
    page_token: PageToken | None = None


class ReportsRequest(ReviewsRequest):
    view: Name


class PersonRequest(ViewRequest):
    """Either the uid or the e-mail address."""

    user_id: Uid | None = None
    email: Email | None = None
    page_size: Annotated[int, Whole(1, 50)] = 12
    page_token: Annotated[str, Text(LONGEST_PAGE_TOKEN)] | None = None


class JobsRequest(ViewRequest):
    state: Literal["stuck", "under_way"] = "stuck"
    page_size: Annotated[int, Whole(1, 50)] = 20


class JobRequest(ViewRequest):
    render_id: RenderId


class WhatIfRequest(ViewRequest):
    global_daily_limit: Annotated[int, Whole(0, MOST_PICTURES)] | None = None
    daily_budget_usd: Annotated[float, Number(0, 1_000_000)] | None = None
    days: Annotated[int, Whole(1, 90)] = 30


class AuditRequest(ViewRequest):
    """At most one of the two fields says whose acts, or acts about whom."""

    user_id: Uid | None = None
    by: Uid | None = None
    page_size: Annotated[int, Whole(1, 100)] = 50
    page_token: PageToken | None = None


class ActRequest(RequestData):
    """What every act takes."""

    act: Name
    key: Key
    """Chosen by the caller, unique for each act: a repeated call acts once."""
    reason: Annotated[str, Text(LONGEST_REASON, least=3)]
    """Why, in the administrator's words, for the audit."""


class GiveBackRequest(ActRequest):
    user_id: Uid
    pictures: Annotated[int, Whole(1, 10)]


class CreditsRequest(ActRequest):
    """`grant_credits`, `take_credits`"""

    user_id: Uid
    credits: Annotated[int, Whole(1, 100_000)]


class LetterRequest(ActRequest):
    """`replay_letter`, `drop_letter`"""

    letter_id: DocumentId


class DecideRequest(ActRequest):
    review_id: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    decision: Annotated[Decision, from_name(Decision)]


class ErasePersonRequest(ActRequest):
    user_id: Uid
    confirm: Literal[True]
    """Must be true: an erasure cannot be undone."""


class EndJobRequest(ActRequest):
    render_id: RenderId
