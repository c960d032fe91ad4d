"""The world of cecf284 on a whole embedded Firebase, through the genuine clients and the callables."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.integration.whole_firebase import WholeFirebase, whole_firebase
from tests.old_world.export import World, moved
from tests.old_world.firebase_export import to_firebase
from tests.old_world.opening import EDIT_MODEL, MODEL, Wished, lived, old_world, wishes

SETTINGS = {
    "IMAGE_PROVIDER": "openai",
    "IMAGE_MODEL": MODEL,
    "IMAGE_EDIT_MODEL": EDIT_MODEL,
    "OPENAI_API_KEY": "of-nobody",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",  # where nothing listens: a hit calls no provider
}
Opened = tuple[WholeFirebase, World]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Return a Firebase with the world in it, lived until an hour ago: pictures are handed out by the real clock."""
    an_hour_ago = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    world = moved(old_world(), an_hour_ago - datetime.fromisoformat(lived()["until"]))
    folder: Path = to_firebase(tmp_path_factory.mktemp("world") / "export", world, "demo-mirror")
    with whole_firebase(None, folder, (), **SETTINGS) as firebase:
        yield firebase, world


def a_picture_of_ada() -> Wished:
    """Return a wish whose picture is shared and handed out."""
    return next(wish for wish in wishes() if wish.uid == "ada")


def test_every_document_and_file_is_there(opened: Opened) -> None:
    firebase, world = opened
    stored = firebase.documents
    assert {path: stored.get(path) for path in world.documents} == world.documents
    assert [name for name in world.files if not firebase.has_file(name)] == []


def test_a_person_of_then_gets_their_picture_by_the_same_call(opened: Opened) -> None:
    firebase, world = opened
    wish = a_picture_of_ada()
    answer = firebase.app.generate(firebase.account("ada@example.com"), **wish.data)["result"]
    assert (answer["avatar_id"], answer["status"], answer["cached"]) == (wish.avatar_id, "completed", True)
    assert answer["image_url"] == world.documents[wish.path]["image_url"]


def test_somebody_new_gets_the_same_picture_at_once(opened: Opened) -> None:
    firebase, world = opened
    wish = a_picture_of_ada()
    answer = firebase.app.generate(firebase.app.sign_in(), **wish.data)["result"]
    assert (answer["status"], answer["source"], answer["cached"]) == ("completed", "cache", True)
    assert answer["image_url"] == world.documents[wish.path]["image_url"]


def test_all_of_a_persons_avatars_are_on_their_timeline(opened: Opened) -> None:
    firebase, world = opened
    listed = firebase.app.call("list_avatars", firebase.account("ada@example.com"))["result"]["avatars"]
    own = {path.split("/")[3] for path in world.documents if path.startswith("users/ada/avatars/")}
    assert {avatar["avatar_id"] for avatar in listed} == own
