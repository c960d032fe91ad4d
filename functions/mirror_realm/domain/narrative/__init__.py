"""The voice of I-There: what it says of a picture and of the way between two. Its sign is 🪞."""

from mirror_realm.domain.narrative.evolution import explain_evolution
from mirror_realm.domain.narrative.messages import message

__all__ = ["explain_evolution", "message"]
