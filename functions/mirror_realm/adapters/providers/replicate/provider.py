"""Replicate: predictions of official models over plain HTTP, ordered with a single POST.

- `Cancel-After`: Replicate ends a prediction by its own clock, also after our worker died.
- No `Prefer: wait`: the order answers at once with its id, which is stored before anything else.
- A GET is free, so it is repeated through every fault until its time is over.
- Pictures lie on Replicate's file hosts for an hour. They are fetched without our token.
- Photos are sent as data URLs: no file is created at Replicate, which deletes inputs after an hour.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from mirror_realm.adapters.providers.replicate import faults
from mirror_realm.adapters.providers.replicate.data_urls import data_url
from mirror_realm.adapters.providers.replicate.models import MODELS, model_of
from mirror_realm.adapters.providers.replicate.prediction import Prediction, is_id
from mirror_realm.adapters.providers.wire.keys import require_key
from mirror_realm.adapters.providers.wire.waiting import retry_after, retry_after_in
from mirror_realm.errors import (
    BadOutput,
    ContentRejected,
    MirrorRealmError,
    Misconfigured,
    ModelGone,
    ProviderTimeout,
    ProviderUnavailable,
    RenderFailure,
)
from mirror_realm.services.ports.providers import CallName, ImageRequest, ProviderImage
from mirror_realm.services.ports.runtime import Runtime

if TYPE_CHECKING:
    from mirror_realm.adapters.providers.wire.api import JsonApi, Reply

BASE_URL = "https://api.replicate.com"
PREFIX = "replicate:"

FILE_HOSTS = (".replicate.delivery", "replicate.delivery")

ORDER_SECONDS = 15.0
"""The longest that an order may take, which its worker's lease covers."""

_ASK_SECONDS = 10.0
_FILE_SECONDS = 30.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 4.0
_PAGES = 3
"""The pages of the listing that are read: 300 predictions."""


