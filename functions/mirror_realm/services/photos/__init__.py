"""Photos: consent to their use, and everything that came of them."""
