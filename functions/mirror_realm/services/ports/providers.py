"""The port to image providers: what a render asks of them and what they promise."""

from dataclasses import dataclass
from typing import Protocol

from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.reference import InputKind


@dataclass(frozen=True, slots=True)
class ReferenceImage:
    """An input picture of an edit, in the order the prompt numbers them (from 1)."""

    kind: InputKind
    """What it is; the prompt says it in words."""
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """One call for one picture."""

    recipe: Recipe
    prompt: str
    safety_identifier: str
    """A keyed hash of the uid: lets the provider see one abuser without knowing who it is."""
    timeout_seconds: float
    references: tuple[ReferenceImage, ...] = ()
    """With references the provider edits; without, it generates."""


@dataclass(frozen=True, slots=True)
class ProviderImage:
    """What came back: encoded bytes, not yet checked, and what it cost in millionths of a USD."""

    data: bytes
    cost_micros: int


class ImageProvider(Protocol):
    """Turns a request into a picture, once: no retries inside, the caller owns the retry budget."""

    @property
    def name(self) -> str:
        """`openai`, `painter`: for logs and settings."""

    def renderer(self, *, personal: bool) -> str:
        """The recipe's `renderer`: a model name or `painter-N`; personal pictures may use another model."""

    def worst_case_micros(self, request: ImageRequest) -> int:
        """The most this call can cost, in millionths of a USD: held against the budget before it is made."""

    def render(self, request: ImageRequest) -> ProviderImage:
        """Makes the picture within `timeout_seconds`.

        Raises a `RenderFailure` (with `cost_micros`) or `Misconfigured`; nothing else.
        """
