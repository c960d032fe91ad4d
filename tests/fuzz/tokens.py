"""Tokens as emulators take them: without a signature."""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any


def token(claims: Mapping[str, Any]) -> str:
    """Return an ID token as the Auth emulator makes them."""
    now = int(time.time())
    project = "demo-mirror"
    return unsigned(
        {
            "iss": f"https://securetoken.google.com/{project}",
            "aud": project,
            "auth_time": now,
            "iat": now,
            "exp": now + 3600,
            "user_id": claims["sub"],
            **claims,
        }
    )


def unsigned(claims: Mapping[str, Any]) -> str:
    """Return a token without a signature, as emulators take them."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join((*encoded, ""))
