"""Nobody changes a stored document behind the store's back."""

from collections.abc import Callable
from typing import Any

import pytest

from mirror_realm.domain.avatar import Status
from tests.fakes.frozen import Documents, frozen

DOCUMENT = {"status": Status.QUEUED, "tags": ["a"], "recipe": {"days": 40}}


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(status="x"),
        lambda data: data.pop("status"),
        lambda data: data["tags"].append("b"),
        lambda data: data["recipe"].setdefault("more", 1),
        lambda data: data["recipe"].clear(),
        lambda data: data["tags"].sort(),
    ],
)
def test_it_can_be_changed_nowhere(change: Callable[[Any], object]) -> None:
    documents = Documents()
    documents["users/ada"] = DOCUMENT
    with pytest.raises(TypeError, match="write another one"):
        change(documents["users/ada"])


def test_it_is_what_a_database_would_give() -> None:
    stored = frozen(DOCUMENT)
    assert stored == {"status": "queued", "tags": ["a"], "recipe": {"days": 40}}
    assert type(stored["status"]) is str


def test_what_it_was_made_from_may_still_change() -> None:
    given: dict[str, Any] = {"tags": ["a"]}
    stored = frozen(given)
    given["tags"].append("b")
    assert stored == {"tags": ["a"]}


def test_another_one_is_made_from_it() -> None:
    documents = Documents()
    documents["users/ada"] = DOCUMENT
    before = documents["users/ada"]
    documents["users/ada"] |= {"status": "failed"}
    assert (before["status"], documents["users/ada"]["status"]) == ("queued", "failed")
