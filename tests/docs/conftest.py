"""The whole Firebase that documented calls are sent to, as integration tests have it."""

from tests.integration.conftest import administrator, firebase

__all__ = ["administrator", "firebase"]
