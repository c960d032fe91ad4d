"""Jobs: starting and restarting render jobs."""
