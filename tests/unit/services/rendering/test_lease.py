"""Leasing: one worker at a time holds a job, and pays for it; one that wakes up late finds its right gone."""

from datetime import timedelta

import pytest

from mirror_realm.domain.listed_price import ListedPrice, Rate
from mirror_realm.domain.reference import InputKind
from mirror_realm.domain.render_job import Outcome, RenderJob
from mirror_realm.errors import LeaseLost
from mirror_realm.services.ports.providers import ReferenceImage
from tests.fakes.house import House
from tests.faults.requests import image_request

TIMEOUT = timedelta(seconds=120)
WORST = 60_000


def claimed(house: House) -> RenderJob:
    """Return the job of the one attempt that waits for a worker."""
    ((render_id, attempt),) = house.take_attempts()
    job: RenderJob | None = house.leasing.claim(render_id, attempt)
    assert job is not None
    return job


def list_price(house: House, rate: Rate, renderer: str = "model-1") -> ListedPrice:
    """Write a listed price into the day, as the nightly check does."""
    price = ListedPrice(renderer, rate, house.clock.time)
    day = house.only("global_usage/")
    house.write(f"global_usage/{day['day']}", {**day, "dear_models": [price.to_document()]})
    return price


def test_a_worker_that_slept_through_its_lease_does_not_go_on_with_the_next_ones() -> None:
    house = House()
    house.ask()
    early = house.leasing.authorise(claimed(house), WORST, TIMEOUT).job
    house.clock.sleep(600)
    house.reaping.run()
    late = claimed(house)

    with pytest.raises(LeaseLost):
        house.leasing.authorise(house.leasing.book(early, Outcome(0, 0)), WORST, TIMEOUT)

    assert len(house.leasing.authorise(late, WORST, TIMEOUT).job.calls) == 2
    house.check(quiet=False)


def test_what_a_call_cost_is_booked_even_by_a_worker_whose_lease_ran_out() -> None:
    house = House()
    house.ask()
    job = house.leasing.authorise(claimed(house), WORST, TIMEOUT).job
    house.clock.sleep(600)

    house.leasing.book(job, Outcome(0, 13_000))
    day = house.only("global_usage/")
    assert (day["held_micros"], day["spent_micros"]) == (0, 13_000)
    house.check(quiet=False)


def test_a_call_holds_the_dearer_of_our_price_and_the_listed_one_with_its_references() -> None:
    house = House()
    house.ask()
    price = list_price(house, Rate(50_000, 8_000, 40_000))

    authorised = house.leasing.authorise(claimed(house), WORST, TIMEOUT, references=2)

    assert authorised.listed == price
    assert authorised.job.calls[-1].held_micros == 66_000
    assert house.only("global_usage/")["held_micros"] == 66_000
    house.check(quiet=False)


@pytest.mark.parametrize("renderer", ["model-1", "another"])
def test_a_call_holds_our_price_where_the_listed_one_is_cheaper_or_of_another_model(renderer: str) -> None:
    house = House()
    house.ask()
    micros = 90_000 if renderer == "another" else 10_000
    list_price(house, Rate(micros, 0, micros), renderer)

    assert house.leasing.authorise(claimed(house), WORST, TIMEOUT).job.calls[-1].held_micros == WORST


def test_a_price_that_rose_after_the_call_was_authorised_does_not_raise_what_may_be_paid() -> None:
    """The answer to the authorisation was lost, so the worker asks for it again."""
    house = House()
    house.ask()
    job = claimed(house)
    house.leasing.authorise(job, WORST, TIMEOUT)
    list_price(house, Rate(90_000, 0, 90_000))

    again = house.leasing.authorise(job, WORST, TIMEOUT)

    assert (again.job.calls[-1].held_micros, again.listed) == (WORST, None)
    assert len(again.job.calls) == 1


def test_a_personal_picture_is_admitted_by_the_listed_price_of_all_its_references() -> None:
    house = House()
    recipe = image_request(ReferenceImage(InputKind.PHOTO, b""), model="model-1").recipe
    price = ListedPrice("model-1", Rate(50_000, 8_000, 40_000), house.clock.time)

    assert house.renderers.worst_case_micros(recipe, (price,), house.clock.time) == 66_000
    assert house.renderers.worst_case_micros(recipe, (), house.clock.time) == WORST


def test_a_worker_holds_the_listed_price_of_the_photo_it_sends() -> None:
    house = House()
    house.consenting.give("ada", "2026-11")
    house.photos.upload("uploads/ada/me.jpg")
    house.ask(photo="uploads/ada/me.jpg", character=None)
    list_price(house, Rate(60_000, 8_000, 40_000))

    house.deliver()

    (sent,) = house.provider.calls
    assert len(sent.references) == 1
    assert sent.listed is not None
    (calls,) = [data["calls"] for data in house.documents.values() if isinstance(data.get("calls"), list)]
    assert [call["held_micros"] for call in calls] == [68_000]
    house.check()
