"""Hostile documents: what a server, or rules with a hole, could have stored."""

from datetime import UTC, datetime
from typing import Any

from google.cloud.firestore import GeoPoint
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.fuzz import hostile

_LONGEST_INT = 2**63 - 1
_DEEPEST = 18
"""Levels below a field; a document has 20."""

_OTHERS = (
    b"\xff\x00",
    GeoPoint(0.0, 0.0),
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, tzinfo=UTC),
)
"""Values that Firestore has and JSON has not. Its last microsecond is one that the client library cannot read."""

values: SearchStrategy[Any] = hostile.values | st.sampled_from(_OTHERS)


def documents(*valid: dict[str, Any]) -> SearchStrategy[dict[str, Any]]:
    """Nearly valid documents, and any others."""
    nearly = st.sampled_from(valid).flatmap(hostile.mutated)
    odd = st.tuples(st.sampled_from(valid), hostile.names, values).map(lambda one: {**one[0], one[1]: one[2]})
    anything = st.dictionaries(hostile.names, values, max_size=5)
    return st.one_of(nearly, nearly, odd, anything).map(storable)


def storable(value: Any) -> dict[str, Any]:
    """Return the document that Firestore can hold and is most like this."""
    document = _storable(value, _DEEPEST)
    return document if isinstance(document, dict) else {"data": document}


def _storable(value: Any, levels: int) -> Any:
    if isinstance(value, dict | list) and levels <= 0:
        return None
    if isinstance(value, dict):
        named = {_text(name): _storable(one, levels - 1) for name, one in value.items()}
        return {name: one for name, one in named.items() if name and not _reserved(name)}
    if isinstance(value, list):
        # A list holds no list itself; within a map it may.
        return [_storable({"list": one} if isinstance(one, list) else one, levels - 2) for one in value]
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int) and abs(value) > _LONGEST_INT:
        return _LONGEST_INT
    return value


def _text(text: str) -> str:
    return text.encode(errors="replace").decode()


def _reserved(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")
