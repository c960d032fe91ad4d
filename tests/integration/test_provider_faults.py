"""Every fault of the provider, met by a whole render through the genuine client: outcome, calls, refund, reason."""

from collections.abc import Iterator

import pytest

from mirror_realm.adapters.providers.openai_images import OpenAIImages
from mirror_realm.domain.avatar import Source
from mirror_realm.errors import ContentRejected, Misconfigured, ProviderTimeout, ProviderUnavailable
from tests.fakes.house import House
from tests.faults import FaultServer
from tests.faults.requests import FLARE, SUNBURST
from tests.integration.test_openai_faults import FAULTS, UNKNOWN, Fault


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def house(server: FaultServer, request: pytest.FixtureRequest) -> Iterator[House]:
    provider = OpenAIImages(api_key="sk-test", model=FLARE, edit_model=SUNBURST, base_url=server.base_url)
    again = request.function.__name__.startswith("test_a_fault_that_passes")
    yield House(provider=provider, retry_after_timeout=again)  # type: ignore[arg-type]  # the genuine one
    provider.close()


def calls_worth_making(fault: Fault) -> int:
    """One where only the operator can mend it, two where milder words may, all the job has where time may.

    One, too, where nobody knows what became of the call: the next may be paid as well.
    """
    if fault.error in (ProviderTimeout, ProviderUnavailable) and fault.cost_micros is UNKNOWN:
        return 1
    return 1 if issubclass(fault.error, Misconfigured) else 2 if fault.error is ContentRejected else 3


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.scenario)
def test_a_fault_that_stays_ends_refunded_with_its_reason_and_a_stand_in(
    house: House, server: FaultServer, fault: Fault
) -> None:
    server.play(*[fault.scenario] * 3)
    admitted = house.ask()
    house.deliver()

    avatar = house.avatar(admitted)
    assert (avatar.source, avatar.degraded) == (Source.PAINTED, True)
    assert avatar.problem is not None
    assert avatar.problem.reason == fault.error.reason
    assert len(server.calls) == calls_worth_making(fault)
    assert house.only("global_usage/")["refunded"] == 1
    if fault.cost_micros == 0:
        assert house.only("global_usage/")["spent_micros"] == 0
    house.check()


@pytest.mark.parametrize(
    "fault",
    [one for one in FAULTS if not issubclass(one.error, Misconfigured)],
    ids=lambda fault: fault.scenario,
)
def test_a_fault_that_passes_ends_in_the_picture_after_two_calls(
    house: House, server: FaultServer, fault: Fault
) -> None:
    """Where a call whose outcome nobody knows may be repeated: RETRY_AFTER_TIMEOUT."""
    server.play(fault.scenario, "ok")
    admitted = house.ask()
    house.deliver()

    assert house.avatar(admitted).source is Source.GENERATED
    assert len(server.calls) == 2
    assert house.only("global_usage/")["settled"] == 1
    house.check()
