"""Quality: grades, the score they make, and how it is stored."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.grading import LIMITS, PALETTES, POOR, Limit, Measures, grade
from mirror_realm.domain.quality import Fault, Quality
from mirror_realm.domain.styles import StyleId

FINE = Measures(
    sharpness=0.7,
    resolution=0.45,
    noise=0.1,
    blockiness=0.8,
    burnt=0.0,
    brightness=0.8,
    warmth=0.95,
    chroma=0.3,
    filled=0.7,
    seam=0.2,
    written=0.0,
)
EVERY_LIMIT = (*LIMITS, *PALETTES.values())


def test_a_picture_with_nothing_wrong_scores_one() -> None:
    assert grade(FINE, StyleId.DAYMI) == Quality(1.0)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.measure)
def test_just_past_its_limit_a_measure_becomes_a_reason_and_the_score_poor(limit: Limit) -> None:
    step = (limit.ideal - limit.at) / 100
    before = grade(replace(FINE, **{limit.measure: limit.at + step}), StyleId.DAYMI)
    past = grade(replace(FINE, **{limit.measure: limit.at - step}), StyleId.DAYMI)
    assert before.reasons == ()
    assert before.score >= POOR
    assert past.reasons == (limit.fault,)
    assert past.score < POOR


@given(
    measures=st.builds(Measures, **{name: st.floats(0, 20) for name in Measures.__dataclass_fields__}),
    style=st.sampled_from(StyleId),
)
def test_a_score_is_between_0_and_1_and_below_the_limit_exactly_where_there_is_a_reason(
    measures: Measures, style: StyleId
) -> None:
    quality = grade(measures, style)
    assert 0 <= quality.score <= 1
    assert (quality.score < POOR) == quality.poor


def test_the_worst_fault_comes_first_and_alone_makes_the_score() -> None:
    blurred = replace(FINE, sharpness=0.40)
    worse = replace(blurred, brightness=0.05)
    assert grade(worse, StyleId.DAYMI).reasons == (Fault.UNDEREXPOSED, Fault.BLURRED)
    assert grade(worse, StyleId.DAYMI).score == grade(replace(FINE, brightness=0.05), StyleId.DAYMI).score


def test_a_grid_of_blocks_is_not_called_a_collage_too() -> None:
    assert grade(replace(FINE, blockiness=9.0, seam=0.9), StyleId.DAYMI).reasons == (Fault.BLOCKY,)


def test_every_fault_has_a_limit_and_every_style_a_palette() -> None:
    assert {limit.fault for limit in EVERY_LIMIT} == set(Fault)
    assert set(PALETTES) == set(StyleId)


def test_a_quality_is_stored_and_read_again() -> None:
    quality = Quality(0.21, (Fault.TEXT, Fault.NOISY))
    assert quality.to_document() == {"score": 0.21, "reasons": ["text", "noisy"]}
    assert Quality.from_document(quality.to_document()) == quality
