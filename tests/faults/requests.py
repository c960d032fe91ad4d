"""Requests to image providers, as tests make them."""

from mirror_realm.domain.progress import EvolutionStage, ProgressRange
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.ports.providers import ImageRequest, ReferenceImage

FLARE = "gpt-image-2.5-flare-2026-09-08"
SUNBURST = "gpt-image-2.5-sunburst-2026-09-08"
PROMPT = "Scene: a cosy study. Subject: a person with red glasses."


def image_request(
    *references: ReferenceImage,
    timeout_seconds: float = 5.0,
    model: str = FLARE,
    quality: str = "medium",
    size: int = 1024,
    prompt: str = PROMPT,
) -> ImageRequest:
    """Return a request for a shared picture, or with references for a personal one."""
    return ImageRequest(
        recipe=Recipe(
            style=StyleId.DAYMI,
            stage=EvolutionStage.MONTH,
            range=ProgressRange.QUARTER_1,
            character=None if references else "sage",
            uid="person" if references else None,
            references=tuple(f"digest-{number}" for number in range(len(references))),
            renderer=model,
            quality=quality,
            size=size,
        ),
        prompt=prompt,
        safety_identifier="a" * 64,
        timeout_seconds=timeout_seconds,
        references=references,
    )
