"""OpenRouter's image API as a provider: many makers' models by one key. Importing this imports no HTTP client."""

from typing import TYPE_CHECKING

from mirror_realm.adapters.providers.openrouter.provider import OpenRouter

if TYPE_CHECKING:
    from mirror_realm.settings import Settings

__all__ = ["OpenRouter", "build"]


def build(settings: "Settings") -> OpenRouter:
    """Return the provider for these settings. Raises Misconfigured if the key is malformed."""
    return OpenRouter(
        api_key=settings.openrouter_api_key,
        base_url=settings.openrouter_base_url or None,
        model=settings.openrouter_model,
        edit_model=settings.openrouter_edit_model,
    )
