"""Answering: a wish document is admitted like a call and answered in place, once, whatever is delivered how often."""

from collections.abc import Callable
from datetime import timedelta
from functools import reduce
from typing import Any

import pytest

from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.narrative.languages import language
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.wish import User
from mirror_realm.errors import Contention
from tests.fakes.house import House

ADA = User("ada", FREE)
TODAYS = "20261120-00"
"""A wish of the house's own day."""
WISH = {"progress_metrics": {"active_days": 40}, "character": "wren"}
Work = Callable[[Any], Any]


@pytest.fixture
def house() -> House:
    return House()


def write(house: House, wish: dict[str, Any], request_id: str = TODAYS) -> str:
    path = f"users/ada/avatarRequests/{request_id}"
    house.documents[path] = dict(wish)
    return path


def deliver_event(house: House, request_id: str = TODAYS) -> None:
    house.answering.answer(ADA, request_id, parse_wish)


def answer_to(house: House, wish: dict[str, Any], request_id: str = TODAYS) -> dict[str, Any]:
    """Return what is written into the document of this wish."""
    path = write(house, wish, request_id)
    deliver_event(house, request_id)
    return dict(house.documents[path]["answer"])


def test_a_document_makes_one_picture(house: House) -> None:
    answer = answer_to(house, {**WISH, "variations": 2})
    assert answer["error"]["reason"] == "invalid_request"
    assert "variations" in answer["error"]["message"]
    assert jobs(house) == 0
    assert answer_to(house, {**WISH, "variations": 1}, "20261120-01")["status"] == "queued"


def jobs(house: House) -> int:
    return sum(path.startswith("renders/") and path.count("/") == 1 for path in house.documents)


def test_a_wish_is_answered_in_place_with_where_its_avatar_is(house: House) -> None:
    answer = answer_to(house, WISH)
    house.deliver()

    assert house.documents[f"users/ada/avatarRequests/{TODAYS}"].items() >= WISH.items()
    assert (answer["status"], answer["error"], answer["answered_at"]) == ("queued", None, house.clock.now())
    avatar = house.documents[f"users/ada/avatars/{answer['avatar_id']}"]
    assert (avatar["status"], avatar["requested_by"]) == ("completed", "document")
    house.check()


@pytest.mark.parametrize(
    ("named", "preferred", "spoken"),
    [
        (None, None, "en"),
        (None, "de-AT", "de"),
        ("en-GB", "de", "en"),
        ("de", None, "de"),
        ("fr", "de", "en"),
        (None, "fr", "en"),
        (None, "no tag", "en"),
    ],
)
def test_its_message_is_in_the_language_it_names_else_in_the_persons_own(
    house: House, named: str | None, preferred: str | None, spoken: str
) -> None:
    house.documents["users/ada/settings/current"] = {"locale": preferred}
    answer = answer_to(house, {**WISH, "locale": named})
    message = house.documents[f"users/ada/avatars/{answer['avatar_id']}"]["ithere_message"]
    assert any(message.endswith(line) for line in language(spoken).stages[EvolutionStage.MONTH])


def test_preferences_are_read_only_for_a_wish_that_names_no_language(house: House) -> None:
    answer_to(house, WISH)
    house.deliver()
    reads = []
    for wish in ({**WISH, "locale": "de"}, WISH):
        house.store.reads = 0
        answer_to(house, wish)
        reads.append(house.store.reads)
    assert reads[1] == reads[0] + 1


def test_a_malformed_language_tag_is_refused_by_its_field(house: House) -> None:
    answer = answer_to(house, {**WISH, "locale": "de_AT"})
    assert (answer["status"], answer["error"]["reason"]) == ("refused", "invalid_request")
    assert "locale: must be a language tag such as de or de-AT" in answer["error"]["message"]
    assert jobs(house) == 0


@pytest.mark.parametrize("answer", [{}, {"status": "queued"}, {"answered_at": "today"}, "yes"])
def test_what_is_no_answer_of_ours_is_none(house: House, answer: Any) -> None:
    assert answer_to(house, {**WISH, "answer": answer})["status"] == "queued"


def test_an_event_delivered_again_changes_nothing(house: House) -> None:
    answer_to(house, WISH)
    house.deliver()
    before = dict(house.documents)
    house.clock.time += timedelta(hours=1)

    deliver_event(house)

    assert house.documents == before


def test_a_death_between_admission_and_answer_costs_nothing(house: House) -> None:
    class Died(BaseException):
        """A worker's sudden death."""

    path = write(house, WISH)
    inner, transactions = house.store.transact, iter(range(10))

    def dying(work: Work) -> Any:
        if next(transactions) == 1:
            raise Died
        return inner(work)

    house.store.transact = dying  # type: ignore[method-assign]  # a death at the second transaction
    with pytest.raises(Died):
        deliver_event(house)
    assert "answer" not in house.documents[path]
    deliver_event(house)

    assert house.documents[path]["answer"]["status"] == "queued"
    assert jobs(house) == 1
    house.deliver()
    house.check()


FORTY: Any = 40
DEEP = reduce(lambda inner, _: {"active_days": inner}, range(20), FORTY)
"""As deep as a Firestore document may be."""


