"""A text is as long as a call as it is as a document: whatever a person writes passes both doors or neither."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from embedded_firebase.rules import Method
from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import LONGEST_ACHIEVEMENT, LONGEST_TRAIT
from mirror_realm.domain.wish import User
from mirror_realm.errors import InvalidRequest
from tests.rules.acts import OWNER, FirestoreAct
from tests.rules.documents import PROGRESS, with_
from tests.rules.engines import FirestoreEngine
from tests.rules.firestore_acts import PROGRESS_PATH

Record = Callable[[str, object], None]

SCRIPTS = {
    "Latin letters": "x",
    "letters with an accent": "é",
    "letters and combining accents": "e\u0301",
    "jamo that make up a syllable": "\u1112\u1161\u11ab",
    "the last character of two bytes in UTF-16": "\uffff",
    "the first character of four": "\U00010000",
    "emoji": "\N{GRINNING FACE}",
    "a hand with a skin tone": "\U0001f44d\U0001f3fd",
    "a family of emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "flags": "\U0001f1e9\U0001f1ea",
    "hearts with a variation selector": "\u2764\ufe0f",
    "letters under fifty accents": "a" + "\u0300" * 50,
}
"""Texts whose UTF-16 code units, code points, bytes and visible characters are different in number."""


def texts(longest: int) -> Iterator[tuple[str, str, bool]]:
    """Each script at the bound and a unit beyond it, and whether it may pass."""
    for script, sample in SCRIPTS.items():
        unit = len(sample.encode("utf-16-le")) // 2
        whole = sample * (longest // unit)
        filled = whole + "x" * (longest % unit)
        yield f"{script}, as long as may be", filled, True
        yield f"{script}, a unit too long", filled + "x", False
        yield f"{script}, once more", filled + sample, False


def documents() -> Iterator[tuple[str, dict[str, Any], bool]]:
    for what, text, allowed in texts(LONGEST_ACHIEVEMENT):
        yield f"an achievement of {what}", dict(with_(PROGRESS, major_achievement=text)), allowed
    for what, text, allowed in texts(LONGEST_TRAIT):
        yield f"a trait of {what}", dict(with_(PROGRESS, discovered_traits=[text])), allowed


def is_taken_by_the_call(progress: dict[str, Any]) -> bool:
    try:
        parse_wish({"progress_metrics": progress}, User(OWNER, FREE))
    except InvalidRequest:
        return False
    return True


def test_the_call_measures_in_utf_16() -> None:
    wrong = [what for what, progress, allowed in documents() if is_taken_by_the_call(progress) is not allowed]
    assert wrong == []


def test_the_rules_measure_as_the_call_does(
    firestore_engine: FirestoreEngine, record_property: Record
) -> None:
    wrong = []
    judged = list(documents())
    for what, progress, _ in judged:
        act = FirestoreAct(what, True, Method.CREATE, PROGRESS_PATH, data=progress)
        if firestore_engine.allows_firestore(act) is not is_taken_by_the_call(progress):
            wrong.append(what)
    record_property("judged", ("text length", firestore_engine.name, len(judged)))
    assert wrong == []


def test_three_hundred_emoji_are_an_achievement_at_either_door(firestore_engine: FirestoreEngine) -> None:
    progress = dict(with_(PROGRESS, major_achievement="\N{GRINNING FACE}" * 300))
    assert is_taken_by_the_call(progress)
    act = FirestoreAct("300 emoji", True, Method.CREATE, PROGRESS_PATH, data=progress)
    assert firestore_engine.allows_firestore(act)


@pytest.mark.parametrize("half", ["\ud83d", "x\udfff", "\ude00\ud83d"])
def test_half_a_surrogate_pair_is_no_text_for_a_call(half: str) -> None:
    """As a document it cannot even be sent: Firestore refuses a message that is not UTF-8."""
    assert not is_taken_by_the_call({**PROGRESS, "major_achievement": half})
