"""How much is fuzzed: a little in every run, at length in `make soak`; the same inputs for the same `SOAK_SEED`."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from tests.soak import soaking

FEW = 6
MANY = 700
"""Inputs for each entry point."""


def fuzz(strategy: SearchStrategy[Any], check: Callable[[Any], None], inputs: int) -> int:
    """Check this many inputs, and return how many were tried. A failure shows the smallest input found."""
    tried = 0

    @settings(
        max_examples=inputs,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @seed(soaking.SEED)
    @given(strategy)
    def run(value: Any) -> None:
        nonlocal tried
        tried += 1
        check(value)

    run()
    return tried