class Replicate:
    """A `QueuedProvider`. Safe to share between threads; one client, opened by the first call.

    The model comes from the recipe, whose digest is the cache key. `model` and `edit_model` are for new recipes.

    Raises `Misconfigured` if the token is malformed.
    """

    name = "replicate"

    def __init__(
        self,
        *,
        token: str,
        model: str,
        edit_model: str,
        base_url: str = BASE_URL,
        functions_url: str = "",
        order_seconds: float = ORDER_SECONDS,
        runtime: Runtime | None = None,
    ) -> None:
        """Hold the configuration.

        functions_url: the address of the functions, by which Replicate reaches the webhook; empty: none is asked for.
        """
        require_key(token, "REPLICATE_API_TOKEN")
        self._token = token
        self._base_url = base_url.rstrip("/")
        self._model, self._edit_model = model, edit_model
        self._functions_url = functions_url.rstrip("/")
        self._order_seconds = order_seconds
        self._runtime = runtime or Runtime()
        self._api: JsonApi | None = None
        self._opening = threading.Lock()

    def renderer(self, *, personal: bool) -> str:
        """Return the renderer of new recipes; pictures made from a photo may have another model."""
        return PREFIX + (self._edit_model if personal else self._model)

    def worst_case_micros(self, request: ImageRequest) -> int:
        """Return the price of this call, in millionths of a USD. Raises Misconfigured for a model without a price."""
        return model_of(_model(request)).price_micros(request.recipe.quality, len(request.references))

    def start(self, request: ImageRequest, call: CallName) -> str:
        """Order a prediction with one POST, never two, and return its id. Raises as `faults.of_order` says."""
        body: dict[str, Any] = {"input": _input(request)}
        if self._functions_url:
            name = urlencode({"call": f"{call.render_id}-{call.number}", "key": call.key})
            body["webhook"] = f"{self._functions_url}/provider_webhook?{name}"
            body["webhook_events_filter"] = ["start", "completed"]
        path = f"/v1/models/{quote(_model(request))}/predictions"
        limit = {"Cancel-After": f"{max(1, int(request.timeout_seconds))}s"}
        with _nothing_else_escapes():
            reply = self._open().post(path, body, self._order_seconds, limit)
            if not reply.ok:
                raise faults.of_order(reply, self._runtime.now())
            ordered = Prediction.of(reply.json())
            if ordered is None:
                raise BadOutput("Replicate's answer to an order has no id", cost_micros=None)
            return ordered.handle

    def collect(self, handle: str, until: datetime) -> ProviderImage | None:
        """Return the prediction's picture; None if it is not known to have ended by this time.

        Raises as `faults.of_ending` says, and Misconfigured if the token is refused.
        """
        retry = 0
        while True:
            pause = 0.0
            with _nothing_else_escapes():
                try:
                    prediction, pause = self._ask(handle, until)
                    if prediction is not None and prediction.ended:
                        return self._picture(prediction, until)
                except _Later:
                    pass
            drawn = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**retry) * (0.5 + self._runtime.chance() / 2)
            pause = max(pause, drawn)
            if self._left(until) <= pause:
                return None
            retry = min(retry + 1, 10)
            self._runtime.sleep(pause)

    def cancel(self, handle: str) -> int | None:
        """Cancel a prediction, and return its cost; None if it is unknown, because it was running.

        Raises ProviderUnavailable if it has not ended yet, as far as is known.
        """
        with _nothing_else_escapes():
            reply = self._open().post(f"/v1/predictions/{_checked(handle)}/cancel", None, _ASK_SECONDS)
            ended = Prediction.of(reply.error_json()) if reply.ok else None
            if ended is None or not ended.ended:
                ended, _ = self._ask(handle, None)
            if ended is None or not ended.ended:
                raise ProviderUnavailable("the prediction has not ended yet", cost_micros=None)
            if ended.status == "succeeded":
                return ended.price_micros
            return faults.of_ending(ended.status, ended.error).cost_micros

    def find(self, request: ImageRequest, since: datetime) -> str | None:
        """Return the id of the only prediction of this model and input that was created since; None if not just one."""
        wanted, model = _input(request), _model(request)
        found: list[str] = []
        query = urlencode({"created_after": since.isoformat()})
        with _nothing_else_escapes():
            for _ in range(_PAGES):
                reply = self._open().get(f"/v1/predictions?{query}", _ASK_SECONDS)
                if not reply.ok:
                    raise faults.of_order(reply, self._runtime.now())
                page = reply.json()
                results = page.get("results")
                listed = [Prediction.of(one) for one in results] if isinstance(results, list) else []
                young = [one for one in listed if one is not None and _since(one, since)]
                found += [one.handle for one in young if one.model == model and _same(one, wanted)]
                cursor = _cursor(page.get("next"))
                if cursor is None or len(young) < len(listed):
                    break
                query = urlencode({"created_after": since.isoformat(), "cursor": cursor})
        return found[0] if len(set(found)) == 1 else None

    @property
    def renderers(self) -> tuple[str, ...]:
        """The renderers of new recipes."""
        return tuple(dict.fromkeys((PREFIX + self._model, PREFIX + self._edit_model)))

    def shutdown_of(self, renderer: str) -> str | None:
        """Return None: Replicate announces no shutdowns. Raises ModelGone for a model that it does not have."""
        with _nothing_else_escapes():
            reply = self._open().get(f"/v1/models/{quote(renderer.removeprefix(PREFIX))}", _ASK_SECONDS)
            if reply.status == 404:
                raise ModelGone(f"Replicate has no model of {renderer}")
            if not reply.ok:
                raise faults.of_order(reply, self._runtime.now())
        return None

    def close(self) -> None:
        """Close the client, if one was opened. A later call opens another."""
        with self._opening:
            api, self._api = self._api, None
        if api is not None:
            api.close()

    def _ask(self, handle: str, until: datetime | None) -> tuple[Prediction | None, float]:
        """Return the prediction, None if its state is not known, and the seconds that the API asks to wait.

        Raises Misconfigured if the token is refused, and _Later if there is no answer.
        """
        seconds = _ASK_SECONDS if until is None else max(1.0, min(_ASK_SECONDS, self._left(until)))
        try:
            reply = self._open().get(f"/v1/predictions/{_checked(handle)}", seconds)
        except RenderFailure as error:
            if until is None:
                raise
            raise _Later from error
        if reply.status in (401, 403):
            raise Misconfigured(f"{reply.api} answered {reply.status}")
        if not reply.ok:
            return None, self._asked_to_wait(reply)
        prediction = Prediction.of(reply.error_json())
        return (prediction if prediction is not None and prediction.handle == handle else None), 0.0

    def _picture(self, prediction: Prediction, until: datetime) -> ProviderImage:
        """Fetch the picture of an ended prediction. Raises _Later if the file may be had later."""
        from mirror_realm.adapters.providers.wire.outputs import fetch_picture

        if prediction.status != "succeeded":
            raise faults.of_ending(prediction.status, prediction.error)
        cost = prediction.price_micros
        if not prediction.address:
            raise BadOutput("the prediction has no picture, or it was deleted", cost_micros=cost)
        try:
            data = fetch_picture(
                prediction.address,
                hosts=FILE_HOSTS,
                base_url=self._base_url,
                timeout_seconds=max(1.0, min(_FILE_SECONDS, self._left(until))),
                cost_micros=cost,
            )
        except (ProviderTimeout, ProviderUnavailable) as error:
            raise _Later from error
        if _blackened(prediction, data):
            raise ContentRejected("the safety checker blackened the picture", cost_micros=cost)
        return ProviderImage(data, cost)

    def _asked_to_wait(self, reply: "Reply") -> float:
        if reply.status != 429:
            return 0.0
        asked = retry_after(reply.headers, self._runtime.now())
        detail = reply.error_json().get("detail")
        prose = retry_after_in(detail) if isinstance(detail, str) else None
        return asked if asked is not None else prose or 0.0

    def _left(self, until: datetime) -> float:
        return (until - self._runtime.now()).total_seconds()

    def _open(self) -> "JsonApi":
        with self._opening:
            if self._api is None:
                from mirror_realm.adapters.providers.wire.api import JsonApi
                from mirror_realm.adapters.providers.wire.pictures import MAX_ANSWER_BYTES

                self._api = JsonApi(
                    name="Replicate",
                    base_url=self._base_url,
                    base_url_setting="REPLICATE_BASE_URL",
                    headers={"Authorization": f"Bearer {self._token}"},
                    max_answer_bytes=MAX_ANSWER_BYTES,
                )
            return self._api


