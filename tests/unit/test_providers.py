"""The table of providers: whose a renderer is, and that every row can be built and configured."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm import settings
from mirror_realm.errors import Misconfigured
from mirror_realm.providers import PROVIDERS, Provider, provider_of
from mirror_realm.settings import Settings

FUNCTIONS = Path(__file__).parents[2] / "functions"
OF_EACH_PROVIDER = pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)


@pytest.mark.parametrize(
    ("renderer", "owner"),
    [
        ("gpt-image-2.5-flare-2026-09-08", "openai"),
        ("painter", "openai"),
        ("painter-1", "painter"),
        ("painter-12", "painter"),
        ("openrouter:google/gemini-nano-banana-2.1", "openrouter"),
        ("replicate:openai/gpt-image-2", "replicate"),
        ("openai:gpt-image-3", "openai"),
        (":nothing", ""),
    ],
)
def test_a_renderer_is_its_providers(renderer: str, owner: str) -> None:
    assert provider_of(renderer) == owner


@given(st.from_regex(r"[a-z]+:[a-z0-9./-]*", fullmatch=True))
def test_a_name_with_a_colon_is_never_taken_for_another_providers_model(renderer: str) -> None:
    assert provider_of(renderer) == renderer.partition(":")[0]


@OF_EACH_PROVIDER
@pytest.mark.parametrize("personal", [False, True])
def test_a_provider_is_built_under_its_name_and_owns_what_it_renders(
    provider: Provider, personal: bool
) -> None:
    secrets: dict[str, Any] = {name.lower(): "sk-test" for name in provider.secrets}
    built = provider.builder()(Settings(**secrets))
    assert built.name == provider.name
    if personal and not provider.edits_photos:
        with pytest.raises(Misconfigured):
            built.renderer(personal=True)
    else:
        assert provider_of(built.renderer(personal=personal)) == provider.name


@OF_EACH_PROVIDER
def test_what_configures_a_provider_is_a_setting(provider: Provider) -> None:
    assert {*provider.secrets, *provider.settings} <= set(settings.names())
    shown = settings.described()
    assert all(shown[name][0] == "(secret)" for name in provider.secrets)


@OF_EACH_PROVIDER
def test_a_provider_says_in_a_sentence_who_gets_what_of_a_person(provider: Provider) -> None:
    assert provider.privacy.endswith(".")


def test_no_prefix_begins_another() -> None:
    prefixes = [provider.prefix for provider in PROVIDERS.values() if provider.prefix]
    assert not [(one, two) for one in prefixes for two in prefixes if one is not two and two.startswith(one)]
    assert [provider.name for provider in PROVIDERS.values() if not provider.prefix] == ["openai"]


def test_the_table_imports_no_provider() -> None:
    code = "import sys, mirror_realm.providers; print(*[n for n in sys.modules if n.startswith('mirror_realm.')])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(FUNCTIONS)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {"mirror_realm.providers", "mirror_realm.domain", "mirror_realm.domain.renderers"}
    assert set(done.stdout.split()) == loaded
