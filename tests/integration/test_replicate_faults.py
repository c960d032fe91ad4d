"""Whatever Replicate answers, a job orders at most one prediction and ends in one reason, at the right cost."""

import base64
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from mirror_realm.adapters.jpegs import JpegCodec
from mirror_realm.adapters.providers.replicate import Replicate
from mirror_realm.adapters.providers.replicate.models import model_of
from mirror_realm.adapters.providers.replicate.provider import ORDER_SECONDS
from mirror_realm.domain.reference import InputKind
from mirror_realm.errors import ContentRejected, ModelGone
from mirror_realm.services.allowance.policy import ORDERING
from mirror_realm.services.ports.providers import CallName, ReferenceImage
from tests.fakes.house import House, Port
from tests.fakes.outside import ScriptedQueue
from tests.faults import refusing_url
from tests.faults.pictures import picture
from tests.faults.replicate import Made, Play, ReplicateServer
from tests.faults.requests import image_request

PRICE = model_of("openai/gpt-image-2").price_micros("medium", 0)
TOKEN = "r8_test_0123456789"


@dataclass
class ReplicateHouse(House):
    """The house, with the real adapter before a local Replicate."""

    base_url: str = field(kw_only=True)
    functions_url: str = ""

    def wire(self, port: Port) -> Port:
        if not isinstance(port, ScriptedQueue):
            return port
        real: Any = Replicate(
            token=TOKEN,
            model="openai/gpt-image-2",
            edit_model="openai/gpt-image-2",
            base_url=self.base_url,
            functions_url=self.functions_url,
            order_seconds=0.3,
            runtime=self.clock.runtime(),
        )
        stand_in: Port = real
        return stand_in


@pytest.fixture(scope="module")
def server() -> Iterator[ReplicateServer]:
    with ReplicateServer() as server:
        yield server


def a_house(server: ReplicateServer, **options: Any) -> ReplicateHouse:
    house = ReplicateHouse(
        image_provider="replicate",
        codec=JpegCodec(),  # type: ignore[arg-type]  # the real one
        base_url=options.pop("base_url", server.base_url),
        **options,
    )
    server.now = lambda: house.clock.time  # type: ignore[method-assign]
    return house


