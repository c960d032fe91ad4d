"""Timeline: a user's own avatars, one by one and as a reel."""
