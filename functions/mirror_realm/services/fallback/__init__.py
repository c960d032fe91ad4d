"""Fallback: the picture that is shown if a wish cannot have its own."""
