"""The entry point of Firebase. An instance serves one function, named by FUNCTION_TARGET, and loads only its module.

If the variable is absent or names no function here (deploy discovery, emulators, tests), all modules are loaded.
"""

import gc
import importlib
import os

ENTRY_POINTS = {
    "calls": (
        "generate_avatar",
        "quote",
        "generate_trilogy",
        "cancel_avatar",
        "delete_avatar",
        "delete_my_data",
        "merge_account",
        "report_avatar",
        "record_photo_consent",
        "upload_avatar",
        "get_me",
        "list_credits",
        "get_stats",
        "export_my_data",
        "list_avatars",
        "get_avatar",
        "select_avatar",
        "update_avatar",
        "choose_variation",
        "share_avatar",
        "revoke_share",
        "list_shares",
        "create_project",
        "update_project",
        "delete_project",
        "list_projects",
        "record_use",
        "list_uses",
        "explain_evolution",
        "evolution_reel",
        "list_styles",
        "grant_credits",
        "replay_dead_letters",
        "list_reports",
        "decide_report",
        "console_view",
        "console_act",
        "register_push",
        "usage_report",
    ),
    "events": (
        "render_attempt",
        "answer_wish",
        "celebrate_progress",
        "book_payment",
        "count_upload",
        "release_upload",
    ),
    "schedules": ("reap", "sweep", "evolve_at_night", "check_models"),
    "hooks": ("provider_webhook",),
    "tasks": ("fanout",),
    "rest": ("avatar_api",),
    "pages": ("shared_page",),
}
"""Functions by the module of `mirror_realm.entry_points` that declares them; a test compares."""

_target = os.environ.get("FUNCTION_TARGET")
_known = any(_target in names for names in ENTRY_POINTS.values())

if _target in (*ENTRY_POINTS["calls"], *ENTRY_POINTS["rest"], *ENTRY_POINTS["pages"]):
    # An instance that people wait for. It starts with some 50,000 objects that live as long as it does: Python would
    # look through them for garbage after every 700, some 80 times before the first answer.
    gc.set_threshold(100_000)
    # We use none. Pydantic would look for some in the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

for _module, _names in ENTRY_POINTS.items():
    if _target in _names or not _known:
        _loaded = importlib.import_module(f"mirror_realm.entry_points.{_module}")
        globals().update({name: getattr(_loaded, name) for name in _names})
