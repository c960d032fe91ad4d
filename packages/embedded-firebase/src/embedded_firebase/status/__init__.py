"""The status pages: services and addresses, deliveries, documents, files and accounts."""

from embedded_firebase.status.pages import StatusPages

__all__ = ["StatusPages"]
