"""The live check: a model's shutdown is announced to the operator before it breaks the product."""

from collections.abc import Iterator
from datetime import date

import pytest

from mirror_realm.adapters.providers.openai_images import OpenAIImages
from mirror_realm.errors import Misconfigured, ProviderUnavailable
from tests.faults import FaultServer, refusing_url
from tests.faults.requests import FLARE, SUNBURST

TODAY = date(2026, 11, 10)


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


def test_models_that_stay_raise_no_warning(provider: OpenAIImages) -> None:
    assert provider.check_models(TODAY) == ()


def test_a_shutdown_within_thirty_days_is_warned_of(server: FaultServer, provider: OpenAIImages) -> None:
    server.models[SUNBURST] = "2026-12-01"

    (warning,) = provider.check_models(TODAY)

    assert SUNBURST in warning
    assert "2026-12-01" in warning


def test_a_model_past_its_shutdown_is_an_error(server: FaultServer, provider: OpenAIImages) -> None:
    server.models[FLARE] = "2026-11-09"

    with pytest.raises(Misconfigured, match=FLARE):
        provider.check_models(TODAY)


def test_a_model_the_api_does_not_know_is_an_error(server: FaultServer, provider: OpenAIImages) -> None:
    del server.models[FLARE]

    with pytest.raises(Misconfigured):
        provider.check_models(TODAY)


def test_an_api_that_cannot_be_reached_is_unavailable() -> None:
    provider = OpenAIImages(api_key="sk-test", model=FLARE, edit_model=SUNBURST, base_url=refusing_url())

    with pytest.raises(ProviderUnavailable):
        provider.check_models(TODAY)
    provider.close()
