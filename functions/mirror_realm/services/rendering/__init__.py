"""Rendering: a job from its first attempt to its end, and those who wait behind it."""