class _Later(Exception):
    """There is no answer now; the same question may have one later."""


def _model(request: ImageRequest) -> str:
    return request.recipe.renderer.removeprefix(PREFIX)


def _input(request: ImageRequest) -> dict[str, Any]:
    """Return the model's input for a request. Raises Misconfigured for an unknown model or too many pictures."""
    model = model_of(_model(request))
    if len(request.references) > model.most_inputs:
        raise Misconfigured(f"{model.name} takes {model.most_inputs} pictures, not {len(request.references)}")
    pictures = [data_url(reference.jpeg) for reference in request.references]
    return model.fields(request.prompt, request.recipe.quality, pictures)


def _checked(handle: str) -> str:
    """Return a handle that may stand in an address. Raises BadOutput for any other."""
    if not is_id(handle):
        raise BadOutput("the prediction's id is not one", cost_micros=None)
    return handle


def _since(one: Prediction, since: datetime) -> bool:
    return one.created_at is not None and one.created_at >= since


def _same(one: Prediction, wanted: dict[str, Any]) -> bool:
    """Return whether a prediction has this input; the API may have added defaults."""
    return (
        all(one.input.get(field) == value for field, value in wanted.items())
        and "input_images" not in one.input
    )


def _cursor(address: object) -> str | None:
    """Return the cursor in the address of the next page. The address itself is foreign, and is not asked."""
    if not isinstance(address, str) or len(address) > 4096:
        return None
    try:
        cursors = parse_qs(urlsplit(address).query).get("cursor")
    except ValueError:
        return None
    return cursors[0] if cursors else None


def _blackened(prediction: Prediction, data: bytes) -> bool:
    """Return whether a model with a safety checker answered with a black picture."""
    if not any(model.blackens for model in MODELS if model.name == prediction.model):
        return False
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > 4096 * 4096:
                return False
            _, lightest = picture.convert("L").getextrema()
    except Exception:  # the codec, which decodes it next, says what is wrong with it
        return False
    return isinstance(lightest, int | float) and lightest < 8


@contextmanager
def _nothing_else_escapes() -> Iterator[None]:
    """Turn unexpected exceptions into the port's errors. The cause stays for the log."""
    try:
        yield
    except (MirrorRealmError, _Later):
        raise
    except Exception as error:
        message = f"the Replicate client failed unexpectedly ({type(error).__name__})"
        raise ProviderUnavailable(message, cost_micros=None) from error
