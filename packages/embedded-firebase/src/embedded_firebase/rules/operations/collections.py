"""Methods of lists, sets, maps and map differences."""

from __future__ import annotations

from collections.abc import Sequence

from embedded_firebase.rules.operations.registry import method
from embedded_firebase.rules.values import MapDiff, RulesSet, Value, contains, equal, require

Items = list[Value] | RulesSet
Map = dict[str, Value]


def _items(collection: Items) -> Sequence[Value]:
    return collection.items if isinstance(collection, RulesSet) else collection


@method("list|set", "size")
def _size(collection: Items) -> int:
    return len(_items(collection))


@method("list|set", "hasAll", "list|set")
def _has_all(collection: Items, wanted: Items) -> bool:
    return all(contains(_items(collection), item) for item in _items(wanted))


@method("list|set", "hasAny", "list|set")
def _has_any(collection: Items, wanted: Items) -> bool:
    return any(contains(_items(collection), item) for item in _items(wanted))


@method("list|set", "hasOnly", "list|set")
def _has_only(collection: Items, allowed: Items) -> bool:
    return all(contains(_items(allowed), item) for item in _items(collection))


@method("list", "toSet")
def _to_set(items: list[Value]) -> RulesSet:
    return RulesSet(items)


@method("list", "concat", "list")
def _concat(items: list[Value], more: list[Value]) -> list[Value]:
    return items + more


@method("list", "removeAll", "list")
def _remove_all(items: list[Value], unwanted: list[Value]) -> list[Value]:
    return [item for item in items if not contains(unwanted, item)]


@method("list", "join", "string")
def _join(items: list[Value], separator: str) -> str:
    for item in items:
        require(item, "string")
    return separator.join(item for item in items if isinstance(item, str))


@method("set", "difference", "set")
def _difference(one: RulesSet, other: RulesSet) -> RulesSet:
    return RulesSet(item for item in one.items if not contains(other.items, item))


@method("set", "intersection", "set")
def _intersection(one: RulesSet, other: RulesSet) -> RulesSet:
    return RulesSet(item for item in one.items if contains(other.items, item))


@method("set", "union", "set")
def _union(one: RulesSet, other: RulesSet) -> RulesSet:
    return RulesSet([*one.items, *other.items])


@method("map", "size")
def _size_of_map(entries: Map) -> int:
    return len(entries)


@method("map", "keys")
def _keys(entries: Map) -> RulesSet:
    return RulesSet(entries)


@method("map", "values")
def _values(entries: Map) -> list[Value]:
    return list(entries.values())


@method("map", "get", "string|list", "any")
def _get(entries: Map, key: str | list[Value], default: Value) -> Value:
    """Return the value at a key, or at a way of keys through nested maps; else the default."""
    found: Value = entries
    for step in [key] if isinstance(key, str) else key:
        require(step, "string")
        if not isinstance(found, dict) or step not in found:
            return default
        found = found[step]
    return found


@method("map", "diff", "map")
def _diff(after: Map, before: Map) -> MapDiff:
    return MapDiff(after, before)


@method("map_diff", "addedKeys")
def _added_keys(diff: MapDiff) -> RulesSet:
    return RulesSet(diff.after.keys() - diff.before.keys())


@method("map_diff", "removedKeys")
def _removed_keys(diff: MapDiff) -> RulesSet:
    return RulesSet(diff.before.keys() - diff.after.keys())


@method("map_diff", "changedKeys")
def _changed_keys(diff: MapDiff) -> RulesSet:
    both = diff.after.keys() & diff.before.keys()
    return RulesSet(key for key in both if not equal(diff.after[key], diff.before[key]))


@method("map_diff", "unchangedKeys")
def _unchanged_keys(diff: MapDiff) -> RulesSet:
    both = diff.after.keys() & diff.before.keys()
    return RulesSet(key for key in both if equal(diff.after[key], diff.before[key]))


@method("map_diff", "affectedKeys")
def _affected_keys(diff: MapDiff) -> RulesSet:
    every = diff.after.keys() | diff.before.keys()
    return RulesSet(every - set(_unchanged_keys(diff).items))
