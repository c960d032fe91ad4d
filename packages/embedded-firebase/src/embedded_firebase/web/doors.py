"""The doors in front of an HTTP service."""

import logging

from werkzeug.wrappers import Response

from embedded_firebase.doors import Doors
from embedded_firebase.web.bridge import send_response
from embedded_firebase.web.server import Application, Receive, Scope, Send

_logger = logging.getLogger("embedded_firebase.web")


def behind(doors: Doors, application: Application) -> Application:
    """Return the application behind the doors: it gets no request that they refuse, which is answered 403."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = doors.refusal(scope["path"], headers)
        if refusal is None:
            await application(scope, receive, send)
            return
        _logger.warning("refused %s %s: %s", scope["method"], scope["path"], refusal)
        await send_response(send, Response(f"{refusal}\n", 403), head_only=scope["method"] == "HEAD")

    return answer
