"""Capacity: what 200, 10 000 and 1 000 000 people cost, and which wall they meet first. `make capacity` shows it."""

from tests.benchmarks.capacity.report import rows

__all__ = ["rows"]
