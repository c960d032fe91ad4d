"""The HTTP layer of the suite: one event loop that serves every HTTP service, and the code that services share."""
