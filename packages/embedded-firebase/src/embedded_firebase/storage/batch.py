"""Batch requests: up to a hundred calls of the JSON API in one `multipart/mixed` body.

Protocol: https://cloud.google.com/storage/docs/batch
"""

import secrets
from collections.abc import Callable
from http.client import responses
from io import BytesIO
from urllib.parse import urlsplit

from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from embedded_firebase.storage.errors import Invalid
from embedded_firebase.storage.multipart import Part, split_multipart

MAX_CALLS = 1000
"""The service recommends a hundred; the Google client sends up to this many."""


def handle_batch(request: Request, handle: Callable[[Request], Response]) -> Response:
    """Answer every call of a batch in turn, each with its own status."""
    parts = split_multipart(request.headers.get("Content-Type", ""), request.get_data())
    if len(parts) > MAX_CALLS:
        raise Invalid(f"A batch may hold {MAX_CALLS} calls.")
    boundary = f"batch_{secrets.token_hex(12)}"
    sections = []
    for part in parts:
        response = handle(_inner_request(request, part))
        head = f"HTTP/1.1 {response.status_code} {responses.get(response.status_code, '')}\r\n"
        inner_headers = "".join(f"{name}: {value}\r\n" for name, value in response.headers.items())
        # The client parses this as text: a media body would not survive, and the service refuses media here.
        sections.append(
            f"--{boundary}\r\nContent-Type: application/http\r\n"
            f"Content-ID: {_answered(part.headers.get('content-id', ''))}\r\n\r\n"
            f"{head}{inner_headers}\r\n{response.get_data(as_text=True)}\r\n"
        )
    body = "".join(sections) + f"--{boundary}--\r\n"
    return Response(body, content_type=f"multipart/mixed; boundary={boundary}")


def _inner_request(outer: Request, part: Part) -> Request:
    head, _, body = part.body.replace(b"\r\n", b"\n").partition(b"\n\n")
    first, *header_lines = head.decode("latin-1").split("\n")
    try:
        method, target, *_ = first.split(" ")
    except ValueError:
        raise Invalid("Malformed call in a batch.") from None
    url = urlsplit(target)
    headers = [
        (name, value.strip()) for name, _, value in (line.partition(":") for line in header_lines) if value
    ]
    builder = EnvironBuilder(
        method=method,
        base_url=outer.host_url,
        headers=headers,
        input_stream=BytesIO(body),
        content_length=len(body),
        query_string=url.query,
    )
    environment = builder.get_environ()
    environment["RAW_URI"] = f"{url.path}?{url.query}" if url.query else url.path
    return Request(environment)


def _answered(content_id: str) -> str:
    return f"<response-{content_id.strip('<>')}>"
