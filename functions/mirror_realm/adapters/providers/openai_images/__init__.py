"""OpenAI's image models as a provider. Importing this package does not import `openai` (300 ms, 50 MB)."""

from mirror_realm.adapters.providers.openai_images.provider import OpenAIImages

__all__ = ["OpenAIImages"]
