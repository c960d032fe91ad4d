"""The HTTP/1.1 calls that firebase-tools and test libraries make on the emulator's port."""

from __future__ import annotations

from collections.abc import Iterator

from embedded_firebase.firestore.engine import Engine
from embedded_firebase.firestore.paths import database_name
from embedded_firebase.firestore.wire.http1 import HttpRequest, HttpResponse, HttpRoute


def routes_of(engine: Engine) -> Iterator[HttpRoute]:
    """Yield the routes: readiness, reset, operation counts, rules uploads."""

    def ready(request: HttpRequest) -> HttpResponse:
        return HttpResponse.of_text("Ok\n")

    def clear(request: HttpRequest) -> HttpResponse:
        engine.clear(database_name(request.captures["project"], request.captures["database"]))
        return HttpResponse.of_json({})

    def operations(request: HttpRequest) -> HttpResponse:
        return HttpResponse.of_json(engine.operations.as_json())

    def reset_operations(request: HttpRequest) -> HttpResponse:
        engine.operations.reset()
        return HttpResponse.of_json({})

    def accept_rules(request: HttpRequest) -> HttpResponse:
        return HttpResponse.of_json({"issues": []})

    documents = r"/emulator/v1/projects/(?P<project>[^/]+)/databases/(?P<database>[^/]+)/documents"
    yield HttpRoute("GET", "/", ready)
    yield HttpRoute("DELETE", documents, clear)
    yield HttpRoute("GET", "/__/operations", operations)
    yield HttpRoute("DELETE", "/__/operations", reset_operations)
    yield HttpRoute("PUT", r"/emulator/v1/projects/[^/:]+:securityRules", accept_rules)
