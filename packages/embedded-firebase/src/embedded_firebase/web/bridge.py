"""Between ASGI, which the server speaks, and werkzeug's synchronous requests, which services speak."""

import asyncio
import io
import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from embedded_firebase.web.cross_origin import allow_cross_origin, preflight
from embedded_firebase.web.server import Application, Receive, Scope, Send

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from embedded_firebase.request_log import RequestLog

Handler = Callable[[Request], Response]
"""A service: a request in, a response out, on a worker thread."""

MOST_BYTES = 32 * 1024 * 1024
"""Of a request's body: what Cloud Run takes (https://cloud.google.com/run/quotas#request_limits)."""

_logger = logging.getLogger("embedded_firebase.web")


class BodyTooLarge(Exception):
    """A request's body is larger than the service takes."""


class BodyCutShort(Exception):
    """The connection ended before the body did: the client hung up, or a chunk was malformed."""


async def read_body(receive: Receive, most: int) -> bytes:
    """Return the whole body of a request, whether its length was announced or it came in chunks.

    Raises:
        BodyTooLarge: if it has more than `most` bytes. The body is read to its end; the bytes beyond are dropped.
        BodyCutShort: if it did not arrive whole. Half an upload must not become an object.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BodyCutShort
        part = message.get("body", b"")
        size += len(part)
        if size <= most:
            parts.append(part)
        else:
            parts.clear()
        if not message.get("more_body"):
            break
    if size > most:
        raise BodyTooLarge
    return b"".join(parts)


def wsgi_environment(scope: Scope, body: bytes) -> "WSGIEnvironment":
    """Return the request as PEP 3333 describes it, with `RAW_URI` holding the path exactly as it was sent.

    The input ends where the body does. As on the platform, where gunicorn serves, a body in chunks keeps its
    `Transfer-Encoding` and has no length: without `wsgi.input_terminated` werkzeug would read it as empty.
    """
    server, client = scope["server"], scope.get("client") or ("", 0)
    query = scope["query_string"].decode("latin-1")
    environment: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "RAW_URI": scope["raw_path"].decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        if name == "CONTENT_LENGTH":
            continue
        key = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
        environment[key] = f"{environment[key]},{value}" if key in environment else value
    if "HTTP_TRANSFER_ENCODING" not in environment:
        environment["CONTENT_LENGTH"] = str(len(body))
    return environment


def too_large() -> Response:
    """Return the answer to a body that is larger than the service takes."""
    return Response("Request Entity Too Large\n", 413)


async def send_response(send: Send, response: Response, *, head_only: bool) -> None:
    """Send a finished response; for HEAD, its headers with the length the body would have."""
    body = response.get_data()
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in response.headers
        if name.lower() not in ("content-length", "connection", "transfer-encoding")
    ]
    # A response that asks for chunks is sent without its length, as the service sends some.
    in_chunks = "chunked" in response.headers.get("Transfer-Encoding", "")
    bodiless = response.status_code in (204, 304)
    if not bodiless and not in_chunks:
        headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head_only or bodiless else body})


def serve_handler(
    service: str,
    handler: Handler,
    workers: Executor,
    request_log: "RequestLog | None" = None,
    *,
    most_bytes: int = MOST_BYTES,
) -> Application:
    """Return an application that runs the handler on a worker thread and lets pages read its answers.

    A body of more than `most_bytes` gets 413; one that was cut short is not handled, as no client waits for the answer.
    """

    def answer(scope: Scope, body: bytes | None) -> Response:
        request = Request(wsgi_environment(scope, body or b""))
        try:
            response = too_large() if body is None else preflight(request) or handler(request)
        except Exception:
            _logger.exception("%s could not answer %s %s", service, request.method, request.path)
            response = Response("Internal error of the emulator; its log has the traceback.\n", 500)
        allow_cross_origin(request, response)
        return response

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        body: bytes | None
        try:
            body = await read_body(receive, most_bytes)
        except BodyCutShort:
            return
        except BodyTooLarge:
            body = None
        response = await asyncio.get_running_loop().run_in_executor(workers, answer, scope, body)
        await send_response(send, response, head_only=scope["method"] == "HEAD")
        if request_log is not None:
            request_log.record(service, scope, response.status_code, time.perf_counter() - started)

    return application