def outcome(house: House) -> tuple[str, int]:
    """Return how the only job ended, once time has passed, and the money it was booked at."""
    for _ in range(4):
        house.deliver()
        house.clock.time += timedelta(minutes=5)
        house.reaping.run()
    house.deliver()
    house.check(quiet=False)
    (job,) = [
        data for path, data in house.documents.items() if path.startswith("renders/") and "state" in data
    ]
    reason = "made" if job["state"] == "settled" else job["error"]["reason"]
    assert house.only("global_usage/")["held_micros"] == 0
    return reason, house.only("global_usage/")["spent_micros"]


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and what a job makes of it."""

    play: Play
    reason: str = "made"
    spent: int = PRICE
    orders: int = 1

    def __str__(self) -> str:
        usual = vars(Play())
        return ", ".join(f"{name} {value}" for name, value in vars(self.play).items() if value != usual[name])


FAULTS = [
    Fault(Play(ending="array")),
    Fault(Play(ending="string")),
    Fault(Play(order="401"), "misconfigured", 0),
    Fault(Play(order="402"), "misconfigured", 0),
    Fault(Play(order="403"), "misconfigured", 0),
    Fault(Play(order="404"), "misconfigured", 0),
    Fault(Play(order="422"), "misconfigured", 0),
    Fault(Play(order="redirect"), "misconfigured", 0),
    Fault(Play(order="422_content"), "content_rejected", 0),
    Fault(Play(order="429_once"), "made", PRICE, orders=2),
    Fault(Play(order="429"), "provider_rate_limited", 0, orders=3),
    Fault(Play(order="429_prose"), "provider_rate_limited", 0, orders=3),
    Fault(Play(order="408"), "provider_timeout", PRICE),
    Fault(Play(order="500"), "provider_timeout", PRICE),
    Fault(Play(order="502_html"), "provider_timeout", PRICE),
    Fault(Play(order="html")),
    Fault(Play(order="half_json")),
    Fault(Play(order="cut")),
    Fault(Play(order="no_id")),
    Fault(Play(order="strange_id")),
    Fault(Play(order="reset")),
    Fault(Play(order="silent")),
    Fault(Play(order="cut", listed=False), "provider_timeout", PRICE),
    Fault(Play(question="running")),
    Fault(Play(question="429")),
    Fault(Play(question="500")),
    Fault(Play(question="html")),
    Fault(Play(question="half_json")),
    Fault(Play(question="cut")),
    Fault(Play(question="reset")),
    Fault(Play(question="another")),
    Fault(Play(question="401"), "provider_timeout", PRICE),
    Fault(Play(ending="failed"), "provider_unavailable", PRICE),
    Fault(Play(ending="E005"), "content_rejected", PRICE),
    Fault(Play(ending="nsfw"), "content_rejected", PRICE),
    Fault(Play(ending="canceled"), "provider_timeout", PRICE),
    Fault(Play(ending="aborted"), "provider_timeout", 0),
    Fault(Play(ending="processing"), "provider_timeout", PRICE),
    Fault(Play(ending="none"), "bad_output", PRICE),
    Fault(Play(ending="empty"), "bad_output", PRICE),
    Fault(Play(ending="data_removed"), "bad_output", PRICE),
    Fault(Play(ending="foreign"), "bad_output", PRICE),
    Fault(Play(ending="plain_http"), "bad_output", PRICE),
    Fault(Play(ending="local_file"), "bad_output", PRICE),
    Fault(Play(file="404"), "bad_output", PRICE),
    Fault(Play(file="html"), "bad_output", PRICE),
    Fault(Play(file="redirect"), "bad_output", PRICE),
    Fault(Play(file="huge"), "bad_output", PRICE),
    Fault(Play(file="not_square"), "bad_output", PRICE),
    Fault(Play(file="small"), "bad_output", PRICE),
    Fault(Play(file="500_once")),
    Fault(Play(file="cut_once")),
]


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_each_fault_ends_in_one_reason_at_the_right_cost(server: ReplicateServer, fault: Fault) -> None:
    server.begin(Play(**vars(fault.play)))
    house = a_house(server)
    house.ask(allow_fallback=False)
    found = outcome(house)
    assert (*found, server.orders) == (fault.reason, fault.spent, fault.orders)
    assert not any("authorization" in call.headers for call in server.calls if "/files/" in call.path)


def test_a_refused_connection_is_tried_twice_more_and_costs_nothing(server: ReplicateServer) -> None:
    server.begin(Play())
    house = a_house(server, base_url=refusing_url().removesuffix("/v1"))
    house.ask(allow_fallback=False)
    assert outcome(house) == ("provider_unavailable", 0)
    (job,) = [
        data for path, data in house.documents.items() if path.startswith("renders/") and "state" in data
    ]
    assert [call["spent_micros"] for call in job["calls"]] == [0, 0, 0]


def test_an_order_says_what_is_wanted_and_until_when(server: ReplicateServer) -> None:
    server.begin(Play())
    house = a_house(server, functions_url="https://functions.test")
    house.ask()
    house.deliver()

    (made,) = server.made.values()
    (job,) = [
        data for path, data in house.documents.items() if path.startswith("renders/") and "calls" in data
    ]
    key = job["calls"][0]["key"]
    assert made.headers["cancel-after"] == "120s"
    assert made.headers["authorization"] == f"Bearer {TOKEN}"
    assert "prefer" not in made.headers
    given = made.body["input"]
    assert (given["aspect_ratio"], given["number_of_images"], given["quality"]) == ("1:1", 1, "medium")
    render_id = next(path for path in house.documents if path.startswith("renders/")).split("/")[1]
    assert made.body["webhook"] == f"https://functions.test/provider_webhook?call={render_id}-0&key={key}"
    assert made.body["webhook_events_filter"] == ["start", "completed"]


def test_no_webhook_is_asked_for_where_the_functions_have_no_address(server: ReplicateServer) -> None:
    server.begin(Play())
    house = a_house(server)
    house.ask()
    house.deliver()
    (made,) = server.made.values()
    assert made.body.keys() == {"input"}


def test_what_a_cancellation_costs_is_what_the_prediction_had_come_to(server: ReplicateServer) -> None:
    """A user takes the wish back while the prediction goes on."""
    server.begin(Play(ending="processing"))
    house = a_house(server)
    house.ask(allow_fallback=False)
    house.deliver()
    house.clock.time += timedelta(minutes=1)
    house.reaping.run()
    (path,) = [path for path in house.documents if path.startswith("users/ada/avatars/")]
    house.cancelling.cancel("ada", path.rpartition("/")[2])

    assert [made.canceled for made in server.made.values()] == [True]
    assert house.only("global_usage/")["spent_micros"] == PRICE
    house.take_attempts()
    house.check()


@pytest.mark.parametrize(
    ("ending", "cost"), [("aborted", 0), ("canceled", None), ("array", PRICE), ("failed", None)]
)
def test_cancelling_what_has_ended_says_what_it_cost(
    server: ReplicateServer, ending: str, cost: int | None
) -> None:
    server.begin(Play(ending=ending))
    given = {"input": {"quality": "medium"}}
    server.made["p0"] = Made("p0", "openai/gpt-image-2", given, {}, datetime.now(UTC))
    with closing(Replicate(token=TOKEN, model="a/b", edit_model="a/b", base_url=server.base_url)) as real:
        assert real.cancel("p0") == cost


def test_photos_go_as_data_urls_of_at_most_256_kilobytes_and_no_file_is_created(
    server: ReplicateServer,
) -> None:
    server.begin(Play())
    noise = Image.effect_noise((1024, 1024), 120).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", quality=95)
    assert len(buffer.getvalue()) > 500_000
    references = (
        ReferenceImage(InputKind.PHOTO, buffer.getvalue()),
        ReferenceImage(InputKind.LATEST, picture()),
    )
    request = image_request(*references, model="replicate:openai/gpt-image-2")
    with closing(Replicate(token=TOKEN, model="a/b", edit_model="a/b", base_url=server.base_url)) as real:
        real.start(request, CallName("r", 0, "key"))

    (made,) = server.made.values()
    sent = made.body["input"]["input_images"]
    assert [len(url) <= 256 * 1024 for url in sent] == [True, True]
    for url in sent:
        jpeg = base64.b64decode(url.removeprefix("data:image/jpeg;base64,"), validate=True)
        assert Image.open(io.BytesIO(jpeg)).format == "JPEG"
    assert {call.path for call in server.calls} == {"/v1/models/openai/gpt-image-2/predictions"}


def test_a_black_picture_of_a_model_with_a_checker_is_a_refusal(server: ReplicateServer) -> None:
    server.begin(Play(file="black"))
    given = {"input": {"prompt": "x"}}
    server.made["p0"] = Made("p0", "black-forest-labs/flux-2-pro", given, {}, datetime.now(UTC))
    with (
        closing(Replicate(token=TOKEN, model="a/b", edit_model="a/b", base_url=server.base_url)) as real,
        pytest.raises(ContentRejected) as refused,
    ):
        real.collect("p0", datetime.now(UTC))
    assert refused.value.cost_micros == 30_000


def test_the_order_fits_the_time_for_which_its_worker_has_the_lease() -> None:
    assert timedelta(seconds=ORDER_SECONDS) <= ORDERING


def test_a_model_that_is_gone_is_told_from_one_that_is_there(server: ReplicateServer) -> None:
    real = Replicate(token=TOKEN, model="a/b", edit_model="c/d", base_url=server.base_url)
    assert real.renderers == ("replicate:a/b", "replicate:c/d")
    with closing(real):
        server.begin(Play())
        assert real.shutdown_of("replicate:a/b") is None
        server.begin(Play(order="404"))
        with pytest.raises(ModelGone):
            real.shutdown_of("replicate:a/b")
    assert [call.path for call in server.calls] == ["/v1/models/a/b"]
