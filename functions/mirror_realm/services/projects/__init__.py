"""Projects: albums of a user's avatars, how they are kept and how they end."""
