"""The restore drill of docs/runbooks.md: a backup comes back, and who was erased since does not."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

import replay_erasures
from tests import invariants
from tests.integration.app import days, uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

pytestmark = pytest.mark.drawn(one_in=3, of_file=True)

TODAY = datetime.now(UTC).date().isoformat()


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase(USER_DAILY_LIMIT="9", GLOBAL_DAILY_LIMIT="40") as running:
        yield running


@pytest.fixture
def firebase(running: WholeFirebase) -> WholeFirebase:
    running.suite.clear()
    return running


def of(firebase: WholeFirebase, uid: str) -> list[str]:
    """Return every document and file that names the user, but for the fence."""
    documents = [
        path
        for path, data in firebase.documents.items()
        if path != f"erasures/{uid}" and uid in f"{path} {data}"
    ]
    return documents + [stored.name for stored in firebase.suite.objects if uid in f"{stored.name} {stored}"]


def replay(capsys: pytest.CaptureFixture[str]) -> str:
    assert replay_erasures.main(["--since", TODAY]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("fence_survives", [False, True], ids=["another database", "imported over it"])
def test_an_erased_user_does_not_come_back_with_a_backup(
    firebase: WholeFirebase, capsys: pytest.CaptureFixture[str], fence_survives: bool
) -> None:
    erased, stays = firebase.account("ada@example.com"), firebase.account("bo@example.com")
    for token in (erased, stays):
        firebase.app.generate(token, **days(40), character="wren", wait_seconds=30)
    firebase.settle()
    backup = firebase.documents
    assert firebase.app.call("delete_my_data", erased, confirm=True)["result"]["status"] == "done"
    firebase.settle()
    assert of(firebase, uid_of(erased)) == []
    if not fence_survives:
        firebase.client.document(f"erasures/{uid_of(erased)}").delete()

    firebase.write(backup)
    assert of(firebase, uid_of(erased)) != []
    assert "1 of them are erased again" in replay(capsys)
    firebase.run("reap")
    firebase.settle()

    assert of(firebase, uid_of(erased)) == []
    assert f"users/{uid_of(stays)}/avatars" in "\n".join(firebase.documents)
    assert firebase.app.call("list_avatars", stays)["result"]["avatars"]
    assert "0 of them are erased again" in replay(capsys)
    invariants.check(firebase.documents, user_limit=9, global_limit=40, salt=firebase.suite.project)


def test_nothing_in_the_record_of_an_erasure_names_its_user(firebase: WholeFirebase) -> None:
    token = firebase.account("ada@example.com")
    firebase.app.call("delete_my_data", token, confirm=True)
    (record,) = [stored for stored in firebase.suite.objects if stored.name.startswith("erasures/")]
    assert record.name.startswith(f"erasures/{TODAY}/")
    assert uid_of(token) not in repr(record)
    assert len(record.name.rpartition("/")[2]) == 64
