"""Structured queries: what they select, in which order, and what they add up to."""
