"""Keys: a malformed key is refused before any call."""

from mirror_realm.errors import Misconfigured


def require_key(api_key: str, setting: str) -> None:
    """Raise Misconfigured, without showing the key, if it is empty or not allowed in an HTTP header."""
    if not api_key or not all("!" <= character <= "~" for character in api_key):
        raise Misconfigured(f"{setting} is empty or has characters that no key has (a line break?)")
