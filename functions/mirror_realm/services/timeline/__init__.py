"""Timeline: a person's own avatars, one by one and as a reel."""
