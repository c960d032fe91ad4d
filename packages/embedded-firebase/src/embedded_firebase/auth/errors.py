"""The errors of Identity Toolkit: a code in capitals, which the SDKs translate."""

import json

from werkzeug.wrappers import Response


class AuthError(Exception):
    """A request that the service refuses, by its code, as in `EMAIL_EXISTS` or `WEAK_PASSWORD : why`."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.status = status

    def response(self) -> Response:
        """Return the refusal on the wire."""
        entry = {"message": self.code, "reason": "invalid", "domain": "global"}
        error = {"error": {"code": self.status, "message": self.code, "errors": [entry]}}
        return Response(json.dumps(error), self.status, content_type="application/json; charset=UTF-8")
