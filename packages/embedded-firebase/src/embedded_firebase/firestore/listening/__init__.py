"""Listeners: targets that follow a query or documents, and the stream that reports on them."""
