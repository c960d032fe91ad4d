"""The REST API under `/api/v1`, by FastAPI: the acts of the callables in the words of HTTP.

Only the function `avatar_api` imports this package, and FastAPI with it.
"""
