"""The bridge from Flask, which the platform calls, to the application."""

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from a2wsgi import ASGIMiddleware
from flask import Request, Response

from mirror_realm.api import bodies
from mirror_realm.rest.app import build

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Only a call may import this module: the bridge's loop has a thread, and the server forks after it has loaded main.py.
_application = cast("WSGIApplication", ASGIMiddleware(cast(Any, build())))
"""It has one event loop, in a thread of its own; routes run in a pool of threads."""


def serve(request: Request) -> Response:
    """Return the application's response."""
    environ = _readable(bodies.bounded_environ(request))
    response = Response.from_app(_application, environ)
    # werkzeug leaves the body of a HEAD, 204 or 304 unread, and the bridge would wait for ever, a task each. The answer
    # stays an iterator, because functions-framework reads the request's body again where it is whole.
    response.response = iter([b"".join(response.response)])  # type: ignore[arg-type]  # of bytes: the bridge's
    if response.status_code in (204, 304):
        del response.headers["Content-Type"]  # werkzeug's default, of no body
    return cast(Response, response)


def _readable(environ: dict[str, Any]) -> dict[str, Any]:
    """Return an environment whose path is UTF-8 and whose query is ASCII: the bridge raises for others."""
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    environ["PATH_INFO"] = path.encode().decode("latin-1")
    environ["QUERY_STRING"] = quote(environ.get("QUERY_STRING", ""), safe="".join(map(chr, range(33, 127))))
    return environ
