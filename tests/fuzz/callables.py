"""What each callable takes when all is well; fuzzing begins there."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mirror_realm.domain.project import project_id_for
from tests.fuzz import hostile
from tests.fuzz.tokens import token

WISH: Mapping[str, Any] = {
    "progress_metrics": {
        "active_days": 40,
        "major_achievement": "ran ten kilometres",
        "achievement_area": "health",
        "discovered_traits": ["brave", "curious"],
        "goals_completed": 3,
    },
    "evolution_stage": "month",
    "style": "anime",
    "persona": "maker",
    "character": "mei",
    "variation": 7,
    "allow_fallback": True,
    "wait_seconds": 0,
    "user_id": "ada",
    "locale": "de-AT",
}
"""A wish with everything but a photo and a timeline."""

PROJECT = {"name": "Family", "note": "for the hall", "key": "key-00000001"}
PROJECT_ID = project_id_for("ada", PROJECT["key"])
"""The project that ada has."""
COSTUMED = {
    "style": "superhero",
    "costume": {"palette": "azure", "power": "wind", "place": "coast"},
}
"""What a wish in a hero style can choose besides."""

PLACE = "MjAyNi0xMS0yMVQwMDowMDowMCswMDowMCBhY3Qta2V5LTAwMDAwMDAx"
"""A page token with a time and a document's id."""


def act(name: str, **data: Any) -> Mapping[str, Any]:
    """Return an act of the console under a key of its own."""
    return {"act": name, "key": f"key-of-{name}", "reason": "a fault of ours", **data}


ANONYMOUS = {"sign_in_provider": "anonymous"}


