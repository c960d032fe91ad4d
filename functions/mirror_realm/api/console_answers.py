"""The answers of `console_view`, as JSON. Money is in USD, times are ISO 8601, unknown figures are null."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mirror_realm.api.me import consent_answer
from mirror_realm.api.page_tokens import place_token, token
from mirror_realm.domain.administration import Act
from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.audit import AuditEntry
from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.limits import Limits
from mirror_realm.domain.money import usd_from_micros
from mirror_realm.domain.report import Review
from mirror_realm.services.administration.desks import Desk
from mirror_realm.services.administration.limit_effects import LimitEffects
from mirror_realm.services.administration.persons import Person
from mirror_realm.services.ports import files
from mirror_realm.services.ports.administration import Counted, Place
from mirror_realm.services.ports.bookkeeping import DeadLetter

ACTS = tuple(act for act in Act if act not in (Act.LOOK_AT_PERSON, Act.REPLAY_LETTERS))
"""What `console_act` does; restoring and taking down are its `decide_report`."""


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def usd(micros: int | None) -> float | None:
    return usd_from_micros(micros) if micros is not None else None


def next_page(after: Place | None) -> str | None:
    return place_token(*after) if after is not None else None


def next_moment(after: datetime | None) -> str | None:
    return token(after) if after is not None else None


def desk(shown: Desk, limits: Limits) -> dict[str, Any]:
    today, counts = shown.today, shown.counts
    queued, running = counts[Counted.QUEUED_JOBS], counts[Counted.RUNNING_JOBS]
    return {
        "at": iso(shown.at),
        "day": shown.day,
        "resets_at": iso(shown.resets_at),
        "reads": shown.reads,
        "todo": [
            {
                "what": one.duty.what,
                "count": one.count,
                "urgency": one.duty.urgency,
                "view": one.duty.view,
                "names": list(one.names),
            }
            for one in shown.todo
        ],
        "figures": {
            **{
                of.value: counts[of] for of in counts if of not in (Counted.QUEUED_JOBS, Counted.RUNNING_JOBS)
            },
            "jobs_under_way": queued + running if queued is not None and running is not None else None,
            "pictures": _pictures(today, limits) if today is not None else None,
            "money": _money(today, limits) if today is not None else None,
            "marks": list(today.marks) if today is not None else None,
            "closed_providers": list(today.closed_providers) if today is not None else None,
            "dead_models": list(today.dead_models) if today is not None else None,
            "dear_models": [price.renderer for price in today.dear_models] if today is not None else None,
            "ending_models": [
                {
                    "renderer": state.renderer,
                    "last_day": state.last_day.isoformat() if state.last_day is not None else None,
                    "days": (state.last_day - shown.at.date()).days if state.last_day is not None else None,
                }
                for state in shown.ending_models
            ]
            if shown.ending_models is not None
            else None,
            "providers_down": list(shown.providers_down) if shown.providers_down is not None else None,
        },
        "unknown": list(shown.unknown),
    }


def _pictures(today: GlobalDay, limits: Limits) -> dict[str, Any]:
    tally = today.tally
    return {"used": tally.used, "settled": tally.settled, "open": tally.open, "limit": limits.global_daily}


def _money(today: GlobalDay, limits: Limits) -> dict[str, Any]:
    return {
        "spent_usd": usd(today.spent_micros),
        "held_usd": usd(today.held_micros),
        "budget_usd": usd(limits.budget_micros),
        "overrun_usd": usd(today.overrun_micros),
        "calls": today.calls,
    }


def ledger_entry(entry_id: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry of any kind and age; fields that its kind lacks are null."""
    cost = entry.get("cost_micros")
    plain = ("movement", "day", "person", "render_id", "reason", "credits", "credits_returned", "pictures")
    key = entry_id.partition("-")[2] if entry_id.partition("-")[0] in ("grant", "take", "give") else None
    key = entry.get("payment_id", key)
    return {
        "id": entry_id,
        "at": iso(entry.get("at")),
        **{name: entry.get(name) for name in plain},
        "cost_usd": usd(cost) if isinstance(cost, int) else None,
        "call": entry.get("call"),
        "key": key,
    }


