"""OpenRouter's prices over real HTTP: the nightly check reads them, and the next calls hold what they say."""

import logging
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.adapters.providers.openrouter import OpenRouter
from mirror_realm.adapters.providers.openrouter.price_table import rate_of
from mirror_realm.errors import BudgetExhausted
from tests.fakes.house import House
from tests.faults import FaultServer, refusing_url
from tests.faults.openrouter import COST, OPENROUTER

MODEL, EDIT_MODEL = "google/gemini-nano-banana-2.1", "google/gemini-3-pro-image"
RENDERER = f"openrouter:{MODEL}"
OWN = rate_of(MODEL).picture_micros
EDIT_OWN = rate_of(EDIT_MODEL).picture_micros
STATED = round(COST * 1_000_000)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer(of=OPENROUTER) as running:
        models = [{"id": model, "expiration_date": None} for model in (MODEL, EDIT_MODEL)]
        running.documents = {"/v1/models?output_modalities=image": {"data": models}}
        list_prices(running, 0.03)
        list_prices(running, 0.12, model=EDIT_MODEL)
        yield running


@pytest.fixture
def provider(server: FaultServer) -> Iterator[OpenRouter]:
    provider = OpenRouter(
        api_key="sk-or-0123456789abcdef", model=MODEL, edit_model=EDIT_MODEL, base_url=server.base_url
    )
    yield provider
    provider.close()


@pytest.fixture
def house(provider: OpenRouter) -> House:
    return a_house(provider)


def a_house(provider: OpenRouter, **settings: Any) -> House:
    return House(provider=provider, **settings)  # type: ignore[arg-type]  # the genuine one


def list_prices(server: FaultServer, *usd: Any, model: str = MODEL) -> None:
    """List a maker for each of these prices of a picture."""
    answer(
        server,
        [
            {"pricing": [{"billable": "output_image", "unit": "image", "cost_usd": one}]}
            for one in usd
        ],
        model,
    )  # fmt: skip


def answer(server: FaultServer, endpoints: Any, model: str = MODEL) -> None:
    server.documents[f"/v1/images/models/{model}/endpoints"] = {"id": model, "endpoints": endpoints}


def check(house: House, caplog: pytest.LogCaptureFixture) -> list[tuple[str, dict[str, Any]]]:
    """Run the nightly check, and return the events it logged."""
    caplog.clear()
    with caplog.at_level(logging.WARNING, "mirror_realm"):
        replace(house.model_guard, providers=lambda: [house.provider]).run()
    logged = [dict(vars(record)["fields"]) for record in caplog.records]
    return [(fields.pop("event"), fields) for fields in logged]


def held_while_called(house: House, server: FaultServer, **wish: Any) -> tuple[int, float]:
    """Make a picture, and return what the call held, in micros, and the most that OpenRouter was asked to take."""
    server.play("ok")
    admitted = house.ask(**wish)
    house.deliver()
    (call,) = house.documents[f"renders/{admitted.avatar.render_id}"]["calls"]
    assert call["spent_micros"] == STATED
    house.check()
    return call["held_micros"], server.calls[-1].json()["provider"]["max_price"]["image"]


