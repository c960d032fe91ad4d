"""OpenAIVision: finished pictures judged by a vision model, with OpenAI's Responses API and an answer of fixed form."""

import base64
import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from mirror_realm.adapters.providers.wire.keys import require_key
from mirror_realm.adapters.vision.answer import API, seen
from mirror_realm.adapters.vision.price_table import PICTURE_TOKENS, cost_micros
from mirror_realm.adapters.vision.question import INSTRUCTIONS, SCHEMA, labels, wished
from mirror_realm.domain.recipe import Recipe
from mirror_realm.errors import MirrorRealmError, ProviderUnavailable
from mirror_realm.services.ports.pictures import EncodedPicture
from mirror_realm.services.ports.providers import ReferenceImage
from mirror_realm.services.ports.quality import Seen

if TYPE_CHECKING:
    import openai
    from openai.types.responses import ResponseInputMessageContentListParam

SHOWN_SIDE = 512
"""Pixels a side of the picture that is shown to the model: faces and hands are clear in it, at a quarter of tokens."""

MOST_OUTPUT_TOKENS = 1500
"""An answer is about 60 tokens, and a little reasoning before it."""

TIMEOUT = timedelta(seconds=20)
"""An answer takes two to five seconds; after this time the picture is shown as it is."""

MAX_ANSWER_BYTES = 256 * 1024


class OpenAIVision:
    """A `VisionJudge`. Safe to share between threads; one client, opened by the first call."""

    def __init__(self, *, api_key: str, model: str, base_url: str | None = None) -> None:
        self._api_key = api_key
        self._model = model
        self._base_url = base_url
        self._client: openai.OpenAI | None = None
        self._opening = threading.Lock()

    @property
    def timeout(self) -> timedelta:
        return TIMEOUT

    def worst_case_micros(self, references: int) -> int:
        """Return the most that a call can cost: a token is at least a byte of text."""
        text = (
            len(INSTRUCTIONS.encode()) + len(str(SCHEMA)) + 1500
        )  # the words about the recipe, and the form around
        return cost_micros(self._model, text + PICTURE_TOKENS * (1 + references), MOST_OUTPUT_TOKENS)

    def look(
        self, picture: EncodedPicture, recipe: Recipe, references: Sequence[ReferenceImage] = ()
    ) -> Seen:
        """Ask the model with one HTTP call. No message contains a picture, the key or the answer."""
        try:
            body = self._ask(picture, recipe, references)
        except MirrorRealmError:
            raise
        except Exception as error:
            # An unexpected failure of the client must raise one of these, too. The cause stays for the log.
            message = f"the OpenAI client failed unexpectedly ({type(error).__name__})"
            raise ProviderUnavailable(message, cost_micros=None) from error
        return seen(body, self._model, compared=bool(references))

    def close(self) -> None:
        """Close the client, if one was opened. A later call opens another."""
        with self._opening:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _ask(self, picture: EncodedPicture, recipe: Recipe, references: Sequence[ReferenceImage]) -> bytes:
        from mirror_realm.adapters.providers.openai_images.client import translated
        from mirror_realm.adapters.providers.wire.client import deadline

        side = min((side for side in picture.jpegs if side >= SHOWN_SIDE), default=max(picture.jpegs))
        content: ResponseInputMessageContentListParam = [
            {"type": "input_text", "text": wished(recipe)},
        ]
        for label, reference in zip(labels(references), references, strict=True):
            content.append({"type": "input_text", "text": label})
            content.append({"type": "input_image", "detail": "auto", "image_url": _data_url(reference.jpeg)})
        content.append({"type": "input_text", "text": "The avatar:"})
        content.append({"type": "input_image", "detail": "auto", "image_url": _data_url(picture.jpegs[side])})
        with translated(API):
            response = self._open().responses.with_raw_response.create(
                model=self._model,
                instructions=INSTRUCTIONS,
                input=[{"role": "user", "content": content}],
                text={"format": {"type": "json_schema", "name": "verdict", "strict": True, "schema": SCHEMA}},
                reasoning={"effort": "low"},
                max_output_tokens=MOST_OUTPUT_TOKENS,
                store=False,
                timeout=deadline(TIMEOUT.total_seconds()),
            )
        return response.content

    def _open(self) -> "openai.OpenAI":
        from mirror_realm.adapters.providers.openai_images.client import open_client

        require_key(self._api_key, "OPENAI_API_KEY")
        with self._opening:
            if self._client is None:
                self._client = open_client(self._api_key, self._base_url, MAX_ANSWER_BYTES)
            return self._client


def _data_url(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
