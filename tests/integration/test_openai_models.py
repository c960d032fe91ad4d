"""The live check: a model's shutdown is announced to the operator before it breaks the product."""

import logging
from collections.abc import Iterator

import pytest

from mirror_realm.adapters.providers.openai_images import OpenAIImages
from mirror_realm.errors import Misconfigured, ProviderUnavailable
from tests.fakes.house import House
from tests.faults import FaultServer, refusing_url
from tests.faults.requests import FLARE, SUNBURST


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        server.models = {FLARE: None, SUNBURST: None}
        yield server


@pytest.fixture
def provider(server: FaultServer) -> Iterator[OpenAIImages]:
    provider = OpenAIImages(api_key="sk-test", model=FLARE, edit_model=SUNBURST, base_url=server.base_url)
    yield provider
    provider.close()


@pytest.fixture
def house(provider: OpenAIImages) -> House:
    return House(provider=provider)  # type: ignore[arg-type]  # the genuine one


def check(house: House, caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, object]]:
    """Run the nightly check, and return what it logged: event, renderer, days."""
    with caplog.at_level(logging.WARNING, "mirror_realm"):
        house.model_guard.run()
    said = [vars(record).get("fields", {}) for record in caplog.records]
    return [
        (record.msg, one.get("renderer"), one.get("days"))
        for record, one in zip(caplog.records, said, strict=True)
    ]


def test_models_that_stay_raise_no_warning(house: House, caplog: pytest.LogCaptureFixture) -> None:
    assert check(house, caplog) == []
    assert [one["renderer"] for one in house.only("maintenance/models")["models"]] == [FLARE, SUNBURST]


def test_a_shutdown_within_thirty_days_is_warned_of(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    server.models[SUNBURST] = "2026-12-01"

    assert check(house, caplog) == [("model_ending", SUNBURST, 11)]
    assert house.only("maintenance/models")["models"][1]["shutdown"] == "2026-12-01"
    house.ask()  # and pictures go on


def test_a_model_past_its_shutdown_is_an_error(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    server.models[FLARE] = "2026-11-09"

    assert check(house, caplog) == [("model_gone", FLARE, None)]
    before = dict(house.documents)
    with pytest.raises(Misconfigured, match="shut down"):
        house.ask()
    assert house.documents == before
    assert server.calls == []


def test_a_model_the_api_does_not_know_is_an_error(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    del server.models[FLARE]

    assert check(house, caplog) == [("model_gone", FLARE, None)]
    with pytest.raises(Misconfigured, match="shut down"):
        house.ask()


def test_a_model_that_is_there_again_makes_pictures_again(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    server.models[FLARE] = "2026-11-09"
    check(house, caplog)
    server.models[FLARE] = None
    house.model_guard.run()

    house.ask()


def test_an_api_that_cannot_be_reached_is_unavailable(caplog: pytest.LogCaptureFixture) -> None:
    provider = OpenAIImages(api_key="sk-test", model=FLARE, edit_model=SUNBURST, base_url=refusing_url())

    with pytest.raises(ProviderUnavailable):
        provider.shutdown_of(FLARE)
    provider.close()


def test_what_was_known_stays_while_the_api_does_not_answer(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    server.models[FLARE] = "2026-11-09"
    check(house, caplog)
    caplog.clear()
    house.provider._base_url = refusing_url()  # type: ignore[attr-defined]  # the API is down tonight
    house.provider.close()  # type: ignore[attr-defined]

    assert [one[:2] for one in check(house, caplog)][:2] == [
        ("model_unchecked", FLARE),
        ("model_unchecked", SUNBURST),
    ]
    with pytest.raises(Misconfigured, match="shut down"):
        house.ask()
