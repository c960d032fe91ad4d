"""The Tokens port on Firebase Auth."""

from datetime import UTC, datetime

from mirror_realm.domain.uids import is_uid
from mirror_realm.domain.wish import User
from mirror_realm.services.allowance.account_plans import AccountPlans
from mirror_realm.services.ports.accounts import Holder


class AuthTokens:
    def __init__(self, plans: AccountPlans | None = None) -> None:
        """Verify tokens.

        plans: decides the plans of their holders; by default none but guest and free.
        """
        self._plans = plans or AccountPlans()

    def holder(self, token: str) -> Holder | None:
        from firebase_admin import auth

        try:
            claims = auth.verify_id_token(token)
        except (auth.InvalidIdTokenError, auth.UserDisabledError, ValueError):
            return None
        if not is_uid(claims["uid"]):
            return None
        anonymous = claims.get("firebase", {}).get("sign_in_provider") == "anonymous"
        user = User(claims["uid"], self._plans.of(claims, anonymous=anonymous))
        return Holder(user, datetime.fromtimestamp(claims["exp"], UTC))
