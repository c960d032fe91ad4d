"""The limits on the calibration set: what each achieves, held to the figure written next to it."""

from functools import cache
from math import floor

import pytest

from mirror_realm.domain.grading import LIMITS, PALETTES, Limit
from mirror_realm.domain.quality import Fault
from tests.unit.adapters.quality.calibration import LIST, SEED, drawn, good_jpegs, listed
from tests.unit.adapters.quality.figures import Figures, Verdict, by_fault, overall
from tests.unit.adapters.quality.judging import verdicts_from_earlier, verdicts_from_photos, verdicts_on
from tests.unit.adapters.quality.looks import GOOD

EVERY_LIMIT = (*LIMITS, *PALETTES.values())


@cache
def verdicts() -> tuple[Verdict, ...]:
    return tuple(verdicts_on(good_jpegs(), listed()))


@cache
def figures(measure: str) -> Figures:
    """Of the reason that this measure gives."""
    if measure == "likeness":
        return by_fault(verdicts_from_earlier(good_jpegs()))[Fault.UNLIKE]
    if measure == "photo_likeness":
        return by_fault(verdicts_from_photos(good_jpegs()))[Fault.UNLIKE]
    (fault,) = {limit.fault for limit in EVERY_LIMIT if limit.measure == measure}
    return by_fault(verdicts())[fault]


def test_every_good_picture_passes() -> None:
    assert {
        each.what: sorted(each.reasons) for each in verdicts() if each.fault is None and each.reasons
    } == {}


def test_nearly_every_spoiled_picture_is_called_poor() -> None:
    assert overall(verdicts()).recall >= 0.95


@pytest.mark.parametrize("limit", EVERY_LIMIT, ids=lambda limit: f"{limit.measure}-{limit.at}")
def test_a_limits_figures_are_true(limit: Limit) -> None:
    """Rounded down, so that a limit never promises more than it does."""
    measured = figures(limit.measure)
    rounded = (floor(100 * measured.precision) / 100, floor(100 * measured.recall) / 100)
    assert (limit.precision, limit.recall) == rounded


@pytest.mark.parametrize("fault", sorted({limit.fault for limit in EVERY_LIMIT} - {Fault.UNLIKE}))
def test_each_fault_gets_its_reason_from_most_pictures_that_have_it(fault: Fault) -> None:
    assert by_fault(verdicts())[fault].recall >= 0.85


def test_the_list_is_what_its_seed_draws() -> None:
    assert listed() == list(drawn(good_jpegs(), SEED))


def test_the_set_is_large_enough_to_say_anything_and_small_enough_to_keep() -> None:
    assert len(listed()) >= 40
    assert len(good_jpegs()) == 42
    assert sum(path.stat().st_size for path in (*GOOD.iterdir(), LIST)) < 1_500_000
