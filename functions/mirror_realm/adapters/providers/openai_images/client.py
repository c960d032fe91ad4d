"""The official OpenAI client, configured for our calls. Importing this imports `openai` (300 ms, 50 MB)."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import openai

from mirror_realm.adapters.providers.openai_images.faults import IMAGE_API, translate
from mirror_realm.adapters.providers.wire.client import PLAIN, bounded_client
from mirror_realm.errors import Misconfigured

BASE_URL = "https://api.openai.com/v1"


def open_client(api_key: str, base_url: str | None, max_answer_bytes: int) -> openai.OpenAI:
    """Return a client that reads answers of at most this many bytes. Raises Misconfigured for a malformed base URL.

    - `max_retries=0`: the API has no idempotency key, so a retried POST may be billed twice.
    - HTTP as `bounded_client` has it: no redirects, no kept connections.
    - No base URL, organisation, project or proxy comes from the environment. (`OPENAI_CUSTOM_HEADERS` does:
      the client cannot be kept from reading it.)
    """
    try:
        client = openai.OpenAI(
            api_key=api_key,
            base_url=base_url or BASE_URL,
            max_retries=0,
            default_headers=PLAIN,
            http_client=bounded_client(max_answer_bytes),
        )
    except httpx2.InvalidURL:
        raise Misconfigured("OPENAI_BASE_URL is not a URL") from None
    client.organization = None
    client.project = None
    return client


@contextmanager
def translated(api: str = IMAGE_API) -> Iterator[None]:
    """Translate the client's errors. They are not chained: request and answer in them must not be logged."""
    try:
        yield
    except openai.OpenAIError as error:
        raise translate(error, api) from None
