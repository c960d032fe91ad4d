"""Matching of paths against match statements, and the values of their wildcards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TypeAlias

from embedded_firebase.rules.syntax import FixedSegment, PatternSegment, Wildcard
from embedded_firebase.rules.values import UNDECIDED, Path, Value


class Open(Enum):
    """A part of a path that a query leaves open."""

    ONE_SEGMENT = "one segment"
    """The id of the document found, which is not known yet."""
    ANY_SEGMENTS = "any number of segments"
    """Where a collection of a collection group is."""


Segment: TypeAlias = str | Open
Bindings: TypeAlias = dict[str, Value]


def match_pattern(
    pattern: Sequence[PatternSegment], path: Sequence[Segment]
) -> Iterator[tuple[Bindings, Sequence[Segment]]]:
    """Yield every way in which a pattern covers the beginning of a path: its bindings and the rest of the path.

    A way is yielded only if it matches for every value of the open parts.
    """
    if not pattern:
        yield {}, path
        return
    first, others = pattern[0], pattern[1:]
    if isinstance(first, Wildcard) and first.recursive:
        for taken in range(len(path) + 1):
            for bindings, rest in match_pattern(others, path[taken:]):
                yield {first.name: _joined(path[:taken]), **bindings}, rest
    elif path and _covers(first, path[0]):
        for bindings, rest in match_pattern(others, path[1:]):
            yield {**_bound(first, path[0]), **bindings}, rest


def _covers(pattern: PatternSegment, segment: Segment) -> bool:
    if isinstance(pattern, FixedSegment):
        return pattern.text == segment
    return segment is not Open.ANY_SEGMENTS and segment != ""


def _bound(pattern: PatternSegment, segment: Segment) -> Bindings:
    if isinstance(pattern, FixedSegment):
        return {}
    return {pattern.name: UNDECIDED if isinstance(segment, Open) else segment}


def _joined(segments: Sequence[Segment]) -> Value:
    known = tuple(segment for segment in segments if isinstance(segment, str))
    return Path(known) if len(known) == len(segments) and all(known) else UNDECIDED
