"""The twelve characters, by name. Their sheets are in `characters.py`; a hit does not load them."""

import hashlib

CHARACTER_IDS = (
    "wren",
    "sol",
    "juniper",
    "ash",
    "noor",
    "kai",
    "amara",
    "mei",
    "marlow",
    "indra",
    "zuri",
    "robin",
)
"""In the order of the sheets. The choice for a uid depends on the order."""


def character_for(uid: str) -> str:
    """Return the character of a user who has not chosen one: fixed for a uid, and evenly distributed."""
    digest = hashlib.sha256(b"character:" + uid.encode("utf-8", "surrogatepass")).digest()
    return CHARACTER_IDS[int.from_bytes(digest[:8], "big") % len(CHARACTER_IDS)]
