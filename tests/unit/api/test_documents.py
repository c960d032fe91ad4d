"""What the document triggers do for an account: nothing is made for one that is disabled or gone."""

from typing import Any

import pytest

from mirror_realm import bootstrap
from mirror_realm.api import documents
from mirror_realm.domain.progress import Progress
from tests.fakes.house import House

REQUEST = "users/ada/avatarRequests/20261120-00"
PROGRESS = "users/ada/progress/current"


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    house = House()
    house.documents[REQUEST] = {"progress_metrics": {"active_days": 40}}
    house.documents[PROGRESS] = Progress(active_days=40).to_document()
    monkeypatch.setattr(bootstrap, "services", lambda: house.services)
    return house


def answer(house: House) -> dict[str, Any]:
    documents.answer_wish(REQUEST)
    return dict(house.documents[REQUEST].get("answer", {}))


def made(house: House) -> list[str]:
    """Return what there is beside the documents that the person wrote."""
    return sorted(house.documents.keys() - {REQUEST, PROGRESS})


def test_a_wish_and_a_milestone_are_served(house: House) -> None:
    assert answer(house)["status"] == "queued"
    documents.celebrate_progress(PROGRESS)
    assert made(house)


def test_a_wish_of_a_disabled_account_is_refused_in_its_document(house: House) -> None:
    house.people.disabled.add("ada")
    refused = answer(house)
    assert (refused["status"], refused["avatar_id"]) == ("refused", None)
    assert refused["error"] == {
        "reason": "unauthenticated",
        "message": "this account is disabled",
        "retryable": False,
    }
    assert made(house) == []


def test_a_wish_of_an_account_that_is_gone_is_left_to_its_erasure(house: House) -> None:
    house.people.gone.add("ada")
    assert answer(house) == {}
    assert made(house) == []


@pytest.mark.parametrize("kind", ["disabled", "gone"])
def test_a_milestone_of_an_account_that_is_disabled_or_gone_brings_nothing(house: House, kind: str) -> None:
    getattr(house.people, kind).add("ada")
    documents.celebrate_progress(PROGRESS)
    assert made(house) == []
