"""One document for each kind of value, in the order that Firestore sorts them."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

from google.cloud import firestore


def values(client: firestore.Client) -> dict[str, Any]:
    """Values by the id of the document that holds each; the ids in the order of the values, ties by id."""
    return {
        "null": None,
        "false": False,
        "true": True,
        "nan": math.nan,
        "minus-infinity": -math.inf,
        "minus-zero": -0.0,
        "zero": 0,
        "one-double": 1.0,
        "one-integer": 1,
        "one-and-a-half": 1.5,
        "two": 2,
        "2^53-double": float(2**53),
        "2^53+1-integer": 2**53 + 1,
        "timestamp": datetime(2026, 1, 1, tzinfo=UTC),
        "empty-string": "",
        "a": "a",
        "b": "b",
        "e-acute": "é",
        "emoji": "🪞",
        "bytes": b"a",
        "reference": client.document("a/b"),
        "longer-reference": client.document("a/b/c/d"),
        "geo-point": firestore.GeoPoint(1, 2),
        "array-of-null": [None],
        "array-1": [1],
        "array-1-2": [1, 2],
        "array-of-string": ["a", {"x": 1}],
        "empty-map": {},
        "map-a": {"a": 1},
        "map-a-b": {"a": 1, "b": 2},
    }


def store(client: firestore.Client) -> None:
    """Store each value as field `v` of a document in `values`, and one document without the field."""
    batch = client.batch()
    for identifier, value in values(client).items():
        batch.set(client.document(f"values/{identifier}"), {"v": value})
    batch.set(client.document("values/without"), {"other": 1})
    batch.commit()
