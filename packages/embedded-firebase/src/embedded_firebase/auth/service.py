"""The auth service: it finds the call for a request, checks the caller, and answers refusals in the service's codes."""

import json
import re
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request, Response

from embedded_firebase.auth.accounts import AccountStore
from embedded_firebase.auth.action_page import ActionPage
from embedded_firebase.auth.administration import Administration
from embedded_firebase.auth.errors import AuthError
from embedded_firebase.auth.federated import FederatedSignIn
from embedded_firebase.auth.oob_codes import OobCodes
from embedded_firebase.auth.out_of_band import OutOfBand
from embedded_firebase.auth.sign_in import SignInCalls

Call = Callable[[str, dict[str, Any]], dict[str, Any]]

_CALL = re.compile(r"/identitytoolkit\.googleapis\.com/v[12](?:/projects/([^/]+))?/accounts(?:[:/](\w+))?")
_SESSION_COOKIE = re.compile(r"/identitytoolkit\.googleapis\.com/v1/projects/([^/:]+):createSessionCookie")
_OLDER_CALL = re.compile(r"/www\.googleapis\.com/identitytoolkit/v3/relyingparty/(\w+)")
_EMULATOR = re.compile(r"/emulator/v1/projects/([^/]+)/(accounts|config|oobCodes)")

_OLDER_NAMES = {
    "createAuthUri": "createAuthUri",
    "deleteAccount": "delete",
    "emailLinkSignin": "signInWithEmailLink",
    "getAccountInfo": "lookup",
    "getOobConfirmationCode": "sendOobCode",
    "resetPassword": "resetPassword",
    "setAccountInfo": "update",
    "signupNewUser": "signUp",
    "verifyAssertion": "signInWithIdp",
    "verifyCustomToken": "signInWithCustomToken",
    "verifyPassword": "signInWithPassword",
}
"""Calls of version 3 of the API, and their names since."""


class AuthService:
    """Identity Toolkit and Secure Token, at the addresses where the SDKs look for them on an emulator."""

    def __init__(self, project: str) -> None:
        self.accounts = AccountStore()
        self._project = project
        self.codes = OobCodes()
        sign_in, administration = SignInCalls(self.accounts), Administration(self.accounts)
        self._out_of_band = OutOfBand(self.accounts, self.codes, sign_in)
        self._action_page = ActionPage(project, self.codes, self._out_of_band)
        self._sign_in = sign_in
        self._refresh = sign_in.refresh
        self._for_persons: dict[str, Call] = {
            "signUp": sign_in.sign_up,
            "signInWithPassword": sign_in.sign_in_with_password,
            "signInWithCustomToken": sign_in.sign_in_with_custom_token,
            "lookup": sign_in.lookup,
            "update": self._update,
            "resetPassword": self._out_of_band.reset_password,
            "signInWithEmailLink": self._out_of_band.sign_in_with_link,
            "signInWithIdp": FederatedSignIn(self.accounts, sign_in).sign_in,
            "delete": sign_in.delete,
            "createAuthUri": sign_in.create_auth_uri,
        }
        self._for_the_server: dict[str, Call] = {
            "": administration.create,
            "signUp": administration.create,
            "lookup": administration.lookup,
            "update": administration.update,
            "delete": administration.delete,
            "batchGet": administration.list,
            "batchDelete": administration.delete_many,
            "batchCreate": administration.import_many,
            "query": administration.query,
        }

    def handle(self, request: Request) -> Response:
        """Answer one request."""
        try:
            if request.path == "/emulator/action":
                return self._action_page.handle(request)
            return _json(self._answer(request))
        except AuthError as error:
            return error.response()

    def _answer(self, request: Request) -> dict[str, Any]:
        path = request.path
        if path == "/":
            return {"authEmulator": {"ready": True, "apiSpec": "/identitytoolkit.googleapis.com/v1"}}
        if path == "/securetoken.googleapis.com/v1/token":
            return self._refresh(self._project, _body(request))
        if match := _EMULATOR.fullmatch(path):
            return self._control(request, match[1], match[2])
        if match := _SESSION_COOKIE.fullmatch(path):
            _require_owner(request)
            return self._sign_in.create_session_cookie(match[1], _body(request))
        if match := _OLDER_CALL.fullmatch(path):
            return self._call(request, None, _OLDER_NAMES.get(match[1], match[1]))
        match = _CALL.fullmatch(path)
        if match is None:
            raise AuthError(
                f"NOT_IMPLEMENTED : {request.method} {path} is not implemented by the emulator.", 501
            )
        return self._call(request, match[1], match[2] or "")

    def _call(self, request: Request, project: str | None, name: str) -> dict[str, Any]:
        """Answer a call by its name. The Admin SDK shows the owner's key and names the project; users do neither."""
        if project is not None:
            _require_owner(request)
        if name == "sendOobCode":
            server = request.headers.get("Authorization") == "Bearer owner"
            return self._out_of_band.send(
                project or self._project, _body(request), request.host_url, server=server
            )
        table = self._for_persons if project is None else self._for_the_server
        if name not in table:
            raise AuthError(f"NOT_IMPLEMENTED : accounts:{name} is not implemented by the emulator.", 501)
        return table[name](project or self._project, _body(request))

    def _update(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Change the account of an ID token, or do what a code from an e-mail allows."""
        return (self._out_of_band.apply if body.get("oobCode") else self._sign_in.update)(project, body)

    def clear(self, project: str) -> None:
        """Delete all accounts and codes of a project."""
        self.accounts.clear(project)
        self.codes.clear(project)

    def _control(self, request: Request, project: str, what: str) -> dict[str, Any]:
        """Answer the control endpoints of the emulator, as firebase-tools has them."""
        if what == "accounts" and request.method == "DELETE":
            self.clear(project)
            return {}
        if what == "oobCodes":
            return {"oobCodes": [code.resource() for code in self.codes.all(project)]}
        return {
            "signIn": {"allowDuplicateEmails": False},
            "emailPrivacyConfig": {"enableImprovedEmailPrivacy": True},
        }


def _require_owner(request: Request) -> None:
    """Raise unless the caller is a server.

    Raises:
        AuthError: `INSUFFICIENT_PERMISSION`.
    """
    if request.headers.get("Authorization") != "Bearer owner":
        raise AuthError("INSUFFICIENT_PERMISSION", 403)


def _body(request: Request) -> dict[str, Any]:
    """Return the parameters of a call: a JSON object, a form, or for GET the query."""
    if request.method == "GET":
        return request.args.to_dict()
    if request.mimetype == "application/x-www-form-urlencoded":
        return request.form.to_dict()
    raw = request.get_data()
    try:
        body = json.loads(raw) if raw.strip() else {}
    except ValueError:
        raise AuthError("INVALID_ARGUMENT : the body is not JSON.") from None
    if not isinstance(body, dict):
        raise AuthError("INVALID_ARGUMENT : the body is not a JSON object.")
    return body


def _json(content: dict[str, Any]) -> Response:
    return Response(json.dumps(content), content_type="application/json; charset=UTF-8")
