"""README.md's request, made as it stands there: the answer is the one that stands there, as far as it is shown."""

from collections.abc import Iterator

import pytest

from tests.docs import entry_points, flutter
from tests.docs.likeness import differences
from tests.docs.page import README
from tests.integration.app import uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase


@pytest.fixture(scope="module")
def firebase() -> Iterator[WholeFirebase]:
    with whole_firebase(IMAGE_PROVIDER="painter") as running:
        yield running
        running.settle()


def test_the_documented_request_gets_the_documented_answer(firebase: WholeFirebase) -> None:
    mira = firebase.account("mira@example.com")
    told = README.json_block("part of the answer")["result"]

    answer = firebase.app.generate(mira, **README.json_block("request")["data"])["result"]

    shown = {name: answer[name] for name in told}
    assert differences(told, shown, uid=uid_of(mira), avatar={}) == []
    assert answer["usage"]["global_remaining"] == told["usage"]["global_remaining"]
    assert answer.keys() == flutter.examples()["answer: generate_avatar"].keys()


def test_every_callable_of_the_code_is_there(firebase: WholeFirebase) -> None:
    functions = firebase.suite.host.functions
    hosted = {name for name, function in functions.items() if function.kind == "callable"}

    assert hosted == entry_points.callables()
    assert set(functions) == entry_points.names()
