"""Fallback: what stands in where a wish cannot have its own picture."""
