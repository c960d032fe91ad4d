"""The routes of the REST API: each answers by the handler of its RPC."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass

from embedded_firebase.firestore.errors import Code, FirestoreError
from embedded_firebase.firestore.rest.bindings import Binding, bindings
from embedded_firebase.firestore.rest.messages import json_of, message_of
from embedded_firebase.firestore.service import SERVICE
from embedded_firebase.firestore.wire.http1 import HttpRequest, HttpResponse, HttpRoute
from embedded_firebase.firestore.wire.methods import Finished, Method, ServerStream, Unary

_logger = logging.getLogger(__name__)

HTTP_STATUSES = {
    Code.INVALID_ARGUMENT: 400,
    Code.FAILED_PRECONDITION: 400,
    Code.OUT_OF_RANGE: 400,
    Code.UNAUTHENTICATED: 401,
    Code.PERMISSION_DENIED: 403,
    Code.NOT_FOUND: 404,
    Code.ABORTED: 409,
    Code.ALREADY_EXISTS: 409,
    Code.RESOURCE_EXHAUSTED: 429,
    Code.UNIMPLEMENTED: 501,
    Code.UNAVAILABLE: 503,
    Code.DEADLINE_EXCEEDED: 504,
}
"""As google.rpc.Code documents them; any other is 500."""


@dataclass(frozen=True)
class RestCall:
    """What a handler sees of a request."""

    metadata: Mapping[str, str]
    connection: object = None
    """A transaction belongs to no connection here: each request may come on its own."""


def rest_routes(methods: Mapping[str, Method], finished: Finished) -> Iterator[HttpRoute]:
    """Yield the routes; `finished` is called with every RPC, as for those that come by gRPC."""
    for binding in bindings():
        endpoint = _Endpoint(binding, methods[f"/{SERVICE}/{binding.rpc}"], finished)
        yield HttpRoute(binding.method, binding.pattern, endpoint.answer)
    yield HttpRoute("OPTIONS", "/v1/projects/.+", _preflight)


class _Endpoint:
    """One binding and its handler."""

    def __init__(self, binding: Binding, method: Method, finished: Finished) -> None:
        self._binding = binding
        self._method = method
        self._path = f"/{SERVICE}/{binding.rpc}"
        self._finished = finished

    async def answer(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        code = Code.OK
        try:
            response = HttpResponse.of_json(await self._run(request))
        except FirestoreError as error:
            code = error.code
            response = _refusal(code, error.message)
        except Exception:
            # A bug here must reach the client as a status, and the log with its traceback.
            _logger.exception("%s over REST failed", self._binding.rpc)
            code = Code.INTERNAL
            response = _refusal(code, "The embedded Firestore failed; its log has the traceback.")
        self._finished(self._path, code, time.perf_counter() - started)
        response.headers.update(_cross_origin(request))
        return response

    async def _run(self, request: HttpRequest) -> object:
        message, call = message_of(self._binding, request), RestCall(request.headers)
        if isinstance(self._method, ServerStream):
            async with aclosing(self._method.handle(message, call)) as answers:
                return [json_of(answer) async for answer in answers]
        assert isinstance(self._method, Unary)
        return json_of(await self._method.handle(message, call))


def _refusal(code: Code, message: str) -> HttpResponse:
    status = HTTP_STATUSES.get(code, 500)
    error = {"code": status, "message": message, "status": code.name}
    return HttpResponse.of_json({"error": error}, status)


def _preflight(request: HttpRequest) -> HttpResponse:
    allowed = {
        "access-control-allow-methods": "GET, POST, PATCH, DELETE, OPTIONS",
        "access-control-allow-headers": request.headers.get("access-control-request-headers", "*"),
        "access-control-max-age": "3600",
    }
    return HttpResponse(204, headers={**_cross_origin(request), **allowed})


def _cross_origin(request: HttpRequest) -> dict[str, str]:
    """Return the headers that let the calling page read an answer, as the other services send them."""
    origin = request.headers.get("origin")
    return {"access-control-allow-origin": origin, "vary": "Origin"} if origin else {}
