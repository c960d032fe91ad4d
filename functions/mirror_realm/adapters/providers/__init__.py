"""Image providers: whoever turns a recipe into a picture."""
