"""The change feed of Storage: what happened to objects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from embedded_firebase.storage.stored_object import StoredObject

Operation = Literal["finalized", "deleted", "metadataUpdated"]
"""As the types of events spell it. No object is ever archived: buckets keep no older generations."""


@dataclass(frozen=True)
class ObjectChange:
    """One change of one generation of an object."""

    operation: Operation
    stored: StoredObject
    """The generation as it is now; of a deleted one, as it was last."""
    time: datetime
    """In UTC, with microseconds."""


Listener = Callable[[Sequence[ObjectChange]], None]
"""Called with the changes of one call, in their order, under the store's lock: it must return at once."""
