"""MIME multipart bodies: `multipart/related` uploads and `multipart/mixed` batches."""

from dataclasses import dataclass
from email.parser import BytesHeaderParser

from werkzeug.http import parse_options_header

from embedded_firebase.storage.errors import Invalid


@dataclass(frozen=True)
class Part:
    """One part of a body, its headers by lower-case name."""

    headers: dict[str, str]
    body: bytes


def split_multipart(content_type: str, body: bytes) -> list[Part]:
    """Return the parts of a multipart body; bytes are taken as they are, whatever they contain.

    Raises:
        Invalid: if the content type names no boundary or the body does not follow it.
    """
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    if not boundary:
        raise Invalid("Bad content type. A multipart body names its boundary there.")
    newline = b"\r\n" if b"\r\n" in body[: body.find(boundary.encode()) + len(boundary) + 4] else b"\n"
    delimiter = newline + b"--" + boundary.encode()
    sections = (newline + body).split(delimiter)
    if len(sections) < 2 or not sections[-1].startswith(b"--"):
        raise Invalid("Malformed multipart body.")
    parts = []
    for section in sections[1:-1]:
        head, separator, content = section[len(newline) :].partition(newline * 2)
        if not separator:
            raise Invalid("Malformed multipart body.")
        parsed = BytesHeaderParser().parsebytes(head)
        parts.append(Part({name.lower(): str(value) for name, value in parsed.items()}, content))
    return parts
