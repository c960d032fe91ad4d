"""Uids: who may be called what. Firebase makes letters and digits, but a custom token may say anything."""

import re

_UID = re.compile(r"(?!\.\.?\Z)(?!__.*__\Z)[^/\ud800-\udfff]{1,128}", re.DOTALL)
"""At most what Firebase Auth takes, and a document's id: https://cloud.google.com/firestore/quotas#collections_documents_and_fields"""


def is_uid(text: str) -> bool:
    """Whether a person may be called so, and with it their documents."""
    return _UID.fullmatch(text) is not None
