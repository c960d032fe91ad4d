"""Firebase Authentication: accounts, sign-in, and unsigned tokens that `verify_id_token` takes."""

from emulator.auth.accounts import Account, AccountStore
from emulator.auth.service import AuthService
from emulator.auth.tokens import read_claims

__all__ = ["Account", "AccountStore", "AuthService", "read_claims"]
