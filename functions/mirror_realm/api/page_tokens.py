"""Page tokens: the place where the next page of a list begins, as text for the app."""

import base64
import binascii
from datetime import datetime, timedelta

from mirror_realm.errors import InvalidRequest


def token(moment: datetime) -> str:
    return base64.urlsafe_b64encode(moment.isoformat().encode()).decode()


def moment(token: str) -> datetime:
    """Return the moment in a page token. Raises InvalidRequest for any other text."""
    try:
        moment = datetime.fromisoformat(base64.urlsafe_b64decode(token.encode()).decode())
    except (ValueError, binascii.Error, UnicodeError):
        raise InvalidRequest({"page_token": "invalid page token"}) from None
    if moment.utcoffset() != timedelta(0):
        raise InvalidRequest({"page_token": "invalid page token"})
    return moment
