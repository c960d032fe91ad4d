"""Request bodies for the reference.

A test sends each of them; the merge's token and the path of an upload are none, and are refused as that.
"""

from typing import Any

_PROGRESS = {
    "active_days": 42,
    "major_achievement": "ran my first 10k",
    "discovered_traits": ["curious", "brave"],
    "goals_completed": 2,
}

GENERATE: dict[str, Any] = {
    "the least": {"value": {"progress_metrics": {"active_days": 42}}},
    "as the app sends it": {
        "value": {"evolution_stage": "month", "progress_metrics": _PROGRESS},
    },
    "from a preset": {
        "value": {"preset": "trailhead", "progress_metrics": {"active_days": 42, "goals_completed": 2}},
    },
    "every choice": {
        "value": {
            "evolution_stage": "month",
            "progress_metrics": {**_PROGRESS, "achievement_area": "health"},
            "style": "cinematic_hero",
            "persona": "athlete",
            "timeline": "future_2048",
            "character": "zuri",
            "variation": 3,
            "allow_fallback": True,
        }
    },
    "a hero's costume": {
        "value": {
            "progress_metrics": {"active_days": 42},
            "style": "superhero",
            "costume": {"palette": "azure", "power": "wind", "place": "coast"},
        }
    },
    "three to choose from": {"value": {"progress_metrics": {"active_days": 42}, "variations": 3}},
}
TRILOGY: dict[str, Any] = {"three times": {"value": {"progress_metrics": {"active_days": 100}}}}
COMPLAINT: dict[str, Any] = {"a wrong face": {"value": {"reason": "not_me", "note": "the eyes are green"}}}
CONSENT: dict[str, Any] = {
    "given": {"value": {"granted": True, "version": "2026-11", "adult": True}},
    "withdrawn": {"value": {"granted": False, "version": "2026-11"}},
}
WORDS: dict[str, Any] = {
    "a name": {"value": {"name": "The brave one"}},
    "a note, and no name": {"value": {"name": "", "note": "after the first race"}},
    "tags, in no project": {"value": {"tags": ["running", "brave"], "project_id": ""}},
}
TERMS: dict[str, Any] = {
    "for a month": {"value": {}},
    "for a year, with its name": {"value": {"days": 365, "show_name": True}},
}
PROJECT: dict[str, Any] = {
    "an album": {"value": {"name": "Family", "note": "for the hall", "key": "key-of-the-app-1"}}
}
PROJECT_WORDS: dict[str, Any] = {"another name": {"value": {"name": "Family and friends", "note": ""}}}
USE: dict[str, Any] = {"shown": {"value": {"app": "photo-frame", "action": "shown"}}}
UPLOAD: dict[str, Any] = {
    "one's own picture": {"value": {"reference_path": "uploads/uid/me.jpg", "name": "This is me"}},
}
PUSH: dict[str, Any] = {
    "this device": {"value": {"token": "the device's registration token"}},
    "no longer": {"value": {"token": "the device's registration token", "enabled": False}},
}
MERGE: dict[str, Any] = {
    "a guest signs in": {"value": {"anonymous_token": "the guest's ID token", "keep_personal": True}}
}
