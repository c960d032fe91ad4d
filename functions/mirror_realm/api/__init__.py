"""The edge of the backend: it validates requests, writes answers and translates errors."""
