"""Rewrites of addresses to functions, as Hosting's proxy makes them.

https://firebase.google.com/docs/hosting/functions
"""

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from werkzeug.wrappers import Response

from embedded_firebase.configuration import HostingSite
from embedded_firebase.hosting.site import file_for, rewrite_of
from embedded_firebase.web.bridge import (
    MOST_BYTES,
    BodyCutShort,
    BodyTooLarge,
    read_body,
    send_response,
    too_large,
    wsgi_environment,
)
from embedded_firebase.web.server import Application, Receive, Scope, Send

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from embedded_firebase.request_log import RequestLog

PROXY_SECONDS = 60.0
"""Hosting waits so long for a function, whatever the function's own timeout is."""

DEFAULT_REGION = "us-central1"

_VARY = ("Accept-Encoding", "Authorization", "Cookie")
_SESSION = "__session"
"""The only cookie that reaches a function."""


class Functions(Protocol):
    """The host of the functions."""

    async def call(self, name: str, region: str, environment: "WSGIEnvironment") -> Response:
        """Return a function's answer to a request that keeps its whole path; 404 if none of this name is there."""
        ...


@dataclass(frozen=True)
class Target:
    """The function that an address is rewritten to."""

    name: str
    region: str


def target_of(site: HostingSite, method: str, path: str) -> Target | None:
    """Return the function that answers an address of a site; None if a file or Hosting itself does.

    A file goes before a rewrite, and of the rewrites the first that matches wins.
    """
    if path.startswith("/__/") or (method in ("GET", "HEAD") and file_for(site, path)):
        return None
    rewrite = rewrite_of(site, path) or {}
    function: Any = rewrite.get("function")
    if not function:
        return None
    if isinstance(function, str):
        return Target(function, str(rewrite.get("region", DEFAULT_REGION)))
    return Target(str(function["functionId"]), str(function.get("region", DEFAULT_REGION)))


def with_functions(
    site: HostingSite | None, files: Application, functions: Functions, log: "RequestLog | None" = None
) -> Application:
    """Return an application that answers from functions what is rewritten to them, and the rest from `files`."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        target = target_of(site, scope["method"], scope["path"]) if site else None
        if target is None:
            await files(scope, receive, send)
            return
        started = time.perf_counter()
        try:
            environment = wsgi_environment(scope, await read_body(receive, MOST_BYTES))
            response = await _proxied(target, environment, functions)
        except BodyCutShort:
            return
        except BodyTooLarge:
            response = too_large()
        await send_response(send, response, head_only=scope["method"] == "HEAD")
        if log is not None:
            log.record("hosting", scope, response.status_code, time.perf_counter() - started)

    return application


async def _proxied(target: Target, environment: "WSGIEnvironment", functions: Functions) -> Response:
    cookies = (one.strip() for one in str(environment.pop("HTTP_COOKIE", "")).split(";"))
    if session := [one for one in cookies if one.startswith(f"{_SESSION}=")]:
        environment["HTTP_COOKIE"] = session[0]
    environment["HTTP_X_FORWARDED_HOST"] = environment.get("HTTP_HOST", "")
    query = environment["QUERY_STRING"]
    environment["HTTP_X_ORIGINAL_URL"] = environment["RAW_URI"] + (f"?{query}" if query else "")
    try:
        response = await asyncio.wait_for(
            functions.call(target.name, target.region, environment), PROXY_SECONDS
        )
    except TimeoutError:
        return Response("Timed out waiting for function to respond.\n", 504)
    response.headers.setdefault("Cache-Control", "private")
    if "private" not in response.headers["Cache-Control"]:
        # What a cache may keep for all must set no one's cookie.
        response.headers.pop("Set-Cookie", None)
    response.vary.update(_VARY)
    return response
