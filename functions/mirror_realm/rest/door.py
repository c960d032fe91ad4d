"""The door: what every REST request passes before and after its route.

A body is read within the bounds of the callables before anything looks at it; the caller is known before the request is
validated; whatever is raised becomes a problem.
"""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers

from mirror_realm import bootstrap, events, tracing
from mirror_realm.api.bodies import why_refused
from mirror_realm.errors import InvalidRequest, Refusal
from mirror_realm.rest import callers, problems
from mirror_realm.rest.problems import Unacceptable

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

JSON = "application/json"


class Door:
    """The middleware around the routes."""

    def __init__(self, app: "ASGIApp", unsigned: frozenset[str]) -> None:
        """unsigned: the paths that need no sign-in."""
        self._app = app
        self._unsigned = unsigned

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = _Sent(send, body=scope["method"] != "HEAD")
        if scope["method"] == "HEAD":
            scope["method"] = "GET"
        with tracing.traced(tracing.of_request(Headers(scope=scope).get)):
            try:
                await self._admit(scope)
                await self._app(scope, receive, sent)
            except Unacceptable as error:
                await problems.of_request(error)(scope, receive, sent)
            except Refusal as error:
                events.wish_refused(error.reason)
                await problems.of_refusal(error, _now)(scope, receive, sent)
            except Exception:
                error_id = uuid.uuid4().hex
                events.callable_failed(f"rest.{_route(scope)}", error_id)
                if sent.begun:
                    raise
                await problems.of_fault(error_id)(scope, receive, sent)

    async def _admit(self, scope: "Scope") -> None:
        """Identify the caller, then refuse a body that is too large, too deep or not JSON."""
        headers = Headers(scope=scope)
        if scope["path"].removeprefix(scope.get("root_path", "")) in self._unsigned:
            await run_in_threadpool(callers.count_unsigned)
        else:
            scope.setdefault("state", {})["caller"] = await run_in_threadpool(callers.verified, headers)
        why = why_refused(scope["wsgi_environ"])
        if why is not None:
            if why.too_large:
                raise Unacceptable(413, "body_too_large", why.message)
            raise InvalidRequest({"body": why.message})
        if headers.get("content-length", "0") != "0" and _media_type(headers) != JSON:
            raise Unacceptable(415, "unsupported_media_type", f"send {JSON}", {"Accept": JSON})


class _Sent:
    """The sender of an answer, which knows whether it has begun; the answer to HEAD has no body."""

    def __init__(self, send: "Send", *, body: bool) -> None:
        self._send, self._body = send, body
        self.begun = False

    async def __call__(self, message: "Message") -> None:
        self.begun = True
        if message["type"] == "http.response.body" and not self._body:
            message = {**message, "body": b""}
        await self._send(message)


def _now() -> datetime:
    return bootstrap.services().runtime.now()


def _media_type(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _route(scope: "Scope") -> str:
    """Return the name of the route for the log; the path may have personal data in it."""
    return getattr(scope.get("route"), "name", "unknown")
