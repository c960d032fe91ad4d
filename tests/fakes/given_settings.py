"""Settings as an operator would give them, without an environment."""

from typing import Any

from mirror_realm.settings import Settings


def given(**changes: Any) -> Settings:
    """Return the settings that tests go by, with these changes. What is not named here has its default."""
    usual: dict[str, Any] = {
        "image_provider": "openai",
        "image_model": "model-1",
        "image_edit_model": "model-1",
        "openai_api_key": "sk-test",
        "hosting_url": "https://app.test",
        "enforce_app_check": False,
        "project": "salt",
        "bucket": "salt.appspot.com",
        "download_url": "https://files.test",
        "emulated": True,
    }
    return Settings(**(usual | changes))
