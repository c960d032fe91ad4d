"""Accounts and where they are kept: in memory, by project, with e-mail addresses unique within one."""

import secrets
import string
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from embedded_firebase.auth.errors import AuthError

_UID_LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True)
class FederatedIdentity:
    """One person at another provider, such as `google.com`."""

    provider: str
    raw_id: str
    """The person's identifier there."""
    email: str | None = None
    display_name: str | None = None
    photo_url: str | None = None
    screen_name: str | None = None
    phone_number: str | None = None

    def resource(self) -> dict[str, str | None]:
        """Return the identity as Identity Toolkit shows it."""
        return {
            "providerId": self.provider,
            "rawId": self.raw_id,
            "federatedId": self.raw_id,
            "email": self.email,
            "displayName": self.display_name,
            "photoUrl": self.photo_url,
            "screenName": self.screen_name,
            "phoneNumber": self.phone_number,
        }


@dataclass(frozen=True)
class Account:
    """One person. Times are milliseconds since 1970, as the service keeps them."""

    uid: str
    created_at: int
    last_login_at: int | None = None
    """None for an account that a server made, until its first sign-in."""
    last_refresh_at: int | None = None
    """When an ID token was last renewed; None if none was since the sign-in."""
    email: str | None = None
    email_verified: bool = False
    password_hash: str | None = None
    password_updated_at: int | None = None
    display_name: str | None = None
    photo_url: str | None = None
    phone_number: str | None = None
    custom_attributes: str | None = None
    """Custom claims, as the JSON text that the Admin SDK sends."""
    disabled: bool = False
    valid_since: int = 0
    """Tokens of sign-ins before this second are revoked."""
    custom_auth: bool = False
    """Whether the account came from a custom token."""
    email_link: bool = False
    """Whether the account has signed in by an e-mail link."""
    federated: tuple[FederatedIdentity, ...] = ()
    """The identities at other providers that open the account."""

    @property
    def anonymous(self) -> bool:
        """Whether the account has no way to sign in again: no e-mail address, phone number or other provider."""
        return not (self.email or self.phone_number or self.custom_auth or self.federated)

    def _last_active(self) -> str | None:
        """Return when the account last got an ID token, as RFC 3339."""
        at = max(self.last_login_at or 0, self.last_refresh_at or 0)
        if not at:
            return None
        return (
            datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        )

    def resource(self) -> dict[str, Any]:
        """Return the account as Identity Toolkit shows it; never its password hash."""
        providers: list[dict[str, str | None]] = [identity.resource() for identity in self.federated]
        if (self.password_hash or self.email_link) and self.email:
            providers.append(
                {
                    "providerId": "password",
                    "federatedId": self.email,
                    "email": self.email,
                    "rawId": self.email,
                    "displayName": self.display_name,
                    "photoUrl": self.photo_url,
                }
            )
        if self.phone_number:
            providers.append(
                {"providerId": "phone", "rawId": self.phone_number, "phoneNumber": self.phone_number}
            )
        resource: dict[str, Any] = {
            "localId": self.uid,
            "createdAt": str(self.created_at),
            "lastLoginAt": str(self.last_login_at) if self.last_login_at is not None else None,
            "lastRefreshAt": self._last_active(),
            "email": self.email,
            "emailVerified": self.email_verified if self.email else None,
            "passwordUpdatedAt": self.password_updated_at,
            "displayName": self.display_name,
            "photoUrl": self.photo_url,
            "phoneNumber": self.phone_number,
            "customAttributes": self.custom_attributes,
            "disabled": self.disabled or None,
            "validSince": str(self.valid_since) if self.valid_since else None,
            "customAuth": self.custom_auth or None,
            "emailLinkSignin": self.email_link or None,
            "providerUserInfo": [{key: value for key, value in one.items() if value} for one in providers],
        }
        return {key: value for key, value in resource.items() if value is not None}


