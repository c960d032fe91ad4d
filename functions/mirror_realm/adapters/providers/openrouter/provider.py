"""OpenRouter: pictures of many makers' models by one API, priced by what its answers state.

The request, and its reasons:
- `aspect_ratio` and `resolution` ask for a square of 1024 pixels: models answer with other shapes when not asked.
- `provider.data_collection: deny` for every picture, `zdr` (zero data retention) with a photo: where no provider behind
  OpenRouter promises that, it answers 404 instead of sending the photo anywhere.
- `provider.max_price.image` is the most that a picture without references may cost: no maker behind OpenRouter that
  lists a higher price gets the call, so that it costs at most what is held for it.
- `user` is the safety identifier, of which OpenRouter sends a hash on.
- One POST, and never another: it has no key by which two could be told from one.
"""

import base64
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mirror_realm.adapters.providers.openrouter.price_table import rate_of, worst_case_micros
from mirror_realm.adapters.providers.wire.keys import require_key
from mirror_realm.domain import listed_price
from mirror_realm.domain.listed_price import Rate
from mirror_realm.errors import Misconfigured, ModelGone, ProviderUnavailable
from mirror_realm.services.ports.providers import ImageRequest, ProviderImage

if TYPE_CHECKING:
    from mirror_realm.adapters.providers.wire.api import JsonApi

BASE_URL = "https://openrouter.ai/api/v1"
PREFIX = "openrouter:"

MAX_REFERENCES = 4
"""The least of what the models in the table of prices accept."""

_CHECK_TIMEOUT_SECONDS = 10.0


class OpenRouter:
    """An `ImageProvider`. Safe to share between threads; one client, opened by the first render.

    Raises `Misconfigured` if the key is malformed.
    """

    name = "openrouter"

    def __init__(self, *, api_key: str, model: str, edit_model: str, base_url: str | None = None) -> None:
        require_key(api_key, "OPENROUTER_API_KEY")
        self._api_key = api_key
        self._base_url = base_url or BASE_URL
        self._model = model
        self._edit_model = edit_model
        self._api: JsonApi | None = None
        self._opening = threading.Lock()

    def renderer(self, *, personal: bool) -> str:
        """Return `openrouter:model` of new recipes; pictures made from a photo have another one."""
        return f"{PREFIX}{self._edit_model if personal else self._model}"

    def worst_case_micros(self, request: ImageRequest) -> int:
        """Return the most that this call can cost, in millionths of a USD; see `price_table`."""
        return worst_case_micros(_model(request), references=len(request.references))

    def render(self, request: ImageRequest) -> ProviderImage:
        """Make a picture with one HTTP call, never two.

        If the answer states no cost, the worst case is booked, as it was held. Raises a `RenderFailure` or
        `Misconfigured`, nothing else; no message contains a prompt, key or body.
        """
        from mirror_realm.adapters.providers.openrouter.answers import Answer
        from mirror_realm.adapters.providers.openrouter.faults import error_in, error_of

        if len(request.references) > MAX_REFERENCES:
            raise Misconfigured(f"a picture is made from {MAX_REFERENCES} pictures at most")
        own = self.worst_case_micros(request)
        worst_case = listed_price.worst_case_micros(request.listed, own, len(request.references))
        reply = self._open().post("/images", _body(request), request.timeout_seconds)
        if not reply.ok:
            raise error_of(reply)
        content = reply.json()
        if (error := error_in(content, reply.headers)) is not None:
            raise error
        data, cost = Answer.of(content).picture(worst_case)
        return ProviderImage(data, cost)

    @property
    def renderers(self) -> tuple[str, ...]:
        """The renderers of new recipes."""
        return tuple(f"{PREFIX}{model}" for model in dict.fromkeys((self._model, self._edit_model)))

    def shutdown_of(self, renderer: str) -> str | None:
        """Return the date after which OpenRouter may remove a renderer's model; None without one.

        Raises `ModelGone` if it is not in the list of models, `ProviderUnavailable` without a list.
        """
        reply = self._open().get("/models?output_modalities=image", _CHECK_TIMEOUT_SECONDS)
        if not reply.ok:
            from mirror_realm.adapters.providers.openrouter.faults import error_of

            raise error_of(reply)
        expiry = _expiry(reply.json().get("data"))
        model = renderer.removeprefix(PREFIX)
        if model not in expiry:
            raise ModelGone(f"OpenRouter has no model {model}")
        return expiry[model]

    def table_rate(self, renderer: str) -> Rate:
        """Return what a renderer's calls cost at most by our own table."""
        return rate_of(renderer.removeprefix(PREFIX))

    def listed_rate(self, renderer: str) -> Rate:
        """Return what a renderer's calls cost at most by OpenRouter's list; see `listing`.

        Raises ProviderUnavailable if it lists no price that can be read, or as `faults` says.
        """
        from urllib.parse import quote

        from mirror_realm.adapters.providers.openrouter.faults import error_of
        from mirror_realm.adapters.providers.openrouter.listing import listed_rate

        model = renderer.removeprefix(PREFIX)
        reply = self._open().get(
            f"/images/models/{quote(model, safe='/:')}/endpoints", _CHECK_TIMEOUT_SECONDS
        )
        if not reply.ok:
            raise error_of(reply)
        return listed_rate(reply.json(), model)

    def close(self) -> None:
        """Close the client, if one was opened. A later render opens another."""
        with self._opening:
            api, self._api = self._api, None
        if api is not None:
            api.close()

    def _open(self) -> "JsonApi":
        with self._opening:
            if self._api is None:
                from mirror_realm.adapters.providers.wire.api import JsonApi
                from mirror_realm.adapters.providers.wire.pictures import MAX_ANSWER_BYTES

                self._api = JsonApi(
                    name="OpenRouter",
                    base_url=self._base_url,
                    base_url_setting="OPENROUTER_BASE_URL",
                    headers={"Authorization": f"Bearer {self._api_key}"},
                    max_answer_bytes=MAX_ANSWER_BYTES,
                )
            return self._api


def _model(request: ImageRequest) -> str:
    return request.recipe.renderer.removeprefix(PREFIX)


def _body(request: ImageRequest) -> Mapping[str, Any]:
    rate = rate_of(_model(request))
    most = rate if request.listed is None else request.listed.rate.at_least(rate)
    routing: dict[str, Any] = {
        "data_collection": "deny",
        "max_price": {"image": most.price_cap_micros / 1_000_000},
    }
    if request.references:
        routing["zdr"] = True
    body: dict[str, Any] = {
        "model": _model(request),
        "prompt": request.prompt,
        "n": 1,
        "aspect_ratio": "1:1",
        "resolution": "1K",
        "quality": request.recipe.quality,
        "output_format": "jpeg",
        "user": request.safety_identifier,
        "provider": routing,
    }
    if request.references:
        body["input_references"] = [
            {"type": "image_url", "image_url": {"url": _data_url(one.jpeg)}} for one in request.references
        ]
    return body


def _data_url(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"


def _expiry(models: Any) -> dict[str, str | None]:
    """Return the expiration date by model. Raises ProviderUnavailable if the list has another shape."""
    if not isinstance(models, list):
        raise ProviderUnavailable("OpenRouter's list of models has another shape")
    known: dict[str, str | None] = {}
    for model in models:
        if isinstance(model, dict) and isinstance(model.get("id"), str):
            ends = model.get("expiration_date")
            known[model["id"]] = ends if isinstance(ends, str) else None
    return known
