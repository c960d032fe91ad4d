"""A version of a document in the store: the message, and what is computed of it once, such as sort keys."""

from __future__ import annotations

from embedded_firebase.firestore.paths import NAME_FIELD, FieldPath, ResourceName, parse_document_name
from embedded_firebase.firestore.protocol import Document
from embedded_firebase.firestore.values import OrderKey, field_at, order_key, reference_key

NAME_PATH: FieldPath = (NAME_FIELD,)


class StoredDocument:
    """One immutable version. The message must not be changed once it is here."""

    __slots__ = ("_encoded", "_keys", "_resource", "message", "name", "size")

    def __init__(self, message: Document, size: int = 0) -> None:
        self.message = message
        self.name: str = message.name
        self.size = size
        self._resource: ResourceName | None = None
        self._keys: dict[FieldPath, OrderKey | None] = {}
        self._encoded: bytes | None = None

    @property
    def encoded(self) -> bytes:
        """The message, encoded."""
        if self._encoded is None:
            self._encoded = self.message.SerializeToString(deterministic=True)
        return self._encoded

    def is_encoded_as(self, message: Document) -> bool:
        """Return whether a message is the same to the bit: -0.0 differs from 0.0, NaN equals itself."""
        encoded: bytes = message.SerializeToString(deterministic=True)
        return encoded == self.encoded

    @property
    def segments(self) -> tuple[str, ...]:
        if self._resource is None:
            self._resource = parse_document_name(self.name)
        return self._resource.segments

    def key(self, path: FieldPath) -> OrderKey | None:
        """Return the order key of the field at a path (the document's name for `__name__`); None if absent."""
        try:
            return self._keys[path]
        except KeyError:
            pass
        if path == NAME_PATH:
            key: OrderKey | None = reference_key(self.name)
        else:
            value = field_at(self.message.fields, path)
            key = None if value is None else order_key(value)
        self._keys[path] = key
        return key
