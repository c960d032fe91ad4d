"""The calls that users may make: sign up, sign in, refresh; read, change and delete their own account."""

from typing import Any

from embedded_firebase.auth.accounts import Account, AccountStore, milliseconds_now, new_uid
from embedded_firebase.auth.errors import AuthError
from embedded_firebase.auth.passwords import verify_password
from embedded_firebase.auth.tokens import (
    LIFETIME_SECONDS,
    SignIn,
    id_token,
    read_claims,
    read_custom_token,
    read_refresh_token,
    refresh_token,
    session_cookie,
    sign_in_now,
)
from embedded_firebase.auth.validation import password_fields, valid_email

SHORTEST_SESSION = 5 * 60
LONGEST_SESSION = 14 * 24 * 3600
"""Seconds. https://firebase.google.com/docs/auth/admin/manage-cookies"""


class SignInCalls:
    """Answer the calls of the client SDKs."""

    def __init__(self, accounts: AccountStore) -> None:
        self._accounts = accounts

    def sign_up(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Create an account, with e-mail and password or anonymous; with an ID token, link them to its account."""
        if body.get("idToken"):
            return self.update(project, {**body, "returnSecureToken": True})
        now = milliseconds_now()
        account = Account(uid=new_uid(), created_at=now, last_login_at=now)
        provider = "anonymous"
        if body.get("email") or body.get("password"):
            if not body.get("email"):
                raise AuthError("MISSING_EMAIL")
            if not body.get("password"):
                raise AuthError("MISSING_PASSWORD")
            fields = password_fields(body["password"])
            account = Account(
                uid=account.uid,
                created_at=now,
                last_login_at=now,
                email=valid_email(body["email"]),
                display_name=body.get("displayName"),
                **fields,
            )
            provider = "password"
        self._accounts.add(project, account)
        kind = {"kind": "identitytoolkit#SignupNewUserResponse"}
        email = {"email": account.email} if account.email else {}
        return {**kind, **email, **tokens_of(project, account, sign_in_now(provider))}

    def sign_in_with_password(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Sign in with e-mail and password. A wrong password and an unknown address get the same answer."""
        if not body.get("email"):
            raise AuthError("MISSING_EMAIL")
        if not body.get("password"):
            raise AuthError("MISSING_PASSWORD")
        account = self._accounts.find_by_email(project, valid_email(body["email"]))
        hashed = account.password_hash if account else None
        if account is None or hashed is None or not verify_password(str(body["password"]), hashed):
            raise AuthError("INVALID_LOGIN_CREDENTIALS")
        account = self._logged_in(project, account)
        return {
            "kind": "identitytoolkit#VerifyPasswordResponse",
            "registered": True,
            "email": account.email,
            "displayName": account.display_name or "",
            **tokens_of(project, account, sign_in_now("password")),
        }

    def sign_in_with_custom_token(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Sign in with a token of the Admin SDK; the account is created if there is none."""
        if not body.get("token"):
            raise AuthError("MISSING_CUSTOM_TOKEN")
        uid, claims = read_custom_token(str(body["token"]))
        account = self._accounts.find(project, uid)
        new = account is None
        if account is None:
            now = milliseconds_now()
            account = Account(uid=uid, created_at=now, last_login_at=now, custom_auth=True)
            self._accounts.add(project, account)
        account = self._logged_in(project, account)
        tokens = tokens_of(project, account, sign_in_now("custom", claims))
        return {"kind": "identitytoolkit#VerifyCustomTokenResponse", "isNewUser": new, **tokens}

    def refresh(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return a new ID token of the same sign-in, from the Secure Token service."""
        if body.get("grant_type") not in ("refresh_token", "refreshToken"):
            raise AuthError("INVALID_GRANT_TYPE")
        if not (token := body.get("refresh_token") or body.get("refreshToken")):
            raise AuthError("MISSING_REFRESH_TOKEN")
        named, uid, sign_in = read_refresh_token(token)
        account = self._accounts.find(named, uid)
        if account is None:
            raise AuthError("USER_NOT_FOUND")
        _require_usable(account, sign_in.auth_time)
        account = self._accounts.change(named, uid, last_refresh_at=milliseconds_now())
        fresh = id_token(named, account, sign_in)
        return {
            "access_token": fresh,
            "id_token": fresh,
            "refresh_token": refresh_token(named, account, sign_in),
            "expires_in": str(LIFETIME_SECONDS),
            "token_type": "Bearer",
            "user_id": uid,
            "project_id": project,
        }

    def lookup(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the caller's account; `createdAt` is its age."""
        account, _ = self.caller(project, body)
        return {"kind": "identitytoolkit#GetAccountInfoResponse", "users": [account.resource()]}

    def update(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Change the caller's account. E-mail and password given to an anonymous one make it permanent."""
        account, sign_in = self.caller(project, body)
        values: dict[str, Any] = {}
        for parameter, attribute in (("displayName", "display_name"), ("photoUrl", "photo_url")):
            if parameter in body:
                values[attribute] = body[parameter] or None
        removed = {"DISPLAY_NAME": "display_name", "PHOTO_URL": "photo_url"}
        gone = body.get("deleteProvider", [])
        if gone:
            values["federated"] = tuple(one for one in account.federated if one.provider not in gone)
        values.update({removed[name]: None for name in body.get("deleteAttribute", []) if name in removed})
        if "phone" in gone:
            values["phone_number"] = None
        if "password" in gone:
            values.update(password_hash=None, email=None, email_verified=False, email_link=False)
        if body.get("email"):
            values["email"] = valid_email(body["email"])
            values["email_verified"] = account.email_verified and values["email"] == account.email
        if body.get("password"):
            values.update(password_fields(body["password"]))
            sign_in = sign_in_now("password")
        account = self._accounts.change(project, account.uid, **values)
        answer = {"kind": "identitytoolkit#SetAccountInfoResponse", **account.resource()}
        if body.get("returnSecureToken") or body.get("password"):
            answer.update(tokens_of(project, account, sign_in))
        return answer

    def delete(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Delete the caller's account."""
        account, _ = self.caller(project, body)
        self._accounts.remove(project, account.uid)
        return {"kind": "identitytoolkit#DeleteAccountResponse"}

    def create_session_cookie(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return a session cookie for the sign-in of an ID token, for five minutes to two weeks.

        Raises:
            AuthError: `MISSING_ID_TOKEN`, `INVALID_ID_TOKEN`, `USER_NOT_FOUND` or `INVALID_DURATION`.
        """
        self.caller(project, body)
        asked = str(body.get("validDuration") or LONGEST_SESSION)
        seconds = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
        if not SHORTEST_SESSION <= seconds <= LONGEST_SESSION:
            raise AuthError("INVALID_DURATION")
        return {"sessionCookie": session_cookie(read_claims(str(body["idToken"])) or {}, seconds)}

    def create_auth_uri(self, _project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return no way to sign in for any address, as with e-mail enumeration protection."""
        valid_email(body.get("identifier"))
        return {"kind": "identitytoolkit#CreateAuthUriResponse", "registered": False, "sessionId": new_uid()}

    def caller(self, project: str, body: dict[str, Any]) -> tuple[Account, SignIn]:
        """Return the account and the sign-in of the ID token in a call."""
        if not (token := body.get("idToken")):
            raise AuthError("MISSING_ID_TOKEN")
        claims = read_claims(str(token))
        if claims is None or claims.get("aud") != project:
            raise AuthError("INVALID_ID_TOKEN")
        account = self._accounts.find(project, str(claims["sub"]))
        if account is None:
            raise AuthError("USER_NOT_FOUND")
        _require_usable(account, claims["auth_time"])
        return account, SignIn(claims["firebase"]["sign_in_provider"], claims["auth_time"])

    def _logged_in(self, project: str, account: Account) -> Account:
        if account.disabled:
            raise AuthError("USER_DISABLED")
        return self._accounts.change(project, account.uid, last_login_at=milliseconds_now())


def _require_usable(account: Account, auth_time: int) -> None:
    if account.disabled:
        raise AuthError("USER_DISABLED")
    if auth_time < account.valid_since:
        raise AuthError("TOKEN_EXPIRED")


def tokens_of(project: str, account: Account, sign_in: SignIn) -> dict[str, Any]:
    """Return what every sign-in answers: the uid and fresh tokens."""
    return {
        "localId": account.uid,
        "idToken": id_token(project, account, sign_in),
        "refreshToken": refresh_token(project, account, sign_in),
        "expiresIn": str(LIFETIME_SECONDS),
    }
