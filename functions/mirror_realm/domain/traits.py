"""Trait vocabulary: free words a person discovers about themselves -> canonical groups a picture can show.

A word outside the vocabulary is kept for the voice and never reaches a recipe or a prompt.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TraitGroup:
    """One look shared by all its words. `cue` is what the picture shows."""

    id: str
    words: tuple[str, ...]
    cue: str


GROUPS: tuple[TraitGroup, ...] = (
    # The order is the order of choice: what shows most clearly comes first.
    TraitGroup("creative", ("creative", "imaginative", "artistic", "inventive", "original"), "a smudge of paint on a sleeve and bright sketches nearby"),
    TraitGroup("confident", ("confident", "self-assured", "assured", "bold", "self-confident"), "open chest and a level, steady gaze"),
    TraitGroup("curious", ("curious", "inquisitive", "questioning", "interested"), "head slightly tilted, an open notebook at hand"),
    TraitGroup("calm", ("calm", "peaceful", "serene", "relaxed", "tranquil"), "loose shoulders and a cup of steaming tea"),
    TraitGroup("joyful", ("joyful", "cheerful", "happy", "playful", "fun"), "a bright smile that reaches the eyes"),
    TraitGroup("kind", ("kind", "caring", "compassionate", "gentle", "warm"), "soft eyes and a hand resting near the heart"),
    TraitGroup("brave", ("brave", "courageous", "fearless", "daring"), "chin a little raised, wind-touched hair"),
    TraitGroup("determined", ("determined", "persistent", "driven", "ambitious", "motivated"), "focused brow and a finished checklist without lettering"),
    TraitGroup("organised", ("organised", "organized", "tidy", "structured", "orderly"), "pens in a row and a neatly arranged desk"),
    TraitGroup("disciplined", ("disciplined", "consistent", "diligent", "hardworking"), "upright posture and a row of marked-off calendar squares"),
    TraitGroup("thoughtful", ("thoughtful", "reflective", "introspective", "contemplative"), "a quiet look and a hand mirror catching the light"),
    TraitGroup("wise", ("wise", "insightful", "perceptive", "discerning"), "a knowing half smile and a small lamp close by"),
    TraitGroup("empathetic", ("empathetic", "understanding", "sensitive", "attentive"), "leaning slightly forward, listening eyes"),
    TraitGroup("honest", ("honest", "authentic", "sincere", "genuine", "truthful"), "unguarded face and clear light on both eyes"),
    TraitGroup("resilient", ("resilient", "strong", "tough", "steadfast"), "a mended cup with golden seams"),
    TraitGroup("patient", ("patient", "tolerant", "forgiving"), "a small bonsai tree"),
    TraitGroup("optimistic", ("optimistic", "hopeful", "positive"), "a sunbeam across the shoulder"),
    TraitGroup("energetic", ("energetic", "lively", "active", "vibrant"), "rolled sleeves and a lively lean"),
    TraitGroup("analytical", ("analytical", "logical", "rational", "methodical"), "a puzzle cube and a simple chart without lettering"),
    TraitGroup("focused", ("focused", "mindful", "present", "concentrated"), "a single candle and a cleared desk"),
    TraitGroup("adaptable", ("adaptable", "flexible", "open-minded", "open"), "layered clothes and a folded paper bird"),
    TraitGroup("independent", ("independent", "self-reliant", "free"), "a single feather on the desk and a relaxed solitary stance"),
    TraitGroup("generous", ("generous", "giving", "helpful", "supportive"), "a small wrapped gift at the edge of the desk"),
    TraitGroup("grateful", ("grateful", "thankful", "appreciative"), "a vase of field flowers"),
    TraitGroup("humorous", ("humorous", "funny", "witty"), "one raised brow and a crooked smile"),
    TraitGroup("loyal", ("loyal", "reliable", "dependable", "trustworthy"), "a woven friendship bracelet"),
    TraitGroup("humble", ("humble", "modest", "grounded"), "plain natural fabrics and bare wood"),
    TraitGroup("leader", ("leader", "inspiring", "charismatic", "leadership"), "a forward stance and a small flag without emblem"),
)
_GROUP_OF = {word: index for index, group in enumerate(GROUPS) for word in group.words}
CUES: dict[str, str] = {group.id: group.cue for group in GROUPS}


def canonical_groups(words: Iterable[str], most: int) -> tuple[str, ...]:
    """The ids of the groups these words belong to: unique, in the vocabulary's order, `most` at the most.

    Case, surrounding space and compatibility forms do not matter; the order and repetition of words do not either.
    """
    known = {_GROUP_OF[word] for word in map(_normal, words) if word in _GROUP_OF}
    return tuple(GROUPS[index].id for index in sorted(known)[:most])


def _normal(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().strip().replace("_", "-").replace(" ", "-")
