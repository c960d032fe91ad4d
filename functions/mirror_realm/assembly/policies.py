"""The numbers of the services' policy, from the settings."""

from datetime import timedelta
from typing import TYPE_CHECKING

from mirror_realm.errors import Misconfigured
from mirror_realm.settings import Settings

if TYPE_CHECKING:
    from mirror_realm.domain.plans import PlanClaim
    from mirror_realm.services.allowance.policy import Policy


def plan_claim_of(settings: Settings) -> "PlanClaim":
    """Return how accounts name the plans in the settings."""
    from mirror_realm.domain.plans import FREE, PlanClaim

    given = settings.plans_given
    return PlanClaim(settings.plan_claim, {FREE: 0} | {plan: one.priority for plan, one in given.items()})


def policy_of(settings: Settings) -> "Policy":
    """Return the policy in the settings. Raises Misconfigured if it leaves a job no time for a single call."""
    from mirror_realm.domain.limits import planned
    from mirror_realm.domain.money import micros_from_usd
    from mirror_realm.services.allowance.policy import AFTER_CALL, Policy

    policy = Policy(
        limits=planned(
            settings.plans_given,
            user_daily=settings.user_daily_limit,
            global_daily=settings.global_daily_limit,
            guest_share=settings.anonymous_daily_share,
            budget_micros=micros_from_usd(settings.daily_budget_usd),
            user_paintings=settings.user_daily_paintings,
            global_paintings=settings.global_daily_paintings,
            jobs_per_minute=settings.jobs_per_minute,
        ),
        zone=settings.quota_timezone,
        detail=settings.recipe_detail,
        cache_ttl=timedelta(days=settings.cache_ttl_days),
        provider_timeout=timedelta(seconds=settings.provider_timeout_seconds),
        images_per_minute=settings.images_per_minute,
        max_provider_calls=settings.max_provider_calls,
        max_attempts=settings.max_attempts,
        retry_after_timeout=settings.retry_after_timeout,
        lease=timedelta(seconds=settings.lease_seconds),
        project=settings.project,
        pseudonym_secret=settings.pseudonym_secret,
        night_share=settings.night_share,
        degrade_from=settings.degrade_from,
        credits_per_avatar=settings.credits_per_avatar,
        initial_credits=settings.initial_credits,
        credits_kept_for=settings.credits_kept_for,
        shares=settings.global_day_shares,
        photo_recipients=settings.photo_recipients,
    )
    if policy.provider_timeout + AFTER_CALL > policy.working_time:
        raise Misconfigured(
            "PROVIDER_TIMEOUT_SECONDS is longer than MAX_ATTEMPTS and LEASE_SECONDS give a job: none could be rendered"
        )
    if policy.shares > 1:
        from mirror_realm.domain.day_shares import too_many

        if why := too_many(policy.shares, policy.limits):
            raise Misconfigured(f"GLOBAL_DAY_SHARES={policy.shares} {why}")
    return policy
