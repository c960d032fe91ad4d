"""OpenAIImages: pictures from OpenAI's image models, priced by the tokens the API reports.

The parameters of a call, and their reasons:
- `output_format=jpeg` at compression level 95. At 1024x1024 it has a quarter of PNG's bytes and decodes two to eight
  times faster (painted: 151 KB and 2.4 ms against 517 KB and 20 ms; grainy: 634 KB and 6 ms against
  2462 KB and 13 ms), and costs at most 0.4 dB after our own encoding at 85. The API's default of 100 doubles
  the bytes for nothing; 90 loses another 0.7 dB and makes our own files larger.
- `background=opaque`: an avatar fills its square. `n=1`: one call, one picture, one price.
- No `input_fidelity` (a 400 from gpt-image-2 on), no `response_format` (it is always base64), and no
  `moderation` on edits (the endpoint has none).

Pictures arrive with C2PA provenance metadata. Re-encoding drops it, so an app should label the pictures as generated.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mirror_realm.adapters.providers.openai_images.answers import Answer
from mirror_realm.adapters.providers.openai_images.pricing import cost_micros, worst_case_micros
from mirror_realm.adapters.providers.wire.keys import require_key
from mirror_realm.errors import MirrorRealmError, Misconfigured, ProviderUnavailable
from mirror_realm.services.ports.providers import ImageRequest, ProviderImage

if TYPE_CHECKING:
    from mirror_realm.adapters.providers.openai_images.api import ImagesApi

MAX_REFERENCES = 16
"""The most images that one edit accepts."""

_CHECK_TIMEOUT_SECONDS = 10.0


class OpenAIImages:
    """An `ImageProvider`. Safe to share between threads; one client, opened by the first render.

    Model, quality and size come from the recipe, whose digest is the cache key: a job that was queued before a change
    of settings still makes the picture of its key. `model` and `edit_model` are for new recipes.

    Raises `Misconfigured` if the key is malformed.
    """

    name = "openai"

    def __init__(self, *, api_key: str, model: str, edit_model: str, base_url: str | None = None) -> None:
        require_key(api_key, "OPENAI_API_KEY")
        self._api_key = api_key
        self._base_url = base_url
        self._model = model
        self._edit_model = edit_model
        self._api: ImagesApi | None = None
        self._opening = threading.Lock()

    def renderer(self, *, personal: bool) -> str:
        """Return the model of new recipes; pictures made from a photo have another one."""
        return self._edit_model if personal else self._model

    def worst_case_micros(self, request: ImageRequest) -> int:
        """Return the most that this call can cost, in millionths of a USD; see `pricing.worst_case_micros`."""
        recipe = request.recipe
        return worst_case_micros(
            recipe.renderer,
            quality=recipe.quality,
            size=recipe.size,
            prompt=request.prompt,
            references=len(request.references),
        )

    def render(self, request: ImageRequest) -> ProviderImage:
        """Make a picture with one HTTP call, never two.

        If the answer has no cost, the worst case is booked. Raises a `RenderFailure` or `Misconfigured`, nothing else;
        no message contains a prompt, key or body.
        """
        if len(request.references) > MAX_REFERENCES:
            raise Misconfigured(f"an edit takes {MAX_REFERENCES} pictures, not {len(request.references)}")
        with _nothing_else_escapes():
            api = self._open()
            answer = Answer.from_body(api.edit(request) if request.references else api.generate(request))
            cost = None if answer.usage is None else cost_micros(request.recipe.renderer, answer.usage)
            data = answer.picture(cost_micros=cost)
            return ProviderImage(data, self.worst_case_micros(request) if cost is None else cost)

    @property
    def renderers(self) -> tuple[str, ...]:
        """The models of new recipes."""
        return tuple(dict.fromkeys((self._model, self._edit_model)))

    def shutdown_of(self, renderer: str) -> str | None:
        """Return the announced shutdown date of a model, as the API writes it; None without one.

        Raises `ModelGone` if the API does not have it, and what `render` raises if it does not answer.
        """
        with _nothing_else_escapes():
            return self._open().shutdown_date(renderer, _CHECK_TIMEOUT_SECONDS)

    def close(self) -> None:
        """Close the client, if one was opened. A later render opens another."""
        with self._opening:
            api, self._api = self._api, None
        if api is not None:
            api.close()

    def _open(self) -> "ImagesApi":
        with self._opening:
            if self._api is None:
                from mirror_realm.adapters.providers.openai_images.api import ImagesApi

                self._api = ImagesApi(self._api_key, self._base_url)
            return self._api


@contextmanager
def _nothing_else_escapes() -> Iterator[None]:
    """Turn unexpected exceptions of the client into the port's errors. The cause stays for the log."""
    try:
        yield
    except MirrorRealmError:
        raise
    except Exception as error:
        message = f"the OpenAI client failed unexpectedly ({type(error).__name__})"
        raise ProviderUnavailable(message, cost_micros=None) from error
