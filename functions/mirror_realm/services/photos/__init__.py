"""Photos: consent to their use, and the data made from them."""
