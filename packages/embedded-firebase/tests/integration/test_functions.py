"""Functions over HTTP: callables, HTTP functions and schedules, called as apps and the platform call them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from google.cloud import firestore

from embedded_firebase import Suite
from integration.http_client import Answer, send


def call(suite: Suite, name: str, data: object = None, token: str | None = None) -> Answer:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return send("POST", f"{suite.functions_url}/{name}", {"data": data}, headers)


def sign_up(suite: Suite) -> dict[str, str]:
    url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any"
    answer: dict[str, str] = send("POST", url, {}).json
    return answer


def test_a_callable_answers_with_its_result(suite: Suite) -> None:
    answer = call(suite, "greet", {"n": 1})
    assert answer.status == 200
    assert answer.json["result"]["data"] == {"n": 1}
    assert answer.json["result"]["uid"] is None


def test_a_callable_knows_who_is_signed_in_and_how(suite: Suite) -> None:
    person = sign_up(suite)
    result = call(suite, "greet", token=person["idToken"]).json["result"]
    assert result["uid"] == person["localId"]
    assert result["provider"] == "anonymous"


def test_a_callable_refuses_what_is_no_token(suite: Suite) -> None:
    answer = call(suite, "greet", token="nonsense")
    assert answer.status == 401
    assert answer.json["error"]["status"] == "UNAUTHENTICATED"


def test_a_callable_refuses_with_code_and_details(suite: Suite) -> None:
    answer = call(suite, "refuse")
    assert answer.status == 429
    assert answer.json["error"] == {
        "status": "RESOURCE_EXHAUSTED",
        "message": "no more today",
        "details": {"reason": "user_daily_limit"},
    }


def test_a_web_page_may_call_a_callable(suite: Suite) -> None:
    headers = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = send("OPTIONS", f"{suite.functions_url}/greet", headers=headers)
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "authorization" in answer.headers["access-control-allow-headers"]


def test_an_http_function_sees_its_path_without_its_own_name(suite: Suite) -> None:
    assert send("GET", f"{suite.functions_url}/echo/a/b%20c?q=1").body == b"GET /a/b c 1"
    assert send("DELETE", f"{suite.functions_url}/echo").body == b"DELETE / None"


@pytest.mark.parametrize(("too_many", "status"), [(0, 200), (1, 413)])
def test_a_request_is_as_large_as_the_platform_takes_it(suite: Suite, too_many: int, status: int) -> None:
    body = b'{"data": "' + b"x" * (32 * 1024 * 1024 + too_many - 12) + b'"}'
    answer = send("POST", f"{suite.functions_url}/greet", body, {"Content-Type": "application/json"})
    assert answer.status == status


def test_an_unknown_function_is_not_found_and_the_known_ones_are_named(suite: Suite) -> None:
    answer = call(suite, "nothing")
    assert answer.status == 404
    assert b"greet" in answer.body


def test_a_function_answers_in_its_own_region_only(suite: Suite) -> None:
    assert call(suite, "../europe-west1/greet").status == 404


def test_document_triggers_cannot_be_called_over_http(suite: Suite) -> None:
    assert call(suite, "thing_created").status == 404


def test_a_function_out_of_time_is_answered_for_and_goes_on(suite: Suite) -> None:
    from signals import released  # type: ignore[import-not-found]  # a module of the sample codebase, here while that is loaded

    try:
        answer = call(suite, "dawdle")
        running = [thread for thread in threading.enumerate() if thread.name.startswith("dawdle-")]
        assert answer.status == 504
        assert len(running) == 1
    finally:
        released.set()
    running[0].join(10)
    assert not running[0].is_alive()
    released.clear()


def test_a_function_runs_as_often_at_once_as_it_declares(suite: Suite) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: call(suite, "count_parallel").json["result"], range(8)))
    assert max(answers) == 2


def test_one_connection_carries_many_requests(suite: Suite) -> None:
    address = urlsplit(suite.functions_url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=10)
    connection.request("GET", f"{address.path}/echo?q=1")
    connection.getresponse().read()
    socket = connection.sock
    connection.request("GET", f"{address.path}/echo?q=2")
    assert connection.getresponse().read() == b"GET / 2"
    assert connection.sock is socket
    connection.close()


def test_a_schedule_runs_on_demand_with_the_job_named(suite: Suite) -> None:
    answer = send("POST", f"http://{suite.addresses['functions']}/__/schedule/tick")
    assert answer.status == 200
    (tick,) = firestore.Client(project=suite.project).collection("ticks").stream()
    assert tick.get("job") == "firebase-schedule-tick-us-central1"


@pytest.mark.parametrize("name", ["greet", "nothing"])
def test_only_schedules_are_run_as_schedules(suite: Suite, name: str) -> None:
    answer = send("POST", f"http://{suite.addresses['functions']}/__/schedule/{name}")
    assert answer.status == 404
    assert b"tick" in answer.body


def test_the_hosted_functions_can_be_listed(suite: Suite) -> None:
    listed = send("GET", f"http://{suite.addresses['functions']}/__/functions").json
    assert listed["dawdle"]["timeout_seconds"] == 1
    assert listed["count_parallel"]["parallel"] == 2
    assert listed["remind"]["queue"]["retry"] == {
        "max_attempts": 3,
        "max_retry_seconds": 0,
        "min_backoff_seconds": 10,
        "max_backoff_seconds": 3600,
        "max_doublings": 4,
    }
    assert listed["pair"]["queue"]["rate_limits"] == {
        "max_concurrent_dispatches": 2,
        "max_dispatches_per_second": 500,
    }
    assert listed["anything_written"]["trigger"]["pattern"] == "trees/{path=**}"
