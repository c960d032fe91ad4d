"""Pace: the images a minute of each provider, the jobs that wait for them, and their start."""
