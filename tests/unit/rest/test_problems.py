"""Refusals as problems: one status for each code, and the headers that HTTP has for it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from mirror_realm import errors
from mirror_realm.errors import MirrorRealmError, Refusal
from mirror_realm.rest import problems
from mirror_realm.rest.problems import STATUS, Unacceptable
from mirror_realm.rest.reasons import REASONS

NOW = datetime(2026, 11, 29, 23, 0, tzinfo=UTC)
MIDNIGHT = NOW + timedelta(hours=1)

REFUSALS = [
    errors.Unauthenticated("sign in"),
    errors.UserMismatch("not you"),
    errors.Forbidden("no"),
    errors.BeingErased(),
    errors.RoleMissing("owner"),
    errors.SignInAgain(),
    errors.InvalidRequest({"style": "must be one of ours"}),
    errors.UnknownPreset(),
    errors.NotFound("there is no such avatar"),
    errors.ProjectNotFound(),
    errors.TooManyProjects(50),
    errors.ReadOnlyToken(),
    errors.StageNotEarned("month", 30, 3),
    errors.ConsentMissing("none", {"openai"}),
    errors.LookHidden("hidden"),
    errors.NotReady("no picture yet"),
    errors.PhotoRefused("the photo is damaged"),
    errors.PhotoUnjudged(),
    errors.VariationFailed("no picture"),
    errors.VariationUnderWay("not yet"),
    errors.VariationExpired("too late"),
    errors.Misconfigured("no key"),
    errors.AccountRefused("no credit"),
    errors.ModelGone("gone"),
    errors.Contention("busy"),
    errors.UserDailyLimit(3, 3, MIDNIGHT),
    errors.UserMonthlyLimit(60, 60, MIDNIGHT),
    errors.PlanRequired("style", "anime", "free", ["pro"]),
    errors.GlobalDailyLimit(20, 20, MIDNIGHT),
    errors.BudgetExhausted(2, 2, MIDNIGHT),
    errors.InsufficientCredits(1, 0, None),
    errors.TooManyShares(100, 100, MIDNIGHT),
    errors.RateLimited(60, 60, NOW + timedelta(seconds=1)),
]


def kinds(kind: type[MirrorRealmError] = Refusal) -> Iterator[type[MirrorRealmError]]:
    for one in kind.__subclasses__():
        yield one
        yield from kinds(one)


def test_every_refusal_is_tried_here() -> None:
    ours = {kind for kind in kinds() if kind.__module__ == errors.__name__}
    assert {type(refusal) for refusal in REFUSALS} | {errors.LimitReached} == ours


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
def test_a_refusal_has_its_status_its_reason_and_its_details(refusal: Refusal) -> None:
    answer = problems.of_refusal(refusal, lambda: NOW)
    body = json.loads(bytes(answer.body))

    assert answer.status_code == body["status"] == STATUS[refusal.code]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "private, no-store"
    assert (body["reason"], body["retryable"]) == (refusal.reason, refusal.retryable)
    assert body["type"] == f"/api/#{refusal.reason}"
    assert refusal.details().items() <= body.items()


def test_the_reference_explains_every_reason_and_no_other() -> None:
    of_administrators = {"sign_in_again"}  # whose calls have no REST route
    ours = {refusal.reason for refusal in REFUSALS} - of_administrators
    of_http = {"method_not_allowed", "body_too_large", "unsupported_media_type", "internal"}
    assert set(REASONS) == ours | of_http


def test_a_user_at_the_limit_is_told_until_when_and_of_how_many() -> None:
    headers = problems.of_refusal(errors.UserDailyLimit(3, 3, MIDNIGHT), lambda: NOW).headers
    assert headers["retry-after"] == "3600"
    assert headers["ratelimit"] == '"user";r=0;t=3600'
    assert headers["ratelimit-policy"] == '"user";q=3;w=86400'


def test_credits_do_not_come_back_by_waiting() -> None:
    headers = problems.of_refusal(errors.InsufficientCredits(1, 0, None), lambda: NOW).headers
    assert "retry-after" not in headers


def test_a_limit_that_is_over_already_asks_for_a_second() -> None:
    headers = problems.of_refusal(errors.RateLimited(60, 60, NOW - timedelta(seconds=5)), lambda: NOW).headers
    assert headers["retry-after"] == "1"


def test_signing_in_is_asked_for_as_http_asks() -> None:
    assert "www-authenticate" in problems.of_refusal(errors.Unauthenticated("sign in"), lambda: NOW).headers


def test_a_request_that_http_refuses_has_its_own_headers() -> None:
    answer = problems.of_request(Unacceptable(405, "method_not_allowed", "no", {"Allow": "GET"}))
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_an_error_of_ours_has_the_id_of_the_log() -> None:
    answer = problems.of_fault("abc")
    assert answer.status_code == 500
    assert json.loads(bytes(answer.body))["error_id"] == "abc"


def test_fields_are_named_as_they_were_sent_and_their_values_are_not_repeated() -> None:
    refused = problems.of_fields(
        [
            {"type": "json_invalid", "loc": ("body", 7), "msg": "JSON decode error", "input": "{my secret"},
            {"type": "extra_forbidden", "loc": ("query", "x"), "msg": "Extra inputs", "input": "my secret"},
            {"type": "value_error", "loc": ("body", "a", "b"), "msg": "Value error, must be c", "input": "x"},
        ]
    )
    assert refused.fields == {"body": "must be JSON", "x": "unknown field", "a.b": "must be c"}