def payloads(first: str, second: str) -> Mapping[str, tuple[Any, ...]]:
    """By callable: what it takes from ada, who has these two avatars, or from an administrator."""
    one_avatar = ({"avatar_id": first},)
    return {
        "generate_avatar": (
            {**WISH, "timeline": "original"},
            {**WISH, **COSTUMED},
            {**WISH, "allow_fallback": False},
            {"progress_metrics": {"active_days": 40}, "preset": "trailhead"},
            {**WISH, "variations": 2},
            {**WISH, "reference_path": "uploads/ada/me.jpg"},
            {**WISH, "base_image_url": "gs://bucket/uploads/ada/me.jpg"},
            {**WISH, "project_id": PROJECT_ID},
        ),
        "quote": (
            WISH,
            {**WISH, "variations": 4},
            {**WISH, "allow_fallback": False},
            {**WISH, "reference_path": "uploads/ada/me.jpg"},
        ),
        "generate_trilogy": (WISH, {**WISH, **COSTUMED}),
        "upload_avatar": (
            {"reference_path": "uploads/ada/me.jpg", "name": "Me", "note": "at the lake", "locale": "de-AT"},
            {"reference_path": "uploads/ada/face.jpg", "name": None, "note": ""},
            {"reference_path": "uploads/bo/me.jpg"},
        ),
        "cancel_avatar": one_avatar,
        "delete_avatar": one_avatar,
        "delete_my_data": ({"confirm": True},),
        "report_avatar": (
            {"avatar_id": first, "reason": "offensive", "note": "six fingers"},
            {"avatar_id": second, "reason": "other", "image_path": "shared/k/r-1/1024.jpg"},
        ),
        "merge_account": (
            {"anonymous_token": token({"sub": "zoe", "firebase": ANONYMOUS})},
            {"anonymous_token": token({"sub": "users/zoe", "firebase": ANONYMOUS})},
            {"anonymous_token": token({"sub": "ada"}), "keep_personal": False},
        ),
        "get_me": ({},),
        "list_credits": ({"page_size": 2, "page_token": PLACE},),
        "get_stats": ({},),
        "export_my_data": ({}, {"begin": False}),
        "get_avatar": one_avatar,
        "select_avatar": one_avatar,
        "choose_variation": one_avatar,
        "update_avatar": (
            {"avatar_id": first, "name": "The brave one", "note": "after the first race"},
            {"avatar_id": second, "name": "", "note": None},
            {"avatar_id": first, "tags": ["Brave", " the  one "], "project_id": PROJECT_ID},
            {"avatar_id": second, "tags": [], "project_id": ""},
        ),
        "share_avatar": (
            {"avatar_id": first, "days": 7, "show_name": True},
            {"avatar_id": second, "days": None},
        ),
        "revoke_share": ({"share_id": "0" * 32},),
        "list_shares": ({"page_size": 2, "page_token": "MjAyNi0xMS0yMVQwMDowMDowMCswMDowMA=="},),
        "create_project": (PROJECT, {"name": "Friends"}),
        "update_project": ({"project_id": PROJECT_ID, "name": "Friends", "note": ""},),
        "delete_project": (
            {"project_id": PROJECT_ID, "avatars": "delete"},
            {"project_id": PROJECT_ID, "avatars": "keep"},
        ),
        "list_projects": ({"page_size": 2, "page_token": PLACE, "count": True},),
        "record_use": ({"avatar_id": first, "app": "photo-frame", "action": "shown"},),
        "list_uses": ({"avatar_id": first, "page_size": 2, "page_token": PLACE, "summary": True},),
        "explain_evolution": ({"earlier_avatar_id": first, "later_avatar_id": second, "locale": "de"},),
        "list_avatars": (
            {
                "status": "completed",
                "page_size": 2,
                "page_token": "MjAyNi0xMS0yMVQwMDowMDowMCswMDowMA==",
                "count": True,
            },
            {"project_id": PROJECT_ID, "tag": "brave", "style": "daymi", "evolution_stage": "month"},
        ),
        "evolution_reel": ({"style": "anime"},),
        "list_styles": ({},),
        "record_photo_consent": (
            {"granted": True, "version": "v1", "adult": True},
            {"granted": False, "version": "v1"},
        ),
        "grant_credits": ({"user_id": "ada", "credits": 5, "key": "key-00000001"},),
        "replay_dead_letters": ({"most": 10},),
        "list_reports": ({"page_size": 2, "page_token": "MjAyNi0xMS0yMVQwMDowMDowMCswMDowMA=="},),
        "decide_report": ({"review_id": "0" * 64, "decision": "restore"},),
        "console_view": (
            {"view": "desk"},
            {"view": "ledger", "day": "2026-11-20", "page_size": 2, "page_token": PLACE},
            {"view": "ledger", "user_id": "ada"},
            {"view": "ledger", "render_id": "r-1"},
            {"view": "letters", "page_size": 2, "page_token": PLACE},
            {"view": "reports", "page_size": 2, "page_token": "MjAyNi0xMS0yMVQwMDowMDowMCswMDowMA=="},
            {"view": "takedowns"},
            {"view": "person", "user_id": "ada", "page_size": 2},
            {"view": "person", "email": "ada@example.com"},
            {"view": "jobs", "state": "under_way", "page_size": 2},
            {"view": "job", "render_id": "r-1"},
            {"view": "models"},
            {"view": "settings"},
            {"view": "what_if", "global_daily_limit": 5, "daily_budget_usd": 1.5, "days": 3},
            {"view": "audit", "by": "root", "page_size": 2, "page_token": PLACE},
        ),
        "console_act": (
            act("give_back", user_id="ada", pictures=1),
            act("grant_credits", user_id="ada", credits=5),
            act("take_credits", user_id="ada", credits=5),
            act("replay_letter", letter_id="event-1"),
            act("drop_letter", letter_id="event-1"),
            act("decide_report", review_id="0" * 64, decision="restore"),
            act("erase_person", user_id="zoe", confirm=True),
            act("end_job", render_id="r-1"),
        ),
        "register_push": ({"token": "fcm:token"}, {"token": "fcm:token", "enabled": False}),
        "usage_report": ({}, {"period": "30d"}),
    }


def bodies(valid: tuple[Any, ...]) -> SearchStrategy[bytes]:
    """Bodies of calls: mostly nearly valid data, then any data, then bodies that no SDK sends."""
    one = st.sampled_from(valid)
    nearly = one.flatmap(hostile.mutated)
    mild = one.flatmap(lambda payload: hostile.mutated(payload, hostile.MILD))
    same = one.flatmap(hostile.respelled)
    data = st.one_of(*[nearly] * 5, *[mild] * 4, same, hostile.values).map(hostile.envelope)
    return st.one_of(*[data] * 9, hostile.bodies)
