"""The Tokens port on Firebase Auth."""

from datetime import UTC, datetime

from mirror_realm.domain.plans import plan_of
from mirror_realm.domain.uids import is_uid
from mirror_realm.domain.wish import User
from mirror_realm.services.ports.accounts import Holder


class AuthTokens:
    def holder(self, token: str) -> Holder | None:
        from firebase_admin import auth

        try:
            claims = auth.verify_id_token(token)
        except (auth.InvalidIdTokenError, auth.UserDisabledError, ValueError):
            return None
        if not is_uid(claims["uid"]):
            return None
        anonymous = claims.get("firebase", {}).get("sign_in_provider") == "anonymous"
        return Holder(
            User(claims["uid"], plan_of(anonymous=anonymous)), datetime.fromtimestamp(claims["exp"], UTC)
        )
