"""The bridge between ASGI and WSGI: what a service sees of a body, and when it sees no request at all."""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from embedded_firebase.web.bridge import serve_handler, wsgi_environment

MOST = 10


def scope(**headers: str) -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/a",
        "raw_path": b"/a",
        "query_string": b"",
        "server": ("127.0.0.1", 80),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }


def part(body: bytes, *, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


CUT = {"type": "http.disconnect"}


def served(messages: Iterable[dict[str, Any]]) -> tuple[list[bytes], list[int]]:
    """Return what the service read, and the statuses that were sent, for one request in chunks."""
    read: list[bytes] = []
    statuses: list[int] = []
    waiting = iter(messages)

    def handle(request: Request) -> Response:
        read.append(request.get_data())
        return Response("done")

    async def receive() -> dict[str, Any]:
        return next(waiting)

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    with ThreadPoolExecutor(1) as workers:
        application = serve_handler("sample", handle, workers, most_bytes=MOST)

        async def serve() -> None:
            await application(scope(transfer_encoding="chunked"), receive, send)

        asyncio.run(serve())
    return read, statuses


def test_a_service_reads_all_chunks_as_one_body() -> None:
    assert served([part(b"one ", more=True), part(b"two", more=False)]) == ([b"one two"], [200])


@pytest.mark.parametrize("cut_after", [[], [part(b"one ", more=True)]])
def test_a_service_never_sees_a_body_that_was_cut_short(cut_after: list[dict[str, Any]]) -> None:
    assert served([*cut_after, CUT]) == ([], [])


@pytest.mark.parametrize(("size", "status"), [(MOST, 200), (MOST + 1, 413)])
def test_a_service_never_sees_more_than_its_bound(size: int, status: int) -> None:
    read, statuses = served([part(b"x" * (size - 1), more=True), part(b"x", more=False)])
    assert statuses == [status]
    assert read == ([b"x" * size] if status == 200 else [])


def test_a_body_in_chunks_has_no_length_as_on_the_platform() -> None:
    request = Request(wsgi_environment(scope(transfer_encoding="chunked"), b"bytes"))
    assert (request.content_length, request.get_data()) == (None, b"bytes")


def test_the_length_of_any_other_body_is_what_arrived() -> None:
    request = Request(wsgi_environment(scope(content_length="3"), b"bytes"))
    assert (request.content_length, request.get_data()) == (5, b"bytes")
