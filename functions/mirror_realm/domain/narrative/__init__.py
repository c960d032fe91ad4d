"""The voice of I-There: its messages about one picture and about the change between two. Its sign is 🪞."""

from mirror_realm.domain.narrative.evolution import explain_evolution
from mirror_realm.domain.narrative.messages import message

__all__ = ["explain_evolution", "message"]
