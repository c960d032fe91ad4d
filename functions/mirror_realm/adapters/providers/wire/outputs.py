"""Outputs: pictures that a provider's answer gives as an address. The address is foreign input.

Importing this imports `httpx2`.
"""

import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import httpx2

from mirror_realm.adapters.providers.wire.breaks import error_of_break
from mirror_realm.adapters.providers.wire.client import PLAIN, bounded_client, deadline
from mirror_realm.adapters.providers.wire.pictures import MAX_PICTURE_BYTES, checked
from mirror_realm.errors import BadOutput, MirrorRealmError, ProviderTimeout, ProviderUnavailable

_FILES = "the provider's file server"
_LOCAL = ("127.0.0.1", "localhost", "::1")

_PAUSES = (0.25, 1.0)
"""Seconds between one GET and the next."""


def fetch_paid_picture(
    url: object,
    *,
    hosts: Sequence[str],
    base_url: str,
    timeout_seconds: float,
    cost_micros: int | None,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> bytes:
    """Return the picture at an address, with up to three GETs within `timeout_seconds` altogether.

    A GET costs nothing and the picture is paid for, so a file server that fails for a moment must not lose it. The
    arguments and errors are those of `fetch_picture`.
    """
    ends = clock() + timeout_seconds

    def fetch() -> bytes:
        left = max(0.1, ends - clock())
        return fetch_picture(
            url, hosts=hosts, base_url=base_url, timeout_seconds=left, cost_micros=cost_micros
        )

    for wait in _PAUSES:
        try:
            return fetch()
        except (ProviderTimeout, ProviderUnavailable):
            if clock() + wait >= ends:
                raise
            pause(wait)
    return fetch()


def fetch_picture(
    url: object,
    *,
    hosts: Sequence[str],
    base_url: str,
    timeout_seconds: float,
    cost_micros: int | None,
) -> bytes:
    """Return the picture at an address, with one GET: no key, no redirect, bounded bytes and time.

    hosts: the allowed hosts; one with a leading dot allows every host below it. Only https is allowed, unless
        `base_url` is a local http address: then so is its own host, for tests.
    cost_micros: what the picture behind it cost, which every error carries.

    Raises BadOutput for an address that is not allowed, for a file that is gone or no picture; ProviderUnavailable or
    ProviderTimeout if the file may be had later.
    """
    address = _allowed(url, hosts, base_url)
    if address is None:
        raise BadOutput("the picture's address is not one of the provider's", cost_micros=cost_micros)
    try:
        with bounded_client(MAX_PICTURE_BYTES) as client:
            response = client.get(address, headers=PLAIN, timeout=deadline(timeout_seconds))
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        raise _at_cost(error_of_break(error, _FILES, "the provider's base URL"), cost_micros) from None
    status = response.status_code
    if status == 429 or status >= 500:
        raise ProviderUnavailable(f"{_FILES} answered {status}", cost_micros=cost_micros)
    if status != 200:
        raise BadOutput(f"{_FILES} answered {status}", cost_micros=cost_micros)
    return checked(response.content, cost_micros=cost_micros)


def _allowed(url: object, hosts: Sequence[str], base_url: str) -> str | None:
    """Return the address if it may be asked, else None."""
    if not isinstance(url, str) or len(url) > 4096:
        return None
    try:
        asked, base = urlsplit(url), urlsplit(base_url)
        host, port = (asked.hostname or "").lower(), asked.port
        own = (base.scheme, base.hostname, base.port)
    except ValueError:
        return None
    if asked.username is not None or asked.password is not None:
        return None
    if own[0] == "http" and own[1] in _LOCAL and (asked.scheme, host, port) == own:
        return url
    if asked.scheme != "https" or port not in (None, 443):
        return None
    known = any(host == one or (one.startswith(".") and host.endswith(one)) for one in hosts)
    return url if known else None


def _at_cost(error: MirrorRealmError, cost_micros: int | None) -> MirrorRealmError:
    """Return the error as one of fetching: the picture behind the address is paid for already."""
    if isinstance(error, ProviderTimeout | ProviderUnavailable | BadOutput):
        error.cost_micros = cost_micros
        return error
    return BadOutput("the picture's address cannot be asked", cost_micros=cost_micros)
