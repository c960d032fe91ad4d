"""docs/operations.md's calls, made as they stand there by an administrator, and by somebody who is none."""

from collections.abc import Iterator
from typing import Any

import pytest

from mirror_realm.rest.schemas import UsageReport
from tests.docs import flutter, operations
from tests.docs.likeness import differences
from tests.integration.app import uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase(IMAGE_PROVIDER="painter") as running:
        yield running


@pytest.fixture
def mira(firebase: WholeFirebase) -> str:
    """Somebody who has reported the one picture that she has."""
    token = firebase.account("mira@example.com")
    wish = flutter.examples()["data: generate_avatar"]
    avatar = firebase.app.generate(token, **wish, wait_seconds=30)["result"]
    meant = {"avatar_id": avatar["avatar_id"], "image_path": avatar["image_path"]}
    report = flutter.examples()["data: report_avatar"] | meant
    assert "result" in firebase.app.call("report_avatar", token, **report)
    firebase.settle()
    return token


def sent(firebase: WholeFirebase, name: str, token: str, mira: str) -> dict[str, Any]:
    """Return what the page's call of this name is answered, if it is about Mira and what she reported."""
    call = operations.calls()[name]
    (review,) = (path for path in firebase.documents if path.startswith("reviews/"))
    known = {"user_id": uid_of(mira), "review_id": review.removeprefix("reviews/")}
    data = {field: known.get(field, value) for field, value in call.data.items()}
    return firebase.app.call(call.function, token, **data)


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("name", sorted(operations.calls().keys() - {"usage"}))
def test_an_administrator_is_answered_as_documented(
    firebase: WholeFirebase, administrator: str, mira: str, name: str
) -> None:
    answer = sent(firebase, name, administrator, mira)

    told = operations.calls()[name].answer
    assert differences(told, answer["result"], uid=uid_of(mira), avatar={}) == []


def test_figures_are_of_the_form_that_is_documented(firebase: WholeFirebase, administrator: str) -> None:
    """Their values are of the moment, and of how fast this machine is."""
    call = operations.calls()["usage"]
    for answer in (call.answer, firebase.app.call(call.function, administrator, **call.data)["result"]):
        UsageReport.model_validate(answer)


def test_a_takedown_is_of_the_look_that_was_named(
    firebase: WholeFirebase, administrator: str, mira: str
) -> None:
    listed = sent(firebase, "reports", administrator, mira)["result"]["reviews"]

    decided = sent(firebase, "decide", administrator, mira)["result"]

    assert [review["review_id"] for review in listed] == [decided["review_id"]]
    assert sent(firebase, "reports", administrator, mira)["result"]["reviews"] == []


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("name", operations.calls())
def test_everybody_else_is_refused(firebase: WholeFirebase, mira: str, name: str) -> None:
    error = sent(firebase, name, mira, mira)["error"]

    assert error["details"]["reason"] == "forbidden"
