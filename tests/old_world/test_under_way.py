"""What cecf284 left under way comes to its end in the code as it is now: nothing is lost, nobody waits for ever.

Everything is lived through twice: once the events of what was queued still arrive, late; once they never do.
"""

from datetime import timedelta

import pytest

from tests import invariants
from tests.fakes.house import House
from tests.old_world.export import Document
from tests.old_world.opening import PRICE, live_on, lived, old_world, opened, under

AVATARS = "users/*/avatars/*"
WAITING = ("queued", "generating")


def deliver_again(house: House) -> None:
    """Deliver every attempt that there ever was, as a platform that delivers at least once may."""
    for path in under(old_world().documents, "renders/*/attempts/*"):
        _, render_id, _, number = path.split("/")
        house.rendering.run(render_id, int(number))
    house.deliver()


def answer_wishes(house: House) -> None:
    for path, data in under(old_world().documents, "users/*/avatarRequests/*").items():
        if "answer" not in data:
            house.answer(path.split("/")[1], path.split("/")[3])


def handle_dead_letters(house: House) -> None:
    """Handle what was put aside, as an administrator asks for it."""
    handled = house.dead_letters.replay(
        {
            "answer_wish": lambda path: house.answer(path.split("/")[1], path.split("/")[3]),
            "render_attempt": lambda path: house.rendering.run(path.split("/")[1], int(path.split("/")[3])),
        },
        most=10,
    )
    assert (handled.done, handled.failed) == (2, 0)


def a_day_later(*, late: bool, shares: int = 1) -> House:
    """Return the world a day later, when everybody's work is done."""
    house = opened(shares=shares)
    if late:
        deliver_again(house)
    live_on(house)
    answer_wishes(house)
    handle_dead_letters(house)
    live_on(house)
    house.clock.time += timedelta(hours=22)
    house.nights.run()
    live_on(house)
    return house


@pytest.fixture(
    scope="module",
    params=[(True, 1), (False, 1), (True, 8)],
    ids=["events come late", "events never come", "events come late, and days are split"],
)
def house(request: pytest.FixtureRequest) -> House:
    """Return the world a day later; nobody changes it any more."""
    late, shares = request.param
    return a_day_later(late=late, shares=shares)


def before(pattern: str) -> dict[str, Document]:
    return under(old_world().documents, pattern)


def of_the_erased(path: str) -> bool:
    return path.split("/")[1] in lived()["gone"]


def test_a_day_of_then_is_never_split_and_the_next_one_is(house: House) -> None:
    old = under(old_world().documents, "global_usage/*")
    assert all("shares" not in house.documents[path] for path in old)
    news = {path: day for path, day in under(house.documents, "global_usage/*").items() if path not in old}
    assert {day.get("shares") for day in news.values() if "share" not in day} == (
        {8} if house.shares == 8 else {None}
    )


def test_every_job_has_ended(house: House) -> None:
    live = {path for path, job in before("renders/*").items() if job["state"] in invariants.LIVE}
    assert len(live) > 10
    states = {path: house.documents[path]["state"] for path in live if path in house.documents}
    assert set(states.values()) <= {"settled", "failed"}
    gone = live - states.keys()
    assert {before("renders/*")[path]["uid"] for path in gone} == {"zoe"}


def test_whoever_waited_has_a_picture_or_is_told_why_there_is_none(house: House) -> None:
    waited = {path: one for path, one in before(AVATARS).items() if one["status"] in WAITING}
    assert len(waited) > 15
    for path, avatar in waited.items():
        now = house.documents.get(path)
        if now is None:
            assert of_the_erased(path), path
        elif avatar["allow_fallback"]:
            assert (now["status"], now["image_path"] in house.pictures.files) == ("completed", True), path
        else:
            assert now["status"] in ("completed", "failed"), path
            assert now["image_path"] or now["error"], path


def test_nobody_lost_a_picture_but_one_that_was_taken_down(house: House) -> None:
    shown = {path: one for path, one in before(AVATARS).items() if one["status"] == "completed"}
    for path, avatar in shown.items():
        if of_the_erased(path):
            continue
        look = house.documents.get(f"cache/{avatar['image_path'].split('/')[1]}", {})
        if look.get("state") != "taken_down":
            assert house.documents[path]["image_path"] == avatar["image_path"], path


