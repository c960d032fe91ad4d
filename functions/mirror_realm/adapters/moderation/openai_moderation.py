"""OpenAIModeration: photos judged by omni-moderation, which is free of charge."""

import base64
import threading
from typing import TYPE_CHECKING

from mirror_realm.adapters.moderation.verdict import is_flagged
from mirror_realm.adapters.providers.wire.keys import require_key
from mirror_realm.errors import (
    BadOutput,
    ContentRejected,
    MirrorRealmError,
    ProviderUnavailable,
    RenderFailure,
)

if TYPE_CHECKING:
    import openai
    from openai.types import ModerationImageURLInputParam

MODEL = "omni-moderation-latest"
API = "the moderation API"

MAX_ANSWER_BYTES = 256 * 1024
"""A verdict is 2 KB."""

TIMEOUT_SECONDS = 20.0
"""A verdict takes about a second; after this time another attempt is the better use of the lease."""

REJECTED = "the photo did not pass the safety check; choose another one"
"""The whole message for the user. It names no category, which could help evasion, or hurt."""


class OpenAIModeration:
    """A `Moderation`. Safe to share between threads; one client, opened by the first check."""

    def __init__(
        self, *, api_key: str, base_url: str | None = None, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> None:
        self._api_key = api_key
        self._base_url = base_url
        self._timeout_seconds = timeout_seconds
        self._client: openai.OpenAI | None = None
        self._opening = threading.Lock()

    def check(self, jpeg: bytes) -> None:
        """Judge a photo with one HTTP call, never two.

        Raises ContentRejected for a flagged photo; ProviderRateLimited, ProviderTimeout, ProviderUnavailable or
        Misconfigured if there is no verdict. All are at no cost, and no message contains photo, key or answer.
        """
        try:
            flagged = is_flagged(self._ask(jpeg))
        except BadOutput as error:
            raise ProviderUnavailable(str(error)) from None
        except RenderFailure as error:
            error.cost_micros = 0  # moderation is free, with or without a verdict
            raise
        except MirrorRealmError:
            raise
        except Exception as error:
            # An unexpected failure of the client must raise one of these, too. The cause stays for the log.
            message = f"the OpenAI client failed unexpectedly ({type(error).__name__})"
            raise ProviderUnavailable(message) from error
        if flagged:
            raise ContentRejected(REJECTED)

    def close(self) -> None:
        """Close the client, if one was opened. A later check opens another."""
        with self._opening:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _ask(self, jpeg: bytes) -> bytes:
        from mirror_realm.adapters.providers.openai_images.client import translated
        from mirror_realm.adapters.providers.wire.client import deadline

        url = f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
        photo: ModerationImageURLInputParam = {"type": "image_url", "image_url": {"url": url}}
        with translated(API):
            response = self._open().moderations.with_raw_response.create(
                model=MODEL,
                input=[photo],
                timeout=deadline(self._timeout_seconds),
            )
        return response.content

    def _open(self) -> "openai.OpenAI":
        from mirror_realm.adapters.providers.openai_images.client import open_client

        require_key(self._api_key, "OPENAI_API_KEY")
        with self._opening:
            if self._client is None:
                self._client = open_client(self._api_key, self._base_url, MAX_ANSWER_BYTES)
            return self._client