class AccountStore:
    """All accounts of the emulator."""

    def __init__(self) -> None:
        self._projects: dict[str, dict[str, Account]] = {}
        self._lock = threading.RLock()

    def find(self, project: str, uid: str) -> Account | None:
        """Return the account with the uid."""
        with self._lock:
            return self._projects.get(project, {}).get(uid)

    def find_by_email(self, project: str, email: str) -> Account | None:
        """Return the account with the e-mail address; case does not matter."""
        wanted = email.lower()
        return next((account for account in self.all(project) if account.email == wanted), None)

    def find_by_phone(self, project: str, phone_number: str) -> Account | None:
        """Return the account with the phone number."""
        return next((one for one in self.all(project) if one.phone_number == phone_number), None)

    def find_by_identity(self, project: str, provider: str, raw_id: str) -> Account | None:
        """Return the account that an identity at another provider opens."""
        for account in self.all(project):
            if any((one.provider, one.raw_id) == (provider, raw_id) for one in account.federated):
                return account
        return None

    def all(self, project: str) -> list[Account]:
        """Return the accounts of a project by uid, the order of listings."""
        with self._lock:
            return sorted(self._projects.get(project, {}).values(), key=lambda account: account.uid)

    def add(self, project: str, account: Account) -> None:
        """Create an account.

        Raises:
            AuthError: `DUPLICATE_LOCAL_ID`, `EMAIL_EXISTS`, `PHONE_NUMBER_EXISTS` or
                `FEDERATED_USER_ID_ALREADY_LINKED`.
        """
        with self._lock:
            if self.find(project, account.uid):
                raise AuthError("DUPLICATE_LOCAL_ID")
            self._require_unique(project, account)
            self._projects.setdefault(project, {})[account.uid] = account

    def change(self, project: str, uid: str, **values: Any) -> Account:
        """Change fields of an account.

        Raises:
            AuthError: `USER_NOT_FOUND`, `EMAIL_EXISTS`, `PHONE_NUMBER_EXISTS` or `FEDERATED_USER_ID_ALREADY_LINKED`.
        """
        with self._lock:
            current = self.find(project, uid)
            if current is None:
                raise AuthError("USER_NOT_FOUND")
            changed = replace(current, **values)
            self._require_unique(project, changed)
            self._projects[project][uid] = changed
            return changed

    def put(self, project: str, account: Account) -> None:
        """Store an account in the place of the one with its uid, if there is one.

        Raises:
            AuthError: `EMAIL_EXISTS`, `PHONE_NUMBER_EXISTS` or `FEDERATED_USER_ID_ALREADY_LINKED`.
        """
        with self._lock:
            self._require_unique(project, account)
            self._projects.setdefault(project, {})[account.uid] = account

    def remove(self, project: str, uid: str) -> bool:
        """Delete an account; return False if there was none."""
        with self._lock:
            return self._projects.get(project, {}).pop(uid, None) is not None

    def clear(self, project: str) -> None:
        """Delete all accounts of a project."""
        with self._lock:
            self._projects.pop(project, None)

    def restore(self, project: str, accounts: Iterable[Account]) -> None:
        """Put accounts back as they were exported."""
        with self._lock:
            self._projects.setdefault(project, {}).update({account.uid: account for account in accounts})

    def projects(self) -> list[str]:
        """Return the projects that have accounts."""
        with self._lock:
            return sorted(self._projects)

    def _require_unique(self, project: str, account: Account) -> None:
        by_email = self.find_by_email(project, account.email) if account.email else None
        if by_email and by_email.uid != account.uid:
            raise AuthError("EMAIL_EXISTS")
        by_phone = self.find_by_phone(project, account.phone_number) if account.phone_number else None
        if by_phone and by_phone.uid != account.uid:
            raise AuthError("PHONE_NUMBER_EXISTS")
        for identity in account.federated:
            holder = self.find_by_identity(project, identity.provider, identity.raw_id)
            if holder and holder.uid != account.uid:
                raise AuthError("FEDERATED_USER_ID_ALREADY_LINKED")


def new_uid() -> str:
    """Return a uid like the service's: 28 letters and digits."""
    return "".join(secrets.choice(_UID_LETTERS) for _ in range(28))


def milliseconds_now() -> int:
    """Return milliseconds since 1970."""
    return time.time_ns() // 1_000_000