def letter(letter_id: str, found: DeadLetter) -> dict[str, Any]:
    return {
        "letter_id": letter_id,
        "function": found.function,
        "document": found.document,
        "error": found.error,
        "at": iso(found.at),
    }


def takedown(review: Review, shown_by: int | None) -> dict[str, Any]:
    return {
        "review_id": review.review_id,
        "state": review.state,
        "personal": files.look_of(review.picture.image_path) is None,
        "decided_at": iso(review.decided_at),
        "shown_by": shown_by,
    }


def person(found: Person, recipients: frozenset[str]) -> dict[str, Any]:
    account, standing, erasure = found.account, found.standing, found.erasure
    return {
        "at": iso(found.at),
        "reads": found.reads,
        "user_id": found.uid,
        "account": {
            "exists": True,
            "disabled": account.disabled,
            "guest": account.user.guest,
            "plan": account.user.plan,
        }
        if account is not None
        else None,
        "erasure": {
            "step": erasure.step,
            "done": erasure.done,
            "started_at": iso(erasure.started_at),
            "done_at": iso(erasure.done_at),
        }
        if erasure is not None
        else None,
        "person": found.names[0] if found.names else None,
        "allowance": {
            "day": standing.day.day,
            "limit": standing.limit,
            "granted": standing.day.granted,
            "used": standing.day.tally.used,
            "open": standing.day.tally.open,
            "remaining": standing.remaining,
            "resets_at": iso(standing.resets_at),
        }
        if standing is not None
        else None,
        "credits": standing.credits if standing is not None else None,
        "credits_owed": standing.owed if standing is not None else None,
        "consent": consent_answer(found.profile, recipients),
        "avatar_count": found.avatar_count,
        "avatars": [_avatar(avatar) for avatar in found.avatars],
        "next_page_token": next_moment(found.after),
        "unknown": list(found.unknown),
    }


def _avatar(avatar: Avatar) -> dict[str, Any]:
    """Return an avatar without the user's words, and without the links of a picture made from a photo."""
    picture = None if avatar.recipe.personal else avatar.picture
    return {
        "avatar_id": avatar.avatar_id,
        "status": avatar.status,
        "source": avatar.source,
        "style": avatar.recipe.style,
        "evolution_stage": avatar.recipe.stage,
        "personal": avatar.recipe.personal,
        "image_url": picture.image_url if picture is not None else None,
        "thumbnail_url": picture.thumbnail_url if picture is not None else None,
        "render_id": avatar.render_id or avatar.follows,
        "error_reason": avatar.problem.reason if avatar.problem is not None else None,
        "created_at": iso(avatar.created_at),
        "updated_at": iso(avatar.updated_at),
    }


def effects(found: LimitEffects, limits: Limits) -> dict[str, Any]:
    return {
        "at": iso(found.at),
        "reads": found.reads,
        "today": {
            "global_daily_limit": limits.global_daily,
            "daily_budget_usd": usd(limits.budget_micros),
        },
        "days": [
            {"day": day.day, "made": day.made, "wished": day.wished, "spent_usd": usd(day.spent_micros)}
            for day in found.days
        ],
        "effects": [
            {
                "limit": one.limit,
                "value": one.value,
                "days": one.days,
                "days_reached": one.days_reached,
                "pictures_fewer": one.pictures_fewer,
                "pictures_more": one.pictures_more,
                "days_known": one.days_known,
            }
            for one in found.effects
        ],
    }


def audit_entry(entry: AuditEntry, caller: str) -> dict[str, Any]:
    return {
        "id": entry.entry_id,
        "at": iso(entry.at),
        "by": entry.by,
        "you": entry.by == caller,
        "role": entry.role,
        "act": entry.act,
        "person": entry.person,
        "subject": entry.subject,
        "figures": dict(entry.figures),
        "key": entry.key,
        "reason": entry.reason,
        "outcome": entry.outcome,
    }
