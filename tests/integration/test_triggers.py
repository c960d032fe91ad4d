"""Documents written by people become pictures: on the whole embedded Firebase, every event delivered twice and late."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from embedded_firebase.functions import DeliveryFaults
from tests import invariants
from tests.fakes.stripe_extension import StripeExtension, charge
from tests.integration.app import days, uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

pytestmark = pytest.mark.drawn(one_in=2, of_file=True)

TWICE_AND_SHUFFLED = DeliveryFaults(seed=11, duplicate=1.0, reorder=True)


@pytest.fixture(scope="module")
def running() -> Iterator[WholeFirebase]:
    with whole_firebase(TWICE_AND_SHUFFLED, USER_DAILY_LIMIT="3", GLOBAL_DAILY_LIMIT="40") as running:
        yield running


@pytest.fixture
def firebase(running: WholeFirebase) -> Iterator[WholeFirebase]:
    running.suite.clear()
    yield running
    running.settle()
    invariants.check(running.documents, user_limit=3, global_limit=40, salt=running.suite.project)


@pytest.fixture
def uid(firebase: WholeFirebase) -> str:
    return uid_of(firebase.app.sign_in())


def todays(number: int = 0) -> str:
    return f"{datetime.now(UTC):%Y%m%d}-{number:02d}"


def write_progress(firebase: WholeFirebase, uid: str, active_days: int, **metrics: Any) -> str:
    path = f"users/{uid}/progress/current"
    firebase.client.document(path).set({"active_days": active_days, **metrics})
    return path


def test_progress_written_becomes_a_picture_once(firebase: WholeFirebase, uid: str) -> None:
    before = firebase.deliveries("celebrate_progress", f"users/{uid}/progress/current")
    path = write_progress(firebase, uid, 40)
    firebase.settle()

    assert firebase.deliveries("celebrate_progress", path) - before == 2
    (avatar,) = firebase.under(f"users/{uid}/avatars/", 4)
    assert (avatar["status"], avatar["source"]) == ("completed", "generated")
    assert (avatar["requested_by"], avatar["evolution_stage"]) == ("milestone", "month")
    (job,) = firebase.under("renders/")
    assert (job["attempt"], len(job["calls"])) == (1, 1)
    (usage,) = firebase.under(f"users/{uid}/usage/", 4)
    assert (usage["reserved"], usage["settled"]) == (1, 1)


def test_a_wish_document_is_answered_in_place_once(firebase: WholeFirebase, uid: str) -> None:
    path = f"users/{uid}/avatarRequests/{todays()}"
    firebase.write({path: days(40)})
    firebase.settle()

    answer = firebase.documents[path]["answer"]
    assert firebase.documents[path]["progress_metrics"] == {"active_days": 40}
    avatar = firebase.documents[f"users/{uid}/avatars/{answer['avatar_id']}"]
    assert (avatar["status"], avatar["requested_by"]) == ("completed", "document")
    assert len(firebase.under("renders/")) == 1


def test_a_document_and_another_users_call_with_the_same_preset_share_a_picture(
    firebase: WholeFirebase, uid: str
) -> None:
    path = f"users/{uid}/avatarRequests/{todays()}"
    firebase.write({path: days(40) | {"preset": "trailhead"}})
    firebase.settle()
    avatar = firebase.documents[f"users/{uid}/avatars/{firebase.documents[path]['answer']['avatar_id']}"]
    assert (avatar["origin"], avatar["preset"], avatar["recipe"]["persona"]) == (
        "preset",
        "trailhead",
        "explorer",
    )

    hit = firebase.app.generate(firebase.app.sign_in(), preset="trailhead", **days(50))["result"]
    assert (hit["source"], hit["origin"], hit["preset"]) == ("cache", "preset", "trailhead")
    assert hit["image_path"] == avatar["image_path"]
    assert len(firebase.under("renders/")) == 1


@pytest.mark.parametrize(
    ("wish", "request_id", "reason"),
    [
        (days(3) | {"evolution_stage": "halfYear"}, "today", "stage_not_earned"),
        (days(-3), "today", "invalid_request"),
        (days(3), "19990101-00", "invalid_request"),
        (days(3) | {"preset": "disco"}, "today", "unknown_preset"),
    ],
)
def test_a_refusal_is_answered_too(
    firebase: WholeFirebase, uid: str, wish: dict[str, Any], request_id: str, reason: str
) -> None:
    path = f"users/{uid}/avatarRequests/{todays() if request_id == 'today' else request_id}"
    firebase.write({path: wish})
    firebase.settle()

    answer = firebase.documents[path]["answer"]
    assert (answer["status"], answer["error"]["reason"]) == ("refused", reason)
    assert firebase.under("renders/") == []


def test_progress_written_many_times_at_once_brings_one_picture_that_day(
    firebase: WholeFirebase, uid: str
) -> None:
    for active_days in (1, 8, 15, 31, 91, 181):
        write_progress(firebase, uid, active_days, goals_completed=active_days)
    firebase.settle()

    assert len(firebase.under(f"users/{uid}/avatars/", 4)) == 1
    assert len(firebase.under("renders/")) == 1


def test_deleting_progress_brings_nothing_and_does_no_harm(firebase: WholeFirebase, uid: str) -> None:
    path = write_progress(firebase, uid, 8)
    firebase.settle()
    firebase.client.document(path).delete()
    firebase.settle()
    assert len(firebase.under("renders/")) == 1


def test_a_milestone_is_drawn_in_the_style_the_person_has_stored(firebase: WholeFirebase, uid: str) -> None:
    firebase.write({f"users/{uid}/settings/current": {"style": "comic", "character": "wren"}})
    write_progress(firebase, uid, 8)
    firebase.settle()
    (avatar,) = firebase.under(f"users/{uid}/avatars/", 4)
    assert (avatar["style"], avatar["recipe"]["character"]) == ("comic", "wren")


def test_the_last_picture_of_the_day_is_left_to_the_person(firebase: WholeFirebase) -> None:
    token = firebase.app.sign_in()
    for variation in (1, 2):
        firebase.app.generate(token, **days(40), variation=variation)
    write_progress(firebase, uid_of(token), 40)
    firebase.settle()

    assert len(firebase.under("renders/")) == 2
    third = firebase.app.generate(token, **days(40), variation=3, allow_fallback=False)["result"]
    assert third["usage"]["user_remaining"] == 0


def test_documents_of_nobody_are_left_alone(firebase: WholeFirebase) -> None:
    write_progress(firebase, "nobody", 40)
    firebase.write({f"users/nobody/avatarRequests/{todays()}": days(40)})
    firebase.settle()
    assert set(firebase.documents) == {
        "users/nobody/progress/current",
        f"users/nobody/avatarRequests/{todays()}",
    }


def test_people_who_wish_the_same_in_documents_share_one_picture(firebase: WholeFirebase) -> None:
    people = [uid_of(firebase.app.sign_in()) for _ in range(8)]
    wish = days(40) | {"character": "wren"}
    firebase.write({f"users/{uid}/avatarRequests/{todays()}": wish for uid in people})
    firebase.settle()

    avatars = [avatar for uid in people for avatar in firebase.under(f"users/{uid}/avatars/", 4)]
    assert Counter(avatar["status"] for avatar in avatars) == {"completed": 8}
    assert len({avatar["image_url"] for avatar in avatars}) == 1
    assert len(firebase.under("renders/")) == 1


def test_every_trigger_asks_for_redelivery(running: WholeFirebase) -> None:
    triggers = {name: function.trigger for name, function in running.suite.host.functions.items()}
    asking = {name: trigger.retry for name, trigger in triggers.items() if trigger is not None}
    named = {"render_attempt", "answer_wish", "celebrate_progress", "count_upload", "release_upload"}
    assert asking.keys() >= named
    assert all(asking.values())


@pytest.fixture
def stripe(firebase: WholeFirebase) -> StripeExtension:
    def merge(path: str, fields: dict[str, Any]) -> None:
        firebase.client.document(path).set(fields, merge=True)

    extension = StripeExtension(merge, firebase.client.document)
    extension.sell("prod_100", "price_100")
    return extension


def purse(firebase: WholeFirebase, uid: str) -> tuple[int, int]:
    """Return what a user holds and owes."""
    profile = firebase.documents[f"users/{uid}"]
    return profile["credits"], profile.get("owed", 0)


def test_a_payment_brings_credits_once_and_a_refund_takes_them(
    firebase: WholeFirebase, stripe: StripeExtension, uid: str
) -> None:
    stripe.customer(uid)
    stripe.intent(uid, "pi_1")
    stripe.checkout(uid, "pi_1")
    firebase.settle()
    assert purse(firebase, uid) == (130, 0)

    stripe.intent(uid, "pi_1", **charge(refunded=250))
    firebase.settle()
    stripe.intent(uid, "pi_1", **charge(refunded=500))
    firebase.settle()
    assert purse(firebase, uid) == (30, 0)
    entries = {path: one["credits"] for path, one in firebase.documents.items() if path.startswith("ledger/")}
    assert entries == {
        "ledger/payment-pi_1": 100,
        "ledger/payment-pi_1-back-250": 50,
        "ledger/payment-pi_1-back-500": 50,
    }


def test_an_erasure_leaves_nothing_of_a_customer_and_takes_no_late_payment(
    firebase: WholeFirebase, stripe: StripeExtension
) -> None:
    token = firebase.app.sign_in()
    uid = uid_of(token)
    stripe.customer(uid)
    stripe.checkout(uid, "pi_1")
    firebase.settle()
    told = firebase.app.call("list_credits", token)["result"]
    assert [(one["move"], one["credits"], one["payment_id"]) for one in told["entries"]] == [
        ("bought", 100, "pi_1")
    ]

    assert firebase.app.call("delete_my_data", token, confirm=True)["result"]["status"] == "done"
    assert not [path for path in firebase.documents if path.startswith((f"customers/{uid}", f"users/{uid}"))]
    stripe.checkout(uid, "pi_2")
    firebase.settle()
    assert "ledger/payment-pi_2" not in firebase.documents
    firebase.client.document(f"customers/{uid}/payments/pi_2").delete()
