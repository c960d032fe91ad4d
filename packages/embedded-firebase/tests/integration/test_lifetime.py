"""A suite leaves nothing behind: no thread, no port, no variable, no module, no app."""

import os
import sys
import threading
from pathlib import Path

import firebase_admin
import pytest
from google.cloud import firestore

from embedded_firebase import DeliverySummary, Suite, SuiteFailed
from embedded_firebase.ports import PortTaken, listen
from integration.conftest import HERE, SAMPLE_FUNCTIONS
from integration.http_client import send


def test_nothing_is_left_behind() -> None:
    environment, threads = dict(os.environ), set(threading.enumerate())
    modules, path = set(sys.modules), list(sys.path)
    with Suite(root=HERE, free_ports=True, functions=SAMPLE_FUNCTIONS) as suite:
        send("POST", f"{suite.functions_url}/greet", {"data": None})
        send("GET", f"http://{suite.addresses['hosting']}/__/emulator/documents")
        ports = [int(address.rpartition(":")[2]) for address in suite.addresses.values()]
    assert dict(os.environ) == environment
    assert set(threading.enumerate()) <= threads
    assert sys.path == path
    assert firebase_admin._apps == {}
    assert "signals" not in set(sys.modules) - modules
    for port in ports:
        listen("any", "127.0.0.1", port).close()


def test_suites_can_follow_each_other_with_other_settings() -> None:
    for greeting in ("one", "two"):
        settings = {"GREETING": greeting}
        with Suite(root=HERE, free_ports=True, functions=SAMPLE_FUNCTIONS, settings=settings) as suite:
            answer = send("POST", f"{suite.functions_url}/greet", {"data": None})
            assert answer.json["result"]["greeting"] == greeting


def test_the_environment_is_what_the_google_clients_look_for() -> None:
    with Suite(root=HERE, free_ports=True, functions=False) as suite:
        assert suite.environment["FIRESTORE_EMULATOR_HOST"] == suite.addresses["firestore"]
        assert suite.environment["STORAGE_EMULATOR_HOST"] == f"http://{suite.addresses['storage']}"
        assert suite.environment["FIREBASE_AUTH_EMULATOR_HOST"] == suite.addresses["auth"]
        assert suite.environment["GOOGLE_CLOUD_PROJECT"] == suite.project
        assert os.environ.items() >= suite.environment.items()


def test_a_suite_that_cannot_start_leaves_nothing_behind(tmp_path: Path) -> None:
    environment, threads = dict(os.environ), set(threading.enumerate())
    with pytest.raises(SuiteFailed, match=r"main\.py"):
        Suite(root=HERE, free_ports=True, functions=tmp_path).start()
    assert dict(os.environ) == environment
    assert set(threading.enumerate()) <= threads


def test_a_reset_waits_for_deliveries_and_leaves_nothing(suite: Suite) -> None:
    client = firestore.Client(project=suite.project)
    for number in range(20):
        client.document(f"things/{number}").set({"n": number})
    client.close()
    suite.objects.create_bucket("pictures")
    send(
        "POST",
        f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any",
        {},
    )
    suite.reset()
    assert list(suite.firestore.export_documents()) == []
    assert suite.objects.buckets() == []
    assert list(suite.accounts.all(suite.project)) == []
    assert (suite.finished_deliveries(), suite.deliveries()) == ([], DeliverySummary(0, 0, 0, 0))
    operations = suite.firestore.operations
    assert (operations.reads, operations.writes, dict(operations.rpcs)) == (0, 0, {})


def test_a_reset_does_not_wait_forever_and_deletes_all_the_same() -> None:
    with Suite(root=HERE, free_ports=True, functions=SAMPLE_FUNCTIONS) as suite:
        client = firestore.Client(project=suite.project)
        client.document("stubborn/a").set({"failures": 1})
        client.close()
        with pytest.raises(TimeoutError, match="1 deliveries were still pending"):
            suite.reset(timeout=0.2)
        assert list(suite.firestore.export_documents()) == []


def test_a_taken_port_is_told_from_other_failures() -> None:
    with Suite(root=HERE, free_ports=True, functions=False) as suite:
        port = int(suite.addresses["storage"].rpartition(":")[2])
        with pytest.raises(PortTaken, match=f"port {port} on 127.0.0.1, where auth should listen, is taken"):
            listen("auth", "127.0.0.1", port)
