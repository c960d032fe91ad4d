"""Uids: which ones are valid. Firebase makes letters and digits, but a custom token may contain any text."""

import re

_UID = re.compile(r"(?!\.\.?\Z)(?!__.*__\Z)[^/\ud800-\udfff]{1,128}", re.DOTALL)
"""At most what Firebase Auth takes, and a document's id: https://cloud.google.com/firestore/quotas#collections_documents_and_fields"""


def is_uid(text: str) -> bool:
    """Return whether a text is valid as a uid and as the id of the user's documents."""
    return _UID.fullmatch(text) is not None
