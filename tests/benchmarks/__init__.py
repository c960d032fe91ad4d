"""Benchmarks: what the design promises in numbers, measured. `make bench` prints which promises hold."""
