"""Moderation: whether a person's photo may be used."""

from mirror_realm.errors import ProviderUnavailable


class NoModeration:
    """Judges nothing: for the painter, which reads a few colours from a photo and sends it to nobody."""

    def check(self, jpeg: bytes) -> None:
        """Returns, whatever the photo shows."""


class OpenAIModeration:
    """Not there yet: refuses rather than let a photo through unjudged."""

    def __init__(self, *, api_key: str, base_url: str | None) -> None:
        self._api_key, self._base_url = api_key, base_url

    def check(self, jpeg: bytes) -> None:
        raise ProviderUnavailable("photos cannot be judged yet")
