"""The import of accounts in bulk, as the Admin SDK and firebase-tools send it."""

import re
from typing import Any

from embedded_firebase.auth.accounts import Account, AccountStore, FederatedIdentity, milliseconds_now
from embedded_firebase.auth.errors import AuthError
from embedded_firebase.auth.passwords import IMPORTED, hash_password
from embedded_firebase.auth.validation import valid_claims, valid_email, valid_phone_number

_HASH_OF_FIREBASE_TOOLS = re.compile(r"fakeHash:salt=.*?:password=(.*)", re.DOTALL)

_WORDS = {
    "INVALID_CLAIMS": "Invalid custom claims provided.",
    "CLAIMS_TOO_LARGE": "Custom claims provided are too large.",
    "INVALID_EMAIL": "email is invalid",
    "INVALID_PHONE_NUMBER": "phone number format is invalid",
    "FORBIDDEN_CLAIM": "Custom claims provided include a reserved claim.",
    "EMAIL_EXISTS": "email exists in other account in database",
    "PHONE_NUMBER_EXISTS": "phone number exists in other account in database",
    "FEDERATED_USER_ID_ALREADY_LINKED": "raw id exists in other account in database",
}
"""How the service words what is wrong with one account of an import."""


def import_accounts(accounts: AccountStore, project: str, body: dict[str, Any]) -> dict[str, Any]:
    """Store accounts; those that cannot be stored are named by their index, and the others are stored.

    Raises:
        AuthError: `MISSING_USER_ACCOUNT`, `DUPLICATE_LOCAL_ID` or `INVALID_ARGUMENT`.
    """
    users = body.get("users")
    if not users:
        raise AuthError("MISSING_USER_ACCOUNT")
    if not isinstance(users, list) or not all(isinstance(user, dict) for user in users):
        raise AuthError("INVALID_ARGUMENT : users is not a list of accounts.")
    overwrite = body.get("allowOverwrite") is not False
    uids = [user.get("localId") for user in users]
    if not overwrite and len(set(uids)) < len(uids):
        raise AuthError("DUPLICATE_LOCAL_ID")
    errors = []
    for index, user in enumerate(users):
        try:
            account = _account_of(user)
            if not overwrite and accounts.find(project, account.uid):
                raise AuthError("localId belongs to an existing account - can not overwrite.")
            accounts.put(project, account)
        except AuthError as error:
            errors.append({"index": index, "message": _WORDS.get(error.code.partition(" : ")[0], error.code)})
    return {"kind": "identitytoolkit#UploadAccountResponse", "error": errors}


def _account_of(user: dict[str, Any]) -> Account:
    """Return the account in an entry of an import."""
    if not user.get("localId"):
        raise AuthError("localId is missing")
    now = milliseconds_now()
    hashed = _password_hash(user)
    return Account(
        uid=str(user["localId"]),
        created_at=_milliseconds(user.get("createdAt")) or now,
        last_login_at=_milliseconds(user.get("lastLoginAt")),
        email=valid_email(user["email"]) if user.get("email") else None,
        email_verified=bool(user.get("emailVerified")),
        password_hash=hashed,
        password_updated_at=now if hashed else None,
        display_name=user.get("displayName"),
        photo_url=user.get("photoUrl"),
        phone_number=valid_phone_number(user["phoneNumber"]) if user.get("phoneNumber") else None,
        custom_attributes=valid_claims(user["customAttributes"]) if user.get("customAttributes") else None,
        disabled=bool(user.get("disabled")),
        valid_since=now // 1000,
        federated=tuple(
            identity_of_resource(one)
            for one in user.get("providerUserInfo", [])
            if one.get("providerId") not in ("password", "phone")
        ),
    )


def identity_of_resource(resource: dict[str, Any]) -> FederatedIdentity:
    """Return the identity that a server states.

    Raises:
        AuthError: if it lacks the provider or the identifier there.
    """
    if not resource.get("providerId") or not resource.get("rawId"):
        raise AuthError("federatedId or (providerId & rawId) is required")
    return FederatedIdentity(
        provider=str(resource["providerId"]),
        raw_id=str(resource["rawId"]),
        email=valid_email(resource["email"]) if resource.get("email") else None,
        display_name=resource.get("displayName"),
        photo_url=resource.get("photoUrl"),
        screen_name=resource.get("screenName"),
        phone_number=resource.get("phoneNumber"),
    )


def _milliseconds(value: object) -> int | None:
    """Return a time of an import; None if there is none that can be read."""
    return int(str(value)) if str(value).isdecimal() else None


def _password_hash(user: dict[str, Any]) -> str | None:
    """Return the hash to store. One of another system is kept, but opens nothing here."""
    if user.get("rawPassword"):
        return hash_password(str(user["rawPassword"]))
    if not user.get("passwordHash"):
        return None
    made_by_firebase_tools = _HASH_OF_FIREBASE_TOOLS.fullmatch(str(user["passwordHash"]))
    if made_by_firebase_tools:
        return hash_password(made_by_firebase_tools[1])
    return IMPORTED + str(user["passwordHash"])
