"""Trait vocabulary: it maps users' free words about themselves to canonical groups that a picture can show.

A word outside the vocabulary is only for I-There's messages and never reaches a recipe or a prompt.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TraitGroup:
    """A group of words with one appearance, the `cue`."""

    id: str
    words: tuple[str, ...]
    cue: str


GROUPS: tuple[TraitGroup, ...] = (
    # The order is the order of choice: what shows most clearly comes first. A cue is a look, a garment or a
    # thing: posture is the stage's to say, hands are the variation's.
    TraitGroup(
        "creative",
        ("creative", "imaginative", "artistic", "inventive", "original"),
        "a small smudge of paint on one sleeve, bright loose sketches nearby",
    ),
    TraitGroup(
        "confident",
        ("confident", "self-assured", "assured", "bold", "self-confident"),
        "a level, steady gaze",
    ),
    TraitGroup(
        "curious",
        ("curious", "inquisitive", "questioning", "interested"),
        "wide attentive eyes, a small magnifying glass nearby",
    ),
    TraitGroup(
        "calm",
        ("calm", "peaceful", "serene", "relaxed", "tranquil"),
        "a very relaxed brow, a steaming cup of tea nearby",
    ),
    TraitGroup(
        "joyful",
        ("joyful", "cheerful", "happy", "playful", "fun"),
        "a bright sparkle in the eyes, cheeks lifted",
    ),
    TraitGroup(
        "kind",
        ("kind", "caring", "compassionate", "gentle", "warm"),
        "soft, warm eyes, a sleeping cat curled nearby",
    ),
    TraitGroup(
        "brave",
        ("brave", "courageous", "fearless", "daring"),
        "chin a little raised, a breeze in the clothes",
    ),
    TraitGroup(
        "determined",
        ("determined", "persistent", "driven", "ambitious", "motivated"),
        "an intent gaze, a small model of a mountain peak nearby",
    ),
    TraitGroup(
        "organised",
        ("organised", "organized", "tidy", "structured", "orderly"),
        "pencils in a straight row, small plain boxes squared up",
    ),
    TraitGroup(
        "disciplined",
        ("disciplined", "consistent", "diligent", "hardworking"),
        "a neatly buttoned collar, an hourglass nearby",
    ),
    TraitGroup(
        "thoughtful",
        ("thoughtful", "reflective", "introspective", "contemplative"),
        "a quiet inward look, a hand mirror catching the light nearby",
    ),
    TraitGroup(
        "wise",
        ("wise", "insightful", "perceptive", "discerning"),
        "a knowing half smile, a small bronze owl nearby",
    ),
    TraitGroup(
        "empathetic",
        ("empathetic", "understanding", "sensitive", "attentive"),
        "listening eyes, two chairs drawn close in the background",
    ),
    TraitGroup(
        "honest",
        ("honest", "authentic", "sincere", "genuine", "truthful"),
        "an unguarded look, clear light on both eyes",
    ),
    TraitGroup(
        "resilient",
        ("resilient", "strong", "tough", "steadfast"),
        "a mended cup with golden seams nearby",
    ),
    TraitGroup(
        "patient",
        ("patient", "tolerant", "forgiving"),
        "a small bonsai tree nearby",
    ),
    TraitGroup(
        "optimistic",
        ("optimistic", "hopeful", "positive"),
        "a sunbeam across one shoulder",
    ),
    TraitGroup(
        "energetic",
        ("energetic", "lively", "active", "vibrant"),
        "lively tousled movement in the clothes, bright quick eyes",
    ),
    TraitGroup(
        "analytical",
        ("analytical", "logical", "rational", "methodical"),
        "a wooden puzzle of interlocking pieces nearby",
    ),
    TraitGroup(
        "focused",
        ("focused", "mindful", "present", "concentrated"),
        "a single lit candle nearby, little else around it",
    ),
    TraitGroup(
        "adaptable",
        ("adaptable", "flexible", "open-minded", "open"),
        "layered clothes, a folded paper bird nearby",
    ),
    TraitGroup(
        "independent",
        ("independent", "self-reliant", "free"),
        "a single feather tucked into a pocket",
    ),
    TraitGroup(
        "generous",
        ("generous", "giving", "helpful", "supportive"),
        "a small wrapped gift nearby",
    ),
    TraitGroup(
        "grateful",
        ("grateful", "thankful", "appreciative"),
        "a vase of field flowers nearby",
    ),
    TraitGroup(
        "humorous",
        ("humorous", "funny", "witty"),
        "one raised brow and a playful crooked smile",
    ),
    TraitGroup(
        "loyal",
        ("loyal", "reliable", "dependable", "trustworthy"),
        "a woven friendship bracelet on one wrist",
    ),
    TraitGroup(
        "humble",
        ("humble", "modest", "grounded"),
        "plain natural fabrics and bare wood",
    ),
    TraitGroup(
        "leader",
        ("leader", "inspiring", "charismatic", "leadership"),
        "a proud collar, a small blank pennant nearby",
    ),
)
_GROUP_OF = {word: index for index, group in enumerate(GROUPS) for word in group.words}
CUES: dict[str, str] = {group.id: group.cue for group in GROUPS}


def canonical_groups(words: Iterable[str], most: int) -> tuple[str, ...]:
    """Return the ids of these words' groups: unique, in the vocabulary's order, at most `most`.

    Case, space, hyphens and compatibility forms do not matter, nor do the order and repetition of words.
    """
    known = {_GROUP_OF[word] for word in map(_normal, words) if word in _GROUP_OF}
    return tuple(GROUPS[index].id for index in sorted(known)[:most])


def _normal(word: str) -> str:
    return "-".join(
        unicodedata.normalize("NFKC", word).casefold().replace("_", " ").replace("-", " ").split()
    )
