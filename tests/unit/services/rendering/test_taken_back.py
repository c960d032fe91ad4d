"""A queued job whose worker left a paid picture is taken back: the picture is not bought again, the answer stays.

Its person cancels or is erased. A shared picture is handed out to others; a face goes at once. What the call cost is
booked either way.
"""

import pytest

from mirror_realm.domain.avatar import Source, Status
from mirror_realm.services.admission.admission_request import Admitted
from tests.crash.line import WorkerDied
from tests.fakes.house import House

PHOTO = "uploads/ada/me.jpg"


def paid_and_requeued(house: House) -> None:
    """Have the only attempt continue after its job was requeued, store its paid picture, and die."""
    save = house.pictures.save

    def freeze(_: object) -> None:
        house.provider.before = lambda _: None
        house.clock.sleep(600)
        house.reaping.run()

    def and_die(*args: object, **options: object) -> object:
        save(*args, **options)  # type: ignore[arg-type]
        raise WorkerDied

    house.provider.before = freeze
    house.pictures.save = and_die  # type: ignore[method-assign, assignment]
    ((render_id, attempt),) = house.take_attempts()
    with pytest.raises(WorkerDied):
        house.rendering.run(render_id, attempt)
    house.pictures.save = save  # type: ignore[method-assign]
    house.clock.sleep(1)
    assert house.only("global_usage/")["spent_micros"] == 60_000


def a_shared_one() -> tuple[House, Admitted, Admitted]:
    house = House()
    admitted, follower = house.ask(), house.ask("bo")
    paid_and_requeued(house)
    return house, admitted, follower


def a_personal_one() -> tuple[House, Admitted]:
    house = House()
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PHOTO)
    admitted = house.ask(photo=PHOTO, character=None)
    paid_and_requeued(house)
    return house, admitted


def cancel(house: House, admitted: Admitted) -> None:
    avatar = house.cancelling.cancel("ada", admitted.avatar.avatar_id)
    assert avatar.problem is not None
    assert (avatar.status, avatar.problem.reason, avatar.picture) == (Status.FAILED, "cancelled", None)


def test_a_follower_of_a_cancelled_job_gets_the_picture_that_is_paid_for() -> None:
    house, admitted, follower = a_shared_one()
    cancel(house, admitted)
    house.deliver()

    shown = house.avatar(follower, "bo")
    assert (shown.status, shown.source, shown.degraded) == (Status.COMPLETED, Source.CACHE, False)
    assert house.ask("cy").outcome == "hit"
    assert house.provider.made == 1
    house.check()


def test_who_cancelled_has_the_allowance_back_and_may_ask_again() -> None:
    house, admitted, _ = a_shared_one()
    cancel(house, admitted)

    usage = house.only("users/ada/usage/")
    assert (usage["settled"], usage["refunded"]) == (0, 1)
    assert house.ask("ada").outcome == "hit"
    house.check()


def test_what_the_call_cost_is_corrected_with_the_cancelling() -> None:
    house, admitted, _ = a_shared_one()
    cancel(house, admitted)
    assert house.only("global_usage/")["spent_micros"] == 13_000


def test_a_wish_that_no_worker_has_touched_is_cancelled_without_a_look_into_storage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = House()
    admitted = house.ask()
    monkeypatch.delattr(type(house.pictures), "find")
    house.store.transactions = 0
    cancel(house, admitted)
    assert house.store.transactions == 1
    house.check()


def test_a_picture_that_was_taken_down_meanwhile_is_not_handed_out() -> None:
    house, admitted, follower = a_shared_one()
    (entry,) = [path for path in house.documents if path.startswith("cache/")]
    house.write(entry, {**house.documents[entry], "state": "hidden"})
    cancel(house, admitted)
    house.deliver()

    assert house.documents[entry]["state"] == "hidden"
    assert house.avatar(follower, "bo").source is not Source.CACHE


def test_a_face_goes_as_soon_as_its_wish_is_cancelled() -> None:
    house, admitted = a_personal_one()
    cancel(house, admitted)

    assert [path for path in house.pictures.files if path.startswith("people/")] == []
    assert house.only("global_usage/")["spent_micros"] == 13_000
    house.check()


def test_an_erasure_leaves_a_shared_picture_to_those_who_wait_for_it() -> None:
    house, _, follower = a_shared_one()
    house.erasing.erase("ada", seconds=60)
    house.deliver()

    shown = house.avatar(follower, "bo")
    assert (shown.status, shown.source, shown.degraded) == (Status.COMPLETED, Source.CACHE, False)
    assert (house.provider.made, house.only("global_usage/")["spent_micros"]) == (1, 13_000)
    assert house.documents["erasures/ada"]["done_at"] is not None
    house.check()


def test_an_erasure_deletes_a_face_before_anything_else_and_books_what_it_cost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house, _ = a_personal_one()

    def later(*_: object) -> object:
        raise WorkerDied

    monkeypatch.setattr(type(house.erasure_steps), "delete_documents", later)
    with pytest.raises(WorkerDied):
        house.erasing.erase("ada", seconds=60)

    assert [path for path in house.pictures.files if path.startswith("people/")] == []
    assert house.only("global_usage/")["spent_micros"] == 13_000
