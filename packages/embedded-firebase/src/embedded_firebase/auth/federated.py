"""Sign-in with other providers: one account for an e-mail address, as projects have it by default.

Which account a credential opens follows firebase-tools' emulator.
"""

from collections.abc import Mapping
from typing import Any

from embedded_firebase.auth.accounts import (
    Account,
    AccountStore,
    FederatedIdentity,
    milliseconds_now,
    new_uid,
)
from embedded_firebase.auth.errors import AuthError
from embedded_firebase.auth.idp_credentials import identity_of, raw_user_info, read_credential
from embedded_firebase.auth.sign_in import SignInCalls, tokens_of
from embedded_firebase.auth.tokens import sign_in_now


class FederatedSignIn:
    """Sign in, sign up and link with a credential of another provider."""

    def __init__(self, accounts: AccountStore, sign_in: SignInCalls) -> None:
        self._accounts = accounts
        self._sign_in = sign_in

    def sign_in(self, project: str, body: dict[str, Any]) -> dict[str, Any]:
        """Open the account of a credential, which is created if there is none; with an ID token, link them.

        Raises:
            AuthError: if the credential cannot be read, or opens another account than the one to link.
        """
        for parameter in ("returnRefreshToken", "pendingIdToken"):
            if body.get(parameter):
                raise AuthError(f"NOT_IMPLEMENTED : {parameter} is not implemented by the emulator.", 501)
        provider, claims, parameters = read_credential(body)
        identity = identity_of(provider, claims)
        answer = _described(identity, claims, parameters)
        verified = bool(claims.get("email_verified"))
        caller = self._sign_in.caller(project, body)[0] if body.get("idToken") else None
        new = False
        try:
            found = self._accounts.find_by_identity(project, provider, identity.raw_id)
            if caller:
                account = self._link(project, caller, found, identity, verified=verified)
            else:
                holder = self._accounts.find_by_email(project, identity.email) if identity.email else None
                if found is None and holder and not verified:
                    # The address may not be the person's: they are asked to sign in as they did before.
                    others = [one.provider for one in holder.federated]
                    needed = {"needConfirmation": True, "localId": holder.uid, "verifiedProvider": others}
                    return {**answer, **needed}
                new = found is None and holder is None
                if found is None and holder and any(one.provider == provider for one in holder.federated):
                    # The provider has given the address to another person since.
                    answer["emailRecycled"] = True
                account = found or self._account_for(project, holder, identity, verified=verified)
        except AuthError as error:
            if body.get("returnIdpCredential"):
                return {**answer, "errorMessage": error.code}
            raise
        if account.disabled:
            raise AuthError("USER_DISABLED")
        now = milliseconds_now()
        account = self._accounts.change(
            project, account.uid, federated=_with(account, identity), last_login_at=now
        )
        if new:
            answer["isNewUser"] = True
        if identity.email and account.email == identity.email:
            answer["emailVerified"] = account.email_verified
        return {**answer, **tokens_of(project, account, sign_in_now(provider))}

    def _link(
        self,
        project: str,
        caller: Account,
        found: Account | None,
        identity: FederatedIdentity,
        *,
        verified: bool,
    ) -> Account:
        """Return the caller's account, which takes the address of the identity if it has none."""
        if found:
            raise AuthError("FEDERATED_USER_ID_ALREADY_LINKED")
        email = caller.email or identity.email
        if email is None or email != identity.email:
            return caller
        confirmed = verified or (caller.email == email and caller.email_verified)
        return self._accounts.change(project, caller.uid, email=email, email_verified=confirmed)

    def _account_for(
        self, project: str, holder: Account | None, identity: FederatedIdentity, *, verified: bool
    ) -> Account:
        """Return the account with the address that the provider has verified, or else a new one."""
        profile: dict[str, Any] = {"display_name": identity.display_name, "photo_url": identity.photo_url}
        if holder is None:
            account = Account(
                uid=new_uid(),
                created_at=milliseconds_now(),
                email=identity.email,
                email_verified=verified and identity.email is not None,
                federated=(identity,),
                **profile,
            )
            self._accounts.add(project, account)
            return account
        if not holder.email_verified:
            # Until now the address was not shown to be theirs: other ways into the account are closed.
            now = milliseconds_now() // 1000
            closed: dict[str, Any] = {"password_hash": None, "phone_number": None, "valid_since": now}
            self._accounts.change(project, holder.uid, federated=(), **closed)
        return self._accounts.change(project, holder.uid, email_verified=True, **profile)


def _with(account: Account, identity: FederatedIdentity) -> tuple[FederatedIdentity, ...]:
    """Return the identities of an account with this one, in the place of an older one of its provider."""
    return (*(one for one in account.federated if one.provider != identity.provider), identity)


def _described(
    identity: FederatedIdentity, claims: Mapping[str, Any], parameters: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the answer says about the person at the other provider."""
    google = identity.provider == "google.com"
    token = parameters.get("access_token") or f"FirebaseAuthEmulatorFakeAccessToken_{identity.provider}"
    described = {
        "kind": "identitytoolkit#VerifyAssertionResponse",
        "context": "",
        "providerId": identity.provider,
        "federatedId": f"https://accounts.google.com/{identity.raw_id}" if google else identity.raw_id,
        "displayName": identity.display_name,
        "fullName": identity.display_name,
        "firstName": claims.get("given_name") if google else None,
        "lastName": claims.get("family_name") if google else None,
        "screenName": identity.screen_name,
        "email": identity.email,
        "emailVerified": bool(claims.get("email_verified")) if identity.email else None,
        "photoUrl": identity.photo_url,
        "rawUserInfo": raw_user_info(identity.provider, claims),
        "oauthAccessToken": token,
        "oauthIdToken": parameters.get("id_token"),
    }
    return {name: value for name, value in described.items() if value is not None}
