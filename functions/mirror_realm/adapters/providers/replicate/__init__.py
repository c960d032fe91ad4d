"""Models on Replicate as a queued provider. Importing this package does not import `httpx2`."""

from typing import TYPE_CHECKING

from mirror_realm.adapters.providers.replicate.provider import BASE_URL, Replicate

if TYPE_CHECKING:
    from mirror_realm.settings import Settings

__all__ = ["BASE_URL", "Replicate", "build"]


def build(settings: "Settings") -> Replicate:
    """Return the provider for these settings. Raises Misconfigured if the token is malformed."""
    return Replicate(
        token=settings.replicate_api_token,
        base_url=settings.replicate_base_url or BASE_URL,
        model=settings.replicate_model,
        edit_model=settings.replicate_edit_model,
        functions_url=settings.public_functions_url,
    )
