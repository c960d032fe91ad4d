"""Allowance given back: a user's own limit is higher by it, once per key, and no other limit is."""

from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.administration import Act, Role
from mirror_realm.domain.allowance import MOST_GIVEN, UserDay
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased, GlobalDailyLimit, InvalidRequest, UserDailyLimit
from mirror_realm.services.admission.limit_memory import OWN_LIMIT
from mirror_realm.services.allowance.giving_back import GivenBack
from tests.fakes.house import House


def give(
    house: House, pictures: int = 1, uid: str = "ada", key: str = "ticket-1", plan: Plan = FREE
) -> GivenBack:
    deed = Deed("root", Role.SUPPORT, Act.GIVE_BACK, key, "the picture was spoilt")
    given: GivenBack = house.giving_back.give(deed, User(uid, plan), pictures)
    return given


def ask_often(house: House, times: int, uid: str = "ada", plan: Plan = FREE) -> list[str]:
    """Return the outcome of each wish, of a look that nobody had before."""
    numbers = range(len(house.documents), len(house.documents) + times)
    outcomes = [
        house.ask(uid, plan=plan, variation=number % 100, days=7 + number % 3).outcome for number in numbers
    ]
    house.deliver()
    return outcomes


def test_a_picture_given_back_is_one_more_that_day_and_no_more() -> None:
    house = House(user_limit=1)
    assert ask_often(house, 2) == ["queue", "degrade"]

    given = give(house)
    assert (given.limit, given.remaining, given.day.granted, given.again) == (2, 1, 1, False)
    house.clock.time += OWN_LIMIT
    assert ask_often(house, 2) == ["queue", "degrade"]
    assert house.only("users/ada/usage/")["settled"] == 2
    house.check()


def test_an_instance_that_knows_the_limit_learns_of_the_gift_within_a_minute() -> None:
    house = House(user_limit=1)
    assert [ask_often(house, 1) for _ in range(2)] == [["queue"], ["degrade"]]
    give(house)
    with pytest.raises(UserDailyLimit):
        house.ask(variation=99, allow_fallback=False)
    house.clock.time += timedelta(minutes=1)
    assert house.ask(variation=99, allow_fallback=False).outcome == "queue"


def test_no_settled_reservation_changes() -> None:
    house = House(user_limit=1)
    ask_often(house, 1)
    before = house.only("users/ada/usage/")
    give(house)
    assert house.only("users/ada/usage/") == {**before, "granted": 1}


def test_the_same_key_gives_once_and_answers_the_same_day_later() -> None:
    house = House(user_limit=1)
    first = give(house)
    house.clock.time += timedelta(days=1)
    again = give(house)
    assert (again.again, again.day.day, again.day.granted) == (True, first.day.day, 1)
    assert [path for path in house.documents if "/usage/" in path] == [f"users/ada/usage/{first.day.day}"]


@pytest.mark.parametrize("other", [{"pictures": 2}, {"uid": "bo"}])
def test_the_same_key_for_something_else_is_refused_and_changes_nothing(other: dict[str, Any]) -> None:
    house = House()
    give(house)
    before = dict(house.documents)
    with pytest.raises(InvalidRequest) as refused:
        give(house, **other)
    assert list(refused.value.fields) == ["key"]
    assert dict(house.documents) == before


def test_a_key_of_another_act_is_refused() -> None:
    house = House(credits=10)
    house.granting.grant(by="root", uid="ada", credits=1, key="ticket-1")
    before = dict(house.documents)
    with pytest.raises(InvalidRequest) as refused:
        give(house)
    assert refused.value.fields == {"key": "was used for another act"}
    assert dict(house.documents) == before


def test_the_limit_of_all_users_holds_whatever_is_given_back() -> None:
    house = House(user_limit=1, global_limit=2)
    ask_often(house, 1, "bo")
    ask_often(house, 1, "cy")
    assert give(house).limit == 2
    with pytest.raises(GlobalDailyLimit):
        house.ask("ada", variation=50, allow_fallback=False)
    house.check()


@pytest.mark.parametrize(
    ("options", "pictures", "plan"),
    [
        ({"user_limit": 0}, 1, FREE),
        ({"user_limit": 3, "global_limit": 5}, 3, FREE),
        ({"user_limit": 3, "global_limit": 8, "guest_share": 0.5}, 2, GUEST),
        ({"user_limit": 3, "global_limit": 100}, MOST_GIVEN + 1, FREE),
    ],
)
def test_more_than_may_be_given_is_refused_with_the_reason(
    options: dict[str, Any], pictures: int, plan: Plan
) -> None:
    house = House(**options)
    with pytest.raises(InvalidRequest) as refused:
        give(house, pictures, plan=plan)
    assert list(refused.value.fields) == ["pictures"]
    assert dict(house.documents) == {}


PRO = Plan("pro")
OF_A_MONTH = '{"pro": {"daily_pictures": 2, "monthly_pictures": 3}}'


