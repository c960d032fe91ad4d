"""Populations: 90 days in the lives of people who use the app, through the real recipe code."""

from tests.benchmarks.populations.report import rows

__all__ = ["rows"]
