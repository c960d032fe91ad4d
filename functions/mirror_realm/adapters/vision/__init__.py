"""Vision models as judges of pictures. Importing this package does not import `openai` (300 ms, 50 MB)."""

from mirror_realm.adapters.vision.openai_vision import OpenAIVision

__all__ = ["OpenAIVision"]
