"""Sharing: one picture of a user at a public address that the user can revoke."""
