"""The embedded Firestore alone: start, memory, operations a second, and whether writes stay cheap.

Speed is that of the server: requests are prepared before and sent as bytes over a bare gRPC channel, each as a
ratio to a gRPC server that only echoes, in the same run.
"""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
from google.cloud.firestore_v1.types import firestore

from tests.benchmarks.rows import Row, at_least, at_most

ROOT = Path(__file__).parents[2]
SERVICE = "/google.firestore.v1.Firestore"
IN_FLIGHT = 32
STORED = 10_000
START_SECONDS, MEMORY_MEGABYTES = 1.5, 150.0
"""Budgets of the whole embedded Firebase; this part must stay well inside."""

_ECHO = """
from concurrent import futures
import grpc
def answer(request, context):
    return request
handlers = grpc.method_handlers_generic_handler("echo", {"Echo": grpc.unary_unary_rpc_method_handler(answer)})
server = grpc.server(futures.ThreadPoolExecutor(8))
server.add_generic_rpc_handlers((handlers,))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(f"ready at 127.0.0.1:{port}.", flush=True)
server.wait_for_termination()
"""


def rows(quick: bool) -> Iterable[Row]:
    """Every figure of the embedded Firestore."""
    calls = 1_000 if quick else 4_000
    with _server("-c", _ECHO) as echo, grpc.insecure_channel(echo.address) as channel:
        echoes = _per_second(channel.unary_unary("/echo/Echo"), [b"x" * 200] * calls)
        yield Row("bare gRPC echo", f"{echoes:,.0f} a second")
        with _server("-m", "embedded_firebase.firebase_tools.firestore", "--port", "0") as server:
            yield at_most("start to ready", server.start_seconds, START_SECONDS, " s")
            yield at_most("memory when ready", server.megabytes(), MEMORY_MEGABYTES, " MB", 0)
            with grpc.insecure_channel(server.address) as firestore_channel:
                yield from _speeds(_Database(firestore_channel), echoes, calls)
                yield from _growth(_Database(firestore_channel), calls // 4)
            yield Row(f"memory with {STORED:,} documents", f"{server.megabytes():.0f} MB")


def run() -> list[Row]:
    """All rows, measured with certainty rather than in a hurry."""
    return list(rows(False))


class _Server:
    """A server in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], address: str, start_seconds: float) -> None:
        self.address = address
        self.start_seconds = start_seconds
        self._process = process

    def megabytes(self) -> float:
        """Resident memory, from /proc; NaN where there is none."""
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.exists():
            return float("nan")
        (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmRSS:")]
        return int(line.split()[1]) / 1024


@contextmanager
def _server(*arguments: str) -> Iterator[_Server]:
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip().rpartition(" ")[2].rstrip(".")
            yield _Server(process, address, time.perf_counter() - begun)
        finally:
            process.terminate()


class _Database:
    """Prepared requests against a database of its own."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._channel = channel
        self.name = f"projects/demo-{uuid.uuid4().hex[:8]}/databases/(default)"
        self.root = f"{self.name}/documents"

    def method(self, rpc: str) -> Any:
        return self._channel.unary_unary(f"{SERVICE}/{rpc}")

    def commit(self, document: str, number: int, transaction: bytes = b"") -> bytes:
        """Return a commit of one document, `collection/id`, that a new number makes a change."""
        fields = {
            "n": {"integer_value": number},
            "group": {"integer_value": number % 100},
            "text": {"string_value": "x" * 50},
        }
        write = {"update": {"name": f"{self.root}/{document}", "fields": fields}}
        request = firestore.CommitRequest(database=self.name, writes=[write], transaction=transaction)
        return bytes(firestore.CommitRequest.serialize(request))

    def get(self, collection: str, number: int, transaction: bytes | None = None) -> bytes:
        name = f"{self.root}/{collection}/{number}"
        request = (
            firestore.GetDocumentRequest(name=name, transaction=transaction)
            if transaction
            else firestore.GetDocumentRequest(name=name)
        )
        return bytes(firestore.GetDocumentRequest.serialize(request))

    def query(self, collection: str, group: int) -> bytes:
        condition = {"field": {"field_path": "group"}, "op": "EQUAL", "value": {"integer_value": group}}
        query = {"from_": [{"collection_id": collection}], "where": {"field_filter": condition}}
        request = firestore.RunQueryRequest(parent=self.root, structured_query=query)
        return bytes(firestore.RunQueryRequest.serialize(request))

    def run_query(self, request: bytes) -> int:
        run: grpc.UnaryStreamMultiCallable[bytes, bytes] = self._channel.unary_stream(f"{SERVICE}/RunQuery")
        return len(list(run(request)))

    def transact(self, collection: str, number: int) -> None:
        begin = firestore.BeginTransactionRequest(database=self.name)
        answer = self.method("BeginTransaction")(firestore.BeginTransactionRequest.serialize(begin))
        transaction = firestore.BeginTransactionResponse.deserialize(answer).transaction
        self.method("GetDocument")(self.get(collection, number, transaction))
        self.method("Commit")(self.commit(f"{collection}/{number}", -number, transaction))

    def fill(self, collection: str, count: int) -> None:
        commit = self.method("Commit")
        for start in range(0, count, 500):
            writes = [
                {
                    "update": {
                        "name": f"{self.root}/{collection}/{number}",
                        "fields": {"n": {"integer_value": number}},
                    }
                }
                for number in range(start, min(start + 500, count))
            ]
            commit(
                firestore.CommitRequest.serialize(firestore.CommitRequest(database=self.name, writes=writes))
            )

    def listen(self, collection: str) -> Any:
        """Return an open listener on a whole collection, its first snapshot taken."""
        query = {"parent": self.root, "structured_query": {"from_": [{"collection_id": collection}]}}
        request = firestore.ListenRequest(database=self.name, add_target={"query": query, "target_id": 1})
        listen: grpc.StreamStreamMultiCallable[bytes, bytes] = self._channel.stream_stream(
            f"{SERVICE}/Listen"
        )
        stream = listen(_one_then_wait(firestore.ListenRequest.serialize(request)))
        _until_consistent(stream)
        return stream


def _one_then_wait(request: bytes) -> Iterator[bytes]:
    yield request
    threading.Event().wait()


def _until_consistent(stream: Any) -> int:
    """Read until a NO_CHANGE says that everything up to a moment is known; returns the documents told."""
    documents = 0
    for message in stream:
        response = firestore.ListenResponse.deserialize(message)
        documents += bool(response.document_change.document.name)
        change = response.target_change
        if change.read_time and not change.target_ids:
            break
    return documents


def _speeds(database: _Database, echoes: float, calls: int) -> Iterable[Row]:
    sets = _per_second(
        database.method("Commit"), [database.commit(f"rows/{number}", number) for number in range(calls)]
    )
    gets = _per_second(
        database.method("GetDocument"), [database.get("rows", number) for number in range(calls)]
    )
    transactions = _sequence(lambda number: database.transact("rows", number), calls // 10)
    queries = _sequence(lambda number: database.run_query(database.query("rows", number % 100)), calls // 10)
    for what, speed, least in (
        ("sets", sets, 0.25),
        ("gets", gets, 0.35),
        ("transactions of 3 calls, one after the other", transactions, None),
        (f"queries, {calls // 100} of {calls:,} documents each, one after the other", queries, None),
    ):
        yield Row(what, f"{speed:,.0f} a second")
        if least is None:
            yield Row(f"{what.partition(',')[0].partition(' of')[0]} / echo", f"{speed / echoes:.3f}")
        else:
            yield at_least(f"{what} / echo", speed / echoes, least)


def _growth(database: _Database, calls: int) -> Iterable[Row]:
    """Yield the time from a write to its listener, among few and among many stored documents, in turns."""
    numbers = itertools.count()
    commit = database.method("Commit")
    streams = {}
    for stored in (100, STORED):
        database.fill(f"stored-{stored}", stored)
        streams[stored] = database.listen(f"stored-{stored}")
    seconds: dict[int, list[float]] = {stored: [] for stored in streams}
    for number in range(calls):
        for stored, stream in streams.items():
            request = database.commit(f"stored-{stored}/{number % 100}", next(numbers))
            begun = time.perf_counter()
            commit(request)
            _until_consistent(stream)
            seconds[stored].append(time.perf_counter() - begun)
    few, many = (statistics.median(each) for each in seconds.values())
    yield Row("a write and its listener's word, 100 stored", f"{few * 1e6:,.0f} µs")
    yield Row(f"a write and its listener's word, {STORED:,} stored", f"{many * 1e6:,.0f} µs")
    yield at_most(f"the same, {STORED:,} stored / 100 stored", many / few, 1.3)
    for stream in streams.values():
        stream.cancel()


def _per_second(method: Any, requests: list[bytes]) -> float:
    """Return calls a second with many in flight."""
    for request in requests[:50]:
        method(request)
    begun = time.perf_counter()
    waiting: list[Any] = []
    for request in requests:
        waiting.append(method.future(request))
        if len(waiting) == IN_FLIGHT:
            waiting.pop(0).result()
    for call in waiting:
        call.result()
    return len(requests) / (time.perf_counter() - begun)


def _sequence(act: Callable[[int], object], calls: int) -> float:
    """Return calls a second, one after the other."""
    act(0)
    begun = time.perf_counter()
    for number in range(calls):
        act(number)
    return calls / (time.perf_counter() - begun)


if __name__ == "__main__":
    from rich.console import Console

    from tests.benchmarks.report import show_group

    begun = time.perf_counter()
    measured = run()
    show_group(Console(), "The embedded Firestore", measured, time.perf_counter() - begun)