@pytest.mark.parametrize(
    ("wish", "reason", "retryable"),
    [
        pytest.param({}, "invalid_request", False, id="nothing in it"),
        pytest.param({**WISH, "colour": "red"}, "invalid_request", False, id="an unknown field"),
        pytest.param({**WISH, "evolution_stage": "halfYear"}, "stage_not_earned", False, id="a later stage"),
        pytest.param({**WISH, "user_id": "bo"}, "user_mismatch", False, id="for somebody else"),
        pytest.param(
            {**WISH, "x" * 1000: "y" * 500_000}, "invalid_request", False, id="a large unknown field"
        ),
        pytest.param({**WISH, "character": "x" * 500_000}, "invalid_request", False, id="a large known one"),
        pytest.param({**WISH, "progress_metrics": DEEP}, "invalid_request", False, id="something deep"),
    ],
)
def test_a_refusal_is_the_answer(house: House, wish: dict[str, Any], reason: str, retryable: bool) -> None:
    answer = answer_to(house, wish)

    assert (answer["status"], answer["avatar_id"]) == ("refused", None)
    assert (answer["error"]["reason"], answer["error"]["retryable"]) == (reason, retryable)
    assert answer["error"]["message"]
    assert list(house.documents) == [f"users/ada/avatarRequests/{TODAYS}"]


def test_a_limit_is_a_refusal_where_stand_ins_are_declined() -> None:
    house = House(user_limit=0)
    answer = answer_to(house, {**WISH, "allow_fallback": False})
    assert (answer["error"]["reason"], answer["error"]["retryable"]) == ("user_daily_limit", True)


def test_at_a_limit_the_ladder_answers_where_they_are_welcome() -> None:
    house = House(user_limit=0)
    answer = answer_to(house, WISH)
    house.deliver()
    avatar = house.documents[f"users/ada/avatars/{answer['avatar_id']}"]
    assert (avatar["status"], avatar["degraded"], avatar["source"]) == ("completed", True, "painted")
    house.check()


@pytest.mark.parametrize(
    "request_id",
    [
        "latest",
        "20261120",
        "20261120-20",
        "20261120-7",
        "20261120-٠٧",
        "20261399-00",
        "20261101-00",
        "20270101-00",
        "x" * 900,
    ],
)
def test_an_id_that_rules_would_not_have_allowed_is_refused(house: House, request_id: str) -> None:
    answer = answer_to(house, WISH, request_id)
    assert answer["error"]["reason"] == "invalid_request"
    assert jobs(house) == 0


@pytest.mark.parametrize("request_id", ["20261120-19", "20261114-00", "20261127-07"])
def test_a_wish_made_offline_within_a_week_is_welcome(house: House, request_id: str) -> None:
    assert answer_to(house, WISH, request_id)["status"] == "queued"


def test_a_wish_deleted_before_its_event_is_left_alone(house: House) -> None:
    deliver_event(house)
    assert house.documents == {}


def test_a_wish_deleted_while_it_is_answered_is_not_written_anew(house: House) -> None:
    path = write(house, WISH)
    inner = house.store.transact

    def deleted_meanwhile(work: Work) -> Any:
        result = inner(work)
        house.documents.pop(path, None)
        return result

    house.store.transact = deleted_meanwhile  # type: ignore[method-assign]  # the moment after the admission
    deliver_event(house)
    assert path not in house.documents


def test_an_answer_given_meanwhile_stands(house: House) -> None:
    path = write(house, WISH)
    inner, others = house.store.transact, iter([deliver_event])

    def overtaken(work: Work) -> Any:
        for other in others:
            other(house)
            house.clock.time += timedelta(minutes=1)
        return inner(work)

    house.store.transact = overtaken  # type: ignore[method-assign]  # another delivery is quicker
    first_at = house.clock.now()
    deliver_event(house)

    assert house.documents[path]["answer"]["answered_at"] == first_at
    assert jobs(house) == 1


def test_nothing_is_written_for_a_person_who_is_being_erased(house: House) -> None:
    path = write(house, WISH)
    house.documents["erasures/ada"] = {"started_at": house.clock.now()}
    before = dict(house.documents)
    deliver_event(house)
    assert house.documents == before
    assert "answer" not in house.documents[path]


def test_an_erasure_that_begins_while_a_refusal_is_written_stops_it(house: House) -> None:
    path = write(house, {})
    inner = house.store.transact

    def erased_first(work: Work) -> Any:
        house.documents["erasures/ada"] = {"started_at": house.clock.now()}
        return inner(work)

    house.store.transact = erased_first  # type: ignore[method-assign]  # the moment before the answer
    deliver_event(house)
    assert "answer" not in house.documents[path]


def test_contention_is_left_to_the_platform_to_deliver_again(house: House) -> None:
    path = write(house, WISH)

    def contended(_: Work) -> Any:
        raise Contention("busy")

    house.store.transact = contended  # type: ignore[method-assign, assignment]
    with pytest.raises(Contention):
        deliver_event(house)
    assert "answer" not in house.documents[path], "a moment's crowd is no answer"


def test_what_a_person_wrote_is_kept_as_they_wrote_it(house: House) -> None:
    odd = {**WISH, "note": {"deep": [1, 2.5, None, b"bytes"]}}
    answer_to(house, odd)
    stored = dict(house.documents[f"users/ada/avatarRequests/{TODAYS}"])
    del stored["answer"], stored["expires_at"]
    assert stored == odd
