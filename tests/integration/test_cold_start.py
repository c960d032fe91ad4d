"""Cold start: what an instance loads on its way to a first hit."""

from tests.benchmarks.imports import HEAVY, first_hits


def test_a_first_hit_loads_nothing_that_it_does_not_need() -> None:
    (life,) = first_hits(1)
    assert life["heavy"] == [], f"none of {HEAVY} is needed to hand out a picture that is there"
