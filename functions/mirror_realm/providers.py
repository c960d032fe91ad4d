"""The table of image providers: how each is configured, the names of its renderers, and the function that builds it.

The settings use it for the choices of IMAGE_PROVIDER and the meaning of `auto`, the composition to build a provider,
and the services to find the provider of a recipe. It imports no provider: `build` is a name until a picture is made.

How the parts fit:

1. `Settings.provider` names the provider of new requests; its `renderer()` goes into their recipes.
2. `Settings.provider_for(recipe.renderer)` names the provider that makes an existing recipe, or raises Misconfigured. A
   recipe is never given to another provider: its cache key names the model, so the picture would be filed under a wrong
   key.
3. `PROVIDERS[name].builder()(settings)` returns the `ImageProvider`. The composition calls it once a process and
   provider, when the first picture needs it.

A new provider is a row here, an adapter with the function that `build` names, and its settings and secrets in
`settings.py`. Its renderers are named `provider:model`.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from mirror_realm.domain.renderers import provider_of as provider_of


@dataclass(frozen=True)
class Provider:
    """A row of the table."""

    name: str
    """The name in IMAGE_PROVIDER and in logs."""
    build: str
    """`module:function`; the function takes the Settings and returns an `ImageProvider`."""
    prefix: str
    """The prefix of the provider's renderer names; empty for the provider of all names without a colon."""
    secrets: tuple[str, ...]
    """Settings that the provider cannot work without."""
    settings: tuple[str, ...]
    """Other settings of the provider."""
    edits_photos: bool
    """Whether the provider can make a picture from a user's photo."""
    privacy: str
    """The personal data that the provider receives, in a sentence for users."""
    pace: str = ""
    """The setting with the calls that may go out in a minute; empty: there is no bound."""
    queued: bool = False
    """Whether it is a `QueuedProvider`: a picture is ordered, and any worker can collect it."""
    blackens: bool = False
    """Whether models behind it answer with a black picture in place of a refusal, as safety checkers of FLUX do."""
    automatic: Literal["always", "under emulators", "never"] = "never"
    """When IMAGE_PROVIDER=auto may choose this provider, if its secrets are set."""

    def builder(self) -> Callable[[Any], Any]:
        """Import the provider's adapter and return the function that builds it from the Settings."""
        module, _, function = self.build.partition(":")
        build: Callable[[Any], Any] = getattr(importlib.import_module(module), function)
        return build


OPENAI = Provider(
    name="openai",
    build="mirror_realm.adapters.providers.openai_images:build",
    prefix="",
    secrets=("OPENAI_API_KEY",),
    settings=("OPENAI_BASE_URL", "IMAGE_MODEL", "IMAGE_EDIT_MODEL", "IMAGE_QUALITY"),
    pace="OPENAI_IMAGES_PER_MINUTE",
    edits_photos=True,
    privacy="OpenAI gets the prompt, and with consent the photo and earlier pictures of the person.",
    automatic="always",
)
OPENROUTER = Provider(
    name="openrouter",
    build="mirror_realm.adapters.providers.openrouter:build",
    prefix="openrouter:",
    secrets=("OPENROUTER_API_KEY",),
    settings=("OPENROUTER_BASE_URL", "OPENROUTER_MODEL", "OPENROUTER_EDIT_MODEL"),
    pace="OPENROUTER_IMAGES_PER_MINUTE",
    edits_photos=True,
    privacy="OpenRouter and a maker of models behind it that does not keep data get the prompt, and with consent the "
    "photo and earlier pictures of the person.",
)
REPLICATE = Provider(
    name="replicate",
    build="mirror_realm.adapters.providers.replicate:build",
    prefix="replicate:",
    secrets=("REPLICATE_API_TOKEN",),
    settings=("REPLICATE_BASE_URL", "REPLICATE_MODEL", "REPLICATE_EDIT_MODEL", "PUBLIC_FUNCTIONS_URL"),
    pace="REPLICATE_IMAGES_PER_MINUTE",
    edits_photos=True,
    privacy="Replicate, and the maker of the model that it runs, get the prompt, and with consent the photo and "
    "earlier pictures of the person; Replicate deletes them after an hour.",
    queued=True,
    blackens=True,
)
HUGGINGFACE = Provider(
    name="huggingface",
    build="mirror_realm.adapters.providers.huggingface:build",
    prefix="huggingface:",
    secrets=("HF_TOKEN",),
    settings=("HF_BASE_URL", "HF_MODEL"),
    pace="HF_IMAGES_PER_MINUTE",
    edits_photos=False,
    privacy="Hugging Face, and who serves the model behind it, get the prompt; photos are not sent.",
    blackens=True,
)
PAINTER = Provider(
    name="painter",
    build="mirror_realm.adapters.painter:build",
    prefix="painter-",
    secrets=(),
    settings=(),
    edits_photos=True,
    privacy="Nothing leaves this deployment.",
    automatic="under emulators",
)
PROVIDERS = {provider.name: provider for provider in (OPENAI, OPENROUTER, REPLICATE, HUGGINGFACE, PAINTER)}
"""By name, in the order in which `auto` looks for a configured one."""


def is_queued(renderer: str) -> bool:
    """Return whether a renderer's pictures are ordered from a queued provider."""
    provider = PROVIDERS.get(provider_of(renderer))
    return provider is not None and provider.queued


def blackens(renderer: str) -> bool:
    """Return whether a black picture of a renderer is a refusal."""
    provider = PROVIDERS.get(provider_of(renderer))
    return provider is not None and provider.blackens
