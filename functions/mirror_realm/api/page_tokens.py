"""Page tokens: the place where the next page of a list begins, as text for the app."""

import base64
import binascii
import re
from datetime import datetime, timedelta

from mirror_realm.errors import InvalidRequest


def token(moment: datetime) -> str:
    return _token(moment.isoformat())


def moment(token: str) -> datetime:
    """Return the moment in a page token. Raises InvalidRequest for any other text."""
    return _moment(_text(token))


def place_token(moment: datetime, document_id: str) -> str:
    """Return the token of a page that ends at this document."""
    return _token(f"{moment.isoformat()} {document_id}")


def place(text: str) -> tuple[datetime, str]:
    """Return the time and the document at which the page before ended. Raises InvalidRequest for any other text."""
    when, space, document_id = _text(text).partition(" ")
    if not space or not re.fullmatch(r"[A-Za-z0-9][\w.-]{0,500}", document_id, re.ASCII):
        raise InvalidRequest({"page_token": "invalid page token"})
    return _moment(when), document_id


def _token(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


def _text(token: str) -> str:
    try:
        return base64.urlsafe_b64decode(token.encode()).decode()
    except (ValueError, binascii.Error, UnicodeError):
        raise InvalidRequest({"page_token": "invalid page token"}) from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidRequest({"page_token": "invalid page token"}) from None
    if moment.utcoffset() != timedelta(0):
        raise InvalidRequest({"page_token": "invalid page token"})
    return moment
