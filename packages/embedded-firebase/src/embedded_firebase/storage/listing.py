"""Listings: a prefix, a delimiter that folds names into prefixes, and pages whose tokens survive changes."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from embedded_firebase.storage.errors import Invalid, NotImplementedHere, ObjectNotFound
from embedded_firebase.storage.objects import ObjectStore
from embedded_firebase.storage.stored_object import StoredObject

MAX_RESULTS = 1000


@dataclass(frozen=True)
class Page:
    """One page of a listing."""

    objects: tuple[StoredObject, ...]
    prefixes: tuple[str, ...]
    next_token: str | None


@dataclass(frozen=True)
class ListRequest:
    """The parameters of a listing, for both APIs."""

    prefix: str = ""
    delimiter: str = ""
    start: str = ""
    """Names from this one on."""
    end: str = ""
    """Names before this one; empty for no end."""
    max_results: int = MAX_RESULTS
    """Objects and prefixes together."""
    page_token: str = ""
    include_trailing_delimiter: bool = False

    @classmethod
    def parse(cls, parameters: Mapping[str, str]) -> "ListRequest":
        """Make a request of query parameters."""
        for unsupported in ("matchGlob", "softDeleted", "includeFoldersAsPrefixes", "filter"):
            if parameters.get(unsupported, "false").lower() != "false":
                raise NotImplementedHere(f"{unsupported} in a listing")
        limit = parameters.get("maxResults", str(MAX_RESULTS))
        if not limit.isdigit() or int(limit) == 0:
            raise Invalid(f"Invalid value for maxResults: {limit}")
        return cls(
            prefix=parameters.get("prefix", ""),
            delimiter=parameters.get("delimiter", ""),
            start=parameters.get("startOffset", ""),
            end=parameters.get("endOffset", ""),
            max_results=min(int(limit), MAX_RESULTS),
            page_token=parameters.get("pageToken", ""),
            include_trailing_delimiter=parameters.get("includeTrailingDelimiter") == "true",
        )


def list_objects(store: ObjectStore, bucket: str, request: ListRequest) -> Page:
    """Return the page of a listing that follows the request's token."""
    after = _decode(request.page_token)
    objects: list[StoredObject] = []
    prefixes: list[str] = []
    last: str | None = None
    for name in store.names(bucket):
        if (
            not name.startswith(request.prefix)
            or name < request.start
            or (request.end and name >= request.end)
        ):
            continue
        folded = _folded(name, request)
        entry = folded or name
        if entry.encode() <= after.encode() or (prefixes and prefixes[-1] == folded):
            continue
        if len(objects) + len(prefixes) >= request.max_results:
            return Page(tuple(objects), tuple(prefixes), _encode(last or ""))
        last = entry
        if folded:
            prefixes.append(folded)
        if not folded or (request.include_trailing_delimiter and name == folded):
            try:
                objects.append(store.get(bucket, name))
            except ObjectNotFound:
                continue  # deleted since the names were read
    return Page(tuple(objects), tuple(prefixes), None)


def _folded(name: str, request: ListRequest) -> str:
    """Return the prefix that stands for the name, if the delimiter folds it."""
    if not request.delimiter:
        return ""
    rest = name[len(request.prefix) :]
    head, found, _ = rest.partition(request.delimiter)
    return request.prefix + head + found if found else ""


def _encode(entry: str) -> str:
    return base64.urlsafe_b64encode(entry.encode()).decode()


def _decode(token: str) -> str:
    try:
        return base64.urlsafe_b64decode(token.encode()).decode()
    except (binascii.Error, UnicodeError):
        raise Invalid("Invalid page token.") from None
