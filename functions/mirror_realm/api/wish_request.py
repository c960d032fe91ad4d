"""The wish as the app sends it (callable data or wish document), validated into a domain Wish."""

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from mirror_realm.domain.areas import Area
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import (
    LONGEST_ACHIEVEMENT,
    LONGEST_TRAIT,
    MOST_DAYS,
    MOST_GOALS,
    MOST_TRAITS,
    EvolutionStage,
    Progress,
)
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import MOST_WAIT_SECONDS, Person, Wish
from mirror_realm.errors import InvalidRequest, UserMismatch
from mirror_realm.services.ports import files

_INT64 = "type.googleapis.com/google.protobuf.Int64Value"


def _whole_number(value: Any) -> Any:
    """The ways mobile SDKs spell an integer: itself, an integral double, or a wrapped 64-bit string."""
    if isinstance(value, dict) and value.keys() == {"@type", "value"} and value["@type"] == _INT64:
        text = value["value"]
        if isinstance(text, str) and len(text) <= 20 and text.isascii() and text.removeprefix("-").isdigit():
            return int(text)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _well_formed(value: Any) -> Any:
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError("not well-formed Unicode") from None
    return value


Whole = Annotated[int, BeforeValidator(_whole_number)]
WellFormed = BeforeValidator(_well_formed)
# Bounds come before the validator: behind it pydantic no longer knows that it counts characters.
Trait = Annotated[str, Field(min_length=1, max_length=LONGEST_TRAIT), WellFormed]
Achievement = Annotated[str, Field(max_length=LONGEST_ACHIEVEMENT), WellFormed]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def from_name(kind: type[StrEnum]) -> BeforeValidator:
    """Strict mode takes no string for an enum; the wire has nothing else."""

    def convert(value: Any) -> Any:
        if isinstance(value, str):
            try:
                return kind(value)
            except ValueError:
                raise ValueError("must be one of " + ", ".join(kind)) from None
        return value

    return BeforeValidator(convert)


class ProgressMetrics(_Strict):
    active_days: Annotated[Whole, Field(ge=0, le=MOST_DAYS)]
    major_achievement: Achievement | None = None
    achievement_area: Annotated[Area, from_name(Area)] | None = None
    discovered_traits: Annotated[list[Trait], Field(max_length=MOST_TRAITS)] | None = None
    goals_completed: Annotated[Whole, Field(ge=0, le=MOST_GOALS)] = 0


class WishRequest(_Strict):
    """`generate_avatar`'s data. Unknown fields are refused."""

    progress_metrics: ProgressMetrics
    evolution_stage: Annotated[EvolutionStage, from_name(EvolutionStage)] | None = None
    style: Annotated[StyleId, from_name(StyleId)] = StyleId.DAYMI
    persona: Annotated[PersonaId, from_name(PersonaId)] = PersonaId.COMPANION
    timeline: Annotated[Timeline, from_name(Timeline)] = Timeline.CURRENT
    character: Annotated[str, Field(max_length=40)] | None = None
    variation: Annotated[Whole, Field(ge=0, le=99)] = 0
    reference_path: Annotated[str, Field(max_length=500), WellFormed] | None = None
    base_image_url: Annotated[str, Field(max_length=2000), WellFormed] | None = None
    allow_fallback: bool = True
    wait_seconds: Annotated[float, Field(ge=0, le=MOST_WAIT_SECONDS, strict=False)] = 0.0
    user_id: Annotated[str, Field(max_length=128), WellFormed] | None = None


def parse_wish(data: Any, person: Person) -> Wish:
    """The wish of this person.

    Raises InvalidRequest with a reason for each field, or UserMismatch. Whether a photo is the person's own and may be
    used is decided at admission.
    """
    try:
        request = WishRequest.model_validate(data)
    except ValidationError as error:
        raise InvalidRequest(field_errors(error)) from None
    if request.user_id is not None and request.user_id != person.uid:
        raise UserMismatch("user_id is not the signed-in person")
    if request.character is not None and request.character not in CHARACTERS:
        raise InvalidRequest({"character": "must be one of " + ", ".join(CHARACTERS)})
    photo = request.reference_path or (request.base_image_url and upload_path(request.base_image_url))
    metrics = request.progress_metrics
    return Wish(
        person=person,
        progress=Progress(
            active_days=metrics.active_days,
            major_achievement=metrics.major_achievement or "",
            achievement_area=metrics.achievement_area,
            discovered_traits=tuple(metrics.discovered_traits or ()),
            goals_completed=metrics.goals_completed,
        ),
        stage=request.evolution_stage,
        style=request.style,
        persona=request.persona,
        timeline=request.timeline,
        photo=photo or None,
        character=request.character,
        variation=request.variation,
        allow_fallback=request.allow_fallback,
        wait_seconds=request.wait_seconds,
    )


def upload_path(url: str) -> str:
    """The path of the upload that a download link, or a `gs://` one, points at. Nothing is fetched.

    Raises InvalidRequest where it points anywhere else.
    """
    elsewhere = InvalidRequest({"base_image_url": "must point at one of your own uploads"})
    try:
        parts = urlsplit(url)
    except ValueError:
        raise elsewhere from None
    if parts.scheme == "gs":
        path = parts.path.lstrip("/")
    else:
        path = unquote(parts.path.partition("/o/")[2]) if parts.path.startswith("/v0/b/") else ""
    if parts.scheme not in ("gs", "http", "https") or not files.is_upload(path):
        raise elsewhere
    return path


_WORDING = {
    "model_type": "must be an object",
    "is_instance_of": "must be a name",
    "int_type": "must be a whole number",
    "extra_forbidden": "is no field of this call",
}
"""Where pydantic would speak of our classes, or in a programmer's words."""


def field_errors(error: ValidationError) -> dict[str, str]:
    """Dotted field path -> why, without what was sent: it may be anything."""
    why: dict[str, str] = {}
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        name = ".".join(_printable(part) for part in item["loc"]) or "data"
        why.setdefault(name, _WORDING.get(item["type"]) or item["msg"].removeprefix("Value error, "))
        if len(why) == 20:
            break
    return why


def _printable(part: str | int) -> str:
    """A path segment; the name of an unknown field is the caller's, so it is cut and made plain."""
    return str(part)[:40].encode("ascii", "backslashreplace").decode()
