"""Every service of a suite refuses what comes from elsewhere, before it looks at anything else."""

from http.client import HTTPConnection

import pytest

from embedded_firebase import Suite
from integration.http_client import Answer, send

ELSEWHERE = "https://evil.example"
PAGE = "http://localhost:3000"
ALLOWED = "access-control-allow-origin"

PATHS = {
    "functions": ["/demo-project/us-central1/greet", "/__/functions", "/"],
    "firestore": [
        "/v1/projects/demo-project/databases/(default)/documents/things/a",
        "/emulator/v1/projects/demo-project/databases/(default)/documents",
        "/__/operations",
    ],
    "storage": ["/v0/b/demo-project.appspot.com/o", "/storage/v1/b", "/internal/reset"],
    "auth": [
        "/identitytoolkit.googleapis.com/v1/accounts:signUp?key=k",
        "/emulator/v1/projects/demo-project/oobCodes",
        "/emulator/action?mode=verifyEmail&oobCode=x",
    ],
    "tasks": ["/projects/demo-project/locations/us-central1/queues/greet/tasks", "/queueStats"],
    "hosting": ["/", "/__/emulator", "/__/firebase/init.json"],
}
EVERY = [(service, path) for service, paths in PATHS.items() for path in paths]


def ask(suite: Suite, service: str, path: str, method: str = "GET", **headers: str) -> Answer:
    return send(method, f"http://{suite.addresses[service]}{path}", headers=headers)


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "DELETE", "HEAD"])
@pytest.mark.parametrize(("service", "path"), EVERY)
def test_a_page_from_elsewhere_is_refused(suite: Suite, service: str, path: str, method: str) -> None:
    answer = ask(suite, service, path, method, Origin=ELSEWHERE)
    assert answer.status == 403
    assert ALLOWED not in answer.headers


@pytest.mark.parametrize(("service", "path"), EVERY)
def test_a_host_from_elsewhere_is_refused(suite: Suite, service: str, path: str) -> None:
    answer = ask(suite, service, path, Host="evil.example")
    assert answer.status == 403
    assert b"evil.example" in answer.body


@pytest.mark.parametrize(("service", "path"), EVERY)
def test_a_page_of_this_machine_reads_all_but_the_suites_own_pages(
    suite: Suite, service: str, path: str
) -> None:
    answer = ask(suite, service, path, Origin=PAGE)
    if path.startswith("/__/"):
        assert (answer.status, answer.headers.get(ALLOWED)) == (403, None)
    else:
        assert answer.status != 403 or service == "storage"  # which the sample's rules may refuse


def test_the_suites_own_pages_send_no_leave_even_to_their_own_origin(suite: Suite) -> None:
    own = f"http://{suite.addresses['hosting']}"
    answer = ask(suite, "hosting", "/__/firebase/init.json", Origin=own)
    assert (answer.status, answer.headers.get(ALLOWED)) == (200, None)


def test_a_refused_request_does_nothing(suite: Suite) -> None:
    ask(suite, "auth", "/identitytoolkit.googleapis.com/v1/accounts:signUp?key=k", "POST", Origin=ELSEWHERE)
    assert suite.accounts.all(suite.project) == []


def test_a_connection_goes_on_after_a_refusal(suite: Suite) -> None:
    for service in ("firestore", "functions"):
        connection = HTTPConnection(suite.addresses[service], timeout=10)
        for origin, refused in ((ELSEWHERE, True), (PAGE, False)):
            connection.request("GET", "/", headers={"Origin": origin})
            answer = connection.getresponse()
            answer.read()
            assert (answer.status == 403) is refused
        connection.close()
