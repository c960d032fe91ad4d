"""The routes about the service itself: the catalogue, and its health."""

from fastapi import APIRouter, Request, Response

from mirror_realm import bootstrap
from mirror_realm.api import catalogue
from mirror_realm.errors import Misconfigured
from mirror_realm.rest import answers, schemas
from mirror_realm.rest.callers import Signed
from mirror_realm.rest.documented import exactly, problems

router = APIRouter(tags=["service"])


@router.get("/styles", response_model=schemas.Catalogue, responses=problems())
def list_styles(request: Request, caller: Signed) -> Response:
    """List what can be chosen: styles, personas and characters, with previews."""
    return answers.read(request, catalogue.list_styles({}, caller))


@router.get(
    "/health", response_model=schemas.Health, responses=exactly(429, 500), openapi_extra={"security": []}
)
def health() -> Response:
    """Say that the service answers, and what it is set to. This needs no sign-in and reads nothing."""
    settings = bootstrap.services().settings
    try:
        photo_provider = settings.provider_of_photos
    except Misconfigured:
        photo_provider = None
    return answers.done(
        {
            "status": "ok",
            "image_provider": settings.chosen_provider or None,
            "fallback_providers": list(settings.fallbacks),
            "photo_provider": photo_provider,
            "photos": photo_provider is not None and settings.photos_judged,
            "app_check": settings.enforce_app_check,
            "credits": settings.credits_per_avatar > 0,
        }
    )
