"""Running queries and aggregations."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

from embedded_firebase.firestore.encoded_answers import DocumentAnswers
from embedded_firebase.firestore.engine import Engine
from embedded_firebase.firestore.errors import invalid_argument, permission_denied, unimplemented
from embedded_firebase.firestore.protocol import (
    Cursor,
    Message,
    PartitionQueryResponse,
    RunAggregationQueryResponse,
    RunQueryResponse,
    StructuredQuery,
    Value,
)
from embedded_firebase.firestore.queries.aggregation import aggregated_paths, plan_aggregations
from embedded_firebase.firestore.queries.plan import plan_query
from embedded_firebase.firestore.rpcs.session import Session, database_of_parent, open_session
from embedded_firebase.firestore.stored_document import NAME_PATH, StoredDocument
from embedded_firebase.firestore.wire.methods import Incoming


class Queries:
    """RunQuery, RunAggregationQuery, PartitionQuery."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def run_query(self, request: Message, call: Incoming) -> AsyncGenerator[Message, None]:
        _refuse_explain(request)
        database = database_of_parent(self._engine, request.parent)
        session = open_session(self._engine, call, database, request)
        if request.WhichOneof("query_type") != "structured_query":
            raise invalid_argument("only structured queries are supported")
        plan = plan_query(request.parent, request.structured_query)
        self._engine.require_index(plan)
        result = await self._engine.query(database, session.reader, plan)
        self._check_access(session, request.parent, request.structured_query, result.documents)
        self._engine.operations.read_query(result.skipped + len(result.documents))
        if session.begun:
            yield RunQueryResponse(transaction=session.begun)
        read_time = session.read_time(self._engine)
        if result.skipped:
            yield RunQueryResponse(read_time=read_time, skipped_results=result.skipped)
        answers = DocumentAnswers(RunQueryResponse, "document", read_time)
        for document in result.documents:
            yield answers.of(plan.encoded(document))
        if not result.documents and not result.skipped:
            yield RunQueryResponse(read_time=read_time)

    async def run_aggregation_query(self, request: Message, call: Incoming) -> AsyncGenerator[Message, None]:
        _refuse_explain(request)
        database = database_of_parent(self._engine, request.parent)
        session = open_session(self._engine, call, database, request)
        query = request.structured_aggregation_query
        aggregations = plan_aggregations(query.aggregations)
        paths = aggregated_paths(aggregations)
        plan = replace(plan_query(request.parent, query.structured_query), required=paths)
        self._engine.require_index(plan, sorted(paths))
        plan = replace(plan, ordering=plan.ordering.by_aggregated(paths))
        result = await self._engine.query(database, session.reader, plan)
        self._check_access(session, request.parent, query.structured_query, result.documents)
        self._engine.operations.read_aggregation(result.skipped + len(result.documents))
        response = RunAggregationQueryResponse(
            read_time=session.read_time(self._engine), transaction=session.begun
        )
        for aggregation in aggregations:
            value = aggregation.of(result.documents)
            response.result.aggregate_fields[aggregation.alias].CopyFrom(value)
        yield response

    async def partition_query(self, request: Message, call: Incoming) -> Message:
        database = database_of_parent(self._engine, request.parent)
        session = open_session(self._engine, call, database, request)
        if not session.caller.is_server:
            raise permission_denied()
        plan = plan_query(request.parent, request.structured_query)
        paths = [order.path for order in plan.ordering.orders]
        if not plan.all_descendants or plan.filter is not None or paths != [NAME_PATH]:
            raise invalid_argument("Only collection group queries ordered by __name__ can be partitioned.")
        if request.partition_count <= 0:
            raise invalid_argument("partition_count must be greater than zero.")
        documents = (await self._engine.query(database, session.reader, plan)).documents
        self._engine.operations.read_query(0)
        step = max(1, len(documents) // (request.partition_count + 1))
        splits = documents[step::step][: request.partition_count] if len(documents) > 1 else []
        return PartitionQueryResponse(
            partitions=[
                Cursor(values=[Value(reference_value=document.name)], before=True) for document in splits
            ]
        )

    def _check_access(
        self, session: Session, parent: str, query: StructuredQuery, documents: Sequence[StoredDocument]
    ) -> None:
        if not session.caller.is_server:
            access = self._engine.access_of(session.caller, session.database)
            messages = [document.message for document in documents]
            self._engine.access.check_query(access, parent, query, messages)


def _refuse_explain(request: Message) -> None:
    if request.HasField("explain_options"):
        raise unimplemented("Query explain")
