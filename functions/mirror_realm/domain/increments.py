"""Increments: numbers added to the counters of a stored document that is not read for it.

The moves of a day (settle, refund, book) are functions of the whole document. Where a move adds the same numbers to
every document, the difference that it makes to any of them is what it adds to the stored one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mirror_realm.domain.codec import Document


@dataclass(frozen=True, slots=True)
class Increments:
    """Numbers to add to the counters of a document. The order in which several are added does not matter."""

    amounts: Mapping[str, int]
    """What is added, never 0, by the stored name of the counter; `anonymous.settled` is within the map `anonymous`."""

    @classmethod
    def between(cls, before: Document, after: Document) -> "Increments":
        """Return what leads from one record to another. Raises ValueError if they differ in more than counters."""
        return cls(dict(_differences(before.to_document(), after.to_document(), "")))

    def __bool__(self) -> bool:
        return bool(self.amounts)

    def added_to(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """Return the stored document with these numbers added. A counter that it lacks starts at 0."""
        added = dict(document)
        for name, amount in self.amounts.items():
            outer, _, inner = name.partition(".")
            if inner:
                added[outer] = Increments({inner: amount}).added_to(added.get(outer, {}))
            else:
                added[outer] = added.get(outer, 0) + amount
        return added


def _differences(before: Mapping[str, Any], after: Mapping[str, Any], within: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for name in before.keys() | after.keys():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            found += _differences(old, new, f"{within}{name}.")
        elif _is_counter(old) and _is_counter(new):
            found.append((f"{within}{name}", (new or 0) - (old or 0)))
        else:
            raise ValueError(f"{within}{name} is no counter: the document has to be read")
    return found


def _is_counter(value: object) -> bool:
    """Return whether a stored value is a counter; one at its default may be missing."""
    return value is None or type(value) is int
