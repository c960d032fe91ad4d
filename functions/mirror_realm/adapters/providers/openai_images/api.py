"""ImagesApi: the calls of OpenAI's image endpoints. The first render imports this module."""

import json
from typing import Any

import openai

from mirror_realm.adapters.providers.openai_images.client import open_client, translated
from mirror_realm.adapters.providers.wire.client import deadline
from mirror_realm.adapters.providers.wire.pictures import MAX_ANSWER_BYTES
from mirror_realm.errors import Misconfigured, ModelGone, ProviderUnavailable
from mirror_realm.services.ports.providers import ImageRequest

COMPRESSION = 95


class ImagesApi:
    """Three calls of OpenAI's API. They return the body; every failure is one of our errors."""

    def __init__(self, api_key: str, base_url: str | None) -> None:
        self._client = open_client(api_key, base_url, MAX_ANSWER_BYTES)

    def generate(self, request: ImageRequest) -> bytes:
        """Return the answer's body for a picture made from a prompt alone."""
        with translated():
            response = self._client.images.with_raw_response.generate(
                **_fields(request), moderation="auto", timeout=deadline(request.timeout_seconds)
            )
        return response.content

    def edit(self, request: ImageRequest) -> bytes:
        """Return the answer's body for a picture made from references, in the order that the prompt numbers them."""
        images = [
            (f"image-{number}.jpg", reference.jpeg, "image/jpeg")
            for number, reference in enumerate(request.references, start=1)
        ]
        with translated():
            response = self._client.images.with_raw_response.edit(
                image=images, **_fields(request), timeout=deadline(request.timeout_seconds)
            )
        return response.content

    def shutdown_date(self, model: str, timeout_seconds: float) -> str | None:
        """Return the announced shutdown date of the model, as the API writes it; None without one.

        Raises ModelGone if the API does not have it.
        """
        try:
            with translated():
                response = self._client.models.with_raw_response.retrieve(
                    model, timeout=deadline(timeout_seconds)
                )
        except Misconfigured as error:
            if isinstance(error.__context__, openai.NotFoundError):
                raise ModelGone(f"the API has no model {model}") from None
            raise
        try:
            found = json.loads(response.content)
        except ValueError:
            raise ProviderUnavailable("the API's description of a model is not JSON") from None
        announced = found.get("shutdown_date") if isinstance(found, dict) else None
        return announced if isinstance(announced, str) else None

    def close(self) -> None:
        """Close the client's connections."""
        self._client.close()


def _fields(request: ImageRequest) -> dict[str, Any]:
    """Return the fields that both endpoints share."""
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
