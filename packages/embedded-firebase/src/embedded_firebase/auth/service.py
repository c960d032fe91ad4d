"""The auth service: it finds the call for a request, checks the caller, and answers refusals in the service's codes."""

import json
import re
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request, Response

from embedded_firebase.auth.accounts import AccountStore
from embedded_firebase.auth.administration import Administration
from embedded_firebase.auth.errors import AuthError
from embedded_firebase.auth.sign_in import SignInCalls

Call = Callable[[str, dict[str, Any]], dict[str, Any]]

_CALL = re.compile(r"/identitytoolkit\.googleapis\.com/v[12](?:/projects/([^/]+))?/accounts(?:[:/](\w+))?")
_EMULATOR = re.compile(r"/emulator/v1/projects/([^/]+)/(accounts|config)")


class AuthService:
    """Identity Toolkit and Secure Token, at the addresses where the SDKs look for them on an emulator."""

    def __init__(self, project: str) -> None:
        self.accounts = AccountStore()
        self._project = project
        sign_in, administration = SignInCalls(self.accounts), Administration(self.accounts)
        self._refresh = sign_in.refresh
        self._for_persons: dict[str, Call] = {
            "signUp": sign_in.sign_up,
            "signInWithPassword": sign_in.sign_in_with_password,
            "signInWithCustomToken": sign_in.sign_in_with_custom_token,
            "lookup": sign_in.lookup,
            "update": sign_in.update,
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
        }

    def handle(self, request: Request) -> Response:
        """Answer one request."""
        try:
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
        match = _CALL.fullmatch(path)
        if match is None:
            raise AuthError(
                f"NOT_IMPLEMENTED : {request.method} {path} is not implemented by the emulator.", 501
            )
        project, name = match[1], match[2] or ""
        # The Admin SDK shows the owner's key and names the project; users do neither.
        if project is not None:
            if request.headers.get("Authorization") != "Bearer owner":
                raise AuthError("INSUFFICIENT_PERMISSION", 403)
            table = self._for_the_server
        else:
            table = self._for_persons
        if name not in table:
            raise AuthError(f"NOT_IMPLEMENTED : accounts:{name} is not implemented by the emulator.", 501)
        return table[name](project or self._project, _body(request))

    def _control(self, request: Request, project: str, what: str) -> dict[str, Any]:
        """Answer the control endpoints of the emulator, as firebase-tools has them."""
        if what == "accounts" and request.method == "DELETE":
            self.accounts.clear(project)
            return {}
        return {
            "signIn": {"allowDuplicateEmails": False},
            "emailPrivacyConfig": {"enableImprovedEmailPrivacy": True},
        }


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
