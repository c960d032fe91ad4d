"""Queues of Cloud Tasks: the Admin SDK for Python enqueues and deletes tasks, and hosted functions get them."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import firebase_admin
import pytest
from firebase_admin import exceptions, functions
from google.cloud import firestore

from embedded_firebase import DeliveryFaults, Suite
from integration.conftest import HERE, SAMPLE_FUNCTIONS
from integration.http_client import Answer, send

Queues = Callable[[str], Any]


@pytest.fixture
def queues(suite: Suite) -> Iterator[Queues]:
    """Return the queue of a function, as the Admin SDK finds it by the environment."""
    suite.reset()  # names of tasks stay taken after their tasks
    app = firebase_admin.initialize_app(options={"projectId": suite.project}, name="tasks")
    yield lambda name: functions.task_queue(name, app=app)
    functions._get_functions_service(app)._http_client.close()
    firebase_admin.delete_app(app)


def notes(suite: Suite) -> list[dict[str, Any]]:
    suite.wait_idle(20)
    client = firestore.Client(project=suite.project)
    found = [note.to_dict() or {} for note in client.collection("notes").stream()]
    client.close()
    return found


def create(suite: Suite, body: dict[str, Any] | bytes, queue: str = "remind") -> Answer:
    parent = f"projects/{suite.project}/locations/us-central1/queues/{queue}"
    return send("POST", f"http://{suite.addresses['tasks']}/{parent}/tasks", body)


def test_a_task_reaches_its_function_with_the_headers_of_the_platform(suite: Suite, queues: Queues) -> None:
    headers = {"Authorization": "Bearer mine", "X-Mine": "1"}
    identifier = queues("remind").enqueue({"data": {"n": 1}}, functions.TaskOptions(headers=headers))
    (note,) = notes(suite)
    assert note["data"] == {"n": 1}
    received = note["headers"]
    assert received["X-Cloudtasks-Taskname"] == identifier
    assert received["X-Cloudtasks-Queuename"] == "remind"
    assert received["X-Cloudtasks-Taskretrycount"] == "0"
    assert (received["Authorization"], received["X-Mine"]) == ("Bearer mine", "1")
    assert received["Content-Type"] == "application/json"
    (delivery,) = suite.finished_deliveries()
    assert (delivery.function, delivery.event_id, delivery.delivered) == ("remind", identifier, True)


def test_an_identifier_is_used_once_also_after_its_task_has_ended(suite: Suite, queues: Queues) -> None:
    options = functions.TaskOptions(task_id="my-task")
    assert queues("remind").enqueue({"data": {}}, options) == "my-task"
    suite.wait_idle()
    with pytest.raises(exceptions.AlreadyExistsError, match="same name already exists"):
        queues("remind").enqueue({"data": {}}, options)
    assert len(notes(suite)) == 1
    suite.reset()
    assert queues("remind").enqueue({"data": {}}, options) == "my-task"


def test_a_task_waits_for_its_time_without_counting_as_pending(suite: Suite, queues: Queues) -> None:
    options = functions.TaskOptions(schedule_delay_seconds=1)
    queues("remind").enqueue({"data": {}}, options)
    assert notes(suite) == []
    (state,) = suite.tasks["us-central1", "remind"].states()
    assert state.scheduled - state.task.created == pytest.approx(1, abs=0.5)
    suite.clear()
    soon = functions.TaskOptions(schedule_time=datetime.now(UTC) + timedelta(seconds=0.1))
    queues("remind").enqueue({"data": {}}, soon)
    while not suite.finished_deliveries():
        suite.wait_idle()
    assert len(notes(suite)) == 1


def test_a_deleted_task_is_not_dispatched(suite: Suite, queues: Queues) -> None:
    queue = queues("remind")
    options = functions.TaskOptions(task_id="my-task", schedule_delay_seconds=60)
    queue.enqueue({"data": {}}, options)
    queue.delete("my-task")
    assert suite.tasks["us-central1", "remind"].states() == []
    with pytest.raises(exceptions.NotFoundError, match="doesn't exist"):
        queue.delete("my-task")
    with pytest.raises(exceptions.AlreadyExistsError):
        queue.enqueue({"data": {}}, options)


def test_a_failed_task_is_tried_again_and_knows_how_it_failed(suite: Suite, queues: Queues) -> None:
    queues("remind").enqueue({"data": {"failures": 2}})
    (note,) = notes(suite)
    assert note["headers"]["X-Cloudtasks-Taskretrycount"] == "2"
    assert note["headers"]["X-Cloudtasks-Taskexecutioncount"] == "2"
    assert note["headers"]["X-Cloudtasks-Taskpreviousresponse"] == "429"
    assert note["headers"]["X-Cloudtasks-Taskretryreason"] == "RESOURCE_EXHAUSTED"


def test_a_task_is_given_up_after_the_attempts_of_its_queue(suite: Suite, queues: Queues) -> None:
    queues("remind").enqueue({"data": {"failures": 9}})
    assert notes(suite) == []
    (delivery,) = suite.finished_deliveries()
    assert (delivery.attempts, delivery.delivered) == (3, False)
    assert delivery.last_error == "RESOURCE_EXHAUSTED"


def test_a_queue_runs_as_many_at_once_as_it_declares(suite: Suite, queues: Queues) -> None:
    for number in range(4):
        queues("pair").enqueue({"data": number})
    assert max(note["running"] for note in notes(suite)) == 2


def test_a_queue_in_another_place_is_not_found(suite: Suite, queues: Queues) -> None:
    elsewhere = "locations/europe-west1/functions/remind"
    for name in ("unknown", "greet", elsewhere, "projects/demo-other/locations/us-central1/functions/remind"):
        with pytest.raises(exceptions.NotFoundError, match="non-existent queue"):
            queues(name).enqueue({"data": {}})


def test_a_task_may_name_the_address_of_a_hosted_function_and_no_other(suite: Suite, queues: Queues) -> None:
    uri = f"https://us-central1-{suite.project}.cloudfunctions.net/remind"
    queues("pair").enqueue({"data": {"n": 2}}, functions.TaskOptions(uri=uri))
    (note,) = notes(suite)
    assert note["headers"]["X-Cloudtasks-Queuename"] == "pair"
    with pytest.raises(exceptions.FirebaseError, match="not implemented"):
        queues("pair").enqueue({"data": {}}, functions.TaskOptions(uri="https://a.example/"))


def test_what_is_no_task_is_refused_in_the_words_of_the_service(suite: Suite) -> None:
    answer = create(suite, b"{")
    assert (answer.status, answer.json["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert create(suite, {"task": {"httpRequest": {"body": "!"}}}).status == 400
    assert create(suite, {"task": {"httpRequest": {}}}, queue="unknown").status == 404


def test_the_answer_is_the_task(suite: Suite) -> None:
    body = base64.b64encode(json.dumps({"data": {}}).encode()).decode()
    answer = create(suite, {"task": {"httpRequest": {"body": body, "headers": {}}}})
    assert answer.status == 200
    task = answer.json["task"]
    assert task["name"].startswith(f"/projects/{suite.project}/locations/us-central1/queues/remind/tasks/")
    assert task["httpRequest"]["url"] == f"{suite.functions_url}/remind"
    assert task["httpRequest"]["body"] == {"data": {}}


@pytest.mark.parametrize(("method", "path"), [("GET", "/queues/remind/tasks"), ("POST", "/queues/remind")])
def test_what_is_not_implemented_says_so(suite: Suite, method: str, path: str) -> None:
    url = f"http://{suite.addresses['tasks']}/projects/{suite.project}/locations/us-central1{path}"
    answer = send(method, url, {} if method == "POST" else None)
    assert (answer.status, answer.json["error"]["status"]) == (501, "UNIMPLEMENTED")


def test_queues_can_be_watched(suite: Suite, queues: Queues) -> None:
    queues("remind").enqueue(
        {"data": {"<b>": 1}}, functions.TaskOptions(task_id="a", schedule_delay_seconds=60)
    )
    statistics = send("GET", f"http://{suite.addresses['tasks']}/queueStats").json
    assert statistics[f"queue:{suite.project}-us-central1-remind"]["numberOfTasks"] == 1
    assert statistics[f"queue:{suite.project}-us-central1-pair"]["maxConcurrent"] == 2
    page = send("GET", f"http://{suite.addresses['hosting']}/__/emulator/tasks").body.decode()
    assert "remind in us-central1" in page
    assert "<code>a</code>" in page
    assert "<b>" not in page
    assert send("GET", f"http://{suite.addresses['functions']}/__/idle?timeout=1").json["idle"] is True


def test_tasks_are_disturbed_by_seed() -> None:
    faults = DeliveryFaults(seed=1, duplicate=0.5, reorder=True)
    with Suite(root=HERE, free_ports=True, functions=SAMPLE_FUNCTIONS, faults=faults) as suite:
        for number in range(12):
            body = base64.b64encode(json.dumps({"data": {"n": number}}).encode()).decode()
            headers = {"Content-Type": "application/json"}
            assert create(suite, {"task": {"httpRequest": {"body": body, "headers": headers}}}).status == 200
        suite.wait_idle(20)
        delivered = [
            delivery.event_id for delivery in suite.finished_deliveries() if delivery.function == "remind"
        ]
    assert len(set(delivered)) == 12
    assert len(delivered) > 12
