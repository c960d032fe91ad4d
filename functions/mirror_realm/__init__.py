"""Mirror Realm Avatars: a user's reflection, evolving with them."""
