"""Jobs: how a render job comes into being, and starts again."""
