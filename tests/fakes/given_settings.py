"""Settings as an operator would give them, without an environment."""

from typing import Any
from zoneinfo import ZoneInfo

from mirror_realm.domain.recipe import RecipeDetail
from mirror_realm.settings import Settings


def given(**changes: Any) -> Settings:
    """Return the settings that tests go by, with these changes."""
    usual: dict[str, Any] = {
        "user_daily_limit": 3,
        "global_daily_limit": 20,
        "anonymous_daily_share": 0.5,
        "user_daily_paintings": 10,
        "global_daily_paintings": 500,
        "calls_per_minute": 60,
        "daily_budget_usd": 2.0,
        "quota_timezone": ZoneInfo("UTC"),
        "cache_ttl_days": 30,
        "recipe_detail": RecipeDetail.MEDIUM,
        "image_provider": "openai",
        "image_model": "model-1",
        "image_edit_model": "model-1",
        "image_quality": "medium",
        "openai_base_url": "",
        "provider_timeout_seconds": 120,
        "max_provider_calls": 3,
        "max_attempts": 3,
        "lease_seconds": 180,
        "credits_per_avatar": 0,
        "initial_credits": 30,
        "credits_kept_for": frozenset(),
        "evolution_at_night": False,
        "night_share": 0.5,
        "hosting_url": "https://app.test",
        "enforce_app_check": False,
        "project": "salt",
        "bucket": "salt.appspot.com",
        "download_url": "https://files.test",
        "emulated": True,
        "openai_api_key": "sk-test",
    }
    return Settings(**(usual | changes))
