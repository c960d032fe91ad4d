"""What the product means, in pure Python: no I/O, no clock, no randomness but what is passed in."""
