"""Mirror Realm Avatars: a person's reflection, evolving with them."""
