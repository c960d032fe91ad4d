"""README.md's calls, made as they stand there: the answers are those that stand there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from emulator import Suite
from emulator.demo import life
from emulator.demo.client import Client, SignedIn
from tests.integration.app import App, post
from tests.unit.docs import readme

ROOT = Path(__file__).parents[3]

DIFFERS_EACH_TIME = {
    "avatar_id",
    "blurhash",
    "created_at",
    "generation_time",
    "image_path",
    "image_url",
    "ithere_message",
    "renderer",
    "resets_at",
    "score",
    "template",
    "thumbnail_url",
    "updated_at",
}
"""Ids, times, links, words, and what moves with every better painter: their kind is compared, not their value."""


@pytest.fixture
def suite() -> Iterator[Suite]:
    with Suite(root=ROOT, free_ports=True, settings={"IMAGE_PROVIDER": "painter"}) as running:
        yield running


@pytest.fixture
def mira(suite: Suite) -> SignedIn:
    return _client(suite).sign_up(life.person_named("Mira"))


@pytest.fixture
def administrator(suite: Suite) -> SignedIn:
    """Somebody with the custom claim `admin`, in a token of after it was given."""
    ada = life.person_named("Ada")
    account = _client(suite).sign_up(ada)
    accounts = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1"
    claim = {"localId": account.uid, "customAttributes": json.dumps({"admin": True})}
    _post(f"{accounts}/projects/{suite.project}/accounts:update", claim, token="owner")
    again = {"email": ada.email, "password": ada.password, "returnSecureToken": True}
    return SignedIn(
        account.uid, _post(f"{accounts}/accounts:signInWithPassword?key=any", again, token="")["idToken"]
    )


def _client(suite: Suite) -> Client:
    return Client(suite.functions_url, suite.addresses["auth"], patience_seconds=60)


def _post(url: str, body: Any, *, token: str) -> Any:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    with urlopen(Request(url, json.dumps(body).encode(), headers), timeout=60) as reply:
        return json.load(reply)


def _generate(suite: Suite, person: SignedIn, **changed: str) -> dict[str, Any]:
    """The avatar of the documented request, some of its fields changed."""
    data = {**readme.json_block("request")["data"], **changed}
    answer: dict[str, Any] = _post(
        f"{suite.functions_url}/generate_avatar", {"data": data}, token=person.token
    )["result"]
    return answer


def _documented(callable_name: str) -> tuple[dict[str, Any], str]:
    """Data and answer of a callable, as its row has them."""
    row = next(cells for cells in readme.table("callable") if cells[0] == f"`{callable_name}`")
    return json.loads(row[1].strip("`")), row[2]


def _shape(value: Any) -> Any:
    """The value, with what differs each time replaced by its kind."""
    if isinstance(value, dict):
        return {
            name: type(item).__name__ if name in DIFFERS_EACH_TIME else _shape(item)
            for name, item in value.items()
        }
    return value


def test_the_documented_request_gets_the_documented_answer(suite: Suite, mira: SignedIn) -> None:
    answer = _post(f"{suite.functions_url}/generate_avatar", readme.json_block("request"), token=mira.token)

    assert _shape(answer) == _shape(readme.json_block("answer"))


@pytest.mark.parametrize("name", ["get_avatar", "select_avatar", "cancel_avatar"])
def test_a_callable_on_one_avatar_answers_with_it(suite: Suite, mira: SignedIn, name: str) -> None:
    data, _ = _documented(name)
    data["avatar_id"] = _generate(suite, mira)["avatar_id"]

    answer = _post(f"{suite.functions_url}/{name}", {"data": data}, token=mira.token)

    documented = readme.json_block("answer")["result"]
    del documented["usage"]
    assert _shape(answer["result"]) == _shape(documented)


def test_a_reported_avatar_shows_another_picture(suite: Suite, mira: SignedIn) -> None:
    data, _ = _documented("report_avatar")
    made = _generate(suite, mira)

    data["avatar_id"] = made["avatar_id"]
    answer = _post(f"{suite.functions_url}/report_avatar", {"data": data}, token=mira.token)["result"]

    assert (answer.keys(), answer["image_url"] == made["image_url"]) == (made.keys() - {"usage"}, False)


def test_a_takedown_is_told_as_documented(suite: Suite, mira: SignedIn, administrator: SignedIn) -> None:
    data, told = _documented("decide_report")
    report, _ = _documented("report_avatar")
    report["avatar_id"] = _generate(suite, mira)["avatar_id"]
    _post(f"{suite.functions_url}/report_avatar", {"data": report}, token=mira.token)
    listed = _post(f"{suite.functions_url}/list_reports", {"data": {}}, token=administrator.token)["result"]

    (review,) = listed["reviews"]
    data["review_id"] = review["review_id"]
    answer = _post(f"{suite.functions_url}/decide_report", {"data": data}, token=administrator.token)

    documented = json.loads(told.split("`")[1])
    assert answer["result"] == {**documented, "review_id": review["review_id"]}


def test_a_deleted_avatar_is_told_as_documented(suite: Suite, mira: SignedIn) -> None:
    data, told = _documented("delete_avatar")

    answer = _post(f"{suite.functions_url}/delete_avatar", {"data": data}, token=mira.token)

    assert answer["result"] == json.loads(told.split("`")[1])


@pytest.mark.parametrize(
    "name", ["list_avatars", "list_styles", "generate_trilogy", "record_photo_consent", "delete_my_data"]
)
def test_a_list_has_the_documented_parts(suite: Suite, mira: SignedIn, name: str) -> None:
    data, told = _documented(name)

    answer = _post(f"{suite.functions_url}/{name}", {"data": data}, token=mira.token)

    assert answer["result"].keys() == json.loads(told.split("`")[1]).keys()


def test_an_anonymous_account_is_merged_as_documented(suite: Suite) -> None:
    data, told = _documented("merge_account")
    app = App(suite.functions_url, suite.addresses["auth"])
    data["anonymous_token"] = app.sign_in()
    sign_up = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any"
    person = {"email": "mine@example.com", "password": "correct horse", "returnSecureToken": True}
    token = post(sign_up, person)["idToken"]

    answer = _post(f"{suite.functions_url}/merge_account", {"data": data}, token=token)

    assert answer["result"] == {**json.loads(told.split("`")[1]), "avatars": 0}


def test_an_evolution_is_explained_as_documented(suite: Suite, mira: SignedIn) -> None:
    data, told = _documented("explain_evolution")
    data["later_avatar_id"] = _generate(suite, mira)["avatar_id"]
    data["earlier_avatar_id"] = _generate(suite, mira, evolution_stage="newReflection")["avatar_id"]

    answer = _post(f"{suite.functions_url}/explain_evolution", {"data": data}, token=mira.token)

    documented = json.loads(told.split("`")[1])
    assert {name: type(value) for name, value in answer["result"].items()} == {
        name: type(value) for name, value in documented.items()
    }


def test_a_reel_of_two_stages_has_the_documented_parts(suite: Suite, mira: SignedIn) -> None:
    data, told = _documented("evolution_reel")
    made = [
        _generate(suite, mira, evolution_stage=stage)["avatar_id"] for stage in ("newReflection", "month")
    ]

    answer = _post(f"{suite.functions_url}/evolution_reel", {"data": data}, token=mira.token)["result"]

    assert answer.keys() == json.loads(told.split("`")[1]).keys()
    assert [avatar["avatar_id"] for avatar in answer["stages"]] == made


def test_every_callable_told_of_is_there(suite: Suite) -> None:
    told = {cells[0].strip("`") for cells in readme.table("callable")}
    hosted = {name for name, function in suite.host.functions.items() if function.kind == "callable"}

    assert told | {"generate_avatar"} == hosted


@pytest.mark.parametrize("name", ["grant_credits", "replay_dead_letters", "list_reports"])
def test_an_administrators_callable_answers_as_documented(
    suite: Suite, mira: SignedIn, administrator: SignedIn, name: str
) -> None:
    data, told = _documented(name)
    if "user_id" in data:
        data["user_id"] = mira.uid

    answer = _post(f"{suite.functions_url}/{name}", {"data": data}, token=administrator.token)

    documented = told.split("`")[1]
    assert answer["result"] == json.loads(documented)


def test_an_administrators_callable_refuses_everybody_else(suite: Suite, mira: SignedIn) -> None:
    data, _ = _documented("replay_dead_letters")

    with pytest.raises(HTTPError) as refused:
        _post(f"{suite.functions_url}/replay_dead_letters", {"data": data}, token=mira.token)

    with refused.value as reply:
        assert json.load(reply)["error"]["details"]["reason"] == "forbidden"
