"""The ports to image providers: their requests, answers and promises.

A synchronous provider answers a request with its picture. A queued one answers an order with a handle, by which any
worker can collect the picture for some time: an order whose worker died is not paid again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias, cast, runtime_checkable

from mirror_realm.domain.listed_price import ListedPrice, Rate
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.reference import InputKind


@dataclass(frozen=True, slots=True)
class ReferenceImage:
    """An input picture of an edit, in the order the prompt numbers them (from 1)."""

    kind: InputKind
    """The kind of picture, which the prompt describes in words."""
    jpeg: bytes
    looks: str | None = None
    """What the painter stored with this picture of its own; None for any other picture, and for other providers."""


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """One call for one picture."""

    recipe: Recipe
    prompt: str
    safety_identifier: str
    """A keyed hash of the uid, by which the provider can recognise an abuser without the identity."""
    timeout_seconds: float
    references: tuple[ReferenceImage, ...] = ()
    """With references the provider edits; without any it generates."""
    listed: ListedPrice | None = None
    """The provider's own price, by which the call was authorised because it is above our table's."""


@dataclass(frozen=True, slots=True)
class ProviderImage:
    """The provider's answer: encoded bytes, not checked yet."""

    data: bytes
    cost_micros: int | None
    """The cost in millionths of a USD; None if it is unknown, in which case the call's worst case is booked."""
    looks: str | None = None
    """The looks of the person as the painter measured them, to be stored with a personal picture; None from others."""


class ImageProvider(Protocol):
    """Makes a picture from a request with one try: the caller decides about retries."""

    @property
    def name(self) -> str:
        """The name for logs and settings: `openai`, `painter`."""

    def renderer(self, *, personal: bool) -> str:
        """Return the recipe's `renderer`: a model name or `painter-N`; personal pictures may have another model."""

    def worst_case_micros(self, request: ImageRequest) -> int:
        """Return the most this call can cost, in millionths of a USD, which is held against the budget before."""

    def render(self, request: ImageRequest) -> ProviderImage:
        """Make the picture within `timeout_seconds`.

        Raises a `RenderFailure` (with `cost_micros`) or `Misconfigured`; nothing else.
        """


@runtime_checkable
class AnnouncesShutdowns(Protocol):
    """A provider whose API tells when a model is shut down."""

    @property
    def renderers(self) -> tuple[str, ...]:
        """The renderers of new recipes."""

    def shutdown_of(self, renderer: str) -> str | None:
        """Return the announced date of a renderer's shutdown, as the API writes it; None if there is none.

        Raises ModelGone if the API does not have the model; another MirrorRealmError if it does not tell.
        """


@runtime_checkable
class ListsPrices(Protocol):
    """A provider whose API lists what a picture costs."""

    def table_rate(self, renderer: str) -> Rate:
        """Return what a renderer's calls cost at most by our own table."""

    def listed_rate(self, renderer: str) -> Rate:
        """Return what a renderer's calls cost at most by the provider's list.

        Raises a MirrorRealmError if it lists no price that can be read.
        """


@dataclass(frozen=True, slots=True)
class CallName:
    """The name of a call, which a queued provider's webhook repeats."""

    render_id: str
    number: int
    """The number of the call within the job, from 0."""
    key: str
    """Unguessable, because render ids can be read."""


class QueuedProvider(Protocol):
    """Makes predictions: ordered once, collected by any worker.

    Each method but `collect` is one try: the caller decides about retries. They raise a `RenderFailure` (with
    `cost_micros`) or `Misconfigured`; nothing else.
    """

    @property
    def name(self) -> str:
        """The name for logs and settings: `replicate`."""

    def renderer(self, *, personal: bool) -> str:
        """Return the recipe's `renderer`, `provider:model`; personal pictures may have another model."""

    def worst_case_micros(self, request: ImageRequest) -> int:
        """Return the most this call can cost, in millionths of a USD, which is held against the budget before."""

    def start(self, request: ImageRequest, call: CallName) -> str:
        """Order a prediction with a single request, and return its handle.

        The provider ends the prediction by itself after `timeout_seconds`. An error with a known cost means that none
        was created; with the cost None, that one may have been. ProviderRateLimited, or ProviderUnavailable with a
        known cost, means that another order may succeed.
        """

    def collect(self, handle: str, until: datetime) -> ProviderImage | None:
        """Return the prediction's picture; None if it is not known to have ended by this time.

        It asks at least once, and repeats its questions through faults until then. Raises a RenderFailure only for a
        prediction that has ended without a usable picture.
        """

    def cancel(self, handle: str) -> int | None:
        """End a prediction that is not wanted any more, and return its cost; None if the cost is unknown.

        One that has ended already is left as it is. Raises if the provider did not confirm that it has ended.
        """

    def find(self, request: ImageRequest, since: datetime) -> str | None:
        """Return the handle of the only prediction with this input that was created since; None if there is not one.

        Never called with references: a listing is not searched for a face.
        """


AnyProvider: TypeAlias = ImageProvider | QueuedProvider


def as_queue(provider: AnyProvider) -> QueuedProvider | None:
    """Return the provider as a queued one; None for a synchronous one."""
    return cast(QueuedProvider, provider) if hasattr(provider, "collect") else None


def render(provider: AnyProvider, request: ImageRequest) -> ProviderImage:
    """Make the picture with a synchronous provider. Raises as `ImageProvider.render`."""
    return cast(ImageProvider, provider).render(request)
