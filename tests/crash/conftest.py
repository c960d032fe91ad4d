"""The embedded Firestore, as the integration tests have it."""

from tests.integration.conftest import firestore_emulator, houses

__all__ = ["firestore_emulator", "houses"]
