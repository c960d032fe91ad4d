"""Peers side by side: what is to be different is different to both, and figures are worded fairly."""

import pytest

from mirror_realm.domain.progress import stage_for
from tests.benchmarks import naive_storms as storms
from tests.benchmarks.rows import times


def test_the_different_wishes_are_different_to_the_naive_backend_too() -> None:
    wishes = [storms.apart_by_number(number) for number in range(storms.DIFFERENT)]
    keys = {f"{stage_for(days)}:{days // 7}:{len(traits)}" for days, traits in wishes}
    assert len(keys) == storms.DIFFERENT
    ours = {(one["variation"], one["character"]) for one in storms.different()}
    assert len(ours) == storms.DIFFERENT


@pytest.mark.parametrize(
    ("more", "less", "words"),
    [(200, 20, "10.0 times"), (3, 0, "any number of times"), (0, 0, "no"), (1, 2, "0.5 times")],
)
def test_a_ratio_is_worded(more: float, less: float, words: str) -> None:
    assert times(more, less) == words


def test_a_row_misses_where_ours_pays_for_another_number_than_promised() -> None:
    assert storms.beside("calls", (200, 20), 20).ok
    assert not storms.beside("calls", (200, 21), 20).ok
