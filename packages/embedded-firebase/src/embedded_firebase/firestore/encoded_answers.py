"""Answers that carry a stored document, put together from bytes: protobuf would copy and encode it for each."""

from __future__ import annotations

from embedded_firebase.firestore.protocol import Message, Timestamp, length_delimited


class EncodedAnswer:
    """A response message that is encoded already."""

    __slots__ = ("_encoded", "_kind")

    def __init__(self, kind: Message, encoded: bytes) -> None:
        self._kind = kind
        self._encoded = encoded

    def SerializeToString(self) -> bytes:  # noqa: N802  # as a protobuf message has it
        return self._encoded

    def message(self) -> Message:
        """Return the response as a protobuf message."""
        return self._kind.FromString(self._encoded)


class DocumentAnswers:
    """The answers of one call: of one kind, with the document in the same field, and read at the same time."""

    def __init__(self, kind: Message, field: str, read_time: Timestamp) -> None:
        self._kind = kind
        self._number: int = kind.DESCRIPTOR.fields_by_name[field].number
        self._rest: bytes = kind(read_time=read_time).SerializeToString()

    def of(self, document: bytes) -> EncodedAnswer:
        """Return the answer with this document, given as its encoded message."""
        return EncodedAnswer(self._kind, length_delimited(self._number, document) + self._rest)
