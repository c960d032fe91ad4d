"""Firebase Authentication: accounts, sign-in, and unsigned tokens that `verify_id_token` takes."""

from embedded_firebase.auth.accounts import Account, AccountStore
from embedded_firebase.auth.service import AuthService
from embedded_firebase.auth.tokens import read_claims

__all__ = ["Account", "AccountStore", "AuthService", "read_claims"]
