"""Moderation: reported pictures, what administrators decide, and taking them out of sight."""
