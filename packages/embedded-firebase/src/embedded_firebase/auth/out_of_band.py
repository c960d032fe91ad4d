"""What users do with codes from e-mails: verify or change an address, reset a password, sign in by a link.

The answers are those of firebase-tools' emulator. No e-mail is sent: the log and the list of codes have the links.
"""

import logging
from typing import Any
from urllib.parse import urlsplit

from embedded_firebase.auth.accounts import Account, AccountStore, milliseconds_now, new_uid
from embedded_firebase.auth.errors import AuthError
from embedded_firebase.auth.oob_codes import MODES, OobCode, OobCodes
from embedded_firebase.auth.sign_in import SignInCalls, tokens_of
from embedded_firebase.auth.tokens import sign_in_now
from embedded_firebase.auth.validation import password_fields, valid_email

_logger = logging.getLogger("embedded_firebase.auth")


class OutOfBand:
    """Make codes, and do what they allow."""

    def __init__(self, accounts: AccountStore, codes: OobCodes, sign_in: SignInCalls) -> None:
        self._accounts = accounts
        self._codes = codes
        self._sign_in = sign_in

    def send(self, project: str, body: dict[str, Any], base_url: str, *, server: bool) -> dict[str, Any]:
        """Make a code. Its link is returned to a server that asks for it, and logged instead of sent otherwise.

        Raises:
            AuthError: if the request is malformed, or names an account that does not exist.
        """
        kind = body.get("requestType")
        if not kind or kind == "OOB_REQ_TYPE_UNSPECIFIED":
            raise AuthError("MISSING_REQ_TYPE")
        if kind == "RECOVER_EMAIL":
            raise AuthError(f"NOT_IMPLEMENTED : {kind} is not implemented by the emulator.", 501)
        if kind not in MODES:
            raise AuthError("INVALID_REQ_TYPE")
        wants_link = bool(body.get("returnOobLink"))
        if wants_link and not server:
            raise AuthError("INSUFFICIENT_PERMISSION")
        continue_url = body.get("continueUrl")
        if continue_url and not all(urlsplit(str(continue_url))[:2]):
            raise AuthError("INVALID_CONTINUE_URI : The URL must have a scheme and a host.")
        answer = {"kind": "identitytoolkit#GetOobConfirmationCodeResponse"}
        new_email = self._new_address(project, body) if kind == "VERIFY_AND_CHANGE_EMAIL" else None
        email = self._address(project, kind, body, wants_link=wants_link)
        if kind == "PASSWORD_RESET" and self._accounts.find_by_email(project, email) is None:
            # The service does not say whether there is an account, with e-mail enumeration protection.
            if wants_link:
                raise AuthError("EMAIL_NOT_FOUND")
            return {**answer, "email": email}
        code = self._codes.create(
            project,
            kind,
            email,
            base_url=base_url,
            continue_url=continue_url,
            new_email=new_email,
        )
        if wants_link:
            return {**answer, "email": email, "oobCode": code.code, "oobLink": code.link}
        _logger.info("%s for %s: %s", kind, email, code.link)
        return {**answer, "email": email}

    def _address(self, project: str, kind: str, body: dict[str, Any], *, wants_link: bool) -> str:
        """Return the address that an e-mail would go to."""
        named = kind in ("EMAIL_SIGNIN", "PASSWORD_RESET") or (wants_link and not body.get("idToken"))
        if not named:
            account, _ = self._sign_in.caller(project, body)
            if not account.email:
                raise AuthError("MISSING_EMAIL")
            return account.email
        if not body.get("email"):
            raise AuthError("MISSING_EMAIL")
        email = valid_email(body["email"])
        if kind in ("VERIFY_EMAIL", "VERIFY_AND_CHANGE_EMAIL") and not self._accounts.find_by_email(
            project, email
        ):
            raise AuthError("USER_NOT_FOUND")
        return email

    def _new_address(self, project: str, body: dict[str, Any]) -> str:
        if not body.get("newEmail"):
            raise AuthError("MISSING_NEW_EMAIL")
        email = valid_email(body["newEmail"])
        if self._accounts.find_by_email(project, email):
            raise AuthError("EMAIL_EXISTS")
        return email

    def reset_password(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Say what a code is for; with a new password, set it and use the code up."""
        code = self._code(project, body)
        password = body.get("newPassword")
        if password:
            account = self._account_of(project, code, "PASSWORD_RESET")
            fields = password_fields(password)
            self._codes.use(project, code.code)
            # An identity at another provider has not shown to own the address.
            self._accounts.change(project, account.uid, email_verified=True, federated=(), **fields)
        answer = {"kind": "identitytoolkit#ResetPasswordResponse", "requestType": code.request_type}
        # The address of a sign-in link is what the user has to know.
        if code.request_type != "EMAIL_SIGNIN":
            answer["email"] = code.email
        return {**answer, "newEmail": code.new_email} if code.new_email else answer

    def apply(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Verify the address of an account, or change it to the verified new one, and use the code up."""
        code = self._code(project, body)
        account = self._account_of(project, code, "VERIFY_EMAIL", "VERIFY_AND_CHANGE_EMAIL")
        changed = self._accounts.change(
            project, account.uid, email=code.new_email or code.email, email_verified=True
        )
        self._codes.use(project, code.code)
        answer = {"kind": "identitytoolkit#SetAccountInfoResponse", **changed.resource()}
        return {**answer, "newEmail": code.new_email} if code.new_email else answer

    def sign_in_with_link(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Sign in with the code of a link and its address; with an ID token, link the address to its account."""
        caller = self._sign_in.caller(project, body)[0] if body.get("idToken") else None
        if not body.get("email"):
            raise AuthError("MISSING_EMAIL")
        email = valid_email(body["email"])
        code = self._code(project, body)
        if code.request_type != "EMAIL_SIGNIN":
            raise AuthError("INVALID_OOB_CODE")
        if code.email != email:
            raise AuthError("INVALID_EMAIL : The email provided does not match the sign-in email address.")
        found = self._accounts.find_by_email(project, email)
        if caller and found and caller.uid != found.uid:
            raise AuthError("EMAIL_EXISTS")
        account = caller or found
        if account and account.disabled:
            raise AuthError("USER_DISABLED")
        self._codes.use(project, code.code)
        new = account is None
        if account is None:
            account = Account(uid=new_uid(), created_at=milliseconds_now())
            self._accounts.add(project, account)
        account = self._accounts.change(
            project,
            account.uid,
            email=email,
            email_verified=True,
            email_link=True,
            last_login_at=milliseconds_now(),
        )
        return {
            "kind": "identitytoolkit#EmailLinkSigninResponse",
            "email": email,
            "isNewUser": new,
            **tokens_of(project, account, sign_in_now("password")),
        }

    def _code(self, project: str, body: dict[str, Any]) -> OobCode:
        if not body.get("oobCode"):
            raise AuthError("MISSING_OOB_CODE")
        code = self._codes.find(project, str(body["oobCode"]))
        if code is None:
            raise AuthError("INVALID_OOB_CODE")
        return code

    def _account_of(self, project: str, code: OobCode, *kinds: str) -> Account:
        """Return the account that a code of one of these kinds is about."""
        account = self._accounts.find_by_email(project, code.email)
        if account is None or code.request_type not in kinds:
            raise AuthError("INVALID_OOB_CODE")
        return account
