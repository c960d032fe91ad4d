"""Image providers: the clients of services that make a picture from a recipe."""
