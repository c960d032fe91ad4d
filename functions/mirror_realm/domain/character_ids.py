"""The twelve characters, by name. Their sheets lie in `characters.py`, which a hit does not load."""

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
"""In the order of the sheets: the character of a uid is chosen by it."""


def character_for(uid: str) -> str:
    """The character of a person who has not chosen one: fixed for a uid, spread evenly over people."""
    digest = hashlib.sha256(b"character:" + uid.encode("utf-8", "surrogatepass")).digest()
    return CHARACTER_IDS[int.from_bytes(digest[:8], "big") % len(CHARACTER_IDS)]
