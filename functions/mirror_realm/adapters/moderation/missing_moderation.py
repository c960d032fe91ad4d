"""Missing moderation, for deployments whose provider would receive photos and that have no key for their moderation."""

from mirror_realm.errors import Misconfigured


class MissingModeration:
    """A `Moderation` that refuses every photo: none may be sent to a model without having been judged."""

    def check(self, jpeg: bytes) -> None:
        """Raise Misconfigured."""
        raise Misconfigured("photos need moderation: set the secret OPENAI_API_KEY")
