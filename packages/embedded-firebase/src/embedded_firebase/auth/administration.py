"""The calls of the Admin SDK: a server may read and change any account of its project."""

from collections.abc import Collection
from typing import Any

from embedded_firebase.auth.accounts import Account, AccountStore, milliseconds_now, new_uid
from embedded_firebase.auth.errors import AuthError
from embedded_firebase.auth.imports import identity_of_resource, import_accounts
from embedded_firebase.auth.passwords import IMPORTED
from embedded_firebase.auth.validation import password_fields, valid_claims, valid_email, valid_phone_number

MAX_PAGE = 1000


class Administration:
    """Create, read, change and delete accounts for a server."""

    def __init__(self, accounts: AccountStore) -> None:
        self._accounts = accounts

    def create(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Create an account with the fields that the caller gives."""
        now = milliseconds_now()
        account = Account(
            uid=body.get("localId") or new_uid(),
            created_at=now,
            email=valid_email(body["email"]) if body.get("email") else None,
            email_verified=bool(body.get("emailVerified")),
            display_name=body.get("displayName"),
            photo_url=body.get("photoUrl"),
            phone_number=valid_phone_number(body["phoneNumber"]) if body.get("phoneNumber") else None,
            disabled=bool(body.get("disabled")),
            **(password_fields(body["password"]) if body.get("password") else {}),
        )
        self._accounts.add(project, account)
        named = {"displayName": account.display_name, "email": account.email}
        return {
            "kind": "identitytoolkit#SignupNewUserResponse",
            "localId": account.uid,
            **{name: value for name, value in named.items() if value is not None},
        }

    def lookup(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return accounts by uid, e-mail, phone number or identity elsewhere; unknown ones are left out."""
        found = [self._accounts.find(project, uid) for uid in body.get("localId", [])]
        found += [self._accounts.find_by_email(project, email) for email in body.get("email", [])]
        found += [self._accounts.find_by_phone(project, phone) for phone in body.get("phoneNumber", [])]
        found += [
            self._accounts.find_by_identity(project, str(one.get("providerId")), str(one.get("rawId")))
            for one in body.get("federatedUserId", [])
        ]
        unique = {account.uid: account.resource() for account in found if account}
        answer: dict[str, Any] = {"kind": "identitytoolkit#GetAccountInfoResponse"}
        return {**answer, "users": list(unique.values())} if unique else answer

    def update(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Change an account."""
        values: dict[str, Any] = {}
        names = {"displayName": "display_name", "photoUrl": "photo_url", "phoneNumber": "phone_number"}
        values.update(
            {attribute: body[parameter] for parameter, attribute in names.items() if parameter in body}
        )
        if body.get("phoneNumber"):
            values["phone_number"] = valid_phone_number(body["phoneNumber"])
        removed = {"DISPLAY_NAME": "display_name", "PHOTO_URL": "photo_url"}
        values.update({removed[name]: None for name in body.get("deleteAttribute", []) if name in removed})
        uid, gone = str(body.get("localId", "")), body.get("deleteProvider", [])
        values.update(self._identities(project, uid, gone, body.get("linkProviderUserInfo")))
        if "phone" in gone:
            values["phone_number"] = None
        if "password" in gone:
            values.update(email=None, password_hash=None, email_verified=False, email_link=False)
        if "email" in body:
            values["email"] = valid_email(body["email"])
        if "emailVerified" in body:
            values["email_verified"] = bool(body["emailVerified"])
        if "disableUser" in body:
            values["disabled"] = bool(body["disableUser"])
        if "customAttributes" in body:
            values["custom_attributes"] = valid_claims(str(body["customAttributes"]))
        if "password" in body:
            values.update(password_fields(body["password"]))
        if "validSince" in body:
            values["valid_since"] = int(body["validSince"])
        account = self._accounts.change(project, uid, **values)
        return {"kind": "identitytoolkit#SetAccountInfoResponse", **account.resource()}

    def _identities(
        self, project: str, uid: str, gone: Collection[str], linked: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Return the change to the identities of an account at other providers; empty if there is none."""
        account = self._accounts.find(project, uid)
        if account is None or not (gone or linked):
            return {}
        replaced = {*gone, str(linked.get("providerId"))} if linked else gone
        kept = [one for one in account.federated if one.provider not in replaced]
        return {"federated": (*kept, identity_of_resource(linked)) if linked else tuple(kept)}

    def import_many(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Store accounts as they were elsewhere; those that cannot be stored are named by their index."""
        return import_accounts(self._accounts, project, body)

    def query(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return all accounts by uid, or their number alone.

        Raises:
            AuthError: for a filter, a page or another order, as in firebase-tools' emulator.
        """
        asked = [name for name in ("expression", "limit") if body.get(name)]
        if str(body.get("offset") or "0") != "0":
            asked.append("offset")
        if body.get("sortBy") not in (None, "SORT_BY_FIELD_UNSPECIFIED", "USER_ID"):
            asked.append("sortBy")
        if asked:
            raise AuthError(f"NOT_IMPLEMENTED : {asked[0]} is not implemented by the emulator.", 501)
        found = self._accounts.all(project)
        answer: dict[str, Any] = {"recordsCount": str(len(found))}
        if body.get("returnUserInfo") is False:
            return answer
        in_order = found[::-1] if body.get("order") == "DESC" else found
        return {**answer, "userInfo": [account.resource() for account in in_order]}

    def delete(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Delete an account.

        Raises:
            AuthError: `USER_NOT_FOUND`.
        """
        if not self._accounts.remove(project, str(body.get("localId", ""))):
            raise AuthError("USER_NOT_FOUND")
        return {"kind": "identitytoolkit#DeleteAccountResponse"}

    def delete_many(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Delete accounts; without `force`, only disabled ones, the others being named as errors."""
        errors = []
        for index, uid in enumerate(body.get("localIds", [])):
            account = self._accounts.find(project, uid)
            if account and not account.disabled and not body.get("force"):
                message = "NOT_DISABLED : Disable the account before batch deletion."
                errors.append({"index": index, "localId": uid, "message": message})
            else:
                self._accounts.remove(project, uid)
        return {"errors": errors} if errors else {}

    def list(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return a page of accounts by uid; the token is the last uid of the page before."""
        limit = min(int(body.get("maxResults") or 20), MAX_PAGE)
        after = str(body.get("nextPageToken") or "")
        rest = [account for account in self._accounts.all(project) if account.uid > after]
        answer: dict[str, Any] = {
            "kind": "identitytoolkit#DownloadAccountResponse",
            "users": [_with_password_hash(account) for account in rest[:limit]],
        }
        if len(rest) > limit:
            answer["nextPageToken"] = rest[limit - 1].uid
        return answer


def _with_password_hash(account: Account) -> dict[str, Any]:
    """Return an account as a listing shows it to a server: with the salted hash of its password."""
    resource = account.resource()
    if account.password_hash:
        salt, _, hashed = account.password_hash.removeprefix(IMPORTED).rpartition("$")
        resource.update(passwordHash=hashed, salt=salt or None)
    return {name: value for name, value in resource.items() if value is not None}
