"""The data of the smaller callables, validated."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, Field, ValidationError

from mirror_realm.api.fields import Locale, RequestData, Text, Whole, field_errors, from_name, utf16_length
from mirror_realm.api.wish_request import LONGEST_PATH, PROJECT_ID
from mirror_realm.domain import project
from mirror_realm.domain.avatar import Status
from mirror_realm.domain.origin import FilteredOrigin
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.project import AvatarsOf
from mirror_realm.domain.push_device import LONGEST_TOKEN
from mirror_realm.domain.report import LONGEST_NOTE, Decision, Reason
from mirror_realm.domain.share import LONGEST_DAYS
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.tags import LONGEST_TAG, MOST_TAGS, normal
from mirror_realm.domain.uids import is_uid
from mirror_realm.domain.usage_report import Period
from mirror_realm.domain.use import APP, UseAction
from mirror_realm.errors import InvalidRequest

Request = TypeVar("Request", bound=RequestData)


def _uid(text: str) -> str:
    if not is_uid(text):
        raise ValueError("must be a user's uid")
    return text


Uid = Annotated[str, AfterValidator(_uid)]
AvatarId = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
ProjectId = Annotated[str, Field(pattern=PROJECT_ID)]
LONGEST_PAGE_TOKEN = 100
LONGEST_NAME = 60
LONGEST_AVATAR_NOTE = 500


def _shown(text: str) -> str:
    if not text.strip():
        raise ValueError("must have a character that shows")
    return text


def _tag(text: str) -> str:
    tag = normal(text)
    if utf16_length(tag) > LONGEST_TAG:
        raise ValueError(f"must have at most {LONGEST_TAG} characters, counted in UTF-16: most emoji are two")
    return tag


Tag = Annotated[str, Text(LONGEST_TAG, least=1), AfterValidator(_tag)]
ProjectName = Annotated[str, Text(project.LONGEST_NAME, least=1), AfterValidator(_shown)]
App = Annotated[str, Field(pattern=f"^{APP}$")]
Key = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{8,64}$")]


class NoRequest(RequestData):
    """The data of callables without fields."""


class AvatarRequest(RequestData):
    """`cancel_avatar`, `choose_variation`, `delete_avatar`, `get_avatar`, `select_avatar`"""

    avatar_id: AvatarId


class Naming(RequestData):
    """What the user calls an avatar, and writes about it."""

    name: Annotated[str, Text(LONGEST_NAME)] | None = None
    note: Annotated[str, Text(LONGEST_AVATAR_NOTE)] | None = None


class Words(Naming):
    """The user's own words about an avatar, and its project.

    Absent or null leaves what is there; "", and of tags an empty list, clears it.
    """

    tags: Annotated[list[Tag], Field(max_length=MOST_TAGS)] | None = None
    project_id: Annotated[str, Field(pattern="^([0-9a-f]{32})?$")] | None = None
    """The project that the avatar gets into; "" sets it loose."""


class UpdateRequest(Words):
    """`update_avatar`"""

    avatar_id: AvatarId


class Terms(RequestData):
    """How a picture is shared."""

    days: Annotated[int, Whole(1, LONGEST_DAYS)] | None = None
    """The days until its address ends; null for 30. A guest's ends after at most 30."""
    show_name: bool = False
    """True shows the user's own name of the avatar on the public page."""


class ShareRequest(Terms):
    """`share_avatar`"""

    avatar_id: AvatarId


class RevokeRequest(RequestData):
    """`revoke_share`"""

    share_id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]


class SharesRequest(RequestData):
    """`list_shares`"""

    page_size: Annotated[int, Whole(1, 50)] = 20
    page_token: Annotated[str, Text(LONGEST_PAGE_TOKEN)] | None = None


class UploadRequest(Naming):
    """`upload_avatar`"""

    reference_path: Annotated[str, Text(LONGEST_PATH, least=1)]
    """The path of the user's own upload."""
    locale: Locale | None = None


class ListRequest(RequestData):
    """`list_avatars`"""

    status: Annotated[Status, from_name(Status)] | None = None
    project_id: ProjectId | None = None
    tag: Tag | None = None
    style: Annotated[StyleId, from_name(StyleId)] | None = None
    evolution_stage: Annotated[EvolutionStage, from_name(EvolutionStage)] | None = None
    page_size: Annotated[int, Whole(1, 50)] = 20
    page_token: Annotated[str, Text(LONGEST_PAGE_TOKEN)] | None = None
    count: bool = False
    """True also returns the number of all such avatars, on all pages."""
    origin: Annotated[FilteredOrigin, from_name(FilteredOrigin)] | None = None


class CreditsRequest(RequestData):
    """`list_credits`"""

    page_size: Annotated[int, Whole(1, 50)] = 20
    page_token: Annotated[str, Text(LONGEST_PAGE_TOKEN)] | None = None


