"""What an operator has to do, and what comes first."""

from mirror_realm.domain.desk import DUTIES, Urgency, to_do


def test_what_stops_pictures_comes_before_what_waits_for_a_decision() -> None:
    found = to_do({"open_reports": 4, "dead_letters": 2, "providers_down": ("openai",), "stuck_jobs": 1})
    assert [(one.duty.what, one.count) for one in found] == [
        ("providers_down", 1),
        ("stuck_jobs", 1),
        ("dead_letters", 2),
        ("open_reports", 4),
    ]
    assert found[0].names == ("openai",)


def test_nothing_and_what_is_not_known_are_nothing_to_do() -> None:
    assert to_do({duty.what: 0 for duty in DUTIES}) == ()
    assert to_do({duty.what: None for duty in DUTIES}) == ()
    assert to_do({}) == ()


def test_the_duties_are_in_the_order_of_their_urgency() -> None:
    order = list(Urgency)
    assert [order.index(duty.urgency) for duty in DUTIES] == sorted(
        order.index(duty.urgency) for duty in DUTIES
    )
