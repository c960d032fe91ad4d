"""The REST API, as curl speaks it: addresses, JSON, statuses."""

from __future__ import annotations

import json
import math
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote

import pytest
from google.cloud import firestore

from conformance.world import World

SERVER = {"Authorization": "Bearer owner"}
ONE = {"fields": {"n": {"integerValue": "1"}}}
NAMES = {"structuredQuery": {"from": [{"collectionId": "c"}]}}


def rest(
    world: World, method: str, path: str, body: object = None, headers: dict[str, str] = SERVER
) -> tuple[int, Any]:
    """Return the status and the JSON of an answer; `path` follows `.../documents`."""
    data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    address = f"http://{world.address}/v1/{quote(world.root)}{path}"
    request = urllib.request.Request(
        address, data, {"Content-Type": "application/json", **headers}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def failure(answer: tuple[int, Any]) -> tuple[int, str]:
    """Return the HTTP status and the canonical one; they stand in the error too."""
    status, body = answer
    assert body["error"]["code"] == status
    assert body["error"]["message"]
    return status, body["error"]["status"]


def test_a_document_is_created_read_changed_and_deleted(world: World) -> None:
    status, created = rest(world, "POST", "/c?documentId=a", ONE)
    assert (status, created["name"], created["fields"]) == (200, world.name("c/a"), ONE["fields"])
    assert created["createTime"] == created["updateTime"]
    assert rest(world, "GET", "/c/a") == (200, created)
    change = {"fields": {"m": {"stringValue": "x"}, "n": {"integerValue": 9}}}
    _, changed = rest(world, "PATCH", "/c/a?updateMask.fieldPaths=m&currentDocument.exists=true", change)
    assert changed["fields"] == {"n": {"integerValue": "1"}, "m": {"stringValue": "x"}}
    assert rest(world, "GET", "/c/a?mask.fieldPaths=m")[1]["fields"] == {"m": {"stringValue": "x"}}
    assert rest(world, "DELETE", "/c/a") == (200, {})
    assert failure(rest(world, "GET", "/c/a")) == (404, "NOT_FOUND")


def test_an_id_is_chosen_where_none_is_given(world: World) -> None:
    _, created = rest(world, "POST", "/c", ONE)
    assert len(created["name"].rpartition("/")[2]) == 20
    assert rest(world, "POST", "/c/a/below?documentId=b", ONE)[1]["name"] == world.name("c/a/below/b")


def test_every_kind_of_value_keeps_its_kind(world: World) -> None:
    values = {
        "null": {"nullValue": None},
        "boolean": {"booleanValue": False},
        "integer": {"integerValue": "9007199254740993"},
        "double": {"doubleValue": 1.5},
        "nan": {"doubleValue": "NaN"},
        "infinity": {"doubleValue": "-Infinity"},
        "moment": {"timestampValue": "2026-01-02T03:04:05.678901Z"},
        "text": {"stringValue": "ä🪞"},
        "bytes": {"bytesValue": "AP8="},
        "reference": {"referenceValue": world.name("c/a")},
        "place": {"geoPointValue": {"latitude": 1.5, "longitude": -2.5}},
        "array": {"arrayValue": {"values": [{"integerValue": "1"}]}},
        "empty": {"arrayValue": {}},
        "map": {"mapValue": {"fields": {"a.b": {"mapValue": {}}}}},
    }
    rest(world, "POST", "/c?documentId=a", {"fields": values})
    assert rest(world, "GET", "/c/a")[1]["fields"] == values
    stored = world.client.document("c/a").get().to_dict()
    assert stored is not None
    assert (stored["null"], stored["bytes"], stored["integer"]) == (None, b"\x00\xff", 2**53 + 1)
    assert math.isnan(stored["nan"])


def test_documents_are_listed_in_pages(world: World) -> None:
    for identifier in "abc":
        world.client.document(f"c/{identifier}").set({})
    _, first = rest(world, "GET", "/c?pageSize=2")
    assert [document["name"] for document in first["documents"]] == [world.name("c/a"), world.name("c/b")]
    _, second = rest(world, "GET", f"/c?pageSize=2&pageToken={quote(first['nextPageToken'], safe='')}")
    assert [document["name"] for document in second["documents"]] == [world.name("c/c")]
    assert "nextPageToken" not in second
    assert rest(world, "POST", ":listCollectionIds", {})[1]["collectionIds"] == ["c"]


def test_queries_answer_an_array(world: World) -> None:
    world.client.document("c/a").set({"n": 1})
    world.client.document("c/a/below/b").set({"n": 2})
    _, (found,) = rest(world, "POST", ":runQuery", NAMES)
    assert found["document"]["name"] == world.name("c/a")
    assert "readTime" in found
    below = {"structuredQuery": {"from": [{"collectionId": "below"}]}}
    _, (found,) = rest(world, "POST", "/c/a:runQuery", below)
    assert found["document"]["fields"] == {"n": {"integerValue": "2"}}
    _, (nothing,) = rest(world, "POST", "/c/b:runQuery", below)
    assert "document" not in nothing
    counting = {"structuredAggregationQuery": {**NAMES, "aggregations": [{"alias": "all", "count": {}}]}}
    _, (counted,) = rest(world, "POST", ":runAggregationQuery", counting)
    assert counted["result"]["aggregateFields"] == {"all": {"integerValue": "1"}}


def test_a_transaction_reads_and_commits(world: World) -> None:
    world.client.document("c/a").set({"n": 1})
    _, begun = rest(world, "POST", ":beginTransaction", {})
    wanted = {"documents": [world.name("c/a"), world.name("c/b")], "transaction": begun["transaction"]}
    _, read = rest(world, "POST", ":batchGet", wanted)
    assert {response.get("missing") or response["found"]["name"] for response in read} == {
        world.name("c/a"),
        world.name("c/b"),
    }
    increment = {"fieldPath": "n", "increment": {"integerValue": "4"}}
    writes = [{"transform": {"document": world.name("c/a"), "fieldTransforms": [increment]}}]
    commit = {"writes": writes, "transaction": begun["transaction"]}
    status, committed = rest(world, "POST", ":commit", commit)
    assert status == 200
    assert committed["writeResults"][0]["transformResults"] == [{"integerValue": "5"}]
    assert world.client.document("c/a").get().to_dict() == {"n": 5}


def test_a_transaction_is_rolled_back(world: World) -> None:
    _, begun = rest(world, "POST", ":beginTransaction", {"options": {"readOnly": {}}})
    assert rest(world, "POST", ":rollback", begun) == (200, {})


def test_a_batch_answers_for_each_write(world: World) -> None:
    create = {"update": {"name": world.name("c/a")}, "currentDocument": {"exists": False}}
    delete = {"delete": world.name("c/b")}
    _, answer = rest(world, "POST", ":batchWrite", {"writes": [create, delete]})
    assert [status.get("code", 0) for status in answer["status"]] == [0, 0]
    _, again = rest(world, "POST", ":batchWrite", {"writes": [create, delete]})
    assert [status.get("code", 0) for status in again["status"]] == [6, 0]


def changed_after(world: World) -> str:
    """Change `c/a` after a moment, and return the moment."""
    document: firestore.DocumentReference = world.client.document("c/a")
    moment: Any = document.set({"n": 1}).update_time
    document.set({"n": 2})
    return str(moment.rfc3339())


def test_the_past_is_read(world: World) -> None:
    wanted = {"documents": [world.name("c/a")], "readTime": changed_after(world)}
    _, (response,) = rest(world, "POST", ":batchGet", wanted)
    assert response["found"]["fields"] == ONE["fields"]


@pytest.mark.service("it does not read the parameter")
def test_the_past_is_read_by_a_parameter_too(world: World) -> None:
    when = quote(changed_after(world))
    assert rest(world, "GET", f"/c/a?readTime={when}")[1]["fields"] == ONE["fields"]


def test_failures_are_google_s_json(world: World) -> None:
    rest(world, "POST", "/c?documentId=a", ONE)
    assert failure(rest(world, "POST", "/c?documentId=a", ONE)) == (409, "ALREADY_EXISTS")
    assert failure(rest(world, "DELETE", "/c/z?currentDocument.exists=true")) == (404, "NOT_FOUND")
    old = "/c/a?currentDocument.updateTime=2020-01-01T00:00:00Z"
    assert failure(rest(world, "PATCH", old, ONE)) == (400, "FAILED_PRECONDITION")
    negative = {"structuredQuery": {"from": [{"collectionId": "c"}], "limit": -1}}
    assert failure(rest(world, "POST", ":runQuery", negative)) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    "body", [b"{oops", {"writes": [{"bogus": 1}]}, {"writes": 7}, {"writes": [{"update": {"fields": []}}]}], ids=repr
)  # fmt: skip
def test_a_body_that_does_not_fit_is_refused(world: World, body: object) -> None:
    assert failure(rest(world, "POST", ":commit", body)) == (400, "INVALID_ARGUMENT")


@pytest.mark.service("it ignores it")
def test_a_parameter_that_does_not_fit_is_refused(world: World) -> None:
    assert failure(rest(world, "GET", "/c/a?bogus=1")) == (400, "INVALID_ARGUMENT")
    assert failure(rest(world, "GET", "/c?pageSize=many")) == (400, "INVALID_ARGUMENT")


def test_parameters_of_every_google_api_are_taken(world: World) -> None:
    rest(world, "POST", "/c?documentId=a", ONE)
    assert rest(world, "GET", "/c/a?key=any&prettyPrint=false&$alt=json;enum-encoding=int")[0] == 200


def test_a_page_of_another_origin_may_call(world: World) -> None:
    asked = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization,x-firebase-gmpid",
    }
    request = urllib.request.Request(
        f"http://{world.address}/v1/{quote(world.root)}:commit", headers=asked, method="OPTIONS"
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "http://localhost:3000"
        assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]
        assert "x-firebase-gmpid" in answer.headers["Access-Control-Allow-Headers"]