def test_a_job_that_had_used_up_its_attempts_has_given_its_allowance_back(house: House) -> None:
    (path,) = [path for path, job in before("renders/*").items() if job["attempt"] == 3]
    job, render_id = house.documents[path], path.split("/")[1]
    assert (job["state"], job["error"]["reason"]) == ("failed", "expired")
    assert [call["spent_micros"] for call in job["calls"]] == [60_000]
    refund = house.documents[f"ledger/{render_id}-refunded"]
    assert (refund["day"], refund["credits_returned"]) == ("2026-11-20", PRICE)


def test_a_call_whose_outcome_nobody_knows_is_booked_at_its_worst_case(house: House) -> None:
    """None of them was answered: what they cost is not known, and it is not nothing."""
    open_calls = [
        (path, number)
        for path, job in before("renders/*").items()
        for number, call in enumerate(job["calls"])
        if call["spent_micros"] is None
    ]
    assert len(open_calls) == 5
    booked = [house.documents[path]["calls"][number] for path, number in open_calls]
    assert [call["spent_micros"] for call in booked] == [call["held_micros"] for call in booked]


def test_every_erasure_is_done(house: House) -> None:
    under_way = {path for path, one in before("erasures/*").items() if one["done_at"] is None}
    assert {path.split("/")[1] for path in under_way} == {"glen", "yan", "zed", "zoe"}
    assert all(house.documents[path]["done_at"] for path in under_way)


def test_the_guest_who_signed_in_has_their_pictures_in_the_new_account(house: House) -> None:
    guests = [one["recipe"] for path, one in before(AVATARS).items() if path.startswith("users/glen/")]
    moved = [one["recipe"] for path, one in under(house.documents, AVATARS).items() if "/greg/" in path]
    assert len(guests) == 2
    assert all(recipe in moved for recipe in guests)


def test_what_was_taken_down_is_gone(house: House) -> None:
    (path,) = [path for path, one in before("reviews/*").items() if one["pending"]]
    look = path.split("/")[1]
    assert house.documents[path]["pending"] is False
    assert house.documents[f"cache/{look}"]["state"] == "taken_down"
    assert [name for name in house.pictures.files if look in name] == []
    assert [
        path for path, one in under(house.documents, AVATARS).items() if look in (one["image_path"] or "")
    ] == []


def test_nights_are_over_and_their_milestones_celebrated(house: House) -> None:
    assert set(before("nights/*")) == {"nights/nat", "nights/nora"}
    assert under(house.documents, "nights/*") == {}
    for uid in ("nat", "nora", "mia"):
        celebrated = [one for path, one in under(house.documents, AVATARS).items() if f"/{uid}/" in path]
        assert "milestone" in {one["requested_by"] for one in celebrated if one["status"] == "completed"}, uid
        assert house.documents[f"users/{uid}"]["milestone"] is not None


def test_every_wish_that_was_written_is_answered(house: House) -> None:
    answers = {
        path: one["answer"] for path, one in under(house.documents, "users/*/avatarRequests/*").items()
    }
    assert len(answers) == 5
    refused = [path for path, answer in answers.items() if answer["status"] == "refused"]
    assert refused == ["users/rosa/avatarRequests/20261118-01"]
    for path, answer in answers.items():
        if path not in refused:
            avatar = house.documents[f"users/{path.split('/')[1]}/avatars/{answer['avatar_id']}"]
            assert avatar["image_path"] in house.pictures.files, path


def test_no_money_is_held_any_more(house: House) -> None:
    assert {path: day["held_micros"] for path, day in before("global_usage/*").items()}[
        "global_usage/2026-11-20"
    ]
    assert {day["held_micros"] for day in under(house.documents, "global_usage/*").values()} == {0}


@pytest.mark.parametrize("late", [True, False])
def test_what_is_always_true_is_true_when_the_sweep_has_come_by(late: bool) -> None:
    house = a_day_later(late=late)
    for _ in range(3):
        house.clock.time += timedelta(days=1)
        house.reaping.run()
        house.sweeping.run()
    house.check()
    invariants.credits_add_up(house.documents, price=PRICE, initial=30, salt="salt")
    assert house.photos.files == {}
