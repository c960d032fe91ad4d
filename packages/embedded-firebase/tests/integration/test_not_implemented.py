"""What is not implemented says so; the README's table names each of these."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from google.api_core.exceptions import MethodNotImplemented
from google.cloud import firestore
from google.cloud.firestore_v1 import types
from google.cloud.firestore_v1.services.firestore.transports import FirestoreTransport

from embedded_firebase import Suite
from embedded_firebase.firestore import FirestoreEmulator
from embedded_firebase.firestore.service import SERVICE, methods_of
from embedded_firebase.rules import FIRESTORE, InvalidRules, Ruleset
from integration.conftest import HERE
from integration.http_client import send

README = (HERE.parents[1] / "README.md").read_text(encoding="utf-8")
TABLE = README.partition("## What is implemented")[2].partition("\n## ")[0]
IMPLEMENTED, NOT_IMPLEMENTED = (
    {row.split(" | ")[0].strip("| *"): row.split(" | ")[column] for row in TABLE.splitlines() if "**" in row}
    for column in (1, 2)
)
"""The cells of the table, by service."""


def named(service: str, words: str) -> None:
    """Check that the table names something as not implemented."""
    assert words in NOT_IMPLEMENTED[service], words


@pytest.fixture
def client(suite: Suite) -> Any:
    client = firestore.Client(project=suite.project)
    yield client._firestore_api
    client.close()


class TestFirestore:
    def test_the_rpcs_of_the_service_are_told_apart(self) -> None:
        wanted = {"".join(word.title() for word in name.split("_")) for name in _rpcs_of_the_client()}
        implemented = _implemented()
        assert {rpc for rpc in wanted if f"`{rpc}`" in IMPLEMENTED["Firestore"]} == implemented
        assert {rpc for rpc in wanted if f"`{rpc}`" in NOT_IMPLEMENTED["Firestore"]} == wanted - implemented

    def test_pipelines(self, suite: Suite, client: Any) -> None:
        named("Firestore", "pipelines")
        request = types.ExecutePipelineRequest(database=f"projects/{suite.project}/databases/(default)")
        with pytest.raises(MethodNotImplemented):
            list(client.execute_pipeline(request, timeout=10))

    @pytest.mark.parametrize(
        ("words", "query", "request_fields"),
        [
            ("explain", {}, {"explain_options": {"analyze": True}}),
            (
                "`find_nearest`",
                {
                    "find_nearest": {
                        "vector_field": {"field_path": "v"},
                        "query_vector": {"map_value": {}},
                        "distance_measure": 1,
                        "limit": 1,
                    }
                },
                {},
            ),
        ],
    )
    def test_queries(
        self,
        suite: Suite,
        client: Any,
        words: str,
        query: Mapping[str, Any],
        request_fields: Mapping[str, Any],
    ) -> None:
        named("Firestore", words)
        parent = f"projects/{suite.project}/databases/(default)/documents"
        structured = {"from_": [{"collection_id": "c"}], **query}
        request = {"parent": parent, "structured_query": structured, **request_fields}
        with pytest.raises(MethodNotImplemented, match="not implemented by the embedded Firestore"):
            list(client.run_query(request, timeout=10))


@pytest.mark.parametrize(
    ("words", "method", "path"),
    [
        ("the XML API", "DELETE", "/pictures/one.jpg"),
        ("signed URLs", "PUT", "/pictures/one.jpg?X-Goog-Signature=ab"),
        ("access control lists", "GET", "/storage/v1/b/pictures/acl"),
        ("IAM of buckets", "GET", "/storage/v1/b/pictures/iam"),
        ("notifications", "GET", "/storage/v1/b/pictures/notificationConfigs"),
        ("`matchGlob`", "GET", "/storage/v1/b/pictures/o?matchGlob=*"),
    ],
)
def test_storage(suite: Suite, words: str, method: str, path: str) -> None:
    named("Storage", words)
    assert send(method, f"http://{suite.addresses['storage']}{path}").status == 501


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("configurations of providers", "projects/p/oauthIdpConfigs"),
        ("phone", "accounts:sendVerificationCode"),
        ("multi-factor", "accounts/mfaEnrollment:start"),
        ("tenants", "projects/p/tenants"),
    ],
)
def test_auth(suite: Suite, words: str, path: str) -> None:
    named("Auth", words)
    url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/{path}?key=any"
    answer = send("POST", url, {}, {"Authorization": "Bearer owner"})
    assert answer.status == 501
    assert answer.json["error"]["message"].startswith("NOT_IMPLEMENTED")


def test_other_event_sources_are_named_and_not_hosted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sources = {
        "Pub/Sub": "pubsub_fn.on_message_published(topic='t')",
        "Auth": "identity_fn.before_user_created()",
        "Realtime Database": "db_fn.on_value_created(reference='/r')",
        "Remote Config": "remote_config_fn.on_config_updated()",
        "alerts": "alerts_fn.on_alert_published(alert_type='a')",
        "custom events": "eventarc_fn.on_custom_event_published(event_type='e')",
    }
    decorated = "".join(
        f"@{source}\ndef f{number}(event): pass\n" for number, source in enumerate(sources.values())
    )
    modules = sorted({source.partition(".")[0] for source in sources.values()})
    (tmp_path / "main.py").write_text(f"from firebase_functions import {', '.join(modules)}\n{decorated}")
    with Suite(root=tmp_path, free_ports=True, functions=tmp_path) as suite:
        assert suite.functions == {}
    for number, words in enumerate(sources):
        named("Functions", words)
        assert f"f{number} is not hosted" in caplog.text


def test_a_rewrite_to_cloud_run_is_not_served(tmp_path: Path) -> None:
    named("Hosting", "rewrites to Cloud Run")
    (tmp_path / "public").mkdir()
    (tmp_path / "firebase.json").write_text(
        '{"hosting": {"public": "public", "rewrites": [{"source": "**", "run": {"serviceId": "greet"}}]}}'
    )
    with Suite(root=tmp_path, free_ports=True) as suite:
        assert send("GET", f"http://{suite.addresses['hosting']}/anything").status == 404


def rules(condition: str, before: str = "") -> str:
    return (
        f"rules_version = '2'; {before} service cloud.firestore {{"
        f" match /{{rest=**}} {{ allow read: if {condition}; }} }}"
    )


@pytest.mark.parametrize(
    ("words", "source", "mistake"),
    [
        ("imports", rules("true", before="import 'other.rules' as other;"), "syntax error"),
        ("bytes literals", rules("hashing.md5('a') == b'a'"), "syntax error"),
        ("unary plus", rules("+1 == 1"), "syntax error"),
        ("`hashing.crc32`", rules("hashing.crc32('a').size() == 4"), "is not a function known here"),
        ("`hashing.crc32c`", rules("hashing.crc32c('a').size() == 4"), "is not a function known here"),
        ("`toHexString`", rules("hashing.md5('a').toHexString() == 'a'"), "is not a function known here"),
        ("`latlng.distance`", rules("latlng.value(1, 2).distance(a) > 1"), "is not a function known here"),
        ("`path.bind`", rules("path('/a').bind({}) == /a"), "is not a function known here"),
    ],
)
def test_rules(words: str, source: str, mistake: str) -> None:
    named("Rules", words)
    with pytest.raises(InvalidRules, match=mistake):
        Ruleset(source, FIRESTORE)


def _rpcs_of_the_client() -> set[str]:
    """Return the names of the RPCs that the genuine client knows: the methods of its transport."""
    members = {name for name, member in vars(FirestoreTransport).items() if isinstance(member, property)}
    return (
        members - {"host", "kind"} - {name for name in members if name.endswith(("operation", "operations"))}
    )


def _implemented() -> set[str]:
    emulator = FirestoreEmulator()
    return {path.removeprefix(f"/{SERVICE}/") for path in methods_of(emulator._engine)}
