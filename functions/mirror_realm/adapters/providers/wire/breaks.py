"""Breaks: our error, and the cost, for a call that has no answer. Importing this imports `httpx2`.

what happened                                   reason                  cost
──────────────────────────────────────────────  ──────────────────────  ─────────────────────────────
no connection                                   provider_unavailable    0: nothing was sent
connection lost                                 provider_unavailable    unknown
no answer in time                               provider_timeout        unknown
answer too large                                bad_output              unknown
not an http(s) URL, or not sendable             misconfigured           0
"""

import ssl

import httpx2

from mirror_realm.adapters.providers.wire.transport import AnswerTooLarge
from mirror_realm.errors import (
    BadOutput,
    MirrorRealmError,
    Misconfigured,
    ProviderTimeout,
    ProviderUnavailable,
)


def error_of_break(cause: BaseException | None, api: str, base_url_setting: str) -> MirrorRealmError:
    """Return our error for an exception of `httpx2`. Its message has no address, header or body.

    api: the name of the API in messages. base_url_setting: the setting that has its address.
    """
    match cause:
        case AnswerTooLarge():
            return BadOutput(f"the answer of {api} is too large to be one of ours", cost_micros=None)
        case httpx2.ConnectError() | httpx2.ConnectTimeout() | httpx2.PoolTimeout():
            return ProviderUnavailable(f"{api} could not be reached", cost_micros=0)
        case httpx2.UnsupportedProtocol() | httpx2.InvalidURL():
            return Misconfigured(f"{base_url_setting} is not an http(s) URL")
        case httpx2.LocalProtocolError():
            return Misconfigured(f"the request to {api} cannot be sent as HTTP")
        case httpx2.TimeoutException():
            return ProviderTimeout(f"{api} did not answer in time", cost_micros=None)
        case httpx2.RequestError() | ssl.SSLError():
            kind = type(cause).__name__
            return ProviderUnavailable(f"the line to {api} broke ({kind})", cost_micros=None)
    return ProviderUnavailable(f"the line to {api} broke", cost_micros=None)
