"""Hosting sends the page's calls on to the functions, and leaves their region to the CLI, which knows it."""

import json
import re
import shutil
from pathlib import Path

import pytest

from demo.people import ADMINISTRATOR
from embedded_firebase.hosting.globs import compiled_glob
from tests.docs import entry_points
from tests.docs.page import Page

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "hosting" / "scripts"
CONSOLE = ROOT / "hosting" / "console"
HOSTING = json.loads((ROOT / "firebase.json").read_text(encoding="utf-8"))["hosting"]
REWRITES = HOSTING["rewrites"]


def script(name: str) -> str:
    return (SCRIPTS / name).read_text(encoding="utf-8")


def test_every_call_of_the_page_and_no_other_is_sent_on_to_the_function_of_its_name() -> None:
    calls = re.search(r'const CALLS = "(/\w+)";', script("backend.js"))
    assert calls
    called = {
        name
        for folder in (SCRIPTS, CONSOLE)
        for file in folder.glob("**/*.js")
        for name in re.findall(r'\bcall\("(\w+)"', file.read_text())
    }
    assert called <= entry_points.callables()
    # Without a region: the CLI then looks where the function is deployed, whatever REGION says.
    assert {rewrite["source"]: rewrite["function"] for rewrite in REWRITES} == {
        f"{calls[1]}/{name}": {"functionId": name} for name in called
    } | {"/api/**": {"functionId": "avatar_api"}, "/s/**": {"functionId": "shared_page"}}


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


def test_the_console_loads_its_frame_and_first_room_at_once_and_the_others_when_opened() -> None:
    page = (CONSOLE / "index.html").read_text(encoding="utf-8")
    preloaded = re.findall(r'<link rel="modulepreload" href="(/[\w/-]+\.js)" />', page)
    imports = re.compile(r'^import .* from "([^"]+)";', re.M)
    needed, asked = {CONSOLE / "main.js"}, [CONSOLE / "main.js", CONSOLE / "rooms" / "to-do.js"]
    while asked:
        file = asked.pop()
        for name in imports.findall(file.read_text(encoding="utf-8")):
            found = ROOT / "hosting" / name[1:] if name.startswith("/") else (file.parent / name).resolve()
            if found not in needed:
                needed.add(found)
                asked.append(found)
    needed |= {CONSOLE / "rooms" / "to-do.js"}
    assert preloaded == sorted(
        f"/{file.relative_to(ROOT / 'hosting').as_posix()}" for file in needed if file.name != "main.js"
    )
    opened = set(re.findall(r'import\("\./rooms/([\w-]+\.js)"\)', (CONSOLE / "rooms.js").read_text()))
    assert opened | {"job-story.js"} == {file.name for file in CONSOLE.glob("rooms/*.js")}


def test_nothing_of_the_console_is_styled_inline_which_its_policy_refuses() -> None:
    files = [*CONSOLE.glob("**/*.js"), *CONSOLE.glob("**/*.html")]
    assert len(files) > 20
    assert [
        file.name for file in files if re.search(r"style=|\.style\.|cssText|<style", file.read_text())
    ] == []


def _headers(path: str) -> dict[str, str]:
    """Return the headers of an address, as Hosting adds them up."""
    rules = [rule for rule in HOSTING["headers"] if compiled_glob(rule["source"]).fullmatch(path)]
    return {header["key"]: header["value"] for rule in rules for header in rule["headers"]}


def test_the_console_is_in_no_index_no_frame_and_no_cache() -> None:
    for page in ("/console/", "/console/index.html"):
        headers = _headers(page)
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert _headers("/console/rooms/jobs.js")["Cache-Control"] == "no-cache"
    assert _headers("/scripts/main.js") == {}
    assert 'name="robots" content="noindex"' in (CONSOLE / "index.html").read_text(encoding="utf-8")


