"""Indexes: what `firestore.indexes.json` declares."""

from __future__ import annotations


class IndexCatalogue:
    """The composite indexes and field overrides of a project."""
