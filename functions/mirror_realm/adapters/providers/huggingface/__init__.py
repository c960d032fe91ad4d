"""Hugging Face's router as a provider: open models, without photos. Importing this package imports no HTTP client."""

from typing import TYPE_CHECKING

from mirror_realm.adapters.providers.huggingface.provider import HuggingFace

if TYPE_CHECKING:
    from mirror_realm.settings import Settings

__all__ = ["HuggingFace", "build"]


def build(settings: "Settings") -> HuggingFace:
    """Return the provider for these settings. Raises Misconfigured if the token is malformed."""
    return HuggingFace(
        token=settings.hf_token, base_url=settings.hf_base_url or None, model=settings.hf_model
    )
