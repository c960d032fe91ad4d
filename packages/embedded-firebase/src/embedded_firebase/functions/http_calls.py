"""Calls of functions with an HTTP request, in the context that functions have on the platform."""

import logging
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.wrappers import Response

from embedded_firebase.functions.hosted import HostedFunction
from embedded_firebase.functions.invocation import FunctionTimedOut, Invoker

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

_logger = logging.getLogger("embedded_firebase.functions")


class HttpCalls:
    """Call functions and turn their result, exception or timeout into a response."""

    def __init__(self, invoker: Invoker) -> None:
        self._invoker = invoker
        # Decorated functions need the context they have on the platform: the routes of functions-framework.
        self._flask = Flask("functions", static_folder=None)
        for rule in ("/", "/<path:path>"):
            self._flask.add_url_rule(rule, rule, methods=METHODS, provide_automatic_options=False)

    async def call(
        self, function: HostedFunction, environment: "WSGIEnvironment", prefix: str, path: str
    ) -> Response:
        """Return the function's response; 504 if its time runs out, 500 if it raises.

        The function sees the path that it would see on the platform: the one without its own name.
        """
        environment["SCRIPT_NAME"], environment["PATH_INFO"] = prefix, path.encode().decode("latin-1")
        try:
            return await self._invoker.invoke(function, partial(self._respond, function, environment))
        except FunctionTimedOut as error:
            _logger.error("%s", error)
            return Response("upstream request timeout\n", 504)
        except Exception:
            _logger.exception("%s raised", function.name)
            return Response("Internal Server Error\n", 500)

    def _respond(self, function: HostedFunction, environment: "WSGIEnvironment") -> Response:
        with self._flask.request_context(environment) as context:
            return self._flask.make_response(function.call(context.request))
