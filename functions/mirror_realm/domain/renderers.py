"""Renderers: the names in recipes by which pictures are made, and the providers they belong to."""

PAINTER = "painter"
"""This backend's own painter, whose renderers are `painter-N`."""

UPLOAD = "upload"
"""In place of a renderer: nothing made the picture, it is the user's own."""

UNNAMED = "openai"
"""The provider of every other name without a colon: its models are stored without a prefix."""


def provider_of(renderer: str) -> str:
    """Return the name of the provider that makes a renderer's pictures.

    `painter-N` is the painter's; `upload` is returned as it is. `provider:model` is that provider's, also where this
    version has no such provider (a newer one stored the recipe). Any other name is a model of OpenAI's: those are
    stored without a prefix.
    """
    if renderer == UPLOAD:
        return UPLOAD
    if renderer.startswith(f"{PAINTER}-"):
        return PAINTER
    named, colon, _ = renderer.partition(":")
    return named if colon else UNNAMED
