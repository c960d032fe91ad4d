"""Exports: a copy of a user's own data, made in parts, kept for a day."""
