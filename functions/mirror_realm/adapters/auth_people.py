"""The People port on Firebase Auth."""

from collections.abc import Sequence

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

    def delete(self, uid: str) -> None:
        from firebase_admin import auth

        try:
            auth.delete_user(uid)
        except (auth.UserNotFoundError, ValueError):
            return

    def missing(self, uids: Sequence[str]) -> Sequence[str]:
        from firebase_admin import auth

        return [missing.uid for missing in auth.get_users([auth.UidIdentifier(uid) for uid in uids]).not_found]
