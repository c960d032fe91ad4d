"""Keys: what cannot be one is refused before anything is sent."""

from mirror_realm.errors import Misconfigured


def require_key(api_key: str) -> None:
    """Raises Misconfigured, without showing it, for a key that is empty or that no HTTP header can carry."""
    if not api_key or not all("!" <= character <= "~" for character in api_key):
        raise Misconfigured("OPENAI_API_KEY is empty or has characters that no key has (a line break?)")
