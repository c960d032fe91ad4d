"""No moderation: every photo passes where no model receives it, and none where one would."""

from mirror_realm.errors import Misconfigured


class NoModeration:
    """A `Moderation` that accepts every photo without looking at it.

    It is for the painter only, which reads a few colours from a photo, does not draw its content and does not send it;
    the photo is deleted after use. A model that receives photos needs `OpenAIModeration`.
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
