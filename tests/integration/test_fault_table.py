"""The table of provider and fault: what a whole render through each real adapter makes of what its API answers.

`pytest -s --full tests/integration/test_fault_table.py` prints all of it: reason, paid requests, micros booked. A star
marks the worst case, which is booked where the cost is unknown.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from mirror_realm.adapters.providers.huggingface import HuggingFace
from mirror_realm.adapters.providers.openai_images import OpenAIImages
from mirror_realm.adapters.providers.openrouter import OpenRouter
from tests.fakes.house import House
from tests.faults import FaultServer
from tests.faults.huggingface import HUGGINGFACE
from tests.faults.openrouter import OPENROUTER
from tests.faults.pictures import picture
from tests.faults.replicate import Play, ReplicateServer
from tests.faults.requests import FLARE, SUNBURST
from tests.faults.scenarios import SCENARIOS
from tests.integration import test_huggingface, test_openai_faults, test_openrouter, test_replicate_faults
from tests.integration.test_openai_faults import UNKNOWN, Fault
from tests.integration.test_provider_faults import calls_worth_making


@dataclass(frozen=True)
class Ending:
    """What became of a job."""

    reason: str
    posts: int
    spent_micros: int | None
    """None where the cost is unknown, so that the worst case is booked."""


@dataclass(frozen=True)
class Row:
    """A fault of a provider, and the ending it must have."""

    provider: str
    fault: str
    expected: Ending
    act: Callable[["Servers"], Ending]

    def __str__(self) -> str:
        return f"{self.provider} {self.fault}"


class Servers:
    """A local server of each provider, begun when it is first needed."""

    def __init__(self, running: ExitStack) -> None:
        self._running = running
        self._plain: dict[str, FaultServer] = {}
        self._replicate: ReplicateServer | None = None

    def plain(self, provider: str) -> FaultServer:
        if provider not in self._plain:
            scenarios = {"openai": SCENARIOS, "openrouter": OPENROUTER, "huggingface": HUGGINGFACE}
            server = FaultServer("ok", of=scenarios[provider])
            server.files = {"/files/1.png": picture(encoding="PNG")}
            self._plain[provider] = self._running.enter_context(server)
        return self._plain[provider]

    def replicate(self) -> ReplicateServer:
        if self._replicate is None:
            self._replicate = self._running.enter_context(ReplicateServer())
        return self._replicate


Provider = OpenAIImages | OpenRouter | HuggingFace


def _openai(server: FaultServer, renderer: str) -> Provider:
    return OpenAIImages(api_key="sk-test", model=renderer, edit_model=SUNBURST, base_url=server.base_url)


def _openrouter(server: FaultServer, renderer: str) -> Provider:
    model = renderer.removeprefix("openrouter:")
    return OpenRouter(api_key="sk-or-0", model=model, edit_model=model, base_url=server.base_url)


def _huggingface(server: FaultServer, renderer: str) -> Provider:
    model, base = renderer.removeprefix("huggingface:"), server.base_url.removesuffix("/v1")
    return HuggingFace(token="hf_0", model=model, base_url=base, hub_url=base)


def _synchronous(
    name: str, fault: Fault, renderer: str, build: Callable[[FaultServer, str], Provider]
) -> Row:
    """Return the row of a provider that answers with the picture itself."""

    def act(servers: Servers) -> Ending:
        server = servers.plain(name)
        server.play(*[fault.scenario] * 3)
        provider = build(server, renderer)
        house = House(provider=provider)  # type: ignore[arg-type]  # the genuine one
        house.ask(allow_fallback=False)
        house.deliver()
        provider.close()
        house.check()
        (job,) = [
            data for path, data in house.documents.items() if path.startswith("renders/") and "state" in data
        ]
        day = house.only("global_usage/")
        assert (day["refunded"], day["held_micros"]) == (1, 0)
        return Ending(job["error"]["reason"], len(server.calls), day["spent_micros"])

    posts = calls_worth_making(fault)
    spent = None if fault.cost_micros is UNKNOWN else posts * fault.cost_micros
    return Row(name, fault.scenario, Ending(fault.error.reason, posts, spent), act)


def _ordered(fault: test_replicate_faults.Fault) -> Row:
    """Return the row of Replicate, where a picture is ordered and collected."""

    def act(servers: Servers) -> Ending:
        server = servers.replicate()
        server.begin(Play(**vars(fault.play)))
        house = test_replicate_faults.a_house(server)
        house.ask(allow_fallback=False)
        reason, spent = test_replicate_faults.outcome(house)
        return Ending(reason, server.orders, spent)

    return Row("replicate", str(fault) or "none", Ending(fault.reason, fault.orders, fault.spent), act)


ROWS = [
    *(_synchronous("openai", fault, FLARE, _openai) for fault in test_openai_faults.FAULTS),
    *(
        _synchronous("openrouter", fault, test_openrouter.RENDERER, _openrouter)
        for fault in test_openrouter.FAULTS
    ),
    *(
        _synchronous("huggingface", fault, renderer, _huggingface)
        for renderer, fault in test_huggingface.FAULTS
    ),
    *(_ordered(fault) for fault in test_replicate_faults.FAULTS),
]


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with ExitStack() as running:
        yield Servers(running)


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    rows = [f"{'provider':<12}{'fault':<34}{'reason':<24}{'POSTs':>5}{'micros':>9}"]
    yield rows
    sys.stdout.write("\n".join(["", *rows, ""]))


@pytest.mark.drawn(one_in=12)
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_job_pays_for_a_fault_at_most_what_was_held_and_says_why(
    servers: Servers, table: list[str], row: Row
) -> None:
    found = row.act(servers)

    spent = f"{found.spent_micros}{'' if row.expected.spent_micros is not None else ' *'}"
    table.append(f"{row.provider:<12}{row.fault:<34}{found.reason:<24}{found.posts:>5}{spent:>9}")
    assert (found.reason, found.posts) == (row.expected.reason, row.expected.posts)
    if row.expected.spent_micros is None:
        assert found.spent_micros, "a call whose cost nobody knows is booked at its worst case"
    else:
        assert found.spent_micros == row.expected.spent_micros
