"""Pushes by Firebase Cloud Messaging: `fcm` sends them, `bearer` has the token that Google asks for."""
