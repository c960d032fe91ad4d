"""HuggingFace: pictures of open models by Hugging Face's router, without photos.

One POST a picture, never another: neither the router nor the servers behind it have a key by which two could be told
from one. No cost is stated, so the upper bound below is booked for a picture.
"""

import threading
from typing import TYPE_CHECKING, Any

from mirror_realm.adapters.providers.wire.keys import require_key
from mirror_realm.errors import BadOutput, ContentRejected, Misconfigured, ModelGone, ProviderUnavailable
from mirror_realm.services.ports.providers import ImageRequest, ProviderImage

if TYPE_CHECKING:
    from mirror_realm.adapters.providers.wire.api import JsonApi

BASE_URL = "https://router.huggingface.co"
HUB_URL = "https://huggingface.co"
PREFIX = "huggingface:"

OUTPUT_HOSTS = (".fal.media", ".fal.ai", "fal.media")
"""Where fal's answers say that pictures are."""

PICTURE_MICROS = 40_000
"""What is held and booked for a picture, since no answer states a cost: a megapixel is $0.025 with FLUX.1 [dev] and
$0.035 with a LoRA by fal's price list, as other sites quote it in November 2026, and some room."""

_CHECK_TIMEOUT_SECONDS = 10.0


class HuggingFace:
    """An `ImageProvider`. Safe to share between threads; one client, opened by the first render.

    Raises `Misconfigured` if the token is malformed.
    """

    name = "huggingface"

    def __init__(
        self, *, token: str, model: str, base_url: str | None = None, hub_url: str = HUB_URL
    ) -> None:
        require_key(token, "HF_TOKEN")
        self._token = token
        self._base_url = base_url or BASE_URL
        self._hub_url = hub_url
        self._model = model
        self._api: JsonApi | None = None
        self._opening = threading.Lock()

    def renderer(self, *, personal: bool) -> str:
        """Return `huggingface:model` of new recipes. Raises Misconfigured for a picture from a photo."""
        if personal:
            raise Misconfigured(
                "Hugging Face makes no pictures from photos here: choose another provider for them"
            )
        return f"{PREFIX}{self._model}"

    def worst_case_micros(self, request: ImageRequest) -> int:
        """Return the most that this call can cost, in millionths of a USD."""
        return PICTURE_MICROS

    def render(self, request: ImageRequest) -> ProviderImage:
        """Make a picture with one POST, never two; fal's picture is then fetched without the token.

        Raises a `RenderFailure` or `Misconfigured`, nothing else; no message contains a prompt, token or body.
        """
        from mirror_realm.adapters.providers.huggingface.faults import error_of
        from mirror_realm.adapters.providers.huggingface.routes import route_of
        from mirror_realm.adapters.providers.wire.pictures import checked

        if request.references:
            raise Misconfigured("Hugging Face makes no pictures from photos here")
        route = route_of(request.recipe.renderer.removeprefix(PREFIX), request.prompt, request.recipe.size)
        accept = {} if route.fal else {"Accept": "image/png"}
        reply = self._open().post(route.path, route.body, request.timeout_seconds, accept)
        if not reply.ok:
            raise error_of(reply)
        if not route.fal:
            return ProviderImage(checked(reply.body, cost_micros=None), PICTURE_MICROS)
        return ProviderImage(self._fetched(reply.json(), request.timeout_seconds), PICTURE_MICROS)

    @property
    def renderers(self) -> tuple[str, ...]:
        """The renderers of new recipes."""
        return (f"{PREFIX}{self._model}",)

    def shutdown_of(self, renderer: str) -> str | None:
        """Return None: the hub announces no dates.

        Raises `ModelGone` if the server does not serve the model any more by the hub's mapping, `ProviderUnavailable`
        if the hub does not tell.
        """
        from mirror_realm.adapters.providers.huggingface.routes import HF_INFERENCE
        from mirror_realm.adapters.providers.wire.api import JsonApi

        name, _, server = renderer.removeprefix(PREFIX).partition(":")
        with JsonApi(
            name="the Hugging Face hub",
            base_url=self._hub_url,
            base_url_setting="HF_BASE_URL",
            headers={},
            max_answer_bytes=1024 * 1024,
        ) as hub:
            reply = hub.get(f"/api/models/{name}?expand=inferenceProviderMapping", _CHECK_TIMEOUT_SECONDS)
        if reply.status == 404:
            raise ModelGone(f"the hub has no model {name}")
        if not reply.ok:
            raise ProviderUnavailable(f"the hub answered {reply.status}")
        mapping = reply.json().get("inferenceProviderMapping")
        if not isinstance(mapping, dict):
            raise ProviderUnavailable("the hub's description of a model has another shape")
        served = mapping.get(server or HF_INFERENCE)
        if not isinstance(served, dict) or served.get("status") == "error":
            raise ModelGone(f"{server or HF_INFERENCE} does not serve {name}")
        return None

    def close(self) -> None:
        """Close the client, if one was opened. A later render opens another."""
        with self._opening:
            api, self._api = self._api, None
        if api is not None:
            api.close()

    def _fetched(self, content: dict[str, Any], timeout_seconds: float) -> bytes:
        """Return the picture of fal's answer. Raises ContentRejected for one that its checker blackened."""
        from mirror_realm.adapters.providers.wire.outputs import fetch_paid_picture

        flags = content.get("has_nsfw_concepts")
        if isinstance(flags, list) and any(flag is True for flag in flags):
            raise ContentRejected("fal's safety checker rejected the picture", cost_micros=PICTURE_MICROS)
        images = content.get("images")
        first = images[0] if isinstance(images, list) and images else None
        if not isinstance(first, dict):
            raise BadOutput("the answer has no picture", cost_micros=None)
        return fetch_paid_picture(
            first.get("url"),
            hosts=OUTPUT_HOSTS,
            base_url=self._base_url,
            timeout_seconds=min(timeout_seconds, 30.0),
            cost_micros=PICTURE_MICROS,
        )

    def _open(self) -> "JsonApi":
        with self._opening:
            if self._api is None:
                from mirror_realm.adapters.providers.wire.api import JsonApi
                from mirror_realm.adapters.providers.wire.pictures import MAX_ANSWER_BYTES

                self._api = JsonApi(
                    name="Hugging Face",
                    base_url=self._base_url,
                    base_url_setting="HF_BASE_URL",
                    headers={"Authorization": f"Bearer {self._token}"},
                    max_answer_bytes=MAX_ANSWER_BYTES,
                )
            return self._api
