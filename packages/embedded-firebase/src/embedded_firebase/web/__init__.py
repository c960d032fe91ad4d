"""The HTTP floor of the suite: one event loop that serves every HTTP service, and what the services share."""
