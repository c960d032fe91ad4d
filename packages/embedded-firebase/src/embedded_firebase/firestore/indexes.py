"""Indexes: what `firestore.indexes.json` declares, what is automatic, and which queries they can serve.

Rules from the public documentation (index types; how indexes are merged): every field has ascending,
descending and array-contains indexes of collection scope unless an override says otherwise; a query is
served by indexes that all end in its sort order and whose leading fields together are its equalities.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from embedded_firebase.firestore.errors import failed_precondition
from embedded_firebase.firestore.paths import NAME_FIELD, FieldPath, format_field_path, parse_field_path
from embedded_firebase.firestore.queries.combinations import conjunctions
from embedded_firebase.firestore.queries.filters import ARRAY_CONTAINS, ARRAY_CONTAINS_ANY, Leaf
from embedded_firebase.firestore.queries.ordering import Order
from embedded_firebase.firestore.queries.plan import Plan
from embedded_firebase.firestore.stored_document import NAME_PATH

_EVERY_FIELD: FieldPath = ("*",)


class Scope(Enum):
    """Which queries an index serves."""

    COLLECTION = "COLLECTION"
    COLLECTION_GROUP = "COLLECTION_GROUP"


class Mode(Enum):
    """How an index holds a field."""

    ASCENDING = "ASCENDING"
    DESCENDING = "DESCENDING"
    CONTAINS = "CONTAINS"


@dataclass(frozen=True)
class IndexField:
    """A field of an index."""

    path: FieldPath
    mode: Mode

    def as_json(self) -> dict[str, str]:
        kind = "arrayConfig" if self.mode is Mode.CONTAINS else "order"
        return {"fieldPath": format_field_path(self.path), kind: self.mode.value}


@dataclass(frozen=True)
class Index:
    """An index of the collections of one id."""

    collection_group: str
    scope: Scope
    fields: tuple[IndexField, ...]

    def leading_to(self, sort: Sequence[IndexField]) -> tuple[IndexField, ...] | None:
        """Return the fields before the sort order; None when the index does not end in it."""
        length = len(self.fields) - len(sort)
        return self.fields[:length] if length >= 0 and self.fields[length:] == tuple(sort) else None

    def as_json(self) -> str:
        return json.dumps(
            {
                "collectionGroup": self.collection_group,
                "queryScope": self.scope.value,
                "fields": [field.as_json() for field in self.fields],
            }
        )


@dataclass(frozen=True)
class _Need:
    """The requirements of one conjunction of a query on indexes."""

    equalities: frozenset[FieldPath]
    contained: frozenset[FieldPath]
    sort: tuple[IndexField, ...]

    def equal_fields(self, fields: Iterable[IndexField]) -> frozenset[FieldPath] | None:
        """Return the equalities that leading fields of an index serve; None when a field serves none."""
        served = set()
        for field in fields:
            if field.path not in (self.contained if field.mode is Mode.CONTAINS else self.equalities):
                return None
            served.add(field.path)
        return frozenset(served)


class IndexCatalogue:
    """The composite indexes and field overrides of a project."""

    def __init__(
        self,
        composites: Iterable[Index] = (),
        overrides: Mapping[tuple[str, FieldPath], Sequence[tuple[Scope, Mode]]] | None = None,
    ) -> None:
        self._composites = tuple(composites)
        self._overrides = dict(overrides or {})

    @classmethod
    def load(cls, path: Path) -> IndexCatalogue:
        """Read `firestore.indexes.json`.

        Raises:
            OSError: if the file cannot be read.
            ValueError: if its content is malformed.
        """
        return cls.from_json(json.loads(Path(path).read_text(encoding="utf-8")))

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> IndexCatalogue:
        """Take the content of `firestore.indexes.json`. Raises ValueError when it is malformed."""
        try:
            composites = [
                Index(
                    entry["collectionGroup"],
                    Scope(entry.get("queryScope", "COLLECTION")),
                    _without_default_name([_parse_field(field) for field in entry["fields"]]),
                )
                for entry in document.get("indexes", [])
            ]
            overrides = {
                (entry["collectionGroup"], _parse_path(entry["fieldPath"])): [
                    (Scope(index.get("queryScope", "COLLECTION")), _parse_mode(index))
                    for index in entry.get("indexes", [])
                ]
                for entry in document.get("fieldOverrides", [])
            }
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"firestore.indexes.json is malformed: {error!r}") from error
        return cls(composites, overrides)

    def require(self, plan: Plan, aggregated: Iterable[FieldPath] = ()) -> None:
        """Check that production would serve a query, with these fields summed or averaged.

        Raises:
            FirestoreError: FAILED_PRECONDITION naming the index that is missing.
        """
        if plan.collection_id is None:
            return
        scope = Scope.COLLECTION_GROUP if plan.all_descendants else Scope.COLLECTION
        for conjunction in conjunctions(plan.filter):
            need = _need_of(plan, conjunction, aggregated)
            if not self._serves(plan.collection_id, scope, need):
                raise failed_precondition(_explanation(plan.collection_id, scope, need))

    def _serves(self, collection_group: str, scope: Scope, need: _Need) -> bool:
        wanted = need.equalities | need.contained
        if not wanted and not need.sort:
            return True
        covered: set[FieldPath] = set()
        found = False
        for index in self._available(collection_group, scope, need):
            leading = index.leading_to(need.sort)
            served = None if leading is None else need.equal_fields(leading)
            if served is not None:
                found = True
                covered |= served
        return found and wanted <= covered

    def _available(self, collection_group: str, scope: Scope, need: _Need) -> Iterator[Index]:
        for index in self._composites:
            if index.collection_group == collection_group and index.scope is scope:
                yield index
        for path in need.equalities | need.contained | {field.path for field in need.sort}:
            for mode in self._single_field_modes(collection_group, path, scope):
                yield Index(collection_group, scope, (IndexField(path, mode),))

    def _single_field_modes(self, collection_group: str, path: FieldPath, scope: Scope) -> list[Mode]:
        if path == NAME_PATH:
            return []
        for length in range(len(path), 0, -1):
            override = self._overrides.get((collection_group, path[:length]))
            if override is not None:
                return [mode for index_scope, mode in override if index_scope is scope]
        default = self._overrides.get((collection_group, _EVERY_FIELD))
        if default is not None:
            return [mode for index_scope, mode in default if index_scope is scope]
        return list(Mode) if scope is Scope.COLLECTION else []


def _need_of(plan: Plan, conjunction: Sequence[Leaf], aggregated: Iterable[FieldPath]) -> _Need:
    equalities = {leaf.path for leaf in conjunction if not leaf.is_inequality and not leaf.is_array_filter}
    contained = {
        leaf.path
        for leaf in conjunction
        if not leaf.unary and leaf.operator in (ARRAY_CONTAINS, ARRAY_CONTAINS_ANY)
    }
    fixed = {leaf.path for leaf in conjunction if leaf.fixes_field}
    sort = [_sorted_by(order) for order in plan.ordering.orders if order.path not in fixed]
    named = {field.path for field in sort} | equalities
    sort[-1:-1] = [IndexField(path, Mode.ASCENDING) for path in aggregated if path not in named]
    equalities -= {NAME_PATH} | {field.path for field in sort}
    if (equalities or contained) and all(field.path == NAME_PATH for field in sort):
        # An index of equal values is sorted by name, and there is one of either direction.
        sort = []
    return _Need(frozenset(equalities), frozenset(contained), _without_default_name(sort))


def _sorted_by(order: Order) -> IndexField:
    return IndexField(order.path, Mode.DESCENDING if order.descending else Mode.ASCENDING)


def _without_default_name(fields: Sequence[IndexField]) -> tuple[IndexField, ...]:
    """Drop a last `__name__` in the direction that every index has it in anyway."""
    if fields and fields[-1].path == NAME_PATH:
        before = fields[-2].mode if len(fields) > 1 else Mode.ASCENDING
        default = Mode.DESCENDING if before is Mode.DESCENDING else Mode.ASCENDING
        if fields[-1].mode is default:
            return tuple(fields[:-1])
    return tuple(fields)


def _explanation(collection_group: str, scope: Scope, need: _Need) -> str:
    fields = (
        *(IndexField(path, Mode.CONTAINS) for path in sorted(need.contained)),
        *(IndexField(path, Mode.ASCENDING) for path in sorted(need.equalities)),
        *need.sort,
    )
    if len(fields) == 1 and fields[0].path != NAME_PATH:
        field = fields[0]
        kind = {"queryScope": scope.value, **field.as_json()}
        del kind["fieldPath"]
        return (
            f"The query requires a {scope.value} {field.mode.value} index for collection {collection_group} and "
            f"field {format_field_path(field.path)}. Add {json.dumps(kind)} to the field's indexes under "
            '"fieldOverrides" in firestore.indexes.json.'
        )
    index = Index(collection_group, scope, fields)
    return f'The query requires an index. Add to "indexes" in firestore.indexes.json: {index.as_json()}'


def _parse_field(field: Mapping[str, str]) -> IndexField:
    return IndexField(_parse_path(field["fieldPath"]), _parse_mode(field))


def _parse_mode(field: Mapping[str, str]) -> Mode:
    return Mode(field["arrayConfig"] if "arrayConfig" in field else field["order"])


def _parse_path(path: str) -> FieldPath:
    if path == NAME_FIELD:
        return NAME_PATH
    return _EVERY_FIELD if path == "*" else parse_field_path(path)