def test_the_console_reaches_its_own_site_the_projects_services_and_emulators_and_nothing_else() -> None:
    page = (CONSOLE / "index.html").read_text(encoding="utf-8")
    meta = re.search(r'http-equiv="Content-Security-Policy"\s+content="([^"]+)"', page)
    assert meta
    for path in ("/console", "/console/", "/console/index.html", "/console/main.js"):
        assert _headers(path).get("Content-Security-Policy", "") in (f"{meta[1]}; frame-ancestors 'none'", "")
    assert _headers("/console/")["Content-Security-Policy"] == f"{meta[1]}; frame-ancestors 'none'"
    policy = {name: hosts for name, *hosts in (one.split() for one in meta[1].split(";"))}
    backend = script("backend.js")
    services = set(re.findall(r'["`](https://[\w.]+)', backend))
    local = {"http://127.0.0.1:*", "http://localhost:*"}
    storage = {"https://firebasestorage.googleapis.com"}
    assert storage < services
    assert set(policy["connect-src"]) == {"'self'"} | (services - storage) | local
    assert set(policy["img-src"]) == {"'self'", "data:"} | storage | local
    assert not [host for hosts in policy.values() for host in hosts if host in ("*", "http:", "https:")]
    assert policy["default-src"] == ["'self'"]


def test_two_sites_as_documented_have_the_page_and_the_console_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(ROOT / "firebase.json", tmp_path)
    monkeypatch.chdir(tmp_path)
    exec(compile(Page("docs/deploying.md").block("sites", "python"), "sites", "exec"), {})
    written = json.loads((tmp_path / "firebase.sites.json").read_text(encoding="utf-8"))
    page, console = written["hosting"]

    assert {**written, "hosting": HOSTING} == json.loads((ROOT / "firebase.json").read_text(encoding="utf-8"))
    assert sorted(map(str, page["rewrites"] + console["rewrites"])) == sorted(map(str, REWRITES))
    assert all(site["headers"] == HOSTING["headers"] for site in (page, console))
    called = {
        name for file in CONSOLE.glob("**/*.js") for name in re.findall(r'\bcall\("(\w+)"', file.read_text())
    }
    called |= set(re.findall(r'#call\("(\w+)"', (CONSOLE / "calls.js").read_text()))
    assert {one["function"]["functionId"] for one in console["rewrites"]} == called
    files = {
        file.relative_to(ROOT / "hosting").as_posix() for file in ROOT.glob("hosting/**/*") if file.is_file()
    }
    served = {
        site["target"]: {
            name for name in files if not any(compiled_glob(one).fullmatch(name) for one in site["ignore"])
        }
        for site in (page, console)
    }
    assert files - served["page"] == {name for name in files if name.startswith("console/")}
    shared = {name for name in files if name.startswith(("console/", "scripts/", "styles/"))}
    assert shared <= served["console"]
    assert [name for name in served["console"] if name.startswith(("api/", "placeholders/"))] == []
    assert {(one["source"], one["destination"]) for one in console["redirects"]} == {
        ("/", "/console/"),
        ("/index.html", "/console/"),
    }


def test_the_account_that_an_emulator_fills_in_is_the_demos() -> None:
    filled_in = (CONSOLE / "demo-account.js").read_text(encoding="utf-8")
    assert f'email: "{ADMINISTRATOR.email}", password: "{ADMINISTRATOR.password}"' in filled_in


def test_the_page_shows_every_stage_before_any_script_runs() -> None:
    page = (ROOT / "hosting" / "index.html").read_text(encoding="utf-8")
    stages = json.loads((ROOT / "hosting" / "catalogue.json").read_text(encoding="utf-8"))["stages"]
    shown = re.findall(
        r"<h3>([^<]+)</h3>\s*<p class=\"stage-day\">From day (\d+)</p>\s*"
        r'<div class="portrait"><img src="/previews/stages/(\w+)\.jpg"',
        page,
    )
    assert shown == [(stage["title"], str(stage["first_day"]), stage["id"]) for stage in stages]
