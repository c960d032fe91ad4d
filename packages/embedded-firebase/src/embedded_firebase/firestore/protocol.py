"""The protocol's messages as plain protobuf classes.

The client library wraps each message in proto-plus, whose attribute access is some ten times slower; the
server reads and writes the classes beneath. protobuf makes them at run time, where a type checker cannot
see them: to mypy each is `Any`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from google.cloud.firestore_v1.types import document, firestore, query, write
from google.protobuf.empty_pb2 import Empty as Empty
from google.protobuf.timestamp_pb2 import Timestamp as _Timestamp

Message: TypeAlias = Any
"""Any protobuf message."""


def _plain(wrapper: Any) -> Any:
    return wrapper.pb()


if TYPE_CHECKING:
    ArrayValue: TypeAlias = Any
    Cursor: TypeAlias = Any
    Document: TypeAlias = Any
    StructuredQuery: TypeAlias = Any
    Timestamp: TypeAlias = Any
    Value: TypeAlias = Any
    Write: TypeAlias = Any
    WriteResult: TypeAlias = Any
else:
    ArrayValue = _plain(document.ArrayValue)
    Cursor = _plain(query.Cursor)
    Document = _plain(document.Document)
    StructuredQuery = _plain(query.StructuredQuery)
    Timestamp = _Timestamp
    Value = _plain(document.Value)
    Write = _plain(write.Write)
    WriteResult = _plain(write.WriteResult)

DocumentChange = _plain(write.DocumentChange)
DocumentDelete = _plain(write.DocumentDelete)
DocumentRemove = _plain(write.DocumentRemove)
ExistenceFilter = _plain(write.ExistenceFilter)
TargetChange = _plain(firestore.TargetChange)

BatchGetDocumentsResponse = _plain(firestore.BatchGetDocumentsResponse)
BatchWriteResponse = _plain(firestore.BatchWriteResponse)
BeginTransactionResponse = _plain(firestore.BeginTransactionResponse)
CommitResponse = _plain(firestore.CommitResponse)
ListCollectionIdsResponse = _plain(firestore.ListCollectionIdsResponse)
ListDocumentsResponse = _plain(firestore.ListDocumentsResponse)
ListenResponse = _plain(firestore.ListenResponse)
PartitionQueryResponse = _plain(firestore.PartitionQueryResponse)
RunAggregationQueryResponse = _plain(firestore.RunAggregationQueryResponse)
RunQueryResponse = _plain(firestore.RunQueryResponse)
WriteResponse = _plain(firestore.WriteResponse)


def request_class(rpc: str) -> Any:
    """Return the request message of an RPC of google.firestore.v1.Firestore."""
    return _plain(getattr(firestore, f"{rpc}Request"))


NULL: Any = Value(null_value=0)


def timestamp(microseconds: int) -> Timestamp:
    """Return a Timestamp at this many microseconds since 1970."""
    seconds, rest = divmod(microseconds, 1_000_000)
    return Timestamp(seconds=seconds, nanos=rest * 1000)


def microseconds_of(moment: Timestamp) -> int:
    """Return microseconds since 1970, cut off below a microsecond as Firestore does."""
    return int(moment.seconds) * 1_000_000 + int(moment.nanos) // 1000


def length_delimited(field: int, content: bytes) -> bytes:
    """Return a field of a message that holds text, bytes or a message, as it is on the wire."""
    size, prefix = len(content), bytearray([field << 3 | 2])
    while size >= 128:
        prefix.append(size % 128 + 128)
        size //= 128
    prefix.append(size)
    return bytes(prefix) + content
