"""ImagesApi: the genuine OpenAI client, set up for calls that cost money. The first render imports it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import openai

from mirror_realm.adapters.providers.openai_images.faults import translate
from mirror_realm.adapters.providers.openai_images.transport import BoundedTransport
from mirror_realm.errors import Misconfigured, ProviderUnavailable
from mirror_realm.services.providers import ImageRequest

BASE_URL = "https://api.openai.com/v1"

MAX_ANSWER_BYTES = 24 * 1024 * 1024
"""A 1024x1024 JPEG is under 2 MB, a PNG under 5, in base64 a third more: beyond this nobody reads on."""

COMPRESSION = 95
_CONNECT_SECONDS = 5.0


class ImagesApi:
    """Three calls of OpenAI's API: request out, body in, every failure as one of ours.

    - `max_retries=0`: the API has no idempotency key, so a retried POST may be billed twice.
    - No connection is kept: one that died in a frozen instance would break a call that may have been billed.
    - Redirects are not followed, so that a key goes where it was meant to.
    - No base URL, organisation, project or proxy comes from the environment. (`OPENAI_CUSTOM_HEADERS` does:
      the client cannot be kept from reading it.)
    """

    def __init__(self, api_key: str, base_url: str | None) -> None:
        try:
            self._client = openai.OpenAI(
                api_key=api_key,
                base_url=base_url or BASE_URL,
                max_retries=0,
                # Bytes are counted as they arrive: what is not compressed cannot grow.
                default_headers={"Accept-Encoding": "identity"},
                http_client=httpx2.Client(
                    transport=BoundedTransport(
                        httpx2.HTTPTransport(
                            trust_env=False, limits=httpx2.Limits(max_keepalive_connections=0)
                        ),
                        MAX_ANSWER_BYTES,
                    ),
                    trust_env=False,
                    follow_redirects=False,
                ),
            )
        except httpx2.InvalidURL:
            raise Misconfigured("OPENAI_BASE_URL is not a URL") from None
        self._client.organization = None
        self._client.project = None

    def generate(self, request: ImageRequest) -> bytes:
        """The answer's body to a picture made from words alone."""
        with _translated():
            response = self._client.images.with_raw_response.generate(
                **_fields(request), moderation="auto", timeout=_timeout(request.timeout_seconds)
            )
        return response.content

    def edit(self, request: ImageRequest) -> bytes:
        """The answer's body to a picture made from references, sent in the order the prompt numbers them."""
        images = [
            (f"image-{number}.jpg", reference.jpeg, "image/jpeg")
            for number, reference in enumerate(request.references, start=1)
        ]
        with _translated():
            response = self._client.images.with_raw_response.edit(
                image=images, **_fields(request), timeout=_timeout(request.timeout_seconds)
            )
        return response.content

    def shutdown_date(self, model: str, timeout_seconds: float) -> str | None:
        """When the model is shut down, as the API spells it; None where nothing is announced."""
        with _translated():
            response = self._client.models.with_raw_response.retrieve(
                model, timeout=_timeout(timeout_seconds)
            )
        try:
            found = json.loads(response.content)
        except ValueError:
            raise ProviderUnavailable("the API's description of a model is not JSON") from None
        announced = found.get("shutdown_date") if isinstance(found, dict) else None
        return announced if isinstance(announced, str) else None

    def close(self) -> None:
        """Closes the client's connections."""
        self._client.close()


@contextmanager
def _translated() -> Iterator[None]:
    """Not chained: the client's error holds the request and the answer, and a traceback would log them."""
    try:
        yield
    except openai.OpenAIError as error:
        raise translate(error) from None


def _fields(request: ImageRequest) -> dict[str, Any]:
    """The fields that both endpoints share."""
    recipe = request.recipe
    return {
        "model": recipe.renderer,
        "prompt": request.prompt,
        "n": 1,
        "size": f"{recipe.size}x{recipe.size}",
        "quality": recipe.quality,
        "background": "opaque",
        "output_format": "jpeg",
        "output_compression": COMPRESSION,
        "safety_identifier": request.safety_identifier,
    }


def _timeout(seconds: float) -> httpx2.Timeout:
    return httpx2.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))