def test_a_list_below_our_table_is_stored_and_changes_nothing(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    assert check(house, caplog) == []

    stored = house.only("maintenance/models")["models"]
    assert [one["listed"]["picture_micros"] for one in stored] == [45_000, 180_000]
    assert stored[0]["listed"]["listed_at"] == house.clock.time
    assert not [path for path in house.documents if path.startswith("global_usage/")]
    assert held_while_called(house, server) == (OWN, OWN / 1_000_000)


def test_a_list_above_our_table_is_logged_and_held(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    list_prices(server, 0.04)

    assert check(house, caplog) == [
        (
            "price_dearer",
            {
                "renderer": RENDERER,
                "listed_micros": 60_000,
                "listed_reference_micros": 0,
                "table_micros": OWN,
                "table_reference_micros": 1_500,
                "capped": False,
            },
        )
    ]
    assert held_while_called(house, server) == (60_000, OWN / 1_000_000)


def test_a_maker_above_the_price_that_is_asked_for_does_not_raise_what_is_held(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    list_prices(server, 0.04, 0.09)
    check(house, caplog)

    assert held_while_called(house, server) == (60_000, OWN / 1_000_000)


def test_where_every_maker_is_above_it_the_call_may_still_be_made(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    list_prices(server, 0.06, 0.07)
    check(house, caplog)

    assert held_while_called(house, server) == (105_000, 0.07)


def test_an_absurd_list_is_capped_and_logged_as_such(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    list_prices(server, 40)

    ((event, fields),) = check(house, caplog)

    assert (event, fields["listed_micros"], fields["capped"]) == ("price_dearer", 60_000_000, True)
    held, most = held_while_called(house, server)
    assert held == 3 * OWN
    assert most <= held / 1_000_000


@pytest.mark.parametrize(
    "endpoints",
    [
        None,
        [],
        "none",
        [{"pricing": [{"billable": "output_image", "unit": "image", "cost_usd": usd}]} for usd in (math.nan, -1)],
        [{"pricing": [{"billable": "output_image", "unit": "image", "cost_usd": "0.0001"}]}],
    ],
    ids=["none", "empty", "text", "nan and negative", "price as text"],
)  # fmt: skip
def test_a_list_that_cannot_be_read_lowers_and_breaks_nothing(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture, endpoints: Any
) -> None:
    list_prices(server, 0.04)
    check(house, caplog)
    house.clock.time += timedelta(days=1)
    answer(server, endpoints)

    assert check(house, caplog) == [
        ("price_unlisted", {"renderer": RENDERER, "reason": "provider_unavailable"})
    ]
    assert held_while_called(house, server)[0] == 60_000
    house.clock.time += timedelta(days=1, seconds=1)
    check(house, caplog)
    assert held_while_called(house, server, variation=1)[0] == OWN, "what was known is too old"


def test_a_model_without_a_list_and_an_api_that_is_down_leave_our_table(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    del server.documents[f"/v1/images/models/{MODEL}/endpoints"]
    assert [event for event, _ in check(house, caplog)] == ["price_unlisted"]
    house.provider._base_url = refusing_url()  # type: ignore[attr-defined]
    house.provider.close()  # type: ignore[attr-defined]
    assert {event for event, _ in check(house, caplog)} == {"model_unchecked", "price_unlisted"}

    house.provider._base_url = server.base_url  # type: ignore[attr-defined]
    house.provider.close()  # type: ignore[attr-defined]
    assert held_while_called(house, server)[0] == OWN


def test_a_price_that_falls_again_is_held_no_more(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    list_prices(server, 0.04)
    check(house, caplog)
    list_prices(server, 0.03)

    assert check(house, caplog) == []
    assert held_while_called(house, server)[0] == OWN


def test_the_day_after_holds_it_too_and_the_third_day_without_a_check_does_not(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    list_prices(server, 0.04)
    check(house, caplog)

    house.clock.time += timedelta(days=1)
    assert held_while_called(house, server)[0] == 60_000
    house.clock.time += timedelta(days=1)
    assert held_while_called(house, server, variation=1)[0] == OWN


def test_a_budget_that_our_table_fits_and_the_list_does_not_refuses_before_anything_is_reserved(
    server: FaultServer, provider: OpenRouter, caplog: pytest.LogCaptureFixture
) -> None:
    house = a_house(provider, budget_micros=59_999)
    list_prices(server, 0.04)
    check(house, caplog)
    before = {path: dict(data) for path, data in house.documents.items() if "usage" in path}

    with pytest.raises(BudgetExhausted):
        house.ask(allow_fallback=False)

    assert server.calls == []
    (day,) = [data for path, data in house.documents.items() if path == "global_usage/2026-11-20"]
    assert (day["reserved"], day["held_micros"]) == (0, 0)
    assert before["global_usage/2026-11-20"]["reserved"] == 0
    house.check()


def test_a_budget_that_is_short_when_the_call_is_authorised_makes_no_call(
    server: FaultServer, provider: OpenRouter, caplog: pytest.LogCaptureFixture
) -> None:
    """The price rose between the wish and its render."""
    house = a_house(provider, budget_micros=59_999)
    house.ask()
    list_prices(server, 0.04)
    check(house, caplog)

    house.deliver()

    assert server.calls == []
    day = house.documents["global_usage/2026-11-20"]
    assert (day["refunded"], day["held_micros"], day["spent_micros"]) == (1, 0, 0)
    house.check()


def test_a_dear_model_costs_three_reads_more_because_its_call_is_not_authorised_with_the_claim(
    server: FaultServer, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def reads_of(variation: int) -> list[int]:
        server.play("ok")
        counts = []
        for act in (lambda: house.ask(variation=variation), house.deliver):
            house.store.reads = 0
            act()
            counts.append(house.store.reads)
        return counts

    reads_of(9)  # the days and the salt are there
    asking, rendering = reads_of(1)
    list_prices(server, 0.04)
    check(house, caplog)

    assert reads_of(2) == [asking, rendering + 3]


def test_money_that_is_over_by_the_list_is_remembered_without_a_read(
    server: FaultServer, provider: OpenRouter, caplog: pytest.LogCaptureFixture
) -> None:
    house = a_house(provider, budget_micros=97_000)
    list_prices(server, 0.04)
    check(house, caplog)
    held_while_called(house, server)  # 58,300 are left: our table would still fit
    with pytest.raises(BudgetExhausted):
        house.ask("ben", variation=2, allow_fallback=False)

    house.store.reads = 0
    with pytest.raises(BudgetExhausted):
        house.ask("cy", variation=3, allow_fallback=False)
    assert house.store.reads == 0
