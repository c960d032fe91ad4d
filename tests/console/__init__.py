"""Half a year of the console: what it shows after 1 000 simulated people, and pictures of every room.

python -m tests.console     takes them (see `__main__`)
"""
