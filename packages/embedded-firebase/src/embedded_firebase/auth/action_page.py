"""The page behind the links of e-mails, `/emulator/action`: it does what a link is for, as firebase-tools' does."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from werkzeug.wrappers import Request, Response

from embedded_firebase.auth.errors import AuthError
from embedded_firebase.auth.oob_codes import OobCodes
from embedded_firebase.auth.out_of_band import OutOfBand

_PLACEHOLDER = "NEW_PASSWORD_HERE"

_DONE = {
    "verifyEmail": "The email has been successfully verified.",
    "verifyAndChangeEmail": "The email has been successfully changed.",
}

_EXPIRED = {
    "verifyEmail": "Your request to verify your email has expired or the link has already been used.",
    "verifyAndChangeEmail": "Your request to change your email has expired or the link has already been used.",
    "resetPassword": "Your request to reset your password has expired or the link has already been used.",
}


class ActionPage:
    """Answer the links of codes."""

    def __init__(self, project: str, codes: OobCodes, out_of_band: OutOfBand) -> None:
        self._project = project
        self._codes = codes
        self._out_of_band = out_of_band

    def handle(self, request: Request) -> Response:
        """Do what a link is for, then lead to its `continueUrl`, or say so."""
        mode, code = request.args.get("mode", ""), request.args.get("oobCode", "")
        for parameter in ("apiKey", "oobCode"):
            if not request.args.get(parameter):
                return _refused(f"missing {parameter} query parameter")
        try:
            if mode == "signIn":
                return _sign_in(request)
            if mode == "resetPassword":
                return self._reset_password(request, code)
            if mode in _DONE:
                answer = self._out_of_band.apply(self._project, {"oobCode": code})
                changed = {"newEmail": answer["newEmail"]} if "newEmail" in answer else {}
                return _done(request, _DONE[mode], {"email": answer["email"], **changed})
        except AuthError as error:
            if error.code == "INVALID_OOB_CODE":
                return _refused(_EXPIRED[mode], instructions="Ask for a new link and try again.")
            return _refused(error.code)
        return _refused("Invalid mode")

    def _reset_password(self, request: Request, code: str) -> Response:
        found = self._codes.find(self._project, code)
        if found is None or found.request_type != "PASSWORD_RESET":
            raise AuthError("INVALID_OOB_CODE")
        password = request.args.get("newPassword")
        if not password or password == _PLACEHOLDER:
            wrong = (
                "missing newPassword query parameter" if not password else "newPassword is the placeholder"
            )
            return _refused(
                wrong,
                instructions=f"To reset the password for {found.email}, open the following URL.",
                urlTemplate=f"{found.link}&newPassword={_PLACEHOLDER}",
            )
        self._out_of_band.reset_password(self._project, {"oobCode": code, "newPassword": password})
        return _done(request, "The password has been successfully updated.", {"email": found.email})


def _sign_in(request: Request) -> Response:
    """Lead to the app with the parameters of the link, from which the SDK signs in."""
    target = urlsplit(request.args.get("continueUrl", ""))
    if target.scheme not in ("http", "https"):
        return _refused(
            "Missing continueUrl query parameter",
            instructions="To sign in, append &continueUrl=YOUR_APP_URL to the link.",
        )
    added = [(name, value) for name, value in request.args.items() if name != "continueUrl"]
    query = urlencode([*parse_qsl(target.query), *added])
    return Response(status=303, headers={"Location": urlunsplit(target._replace(query=query))})


def _done(request: Request, words: str, about: dict[str, Any]) -> Response:
    if target := request.args.get("continueUrl"):
        return Response(status=303, headers={"Location": target})
    return _json(200, {"success": words, **about})


def _refused(error: str, **more: str) -> Response:
    return _json(400, {"error": error, **more})


def _json(status: int, content: dict[str, Any]) -> Response:
    return Response(json.dumps({"authEmulator": content}), status, content_type="application/json")
