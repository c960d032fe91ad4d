"""No moderation: every photo passes where no model receives it, and none where one would."""

from mirror_realm.errors import Misconfigured


class NoModeration:
    """A `Moderation` that accepts every photo without looking at it.

    It is for the painter only, our own drawing code without a model: it reads a few colours from a photo, and sends the
    photo to no other service. A model that receives photos needs `OpenAIModeration`; `bootstrap` sees to it.
    """

    def check(self, jpeg: bytes) -> None:
        """Accept the photo."""


class MissingModeration:
    """A `Moderation` that refuses every photo, where a model would get photos that nothing has judged."""

    def check(self, jpeg: bytes) -> None:
        """Refuse the photo. Raises Misconfigured."""
        raise Misconfigured(
            "photos are judged by OpenAI's moderation, which is free, before a model gets them: set OPENAI_API_KEY"
        )
