"""No moderation, for deployments in which no model receives a photo."""


class NoModeration:
    """A `Moderation` that accepts every photo without looking at it.

    It is for the painter only, which reads a few colours from a photo, does not draw its content and does not send it;
    the photo is deleted after use. A model that receives photos needs `OpenAIModeration`.
    """

    def check(self, jpeg: bytes) -> None:
        """Accept the photo."""
