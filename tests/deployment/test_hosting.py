"""Hosting sends the page's calls on to the functions, and leaves their region to the CLI, which knows it."""

import json
import re
from pathlib import Path

from tests.docs import entry_points

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "hosting" / "scripts"
REWRITES = json.loads((ROOT / "firebase.json").read_text(encoding="utf-8"))["hosting"]["rewrites"]


def script(name: str) -> str:
    return (SCRIPTS / name).read_text(encoding="utf-8")


def test_every_call_of_the_page_and_no_other_is_sent_on_to_the_function_of_its_name() -> None:
    calls = re.search(r'const CALLS = "(/\w+)";', script("backend.js"))
    assert calls
    called = {
        name for file in SCRIPTS.glob("*.js") for name in re.findall(r'\bcall\("(\w+)"', file.read_text())
    }
    assert called <= entry_points.callables()
    # Without a region: the CLI then looks where the function is deployed, whatever REGION says.
    assert {rewrite["source"]: rewrite["function"] for rewrite in REWRITES} == {
        f"{calls[1]}/{name}": {"functionId": name} for name in called
    } | {"/api/**": {"functionId": "avatar_api"}}


def test_no_file_of_the_site_takes_the_place_of_a_call() -> None:
    assert [
        rewrite["source"] for rewrite in REWRITES if (ROOT / "hosting" / rewrite["source"][1:]).exists()
    ] == []
    assert not (ROOT / "hosting" / "api" / "v1").exists()


def test_no_page_spells_a_region() -> None:
    region = re.compile(r"\b(africa|asia|australia|europe|me|northamerica|southamerica|us)-[a-z]+\d\b")
    spelled = [file.name for file in ROOT.glob("hosting/**/*.html") if region.search(file.read_text())]
    assert spelled == []
    assert [file.name for file in SCRIPTS.glob("*.js") if "cloudfunctions.net" in file.read_text()] == []


def test_the_page_loads_every_module_at_once() -> None:
    page = (ROOT / "hosting" / "index.html").read_text(encoding="utf-8")
    preloaded = re.findall(r'<link rel="modulepreload" href="/scripts/([\w-]+\.js)" />', page)
    assert preloaded == sorted(
        {file.name for file in SCRIPTS.glob("*.js")} - {"main.js", "app-check-frame.js"}
    )


def test_the_page_shows_every_stage_before_any_script_runs() -> None:
    page = (ROOT / "hosting" / "index.html").read_text(encoding="utf-8")
    stages = json.loads((ROOT / "hosting" / "catalogue.json").read_text(encoding="utf-8"))["stages"]
    shown = re.findall(
        r"<h3>([^<]+)</h3>\s*<p class=\"stage-day\">From day (\d+)</p>\s*"
        r'<div class="portrait"><img src="/previews/stages/(\w+)\.jpg"',
        page,
    )
    assert shown == [(stage["title"], str(stage["first_day"]), stage["id"]) for stage in stages]
