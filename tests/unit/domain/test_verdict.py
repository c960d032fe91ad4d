"""What a verdict makes of a picture's quality."""

from dataclasses import replace

import pytest

from mirror_realm.domain.quality import Fault, Quality
from mirror_realm.domain.verdict import Objection, Verdict

GOOD = Verdict(one_adult=True, whole_face=True, expression=3, style=4, clean=True, safe=True, same_person=4)


def test_a_picture_with_good_marks_passes() -> None:
    assert Quality(0.9).seen(GOOD) == Quality(0.75, (), GOOD)
    assert not Quality(0.9).seen(GOOD).poor


@pytest.mark.parametrize(
    ("verdict", "objection"),
    [
        (replace(GOOD, one_adult=False), Objection.NOT_ONE_ADULT),
        (replace(GOOD, whole_face=False), Objection.FACE_CUT_OFF),
        (replace(GOOD, same_person=1), Objection.ANOTHER_PERSON),
        (replace(GOOD, expression=0), Objection.WRONG_EXPRESSION),
        (replace(GOOD, style=1), Objection.WRONG_STYLE),
        (replace(GOOD, clean=False), Objection.TEXT_OR_LIMBS),
    ],
)
def test_each_low_mark_is_an_objection_of_its_own(verdict: Verdict, objection: Objection) -> None:
    quality = Quality(1.0).seen(verdict)
    assert quality.why == (objection,)
    assert quality.poor
    assert quality.score < 0.5


@pytest.mark.parametrize("mark", [2, 3, 4])
def test_a_mark_in_the_middle_is_none(mark: int) -> None:
    assert replace(GOOD, same_person=mark, expression=mark, style=mark).objections == ()


def test_it_lowers_what_statistics_found_and_never_raises_it() -> None:
    found = Quality(0.2, (Fault.BLURRED,))
    assert found.seen(GOOD).score == 0.2
    assert found.seen(replace(GOOD, style=0)).why == (Fault.BLURRED, Objection.WRONG_STYLE)


def test_what_is_not_safe_is_unfit_whatever_the_marks() -> None:
    assert Quality(1.0).seen(replace(GOOD, safe=False)).unfit
    assert not Quality(1.0).seen(GOOD).unfit
    assert not Quality(0.0).unfit


def test_quality_without_a_verdict_is_stored_as_before() -> None:
    assert Quality(0.5).to_document() == {"score": 0.5, "reasons": []}
    seen = Quality(1.0).seen(GOOD)
    assert Quality.from_document(seen.to_document()) == seen
