"""The HTTP/1.1 calls that firebase-tools and test libraries make on the emulator's port."""

from __future__ import annotations

from collections.abc import Iterator

from google.protobuf.json_format import MessageToDict

from embedded_firebase.firestore.access import caller_of
from embedded_firebase.firestore.engine import Engine
from embedded_firebase.firestore.errors import FirestoreError
from embedded_firebase.firestore.paths import database_name
from embedded_firebase.firestore.wire.http1 import HttpRequest, HttpResponse, HttpRoute


def routes_of(engine: Engine) -> Iterator[HttpRoute]:
    """Yield the routes: readiness, reset, operation counts, rules uploads, and a document for rules of Storage."""

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

    def document(request: HttpRequest) -> HttpResponse:
        if not _comes_from_a_server(request):
            return _error(403, "PERMISSION_DENIED", "only servers may read documents over REST here")
        database = engine.databases.get(request.captures["database"])
        found = None if database is None else database.get(request.captures["name"])
        if found is None:
            return _error(404, "NOT_FOUND", "there is no such document")
        return HttpResponse.of_json(MessageToDict(found.message))

    documents = r"/emulator/v1/projects/(?P<project>[^/]+)/databases/(?P<database>[^/]+)/documents"
    yield HttpRoute("GET", "/", ready)
    yield HttpRoute("DELETE", documents, clear)
    yield HttpRoute("GET", "/__/operations", operations)
    yield HttpRoute("DELETE", "/__/operations", reset_operations)
    yield HttpRoute("PUT", r"/emulator/v1/projects/[^/:]+:securityRules", accept_rules)
    yield HttpRoute(
        "GET", r"/v1/(?P<name>(?P<database>projects/[^/]+/databases/[^/]+)/documents/.+)", document
    )


def _comes_from_a_server(request: HttpRequest) -> bool:
    try:
        return caller_of(request.headers).is_server
    except FirestoreError:
        return False


def _error(code: int, status: str, message: str) -> HttpResponse:
    return HttpResponse.of_json({"error": {"code": code, "message": message, "status": status}}, code)
