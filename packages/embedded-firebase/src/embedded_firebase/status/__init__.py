"""The status pages: what runs where, how deliveries stand, and what documents, files, accounts there are."""

from embedded_firebase.status.pages import StatusPages

__all__ = ["StatusPages"]
