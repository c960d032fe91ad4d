"""The demo: half a year with one person, through the real callables, on the embedded Firebase. `make run`."""
