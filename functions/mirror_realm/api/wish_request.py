"""The data of a wish, from the callable or a wish document, validated into a domain `Wish`."""

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import Field, ValidationError

from mirror_realm.api.fields import Locale, Number, RequestData, Text, Whole, field_errors, from_name
from mirror_realm.domain.areas import Area
from mirror_realm.domain.character_ids import CHARACTER_IDS
from mirror_realm.domain.costumes import COSTUMED, Costume, PaletteId, PlaceId, PowerId, chosen
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
from mirror_realm.domain.variation_set import MOST
from mirror_realm.domain.variations import COUNT
from mirror_realm.domain.wish import MOST_WAIT_SECONDS, User, Wish
from mirror_realm.errors import InvalidRequest, UnknownPreset, UserMismatch

LONGEST_CHARACTER = 40
LONGEST_PRESET = 40
LONGEST_PATH = 500
LONGEST_URL = 2000
LONGEST_UID = 128
PROJECT_ID = "^[0-9a-f]{32}$"

Trait = Annotated[str, Text(LONGEST_TRAIT, least=1)]


class ProgressMetrics(RequestData):
    active_days: Annotated[int, Whole(0, MOST_DAYS)]
    major_achievement: Annotated[str, Text(LONGEST_ACHIEVEMENT)] = ""
    achievement_area: Annotated[Area, from_name(Area)] | None = None
    discovered_traits: Annotated[list[Trait], Field(max_length=MOST_TRAITS)] | None = None
    goals_completed: Annotated[int, Whole(0, MOST_GOALS)] = 0


class CostumeRequest(RequestData):
    """What is chosen of a hero's looks; what is left out is the style's own."""

    palette: Annotated[PaletteId, from_name(PaletteId)] | None = None
    power: Annotated[PowerId, from_name(PowerId)] | None = None
    place: Annotated[PlaceId, from_name(PlaceId)] | None = None


class TrilogyRequest(RequestData):
    """A request for an avatar at all three timelines."""

    progress_metrics: ProgressMetrics
    preset: Annotated[str, Text(LONGEST_PRESET)] | None = None
    evolution_stage: Annotated[EvolutionStage, from_name(EvolutionStage)] | None = None
    style: Annotated[StyleId, from_name(StyleId)] = StyleId.DAYMI
    persona: Annotated[PersonaId, from_name(PersonaId)] = PersonaId.COMPANION
    character: Annotated[str, Text(LONGEST_CHARACTER)] | None = None
    variation: Annotated[int, Whole(0, COUNT - 1)] = 0
    costume: CostumeRequest | None = None
    reference_path: Annotated[str, Text(LONGEST_PATH)] | None = None
    base_image_url: Annotated[str, Text(LONGEST_URL)] | None = None
    locale: Locale | None = None
    project_id: Annotated[str, Field(pattern=PROJECT_ID)] | None = None
    allow_fallback: bool = True
    wait_seconds: Annotated[float, Number(0, MOST_WAIT_SECONDS)] = 0.0
    user_id: Annotated[str, Text(LONGEST_UID)] | None = None


class WishRequest(TrilogyRequest):
    """A request for an avatar."""

    timeline: Annotated[Timeline, from_name(Timeline)] = Timeline.CURRENT
    variations: Annotated[int, Whole(1, MOST)] = 1
    """More than one makes a set, of which the user keeps one with `choose_variation`."""


def parse_wish(data: Any, user: User) -> Wish:
    """Return the validated wish of a user.

    Raises InvalidRequest with a reason for each field, UnknownPreset or UserMismatch. Admission decides whether a photo
    belongs to the user and may be used.
    """
    try:
        request = WishRequest.model_validate(data)
    except ValidationError as error:
        raise InvalidRequest(field_errors(error)) from None
    if request.user_id is not None and request.user_id != user.uid:
        raise UserMismatch("user_id is not the signed-in user")
    if request.character is not None and request.character not in CHARACTER_IDS:
        raise InvalidRequest({"character": "must be one of " + ", ".join(CHARACTER_IDS)})
    photo = request.reference_path or (request.base_image_url and upload_path(request.base_image_url))
    metrics = request.progress_metrics
    wish = Wish(
        user=user,
        progress=Progress(
            active_days=metrics.active_days,
            major_achievement=metrics.major_achievement,
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
        costume=_costume(request),
        variations=request.variations,
        locale=request.locale,
        allow_fallback=request.allow_fallback,
        wait_seconds=request.wait_seconds,
        project=request.project_id,
    )
    return wish if request.preset is None else _filled(wish, request, request.preset)


def _filled(wish: Wish, request: TrilogyRequest, preset_id: str) -> Wish:
    """Return the wish with what a preset says of the fields that the request leaves out. Raises UnknownPreset."""
    from mirror_realm.domain.presets import PRESETS  # here: most wishes name none

    preset = PRESETS.get(preset_id)
    if preset is None:
        raise UnknownPreset
    given, metrics = request.model_fields_set, request.progress_metrics.model_fields_set
    progress = wish.progress
    return replace(
        wish,
        preset=preset.id,
        style=wish.style if "style" in given else preset.style,
        persona=wish.persona if "persona" in given else preset.persona,
        character=wish.character if "character" in given else preset.character,
        progress=replace(
            progress,
            discovered_traits=(
                progress.discovered_traits if "discovered_traits" in metrics else preset.traits
            ),
            achievement_area=progress.achievement_area if "achievement_area" in metrics else preset.area,
        ),
    )


def _costume(request: TrilogyRequest) -> Costume | None:
    """Return the costume of a request; None without a choice. Raises InvalidRequest for a style that has none."""
    if request.costume is None:
        return None
    costume = chosen(request.costume.palette, request.costume.power, request.costume.place)
    if costume is not None and request.style not in COSTUMED:
        raise InvalidRequest({"costume": "only for the styles " + ", ".join(COSTUMED)})
    return costume


def upload_path(url: str) -> str:
    """Return the path of the upload that a download or `gs://` link names. Nothing is fetched.

    Raises InvalidRequest for any other link.
    """
    from mirror_realm.services.ports import files  # here: few wishes come with a photo

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
