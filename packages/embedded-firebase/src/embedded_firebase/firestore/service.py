"""The gRPC surface: the handler of each method."""

from __future__ import annotations

from collections.abc import Mapping

from embedded_firebase.firestore.engine import Engine
from embedded_firebase.firestore.protocol import request_class
from embedded_firebase.firestore.rpcs.commits import Commits
from embedded_firebase.firestore.rpcs.documents import DocumentReads
from embedded_firebase.firestore.rpcs.queries import Queries
from embedded_firebase.firestore.rpcs.streams import Streams
from embedded_firebase.firestore.wire.methods import BidirectionalStream, Method, ServerStream, Unary

SERVICE = "google.firestore.v1.Firestore"


def methods_of(engine: Engine) -> Mapping[str, Method]:
    """Return every implemented method by its path; any other is answered UNIMPLEMENTED."""
    documents, queries, commits = DocumentReads(engine), Queries(engine), Commits(engine)
    streams = Streams(engine)
    unary = {
        "GetDocument": documents.get_document,
        "ListDocuments": documents.list_documents,
        "ListCollectionIds": documents.list_collection_ids,
        "PartitionQuery": queries.partition_query,
        "BeginTransaction": commits.begin_transaction,
        "Commit": commits.commit,
        "Rollback": commits.rollback,
        "BatchWrite": commits.batch_write,
        "CreateDocument": commits.create_document,
        "UpdateDocument": commits.update_document,
        "DeleteDocument": commits.delete_document,
    }
    server_streams = {
        "BatchGetDocuments": documents.batch_get_documents,
        "RunQuery": queries.run_query,
        "RunAggregationQuery": queries.run_aggregation_query,
    }
    methods: dict[str, Method] = {}
    for name, unary_handler in unary.items():
        methods[f"/{SERVICE}/{name}"] = Unary(request_class(name).FromString, unary_handler)
    for name, stream_handler in server_streams.items():
        methods[f"/{SERVICE}/{name}"] = ServerStream(request_class(name).FromString, stream_handler)
    for name, bidirectional in {"Listen": streams.listen, "Write": streams.write}.items():
        methods[f"/{SERVICE}/{name}"] = BidirectionalStream(request_class(name).FromString, bidirectional)
    return methods
