"""The People port on Firebase Auth."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from mirror_realm.domain.administration import role_of
from mirror_realm.domain.standing import Standing
from mirror_realm.domain.wish import User
from mirror_realm.services.allowance.account_plans import AccountPlans
from mirror_realm.services.ports.accounts import Account

LONGEST_UID = 128
"""Auth refuses to look up a longer uid, so such an account is never reported as missing."""


OWN_METHODS = {"password", "phone"}
"""Sign-in methods that are not federated."""


class AuthPeople:
    def __init__(self, plans: AccountPlans | None = None) -> None:
        """Look accounts up.

        plans: decides their plans; by default none but guest and free.
        """
        self._plans = plans or AccountPlans()

    def find(self, uid: str) -> Account | None:
        """Return the account; an account without a sign-in method counts as anonymous.

        Its plan is that of its custom claims now, which a token may not have yet.
        """
        from firebase_admin import auth

        try:
            return self._account(auth.get_user(uid))
        except (auth.UserNotFoundError, ValueError):
            return None

    def find_by_email(self, email: str) -> Account | None:
        from firebase_admin import auth

        try:
            return self._account(auth.get_user_by_email(email))
        except (auth.UserNotFoundError, ValueError):
            return None

    def delete(self, uid: str) -> None:
        from firebase_admin import auth

        try:
            auth.delete_user(uid)
        except (auth.UserNotFoundError, ValueError):
            return

    def missing(self, uids: Sequence[str]) -> Sequence[str]:
        from firebase_admin import auth

        identifiers = [auth.UidIdentifier(uid) for uid in uids if 0 < len(uid) <= LONGEST_UID]
        return [missing.uid for missing in auth.get_users(identifiers).not_found] if identifiers else []

    def standings(self, uids: Sequence[str]) -> Mapping[str, Standing]:
        from firebase_admin import auth

        identifiers = [auth.UidIdentifier(uid) for uid in uids if 0 < len(uid) <= LONGEST_UID]
        found = auth.get_users(identifiers).users if identifiers else []
        return {account.uid: _standing(account) for account in found}

    def _account(self, account: Any) -> Account:
        since = account.tokens_valid_after_timestamp
        return Account(
            User(account.uid, self._plans.of(account.custom_claims, anonymous=not account.provider_data)),
            disabled=account.disabled,
            tokens_valid_since=datetime.fromtimestamp(since / 1000, UTC) if since else None,
            role=role_of(account.custom_claims or {}),
        )


def _standing(account: Any) -> Standing:
    providers = {one.provider_id for one in account.provider_data}
    verified = bool(account.email_verified) or bool(providers - OWN_METHODS)
    created = account.user_metadata.creation_timestamp  # milliseconds; an imported account may have none
    return Standing(
        verified and not account.disabled and created is not None,
        datetime.fromtimestamp((created or 0) / 1000, UTC),
    )