@pytest.mark.parametrize(("made", "pictures"), [(2, 2), (1, 2), (0, 2)])
def test_more_than_the_month_leaves_is_refused_with_the_reason(made: int, pictures: int) -> None:
    house = House(plans=OF_A_MONTH)
    ask_often(house, made, plan=PRO)
    before = dict(house.documents)
    with pytest.raises(InvalidRequest, match=f"the user's month has {3 - made} left"):
        give(house, pictures, plan=PRO)
    assert dict(house.documents) == before
    assert give(house, 1, plan=PRO).remaining == 3 - made, "what the month leaves can be given"


def test_a_month_that_is_used_up_gets_no_pictures_of_the_day() -> None:
    house = House(plans=OF_A_MONTH)
    ask_often(house, 2, plan=PRO)
    give(house, 1, plan=PRO)
    house.clock.time += OWN_LIMIT
    ask_often(house, 1, plan=PRO)
    before = dict(house.documents)
    with pytest.raises(InvalidRequest, match="the 3 of the user's month are used up"):
        give(house, key="ticket-2", plan=PRO)
    assert dict(house.documents) == before
    again = give(house, plan=PRO)
    assert (again.again, again.remaining) == (True, 0), "what was given before is answered as before"
    house.check()


def test_several_gifts_of_a_day_add_up_to_the_most() -> None:
    house = House(user_limit=1, global_limit=100)
    assert give(house, MOST_GIVEN - 1).limit == MOST_GIVEN
    assert give(house, 1, key="ticket-2").limit == MOST_GIVEN + 1
    with pytest.raises(InvalidRequest):
        give(house, 1, key="ticket-3")


def test_failed_jobs_of_a_gift_are_bounded_like_others() -> None:
    house = House(user_limit=1, global_limit=100)
    give(house)
    day = house.only("users/ada/usage/")
    house.write(f"users/ada/usage/{day['day']}", {**day, "reserved": 10, "refunded": 10, "settled": 0})
    assert house.ask("ada", variation=3).outcome == "degrade"


def test_a_limit_of_0_stays_0_whatever_was_given_back_before() -> None:
    house = House(user_limit=0)
    day = UserDay("2026-11-20", granted=2)
    house.write("users/ada/usage/2026-11-20", day.to_document())
    assert house.ask("ada").outcome == "degrade"
    allowance = house.overviews.of(User("ada", FREE)).allowance
    assert (allowance.limit, allowance.remaining) == (0, 0)


def test_a_users_overview_has_the_limit_of_the_day() -> None:
    house = House(user_limit=2)
    give(house)
    allowance = house.overviews.of(User("ada", FREE)).allowance
    assert (allowance.limit, allowance.remaining) == (3, 3)


def test_the_ledger_and_the_audit_have_it_under_pseudonyms() -> None:
    house = House()
    give(house)
    entry, audited = house.documents["ledger/give-ticket-1"], house.documents["audit/act-ticket-1"]
    assert (entry["movement"], entry["pictures"], entry["person"]) == ("given", 1, audited["person"])
    assert (audited["act"], audited["by"], audited["role"]) == ("give_back", "root", "support")
    assert "ada" not in str(entry) + str(audited)


def test_an_erasure_takes_the_person_out_of_both_and_the_reason_with_it() -> None:
    house = House(user_limit=1)
    ask_often(house, 1)
    give(house)
    assert house.erasing.erase("ada", seconds=20).done
    assert house.documents["ledger/give-ticket-1"]["person"] == "erased"
    audited = house.documents["audit/act-ticket-1"]
    assert (audited["person"], audited["reason"], audited["by"]) == ("erased", "", "root")
    house.check()
    with pytest.raises(BeingErased):
        give(house, key="ticket-2")


def test_an_administrator_who_is_erased_is_in_no_entry_and_acts_no_more() -> None:
    house = House()
    give(house)
    assert house.erasing.erase("root", seconds=20).done
    assert house.documents["ledger/give-ticket-1"]["by"] == "erased"
    audited = house.documents["audit/act-ticket-1"]
    assert (audited["by"], audited["reason"]) == ("erased", "the picture was spoilt")
    with pytest.raises(BeingErased):
        give(house, key="ticket-2")
    house.check()


def test_a_gift_to_a_guest_does_not_move_with_a_merge() -> None:
    house = House(user_limit=1, guest_share=1.0)
    house.people.anonymous.add("guest")
    give(house, uid="guest", plan=GUEST)
    token = house.tokens.issue("guest", house.clock.time + timedelta(minutes=59))
    house.merging.merge(User("ada", FREE), token, personal=False, seconds=20)
    assert house.erasing.erase("guest", seconds=20).done
    assert not [path for path in house.documents if "/usage/" in path]
    assert house.documents["ledger/give-ticket-1"]["person"] == "erased"
    house.check()
