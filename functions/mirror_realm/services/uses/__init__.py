"""Uses: what apps did with a user's avatars, counted by day and app."""
