"""OpenAI's image models as a provider. Importing this package does not import `openai` (300 ms, 50 MB)."""

from typing import TYPE_CHECKING

from mirror_realm.adapters.providers.openai_images.provider import OpenAIImages

if TYPE_CHECKING:
    from mirror_realm.settings import Settings

__all__ = ["OpenAIImages", "build"]


def build(settings: "Settings") -> OpenAIImages:
    """Return the provider for these settings. Raises Misconfigured if the key is malformed."""
    return OpenAIImages(
        api_key=settings.openai_api_key,
        base_url=settings.openai_base_url or None,
        model=settings.image_model,
        edit_model=settings.image_edit_model,
    )
