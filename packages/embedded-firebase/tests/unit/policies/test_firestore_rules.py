"""Rules on Firestore: what conditions see of documents, people, writes and queries."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from google.cloud.firestore_v1 import GeoPoint, _helpers

from embedded_firebase.firestore import Access, Caller, FirestoreError, Standing
from embedded_firebase.firestore.errors import Code
from embedded_firebase.firestore.protocol import Document, StructuredQuery
from embedded_firebase.firestore.stored_document import StoredDocument
from embedded_firebase.policies import FirestoreRules
from embedded_firebase.rules import FIRESTORE, Ruleset

DATABASE = "projects/p/databases/(default)"
ROOT = f"{DATABASE}/documents"
MOMENT = int(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp() * 1_000_000)
ADA = Caller(Standing.PERSON, {"sub": "ada", "user_id": "ada", "email": "a@b.c", "roles": ["x", {"y": 1}]})
NOBODY = Caller(Standing.NOBODY)


def document(path: str, **data: Any) -> Document:
    fields = {name: value._pb for name, value in _helpers.encode_dict(data).items()}
    return Document(name=f"{ROOT}/{path}", fields=fields)


class Documents:
    def __init__(self, *documents: Document) -> None:
        self._by_name = {one.name: StoredDocument(one) for one in documents}

    def get(self, name: str) -> StoredDocument | None:
        return self._by_name.get(name)


def policy(condition: str, verb: str = "read, write", pattern: str = "/things/{id}") -> FirestoreRules:
    source = (
        "rules_version = '2'; service cloud.firestore { match /databases/{database}/documents {"
        f"match {pattern} {{ allow {verb}: if {condition}; }} }} }}"
    )
    return FirestoreRules(Ruleset(source, FIRESTORE))


def access(caller: Caller = ADA, documents: Documents | None = None) -> Access:
    return Access(caller, DATABASE, MOMENT, documents or Documents())


def may_get(condition: str, found: Document | None = None, caller: Caller = ADA) -> bool:
    name = found.name if found is not None else f"{ROOT}/things/1"
    return _passes(lambda: policy(condition).check_get(access(caller), name, found))


def may_write(
    condition: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    written: Documents | None = None,
    documents: Documents | None = None,
) -> bool:
    one = None if before is None else document("things/1", **before)
    other = None if after is None else document("things/1", **after)
    asked = access(documents=documents)
    return _passes(
        lambda: policy(condition).check_write(
            asked, f"{ROOT}/things/1", one, other, written or Documents(*filter(None, [other]))
        )
    )


def may_query(
    condition: str, query: StructuredQuery | None = None, parent: str = ROOT, pattern: str = "/things/{id}"
) -> bool:
    asked = query or of("things")
    return _passes(lambda: policy(condition, "list", pattern).check_query(access(), parent, asked, []))


def of(collection: str, **options: Any) -> StructuredQuery:
    query = StructuredQuery(**options)
    query.from_.add(collection_id=collection)
    return query


def _passes(check: Any) -> bool:
    try:
        check()
    except FirestoreError as error:
        return error.code is not Code.PERMISSION_DENIED
    return True


class TestValues:
    @pytest.mark.parametrize(
        ("value", "condition"),
        [
            (None, "value == null"),
            (True, "value is bool && value"),
            (7, "value is int && value == 7"),
            (7.0, "value is float && value == 7"),
            ("é", "value is string && value.size() == 1"),
            (b"ab", "value is bytes && value.size() == 2"),
            ([1, "a"], "value is list && value == [1, 'a']"),
            ({"a": {"b": 1}}, "value is map && value.a.b == 1"),
            (datetime(2026, 11, 20, 12, 0, 1, 500, UTC), "value is timestamp && value.nanos() == 500000"),
            (datetime(1960, 1, 1, tzinfo=UTC), "value.year() == 1960"),
            (GeoPoint(1, 2), "value is latlng && value.latitude() == 1.0"),
        ],
    )
    def test_have_their_types(self, value: Any, condition: str) -> None:
        found = document("things/1", value=value)
        assert may_get(condition.replace("value", "resource.data.value"), found)

    def test_a_reference_is_a_path(self) -> None:
        found = document("things/1")
        found.fields["at"].reference_value = f"{ROOT}/users/ada"
        assert may_get("resource.data.at == /databases/(default)/documents/users/ada", found)

    def test_a_vector_is_not_taken_for_a_map(self) -> None:
        found = document("things/1", at={"__type__": "__vector__", "value": [1.0]})
        assert may_get("resource.data.keys().hasAll(['at'])", found)
        for condition in ("resource.data.at is map", "!(resource.data.at is map)", "resource.data.at != 1"):
            assert not may_get(condition, found)

    def test_a_document_has_an_id_and_a_name(self) -> None:
        condition = "resource.id == '1' && resource['__name__'] == /databases/(default)/documents/things/1"
        assert may_get(condition, document("things/1"))

    def test_a_missing_document_is_null(self) -> None:
        assert may_get("resource == null")
        assert not may_get("resource.data.a == 1")


class TestRequests:
    @pytest.mark.parametrize(
        "condition",
        [
            "request.auth != null && request.auth.uid == 'ada'",
            "request.auth.token.email == 'a@b.c'",
            "request.auth.token.roles == ['x', {'y': 1}]",
            "request.method == 'get'",
            "request.path == /databases/$(database)/documents/things/$(id)",
            "request.time == timestamp.date(2026, 11, 20) + duration.value(12, 'h')",
            "database == '(default)'",
        ],
    )
    def test_say_who_what_where_and_when(self, condition: str) -> None:
        assert may_get(condition)

    def test_nobody_has_no_auth(self) -> None:
        assert may_get("request.auth == null", caller=NOBODY)
        assert not may_get("request.auth.uid == null", caller=NOBODY)

    def test_a_token_without_a_person_has_no_uid(self) -> None:
        stranger = Caller(Standing.PERSON, {"email": "a@b.c"})
        for condition in ("request.auth.uid == null", "request.auth.uid != 'ada'"):
            assert not may_get(condition, caller=stranger)

    @pytest.mark.parametrize("condition", ["request.resource == null", "request.query.limit == null"])
    def test_a_get_has_neither_a_resource_nor_a_query(self, condition: str) -> None:
        assert not may_get(condition)


class TestWrites:
    @pytest.mark.parametrize(
        ("before", "after", "condition"),
        [
            (
                None,
                {"a": 1},
                "request.method == 'create' && resource == null && request.resource.data.a == 1",
            ),
            (
                {"a": 1},
                {"a": 2},
                "request.method == 'update' && resource.data.a + 1 == request.resource.data.a",
            ),
            (
                {"a": 1},
                None,
                "request.method == 'delete' && request.resource == null && resource.data.a == 1",
            ),
            (None, None, "request.method == 'delete' && resource == null"),
        ],
    )
    def test_show_before_and_after(
        self, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, condition: str
    ) -> None:
        assert may_write(condition, before, after)
        assert not may_write(f"!({condition})", before, after)

    def test_differences_tell_what_a_write_touches(self) -> None:
        condition = "request.resource.data.diff(resource.data).affectedKeys().hasOnly(['a'])"
        assert may_write(condition, {"a": 1, "b": 1}, {"a": 2, "b": 1})
        assert not may_write(condition, {"a": 1, "b": 1}, {"a": 2, "b": 2})
        assert not may_write(condition, {"a": 1, "b": 1}, {"a": 1})

    def test_other_documents_are_read_before_and_after(self) -> None:
        before, after = Documents(document("other/1", n=1)), Documents(document("other/1", n=2))
        other = "/databases/$(database)/documents/other/1"
        condition = f"get({other}).data.n == 1 && getAfter({other}).data.n == 2"
        assert may_write(condition, None, {}, written=after, documents=before)

    @pytest.mark.parametrize(
        "path",
        [
            "/databases/second/documents/other/1",
            "/databases/(default)/documents/other",
            "/databases/(default)/other/1",
            "/other/1",
        ],
    )
    def test_no_other_place_is_read(self, path: str) -> None:
        for condition in (f"exists({path})", f"!exists({path})"):
            assert not may_write(condition, None, {})


class TestQueries:
    def test_are_allowed_where_their_documents_do_not_matter(self) -> None:
        assert may_query("request.auth.uid == 'ada' && request.method == 'list'")

    @pytest.mark.parametrize(
        "condition",
        [
            "resource.data.owner == request.auth.uid",
            "!(resource.data.owner == 'bob')",
            "resource != null",
            "resource == null",
            "id != 'x'",
            "request.path != /a",
        ],
    )
    def test_are_refused_where_they_do(self, condition: str) -> None:
        assert not may_query(condition)

    def test_tell_their_limit_and_offset(self) -> None:
        query = of("things", offset=3)
        query.limit.value = 10
        assert may_query("request.query.limit <= 10 && request.query.offset == 3", query)
        assert not may_query("request.query.limit <= 9", query)
        assert not may_query("request.query.limit <= 10")

    def test_how_an_order_is_worded_is_not_known(self) -> None:
        query = of("things")
        query.order_by.add().field.field_path = "a"
        for condition in ("request.query.orderBy == null", "request.query.orderBy != null"):
            assert not may_query(condition, query)
        assert may_query("request.query.orderBy == null")

    def test_below_a_document_know_it(self) -> None:
        pattern = "/users/{uid}/avatars/{id}"
        parent = f"{ROOT}/users/ada"
        assert may_query("request.auth.uid == uid", of("avatars"), parent, pattern)
        assert not may_query("request.auth.uid == uid", of("avatars"), f"{ROOT}/users/bob", pattern)

    def test_of_a_group_need_a_rule_for_any_place(self) -> None:
        query = StructuredQuery()
        query.from_.add(collection_id="avatars", all_descendants=True)
        assert may_query("true", query, pattern="/{rest=**}/avatars/{id}")
        assert not may_query("true", query, pattern="/users/{uid}/avatars/{id}")
        assert not may_query("true", query, pattern="/avatars/{id}")

    def test_of_all_collections_need_a_rule_for_everything(self) -> None:
        assert may_query("true", StructuredQuery(), pattern="/{rest=**}")
        assert not may_query("true", StructuredQuery(), pattern="/things/{id}")

    def test_that_ask_for_an_id_know_it(self) -> None:
        query = of("things")
        query.where.field_filter.field.field_path = "__name__"
        query.where.field_filter.op = 5
        query.where.field_filter.value.reference_value = f"{ROOT}/things/1"
        assert may_query("id == '1'", query)
        query.where.field_filter.op = 3
        assert not may_query("id == '1'", query)
        query.where.field_filter.op = 5
        query.where.field_filter.value.reference_value = f"{ROOT}/users/1"
        assert not may_query("id == '1'", query)


def test_a_refusal_says_why_in_the_log_and_not_who(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG", logger="embedded_firebase.rules"):
        assert not may_get(
            "request.auth.uid == 'bob' || resource.data.secret == 'word'", document("things/1")
        )
    assert "cloud.firestore refused get: line 1: no value: there is no property `secret`" in caplog.text
    assert "ada" not in caplog.text
