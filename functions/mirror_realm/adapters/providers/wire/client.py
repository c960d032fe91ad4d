"""The HTTP client of every provider, and the timeout of one call. Importing this imports `httpx2`."""

import httpx2

from mirror_realm.adapters.providers.wire.transport import BoundedTransport

_CONNECT_SECONDS = 5.0

PLAIN = {"Accept-Encoding": "identity"}
"""Bytes are counted as they arrive, so answers must not be compressed."""


def bounded_client(max_answer_bytes: int) -> httpx2.Client:
    """Return a client that reads answers of at most this many bytes.

    - No connection is kept: one that died in a frozen instance would break a call that may be billed.
    - Redirects are not followed, so that a key goes where it was meant to.
    - No proxy, certificate or password comes from the environment.
    """
    return httpx2.Client(
        transport=BoundedTransport(
            httpx2.HTTPTransport(trust_env=False, limits=httpx2.Limits(max_keepalive_connections=0)),
            max_answer_bytes,
        ),
        trust_env=False,
        follow_redirects=False,
    )


def deadline(seconds: float) -> httpx2.Timeout:
    """Return the timeout of a whole call, of which connecting may take five seconds."""
    return httpx2.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))
