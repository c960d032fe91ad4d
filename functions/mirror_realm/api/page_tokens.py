"""Page tokens: from where a list goes on, as the app hands it back."""

import base64
import binascii
from datetime import datetime, timedelta

from mirror_realm.errors import InvalidRequest


def token(moment: datetime) -> str:
    return base64.urlsafe_b64encode(moment.isoformat().encode()).decode()


def moment(token: str) -> datetime:
    """Inverse of `token`. Raises InvalidRequest on anything else."""
    try:
        moment = datetime.fromisoformat(base64.urlsafe_b64decode(token.encode()).decode())
    except (ValueError, binascii.Error, UnicodeError):
        raise InvalidRequest({"page_token": "invalid page token"}) from None
    if moment.utcoffset() != timedelta(0):
        raise InvalidRequest({"page_token": "invalid page token"})
    return moment
