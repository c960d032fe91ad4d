"""Dead letters: what cannot be handled is put aside by where to look, and handled again when told to."""

from datetime import timedelta

import pytest

from mirror_realm.services.maintenance.dead_letters import DeadLetters, Replayed
from tests.fakes.captured import capturing
from tests.fakes.house import House

WISH = "users/ada/avatarRequests/20261120-00"


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def letters(house: House) -> DeadLetters:
    dead_letters: DeadLetters = house.dead_letters
    return dead_letters


class Handler:
    """Remembers what it handled; fails for the documents it is told to fail for."""

    def __init__(self, *failing: str) -> None:
        self.failing = failing
        self.handled: list[str] = []

    def __call__(self, path: str) -> None:
        self.handled.append(path)
        if path in self.failing:
            raise ValueError("still no good")


def put_aside(house: House, letters: DeadLetters, *paths: str) -> None:
    """One letter an hour, in this order."""
    for number, path in enumerate(paths):
        letters.put_aside(f"event-{number}", "answer_wish", path, KeyError("answer"))
        house.clock.time += timedelta(hours=1)


def test_a_letter_says_what_failed_and_where_and_nothing_of_what_was_in_it(
    house: House, letters: DeadLetters
) -> None:
    letters.put_aside("event-1", "answer_wish", WISH, ValueError("my diary says ..."))
    assert house.documents == {
        "dead_letters/event-1": {
            "function": "answer_wish",
            "document": WISH,
            "error": "ValueError",
            "at": house.clock.now(),
        }
    }


def test_the_same_event_put_aside_twice_is_one_letter(house: House, letters: DeadLetters) -> None:
    for _ in range(2):
        letters.put_aside("event-1", "answer_wish", WISH, ValueError())
    assert len(house.documents) == 1


def test_a_letter_handled_again_is_gone(house: House, letters: DeadLetters) -> None:
    put_aside(house, letters, WISH)
    handler = Handler()
    assert letters.replay({"answer_wish": handler}, 10) == Replayed(done=1, failed=0)
    assert handler.handled == [WISH]
    assert house.documents == {}


def test_replaying_takes_the_oldest_first_and_no_more_than_asked(house: House, letters: DeadLetters) -> None:
    put_aside(house, letters, "a", "b", "c")
    handler = Handler()
    letters.replay({"answer_wish": handler}, 2)
    assert handler.handled == ["a", "b"]
    assert list(house.documents) == ["dead_letters/event-2"]


def test_a_letter_that_fails_again_stays_with_what_went_wrong_now(house: House, letters: DeadLetters) -> None:
    put_aside(house, letters, "a", "b")
    assert letters.replay({"answer_wish": Handler("a")}, 10) == Replayed(done=1, failed=1)
    assert house.only("dead_letters/")["error"] == "ValueError"


def test_letters_that_go_on_failing_do_not_keep_others_from_their_turn(
    house: House, letters: DeadLetters
) -> None:
    put_aside(house, letters, "a", "b", "c")
    handler = Handler("a", "b")
    for _ in range(2):
        letters.replay({"answer_wish": handler}, 2)
        house.clock.time += timedelta(hours=1)
    assert handler.handled == ["a", "b", "c", "a"]


def test_a_letter_of_a_function_that_is_no_more_stays(house: House, letters: DeadLetters) -> None:
    put_aside(house, letters, WISH)
    assert letters.replay({}, 10) == Replayed(done=0, failed=1)
    assert len(house.documents) == 1


def test_each_letter_is_told_and_told_again_when_it_fails_again(house: House, letters: DeadLetters) -> None:
    with capturing() as captured:
        put_aside(house, letters, WISH)
        letters.replay({"answer_wish": Handler(WISH)}, 10)
    letter = {"event": "dead_letter", "function": "answer_wish", "dead_letter_id": "event-0"}
    assert captured == [{"severity": "ERROR", **letter}] * 2
