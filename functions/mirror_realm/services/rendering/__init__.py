"""Rendering: a job from its first attempt to its end, and its followers."""
