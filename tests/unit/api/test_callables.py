"""Callables: who asks is what their token says, and every error reaches the app by reason, code and details alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from firebase_functions.https_fn import AppCheckData, AuthData, CallableRequest, HttpsError
from flask import Request
from werkzeug.test import EnvironBuilder

from mirror_realm import bootstrap, errors
from mirror_realm.api.callables import answer
from mirror_realm.api.guards import Caller
from mirror_realm.domain.administration import Role
from mirror_realm.domain.plans import FREE, GUEST, Plan, PlanClaim, plan_of
from mirror_realm.domain.rate import Rate
from mirror_realm.domain.wish import User
from mirror_realm.services.admission.throttle import Throttle
from mirror_realm.services.allowance.account_plans import AccountPlans
from tests.fakes.captured import capturing
from tests.fakes.house import House
from tests.fakes.outside import Clock, MemoryPeople

MIDNIGHT = datetime(2026, 11, 21, tzinfo=UTC)
PRO = Plan("pro")
ADA = {"sub": "ada", "firebase": {"sign_in_provider": "password"}}

REFUSALS: dict[str, errors.Refusal] = {
    refusal.reason: refusal
    for refusal in (
        errors.Unauthenticated("sign in first"),
        errors.UserMismatch("not the signed-in person"),
        errors.Forbidden("for administrators"),
        errors.SignInAgain(),
        errors.InvalidRequest({"progress_metrics.active_days": "must not be negative"}),
        errors.NotFound("there is no such avatar"),
        errors.ProjectNotFound(),
        errors.TooManyProjects(50),
        errors.ReadOnlyToken(),
        errors.StageNotEarned("month", 30, 7),
        errors.ConsentMissing("a photo needs consent"),
        errors.UnknownPreset(),
        errors.LookHidden("this look was taken down"),
        errors.NotReady("the avatar has no picture yet"),
        errors.PhotoRefused("the photo is damaged or incomplete"),
        errors.PhotoUnjudged(),
        errors.VariationFailed("no picture"),
        errors.VariationUnderWay("not yet"),
        errors.VariationExpired("too late"),
        errors.Misconfigured("no image provider"),
        errors.Contention("too many at once"),
        errors.UserDailyLimit(3, 3, MIDNIGHT),
        errors.UserMonthlyLimit(60, 60, MIDNIGHT),
        errors.PlanRequired("style", "anime", "free", ["pro"]),
        errors.GlobalDailyLimit(20, 20, MIDNIGHT),
        errors.BudgetExhausted(2.0, 1.99, MIDNIGHT),
        errors.InsufficientCredits(10, 4, None),
        errors.TooManyShares(100, 100, MIDNIGHT),
        errors.RateLimited(1, 1, MIDNIGHT),
    )
}


def deploy(
    monkeypatch: pytest.MonkeyPatch,
    *,
    enforce_app_check: bool = False,
    check_revoked: bool = False,
    calls_per_minute: int = 0,
    people: MemoryPeople | None = None,
) -> None:
    settings = SimpleNamespace(enforce_app_check=enforce_app_check, check_revoked=check_revoked)
    throttle = Throttle(Rate(calls_per_minute), Clock().runtime())
    services = SimpleNamespace(
        settings=settings,
        throttle=throttle,
        erasing=House().erasing,
        people=people,
        plans=AccountPlans(PlanClaim("stripeRole", {FREE: 0, PRO: 0})),
    )
    services.erasing.begin("gone")
    monkeypatch.setattr(bootstrap, "services", lambda: services)


@pytest.fixture(autouse=True)
def _deployment(monkeypatch: pytest.MonkeyPatch) -> None:
    deploy(monkeypatch)


def request(
    claims: dict[str, Any] | None = ADA, data: Any = None, app: AppCheckData | None = None
) -> CallableRequest[Any]:
    auth = AuthData(claims["sub"], claims) if claims is not None else None
    return CallableRequest(data=data, raw_request=Request(EnvironBuilder().get_environ()), app=app, auth=auth)


def raising(error: Exception) -> Callable[[Any, Caller], NoReturn]:
    def act(data: Any, caller: Caller) -> NoReturn:
        raise error

    return act


def told(error: Exception) -> HttpsError:
    """Return what the app is told of this error."""
    with pytest.raises(HttpsError) as told:
        answer(request(), raising(error))
    return told.value


def details_of(error: HttpsError) -> dict[str, Any]:
    return dict(error.details or {})


def who(data: Any, caller: Caller) -> Caller:
    return caller


def test_what_is_done_for_the_caller_is_the_answer() -> None:
    assert answer(request(data={"a": 1}), lambda data, caller: (data, caller.user)) == (
        {"a": 1},
        User("ada", FREE),
    )


@pytest.mark.parametrize(
    ("provider", "anonymous"), [("anonymous", True), ("google.com", False), ("custom", False)]
)
def test_the_token_says_who_is_anonymous(provider: str, anonymous: bool) -> None:
    caller = answer(request({"sub": "ada", "firebase": {"sign_in_provider": provider}}), who)
    assert caller.user == User("ada", plan_of(anonymous=anonymous))


@pytest.mark.parametrize(
    ("provider", "claimed", "plan"),
    [
        ("password", "pro", PRO),
        ("password", "gold", FREE),
        ("anonymous", "pro", GUEST),
        ("password", None, FREE),
    ],
)
def test_the_token_names_the_plan(provider: str, claimed: str | None, plan: Plan) -> None:
    claims = {**ADA, "firebase": {"sign_in_provider": provider}, "stripeRole": claimed}
    assert answer(request(claims), who).user.plan == plan


def test_a_claimed_plan_that_there_is_not_is_logged_once_for_each_name_and_without_a_text() -> None:
    with capturing() as log:
        for claimed in ("gold", "gold", "ada@example.com pays", "silver"):
            answer(request({**ADA, "stripeRole": claimed}), who)
    told = [one["plan"] for one in log if one["event"] == "plan_unknown"]
    assert told == ["gold", "(no plain word)", "silver"]


@pytest.mark.parametrize(
    ("claim", "administrator"), [(True, True), (False, False), ("true", False), (1, False)]
)
def test_an_administrator_has_the_claim_and_nothing_like_it(
    monkeypatch: pytest.MonkeyPatch, claim: Any, administrator: bool
) -> None:
    deploy(monkeypatch, people=MemoryPeople(roles={"ada": Role.OWNER}))
    role = answer(request({**ADA, "admin": claim}), who).role
    assert (role is not None) is administrator


@pytest.mark.parametrize("claims", [None, {"sub": ""}, {"sub": None}])
def test_nobody_signed_in_is_refused(claims: dict[str, Any] | None) -> None:
    with pytest.raises(HttpsError) as refused:
        answer(request(claims), who)
    assert (refused.value.code, details_of(refused.value)["reason"]) == ("unauthenticated", "unauthenticated")


@pytest.mark.parametrize("uid", ["..", "ada/avatars", "__ada__", "\ud800", "x" * 129])
def test_a_uid_that_can_name_no_documents_is_nobodys(uid: str) -> None:
    with pytest.raises(HttpsError) as refused:
        answer(request({**ADA, "sub": uid}), who)
    assert details_of(refused.value)["reason"] == "unauthenticated"


def test_where_app_check_is_enforced_a_call_needs_its_token(monkeypatch: pytest.MonkeyPatch) -> None:
    deploy(monkeypatch, enforce_app_check=True)
    with pytest.raises(HttpsError) as refused:
        answer(request(), who)
    assert refused.value.details == {"reason": "unauthenticated", "retryable": False}
    assert answer(request(app=AppCheckData("app-1", {})), who).user.uid == "ada"


class TestRevocation:
    """A token counts for up to an hour, whatever becomes of its account: where money is spent, Auth is asked."""

    ISSUED = datetime(2026, 11, 20, 12, tzinfo=UTC)
    TOKEN = {**ADA, "iat": int(ISSUED.timestamp())}

    @pytest.mark.parametrize(
        ("people", "message"),
        [
            (MemoryPeople(disabled={"ada"}), "this account is disabled"),
            (MemoryPeople(gone={"ada"}), "this account does not exist any more"),
            (
                MemoryPeople(revoked={"ada": ISSUED + timedelta(seconds=1)}),
                "this sign-in was revoked: sign in again",
            ),
        ],
        ids=["disabled", "gone", "revoked"],
    )
    def test_a_call_that_spends_is_refused_and_one_that_reads_is_not(
        self, monkeypatch: pytest.MonkeyPatch, people: MemoryPeople, message: str
    ) -> None:
        deploy(monkeypatch, check_revoked=True, people=people)
        with pytest.raises(HttpsError) as refused:
            answer(request(self.TOKEN), who, spends=True)
        assert (refused.value.code, refused.value.message) == ("unauthenticated", message)
        assert details_of(refused.value) == {"reason": "unauthenticated", "retryable": False}
        assert answer(request(self.TOKEN), who).user.uid == "ada"

        deploy(monkeypatch, check_revoked=False, people=people)
        assert answer(request(self.TOKEN), who, spends=True).user.uid == "ada"

    def test_a_token_of_a_sign_in_since_then_counts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        deploy(monkeypatch, check_revoked=True, people=MemoryPeople(revoked={"ada": self.ISSUED}))
        assert answer(request(self.TOKEN), who, spends=True).user.uid == "ada"

    def test_where_auth_cannot_say_nothing_is_spent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        deploy(monkeypatch, check_revoked=True, people=MemoryPeople(fault=OSError("unreachable")))
        with pytest.raises(HttpsError) as refused:
            answer(request(self.TOKEN), who, spends=True)
        assert details_of(refused.value)["retryable"] is True


def test_who_calls_too_often_is_refused_before_anything_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    deploy(monkeypatch, calls_per_minute=2)
    done: list[str] = []

    def act(data: Any, caller: Caller) -> None:
        done.append(caller.user.uid)

    answer(request(), act)
    answer(request(), act)
    with pytest.raises(HttpsError) as refused:
        answer(request(), act)
    assert refused.value.code == "resource-exhausted"
    assert details_of(refused.value) == {
        "reason": "rate_limited",
        "retryable": True,
        "limit": 2,
        "used": 2,
        "resets_at": "2026-11-20T12:00:30+00:00",
    }
    answer(request({**ADA, "sub": "bo"}), act)
    assert done == ["ada", "ada", "bo"]


def test_who_is_being_erased_gets_no_further_unless_the_call_sees_to_it() -> None:
    gone = {**ADA, "sub": "gone"}
    with pytest.raises(HttpsError) as refused:
        answer(request(gone), who)
    assert refused.value.code == "permission-denied"
    assert details_of(refused.value) == {"reason": "forbidden", "retryable": False}
    assert answer(request(gone), who, allowed_during_erasure=True).user.uid == "gone"


@pytest.mark.parametrize("claim", ["bo", "ada", None, False])
def test_a_token_that_only_reads_avatars_calls_nothing(claim: Any) -> None:
    with pytest.raises(HttpsError) as refused:
        answer(request({**ADA, "reader_of": claim}), who, allowed_during_erasure=True)
    assert (refused.value.code, details_of(refused.value)["reason"]) == (
        "permission-denied",
        "read_only_token",
    )


def test_every_refusal_has_an_example_here() -> None:
    def below(kind: type[errors.Refusal]) -> set[type[errors.Refusal]]:
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    assert {kind.reason for kind in below(errors.Refusal) if "reason" in vars(kind)} == set(REFUSALS)


@pytest.mark.parametrize("reason", REFUSALS)
def test_a_refusal_is_told_by_code_reason_and_its_own_details(reason: str) -> None:
    refusal = REFUSALS[reason]
    with capturing() as captured:
        error = told(refusal)

    assert (error.code, error.message) == (refusal.code, str(refusal))
    assert error.details == {"reason": reason, "retryable": refusal.retryable, **refusal.details()}
    assert captured == [{"severity": "INFO", "event": "wish_refused", "reason": reason}]


@pytest.mark.parametrize(
    "reason", ["user_daily_limit", "global_daily_limit", "budget_exhausted", "rate_limited"]
)
def test_a_limit_says_how_much_and_until_when(reason: str) -> None:
    details = details_of(told(REFUSALS[reason]))
    assert details.keys() == {"reason", "retryable", "limit", "used", "resets_at"}
    assert datetime.fromisoformat(details["resets_at"]) == MIDNIGHT


def test_a_deployment_that_cannot_start_says_which_setting_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def misconfigured() -> NoReturn:
        raise errors.Misconfigured("USER_DAILY_LIMIT must not be negative")

    monkeypatch.setattr(bootstrap, "services", misconfigured)
    with pytest.raises(HttpsError) as refused:
        answer(request(), who)
    assert (refused.value.code, details_of(refused.value)["reason"]) == (
        "failed-precondition",
        "misconfigured",
    )


@pytest.mark.parametrize(
    "error",
    [
        KeyError("users/ada"),
        ValueError("sk-secret"),
        errors.IllegalMove("avatar", "failed", "start"),
        errors.LeaseLost("job render-1 is gone"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_anything_else_is_internal_with_an_id_that_finds_it_in_the_log(error: Exception) -> None:
    with capturing() as captured:
        internal = told(error)

    (said,) = captured
    assert said["event"] == "callable_failed"
    assert internal.details == {"reason": "internal", "retryable": True, "error_id": said["error_id"]}
    assert said["function"] == "test_callables.act"


@pytest.mark.parametrize("secret", ["users/ada", "sk-secret", "a prompt"])
def test_nothing_of_an_error_nobody_foresaw_reaches_the_app(secret: str) -> None:
    internal = told(RuntimeError(secret))
    assert internal.code == "internal"
    assert secret not in str(internal._as_dict())