class NewProject(RequestData):
    """`create_project`"""

    name: ProjectName
    note: Annotated[str, Text(project.LONGEST_NOTE)] = ""
    key: Key | None = None
    """Chosen by the app, unique for each new project: a repeated call creates once."""


class ProjectWords(RequestData):
    """The user's own words about a project. Absent or null leaves what is there, an empty note clears it."""

    name: ProjectName | None = None
    note: Annotated[str, Text(project.LONGEST_NOTE)] | None = None


class UpdateProjectRequest(ProjectWords):
    """`update_project`"""

    project_id: ProjectId


class DeleteProjectRequest(RequestData):
    """`delete_project`"""

    project_id: ProjectId
    avatars: Annotated[AvatarsOf, from_name(AvatarsOf)]
    """Whether its avatars are deleted with it, or kept without a project."""


class ProjectsRequest(RequestData):
    """`list_projects`"""

    page_size: Annotated[int, Whole(1, 50)] = 20
    page_token: Annotated[str, Text(LONGEST_PAGE_TOKEN)] | None = None
    count: bool = False
    """True also returns the number of avatars in each project."""


class UseWords(RequestData):
    """What an app did with an avatar."""

    app: App
    action: Annotated[UseAction, from_name(UseAction)]


class UseRequest(UseWords):
    """`record_use`"""

    avatar_id: AvatarId


class UsesRequest(RequestData):
    """`list_uses`"""

    avatar_id: AvatarId
    page_size: Annotated[int, Whole(1, 50)] = 20
    page_token: Annotated[str, Text(LONGEST_PAGE_TOKEN)] | None = None
    summary: bool = False
    """True also returns the uses by app, from at most the 400 latest entries."""


class EvolutionRequest(RequestData):
    """`explain_evolution`"""

    earlier_avatar_id: AvatarId
    later_avatar_id: AvatarId
    locale: Locale | None = None


class ReelRequest(RequestData):
    """`evolution_reel`"""

    style: Annotated[StyleId, from_name(StyleId)] | None = None


class ConsentRequest(RequestData):
    """`record_photo_consent`"""

    granted: bool
    version: Annotated[str, Field(pattern="^[A-Za-z0-9._-]{1,40}$")]
    """The version of the consent text that the user accepted."""
    adult: bool = False
    """The user confirms that the person pictured is an adult and agrees."""


class EraseRequest(RequestData):
    """`delete_my_data`"""

    confirm: Literal[True]
    """Must be true: an erasure cannot be undone."""


class ExportRequest(RequestData):
    """`export_my_data`"""

    begin: bool = True
    """False only looks for the copy that was asked for."""


class MergeRequest(RequestData):
    """`merge_account`"""

    anonymous_token: Annotated[str, Text(4096, least=1)]
    keep_personal: bool = True
    """True also moves pictures made from photos, with the caller's own consent; False erases them."""


class GrantRequest(RequestData):
    """`grant_credits`, for administrators"""

    user_id: Uid
    credits: Annotated[int, Whole(1, 100_000)]
    key: Key
    """Chosen by the caller, unique for each grant: a repeated call grants once."""


class ReplayRequest(RequestData):
    """`replay_dead_letters`, for administrators"""

    most: Annotated[int, Whole(1, 200)] = 50


class Complaint(RequestData):
    """What is wrong with a picture."""

    reason: Annotated[Reason, from_name(Reason)]
    note: Annotated[str, Text(LONGEST_NOTE)] = ""
    image_path: Annotated[str, Text(LONGEST_PATH, least=1)] | None = None
    """The reported picture: the `image_path` of the answer that showed it."""


class ReportRequest(Complaint):
    """`report_avatar`"""

    avatar_id: AvatarId


class ReviewsRequest(RequestData):
    """`list_reports`, for administrators"""

    page_size: Annotated[int, Whole(1, 20)] = 10
    page_token: Annotated[str, Text(LONGEST_PAGE_TOKEN)] | None = None


class DecisionRequest(RequestData):
    """`decide_report`, for administrators"""

    review_id: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    decision: Annotated[Decision, from_name(Decision)]


class UsageReportRequest(RequestData):
    """`usage_report`, for administrators"""

    period: Annotated[Period, from_name(Period)] = Period.TODAY


class PushRequest(RequestData):
    """`register_push`"""

    token: Annotated[str, Text(LONGEST_TOKEN, least=1)]
    enabled: bool = True
    """False forgets this device."""


def parse(kind: type[Request], data: Any) -> Request:
    """Return the validated request; None counts as no fields. Raises InvalidRequest with a reason for each field."""
    try:
        return kind.model_validate({} if data is None else data)
    except ValidationError as error:
        raise InvalidRequest(field_errors(error)) from None
