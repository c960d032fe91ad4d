"""Credentials of other providers, as firebase-tools takes them: unsigned, so that tests and demos can make them up."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from embedded_firebase.auth.accounts import FederatedIdentity
from embedded_firebase.auth.errors import AuthError
from embedded_firebase.auth.tokens import unsigned_claims
from embedded_firebase.auth.validation import valid_email


def read_credential(body: Mapping[str, Any]) -> tuple[str, Mapping[str, Any], Mapping[str, str]]:
    """Return the provider, the claims about the person, and all parameters of a credential.

    The ID token, or else the access token, is JSON or a JSON web token; no signature is checked.

    Raises:
        AuthError: if the request names no provider, or holds no such token.
    """
    if not body.get("requestUri"):
        raise AuthError("MISSING_REQUEST_URI")
    uri = urlsplit(str(body["requestUri"]))
    if not (uri.scheme and uri.netloc):
        raise AuthError("INVALID_REQUEST_URI")
    sources = (uri.query, str(body.get("postBody") or ""), uri.fragment)
    parameters = {name: value for source in sources for name, value in parse_qsl(source)}
    provider = parameters.get("providerId", "").lower()
    if not provider:
        raise AuthError("INVALID_CREDENTIAL_OR_PROVIDER_ID : The credential names no provider.")
    if "SAMLResponse" in parameters:
        raise AuthError("NOT_IMPLEMENTED : Sign-in by SAML is not implemented by the emulator.", 501)
    claims = _claims(parameters.get("id_token")) or _claims(parameters.get("access_token"))
    if claims is None:
        if "id_token" in parameters:
            raise AuthError("INVALID_IDP_RESPONSE : Unable to parse id_token: it is neither JSON nor a JWT.")
        raise AuthError(
            "NOT_IMPLEMENTED : The emulator signs in with an id_token that is JSON or an unsigned JWT.", 501
        )
    return provider, claims, parameters


def identity_of(provider: str, claims: Mapping[str, Any]) -> FederatedIdentity:
    """Return the identity that claims are about.

    Raises:
        AuthError: `INVALID_EMAIL`.
    """
    return FederatedIdentity(
        provider=provider,
        raw_id=claims["sub"],
        email=valid_email(claims["email"]) if claims.get("email") else None,
        display_name=claims.get("name"),
        photo_url=claims.get("picture"),
        screen_name=claims.get("screen_name"),
    )


def raw_user_info(provider: str, claims: Mapping[str, Any]) -> str:
    """Return what the provider says about the person, as the SDKs pass it on: JSON text."""
    if provider != "google.com":
        return json.dumps(dict(claims))
    names = {
        "id": "sub",
        "name": "name",
        "given_name": "given_name",
        "family_name": "family_name",
        "email": "email",
        "picture": "picture",
    }
    known = {name: claims[claim] for name, claim in names.items() if claims.get(claim)}
    scopes = ["openid", "https://www.googleapis.com/auth/userinfo.profile"]
    if claims.get("email"):
        scopes.append("https://www.googleapis.com/auth/userinfo.email")
    verified = bool(claims.get("email_verified"))
    return json.dumps({"granted_scopes": " ".join(scopes), **known, "verified_email": verified})


def _claims(token: str | None) -> Mapping[str, Any] | None:
    """Return the claims in a token; None if there are none to be read."""
    if not token:
        return None
    if token.startswith("{"):
        try:
            claims = json.loads(token)
        except ValueError:
            raise AuthError("INVALID_IDP_RESPONSE : Unable to parse id_token as JSON.") from None
    else:
        claims = unsigned_claims(token)
    if claims is None:
        return None
    if not isinstance(claims.get("sub"), str) or not claims["sub"]:
        raise AuthError("INVALID_IDP_RESPONSE : The id_token lacks the field sub, which must be a string.")
    return dict(claims)
