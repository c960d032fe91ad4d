"""The port to image providers: their requests, answers and promises."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.reference import InputKind


@dataclass(frozen=True, slots=True)
class ReferenceImage:
    """An input picture of an edit, in the order the prompt numbers them (from 1)."""

    kind: InputKind
    """The kind of picture, which the prompt describes in words."""
    jpeg: bytes


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


@dataclass(frozen=True, slots=True)
class ProviderImage:
    """The provider's answer: encoded bytes, not checked yet, and the cost in millionths of a USD."""

    data: bytes
    cost_micros: int


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
