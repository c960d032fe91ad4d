"""The People port on Firebase Auth."""

from mirror_realm.domain.wish import Person


class AuthPeople:
    def find(self, uid: str) -> Person | None:
        """An account without any sign-in method of its own counts as anonymous."""
        from firebase_admin import auth

        try:
            account = auth.get_user(uid)
        except (auth.UserNotFoundError, ValueError):
            return None
        return Person(uid, anonymous=not account.provider_data)
