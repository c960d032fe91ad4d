"""Tasks as they arrive: what fails is repeated by the queue, without details; what is malformed is not."""

from datetime import UTC, datetime
from typing import Any

import pytest

from mirror_realm import bootstrap
from mirror_realm.api import pages
from mirror_realm.domain.page_task import FanOut, PageTask
from tests.fakes.captured import capturing
from tests.fakes.house import House

TASK = PageTask.first(FanOut.FOLLOWERS, "job", 0, datetime(2026, 11, 20, tzinfo=UTC))


def test_a_task_comes_to_the_service_of_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()
    done: list[PageTask] = []
    monkeypatch.setattr(bootstrap, "services", lambda: house.services)
    object.__setattr__(house.services.paging, "kinds", {FanOut.FOLLOWERS: lambda: done.append})
    pages.run(TASK.to_payload())
    assert done == [TASK]


def test_a_page_that_fails_is_logged_and_raised_without_details(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()

    def fail(_: PageTask) -> None:
        raise ConnectionError("the data of ada")

    monkeypatch.setattr(bootstrap, "services", lambda: house.services)
    object.__setattr__(house.services.paging, "kinds", {FanOut.FOLLOWERS: lambda: fail})
    with capturing() as captured, pytest.raises(pages.NotDone, match=r"^ConnectionError$"):
        pages.run(TASK.to_payload())
    assert [said["event"] for said in captured] == ["page_failed"]


@pytest.mark.parametrize("data", [None, [], "followers", {**TASK.to_payload(), "id": "a/b"}])
def test_a_malformed_task_is_dropped(data: Any) -> None:
    with capturing() as captured:
        pages.run(data)
    assert [(said["event"], said["why"]) for said in captured] == [("page_ignored", "it is malformed")]


def test_every_kind_has_a_service() -> None:
    house = House()
    assert set(house.services.paging.kinds) == set(FanOut)
    for kind in FanOut:
        house.paging.run(PageTask.first(kind, "unknown", 0, house.clock.time))
    assert house.documents == {}
