"""The models on Replicate that are known: their input fields, and their prices, which no answer states.

Sources, read in November 2026; check them when a model is added:
- fields: the schemas on the models' pages (gpt-image-2 of version 06e71e82, flux-2-pro).
- prices of FLUX: docs.bfl.ai, per picture of one megapixel; an input picture of one megapixel costs as much as the
  difference to its price for edits. Replicate's own may differ.
- prices of gpt-image-2: none was found for Replicate. The figures are OpenAI's tokens of a 1024x1024 picture at
  OpenAI's prices, and half as much again; each input picture at its most tokens.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from mirror_realm.errors import Misconfigured

SIDE = 1024
"""Pixels a side: the least that the picture's largest file needs."""


class Fields(Protocol):
    def __call__(self, prompt: str, quality: str, pictures: list[str]) -> dict[str, Any]:
        """Return a model's input for one square picture, made from these pictures."""


@dataclass(frozen=True, slots=True)
class Model:
    """A family of models, with the same fields and prices."""

    name: str
    """`owner/name`."""
    fields: Fields
    picture_micros: Mapping[str, int]
    """The price of a picture by quality; `""` for any other quality."""
    input_micros: int
    """The price of each input picture."""
    most_inputs: int
    blackens: bool = False
    """Whether its safety checker answers with a black picture."""

    def price_micros(self, quality: str, inputs: int) -> int:
        """Return the price of one picture, in millionths of a USD."""
        drawn = self.picture_micros.get(quality, self.picture_micros[""])
        return drawn + self.input_micros * inputs


def _gpt_image(prompt: str, quality: str, pictures: list[str]) -> dict[str, Any]:
    given = {
        "prompt": prompt,
        "quality": quality,
        "aspect_ratio": "1:1",
        "number_of_images": 1,
        "background": "opaque",
        "output_format": "jpeg",
        "output_compression": 95,
    }
    return given | ({"input_images": pictures} if pictures else {})


def _flux_2(prompt: str, quality: str, pictures: list[str]) -> dict[str, Any]:
    given = {
        "prompt": prompt,
        "width": SIDE,
        "height": SIDE,
        "output_format": "jpg",
        "output_quality": 95,
    }
    return given | ({"input_images": pictures} if pictures else {})


def _flux_1(prompt: str, quality: str, pictures: list[str]) -> dict[str, Any]:
    return {
        "prompt": prompt,
        "aspect_ratio": "1:1",
        "megapixels": "1",
        "num_outputs": 1,
        "output_format": "jpg",
        "output_quality": 95,
    }


MODELS = (
    Model(
        "openai/gpt-image-2",
        _gpt_image,
        {"low": 9_000, "medium": 80_000, "high": 317_000, "": 317_000},
        19_000,
        16,
    ),
    Model("black-forest-labs/flux-2-pro", _flux_2, {"": 30_000}, 15_000, 4, blackens=True),
    Model("black-forest-labs/flux-2-flex", _flux_2, {"": 60_000}, 60_000, 4, blackens=True),
    Model("black-forest-labs/flux-2-max", _flux_2, {"": 70_000}, 70_000, 4, blackens=True),
    Model("black-forest-labs/flux-dev", _flux_1, {"": 25_000}, 0, 0, blackens=True),
    Model("black-forest-labs/flux-schnell", _flux_1, {"": 3_000}, 0, 0, blackens=True),
)


@lru_cache(maxsize=32)
def model_of(name: str) -> Model:
    """Return the model. Raises Misconfigured for one whose fields and prices are not known."""
    for model in MODELS:
        if model.name == name:
            return model
    known = ", ".join(model.name for model in MODELS)
    raise Misconfigured(
        f"{name} is no model on Replicate whose fields and price are known; known are {known}"
    )
