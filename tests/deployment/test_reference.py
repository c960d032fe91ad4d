"""The REST API's document and page: what is committed is what the routes say, and is whole."""

import json
import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from demo import reference
from mirror_realm.rest.app import UNSIGNED
from mirror_realm.rest.descriptions import PARTICULAR, PLAIN
from mirror_realm.rest.reasons import REASONS

DOCUMENT: dict[str, Any] = json.loads((reference.FOLDER / "openapi.json").read_text(encoding="utf-8"))
PAGE = (reference.FOLDER / "index.html").read_text(encoding="utf-8")
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS = [
    (path, method, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]


@pytest.mark.parametrize(("name", "made"), [("openapi.json", reference.text), ("index.html", reference.page)])
def test_what_is_committed_is_made_of_the_routes(name: str, made: Any) -> None:
    committed = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert committed == made(), "run `python -m demo.reference`"


def test_the_document_is_valid_openapi() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []


def test_every_operation_says_what_it_does_and_what_it_may_answer() -> None:
    for path, method, operation in OPERATIONS:
        assert operation["description"], (method, path)
        assert "422" not in operation["responses"]
        assert {"429", "500"} <= operation["responses"].keys()
        signed = path not in UNSIGNED
        assert operation["security"] == ([{"idToken": []}] if signed else [])
        assert ("401" in operation["responses"]) == signed


def test_every_field_has_a_meaning() -> None:
    without = [
        f"{name}.{field}"
        for name, schema in SCHEMAS.items()
        if name not in PLAIN
        for field, described in schema.get("properties", {}).items()
        if "description" not in described
    ]
    assert without == []
    assert set(PARTICULAR) <= SCHEMAS.keys()


def test_every_body_has_an_example() -> None:
    bodies = [operation["requestBody"] for _, _, operation in OPERATIONS if "requestBody" in operation]
    assert bodies
    assert all(body["content"]["application/json"]["examples"] for body in bodies)


def test_every_place_that_the_page_and_problems_lead_to_is_there() -> None:
    places = re.findall(r'\bid="([^"]+)"', PAGE)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', PAGE)) <= set(places)
    assert REASONS.keys() <= set(places)


def test_the_page_has_nothing_that_its_policy_refuses() -> None:
    assert not re.search(r"<script|<style|\bstyle=|\bon\w+=", PAGE)
    assert set(re.findall(r'(?:src|href)="(/[^"]*)"', PAGE)) <= {
        "/",
        "/mirror.svg",
        "/api/openapi.json",
        *(f"/styles/{name}.css" for name in ("tokens", "base", "reference")),
    }
