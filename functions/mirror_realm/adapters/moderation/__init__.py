"""Moderation of users' photos. Importing this package does not import `openai` (300 ms, 50 MB)."""

from mirror_realm.adapters.moderation.no_moderation import MissingModeration, NoModeration
from mirror_realm.adapters.moderation.openai_moderation import OpenAIModeration

__all__ = ["MissingModeration", "NoModeration", "OpenAIModeration"]
