"""ImagesApi: OpenAI's image endpoints as we call them. The first render imports it."""

import json
from typing import Any

from mirror_realm.adapters.providers.openai_images.client import deadline, open_client, translated
from mirror_realm.errors import ProviderUnavailable
from mirror_realm.services.ports.providers import ImageRequest

MAX_ANSWER_BYTES = 24 * 1024 * 1024
"""A 1024x1024 JPEG is under 2 MB, a PNG under 5, in base64 a third more: beyond this nobody reads on."""

COMPRESSION = 95


class ImagesApi:
    """Three calls of OpenAI's API: request out, body in, every failure as one of ours."""

    def __init__(self, api_key: str, base_url: str | None) -> None:
        self._client = open_client(api_key, base_url, MAX_ANSWER_BYTES)

    def generate(self, request: ImageRequest) -> bytes:
        """The answer's body to a picture made from words alone."""
        with translated():
            response = self._client.images.with_raw_response.generate(
                **_fields(request), moderation="auto", timeout=deadline(request.timeout_seconds)
            )
        return response.content

    def edit(self, request: ImageRequest) -> bytes:
        """The answer's body to a picture made from references, sent in the order the prompt numbers them."""
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
        """When the model is shut down, as the API spells it; None where nothing is announced."""
        with translated():
            response = self._client.models.with_raw_response.retrieve(
                model, timeout=deadline(timeout_seconds)
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
