"""Generation and metageneration preconditions, as request parameters state them."""

from collections.abc import Mapping
from dataclasses import dataclass

from embedded_firebase.storage.errors import Invalid, NotModified, PreconditionFailed
from embedded_firebase.storage.stored_object import StoredObject


@dataclass(frozen=True)
class Preconditions:
    """The conditions on the live object of a request; generation 0 means "there is no object"."""

    generation_match: int | None = None
    generation_not_match: int | None = None
    metageneration_match: int | None = None
    metageneration_not_match: int | None = None

    @classmethod
    def parse(cls, parameters: Mapping[str, str], prefix: str = "if") -> "Preconditions":
        """Read `ifGenerationMatch` and the similar parameters; the prefix `ifSource` reads those of a copy's source."""

        def number(name: str) -> int | None:
            value = parameters.get(prefix + name)
            if value is None:
                return None
            try:
                return int(value)
            except ValueError:
                raise Invalid(f"Invalid value for {prefix}{name}: {value}") from None

        return cls(
            number("GenerationMatch"),
            number("GenerationNotMatch"),
            number("MetagenerationMatch"),
            number("MetagenerationNotMatch"),
        )

    def check(self, current: StoredObject | None, *, reading: bool = False) -> None:
        """Raise unless all conditions hold.

        Raises:
            NotModified: when reading, if a not-match condition fails: the caller's copy is still good.
            PreconditionFailed: otherwise.
        """
        generation = current.generation if current else 0
        metageneration = current.metageneration if current else 0
        if self.generation_match not in (None, generation):
            raise PreconditionFailed
        if self.metageneration_match not in (None, metageneration):
            raise PreconditionFailed
        if generation == self.generation_not_match or metageneration == self.metageneration_not_match:
            raise NotModified if reading else PreconditionFailed
