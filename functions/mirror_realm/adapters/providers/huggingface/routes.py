"""Routes: how the router is asked for a model's picture, and where the picture is in the answer.

A model is spelled as on the hub, `maker/name`, and may name its server after a colon, as the router's own chat API
spells it: `maker/name:fal-ai`. Without one it is `hf-inference`, which answers with the picture's bytes, and states no
cost and no refusal. fal answers with an address and says what its safety checker found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mirror_realm.domain.prompt_families import Family, family_of
from mirror_realm.domain.prompts import EXCLUSIONS
from mirror_realm.errors import Misconfigured

FAL = "fal-ai"
HF_INFERENCE = "hf-inference"


@dataclass(frozen=True, slots=True)
class FalModel:
    """A model of the hub as fal serves it."""

    path: str
    lora: str | None = None
    """The address of an adapter's weights."""


FAL_MODELS: Mapping[str, FalModel] = {
    "black-forest-labs/FLUX.1-dev": FalModel("fal-ai/flux/dev"),
    "black-forest-labs/FLUX.1-schnell": FalModel("fal-ai/flux/schnell"),
    "XLabs-AI/flux-RealismLora": FalModel(
        "fal-ai/flux-lora",
        lora="https://huggingface.co/XLabs-AI/flux-RealismLora/resolve/main/lora.safetensors",
    ),
    "stabilityai/stable-diffusion-xl-base-1.0": FalModel("fal-ai/fast-sdxl"),
}
"""The models that fal is known to serve (huggingface.co's `inferenceProviderMapping`, not seen from here)."""


@dataclass(frozen=True, slots=True)
class Route:
    """What is asked for one picture."""

    path: str
    body: Mapping[str, Any]
    fal: bool


def route_of(model: str, prompt: str, size: int) -> Route:
    """Return what is asked for a square picture. Raises Misconfigured for a model or server that is not known here."""
    name, _, server = model.partition(":")
    negative = {"negative_prompt": EXCLUSIONS} if family_of(model) is Family.SHORT else {}
    if server in ("", HF_INFERENCE):
        parameters = {"width": size, "height": size, **negative}
        return Route(
            f"/{HF_INFERENCE}/models/{name}", {"inputs": prompt, "parameters": parameters}, fal=False
        )
    if server != FAL:
        raise Misconfigured(
            f"{server} is not a server of Hugging Face's that is known here: {HF_INFERENCE} or {FAL}"
        )
    served = FAL_MODELS.get(name)
    if served is None:
        raise Misconfigured(f"fal is not known to serve {name}")
    body = {
        "prompt": prompt,
        "image_size": {"width": size, "height": size},
        "num_images": 1,
        "enable_safety_checker": True,
        **negative,
    }
    if served.lora is not None:
        body["loras"] = [{"path": served.lora, "scale": 1}]
    return Route(f"/{FAL}/{served.path}", body, fal=True)
