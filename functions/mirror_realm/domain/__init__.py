"""The rules of the product in pure Python: no I/O, no clock, and no randomness except as an argument."""
