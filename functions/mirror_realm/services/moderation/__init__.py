"""Moderation: reported pictures, decisions of administrators, and takedowns."""
