"""Names of documents and fields, and what is too much to store."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.world import World, refusal

NAMES: list[tuple[str, str, str]] = [
    ("a collection", "c", 'lacks "/"'),
    ("an empty id", "c/", 'lacks "/"'),
    ("a dot", "c/.", 'resource id "."'),
    ("two dots", "c/..", 'resource id ".."'),
    ("a reserved id", "c/__x__", 'Resource id "__x__" is invalid because it is reserved.'),
    ("a reserved collection", "__c__/x", 'Collection id "__c__" is invalid because it is reserved.'),
    ("1501 bytes", "c/" + "x" * 1501, "longer than 1500 bytes"),
    ("1501 bytes of 751 characters", "c/" + "é" * 751, "longer than 1500 bytes"),
]

ALLOWED_NAMES = [
    "c/a b",
    "c/ä",
    "c/🪞",
    "c/a.b",
    "c/__id7__",
    "c/__",
    "c/_x_",
    "c/" + "x" * 1500,
    "a/b/c/d/e/f",
]


@pytest.mark.parametrize(("path", "words"), [pytest.param(*row[1:], id=row[0]) for row in NAMES])
def test_a_document_name_is_refused(world: World, path: str, words: str) -> None:
    status, message = refusal(lambda: world.set(path, {}))
    assert status == "INVALID_ARGUMENT"
    assert words in message or path == "c/"


@pytest.mark.parametrize("path", ALLOWED_NAMES, ids=lambda path: path[:20])
def test_a_document_name_is_allowed(world: World, path: str) -> None:
    world.set(path, {})
    assert world.client.document(path).get().exists


def test_a_name_that_is_no_resource_is_refused(world: World) -> None:
    status, message = refusal(lambda: world.commit({"update": {"name": "nonsense"}}))
    assert (status, message) == ("INVALID_ARGUMENT", 'Document name "nonsense" lacks "projects" at index 0.')


@pytest.mark.service("it writes to whatever database a document's name says")
def test_a_document_of_another_database_is_refused(world: World) -> None:
    other = world.root.replace("(default)", "other") + "/c/a"
    assert refusal(lambda: world.commit({"update": {"name": other}}))[0] == "INVALID_ARGUMENT"


ONE = {"integer_value": 1}


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = ONE
    for _ in range(depth):
        value = {"map_value": {"fields": {"m": value}}}
    return value


FIELDS: list[tuple[str, dict[str, Any], str]] = [
    ("a reserved name", {"__x__": ONE}, "is reserved"),
    ("a reserved nested name", {"m": {"map_value": {"fields": {"__x__": ONE}}}}, "is reserved"),
    ("an empty name", {"": ONE}, "The property.name is the empty string."),
    ("a name of 1501 bytes", {"x" * 1501: ONE}, "The property.name is longer than 1500 bytes."),
    ("an array in an array", {"a": {"array_value": {"values": [{"array_value": {}}]}}},
     "Cannot convert an array value in an array value."),
    ("a value without a type", {"a": {}}, "Cannot convert firestore.v1.Value with type unset."),
    ("maps 21 deep", {"m": nested(21)}, "Property m contains an invalid nested entity."),
    ("a value of 1 MiB", {"m": {"bytes_value": b"x" * 1_048_576}},
     'The value of property "m" is longer than 1048487 bytes.'),
    ("a text of 1 MiB", {"m": {"string_value": "x" * 1_048_576}}, "longer than 1048487 bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "words"), [pytest.param(*row[1:], id=row[0]) for row in FIELDS])
def test_a_field_is_refused(world: World, fields: dict[str, Any], words: str) -> None:
    status, message = refusal(lambda: world.set("c/a", fields))
    assert status == "INVALID_ARGUMENT"
    assert words in message


ALLOWED_FIELDS: list[tuple[str, dict[str, Any]]] = [
    ("maps 20 deep", {"m": nested(20)}),
    ("a value just below 1 MiB", {"m": {"bytes_value": b"x" * 1_048_000}}),
    ("a text longer than an index entry", {"m": {"string_value": "x" * 5000}}),
    ("a name of 1500 bytes", {"x" * 1500: ONE}),
    ("a name with one underscore at each end", {"_x_": ONE}),
    ("a name with dots", {"a.b": ONE}),
    ("an array of maps of arrays",
     {"a": {"array_value": {"values": [{"map_value": {"fields": {"b": {"array_value": {"values": [ONE]}}}}}]}}}),
]  # fmt: skip


@pytest.mark.parametrize("fields", [pytest.param(row[1], id=row[0]) for row in ALLOWED_FIELDS])
def test_a_field_is_allowed(world: World, fields: dict[str, Any]) -> None:
    world.set("c/a", fields)
    assert set(world.client.document("c/a").get()._data) == set(fields)


@pytest.mark.service("it counts the size of a whole document differently")
def test_a_document_beyond_1_mib_is_refused_with_its_size(world: World) -> None:
    half = {"bytes_value": b"x" * 600_000}
    status, message = refusal(lambda: world.set("c/a", {"one": half, "two": half}))
    assert status == "INVALID_ARGUMENT"
    assert "exceeds the maximum allowed size of 1,048,576 bytes" in message


@pytest.mark.parametrize("path", ["a..b", "", ".a", "a.", "`a", "1a", "a b"])
def test_a_malformed_field_path_is_refused(world: World, path: str) -> None:
    status, message = refusal(lambda: world.set("c/a", {}, update_mask={"field_paths": [path]}))
    assert status == "INVALID_ARGUMENT"
    assert "property path" in message


def test_a_write_without_an_operation_is_refused(world: World) -> None:
    assert refusal(lambda: world.commit({})) == ("INVALID_ARGUMENT", "empty write operation")


def test_get_of_a_missing_document_is_not_found(world: World) -> None:
    status, message = refusal(lambda: world.api.get_document({"name": world.name("c/a")}, retry=None))
    assert (status, message) == ("NOT_FOUND", f"Document ({world.name('c/a')}) not found.")
