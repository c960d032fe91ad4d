"""The pytest plugin: the fixture `firebase` in test sessions of their own."""

import os
import tomllib
from pathlib import Path
from pkgutil import resolve_name

import pytest

from embedded_firebase import pytest_plugin
from integration.conftest import SAMPLE_FUNCTIONS

pytest_plugins = ["pytester"]

PACKAGE = Path(__file__).parents[2]


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """Return a project whose folder `app` has the sample functions and rules, and whose tests are beside it."""
    app = pytester.path / "app"
    (app / "functions").mkdir(parents=True)
    for file in SAMPLE_FUNCTIONS.glob("*.py"):
        (app / "functions" / file.name).write_text(file.read_text())
    (app / "firebase.json").write_text('{"functions": {"source": "functions"}}')
    (app / ".firebaserc").write_text('{"projects": {"default": "demo-sample"}}')
    pytester.makeini("[pytest]\nfirebase_root = app")
    return pytester


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """Run the tests in a process of their own, with this plugin and no other."""
    plugin = ("--disable-plugin-autoload", "-p", "embedded_firebase.pytest_plugin")
    return project.runpytest_subprocess(*plugin, "-p", "no:cacheprovider", *arguments)


def test_pytest_finds_the_plugin_by_its_entry_point() -> None:
    declared = tomllib.loads((PACKAGE / "pyproject.toml").read_text())["project"]["entry-points"]["pytest11"]
    assert [resolve_name(place) for place in declared.values()] == [pytest_plugin]


def test_tests_share_a_running_firebase_and_find_it_empty(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import os
        import urllib.request

        import pytest
        from google.cloud import firestore

        SEEN = []

        @pytest.fixture
        def client(firebase):
            client = firestore.Client(project=firebase.project)
            yield client
            # What a test wrote is still there for the fixtures that it used.
            assert len(list(client.collection("things").stream())) == 1
            client.close()

        @pytest.mark.parametrize("name", ["one", "two"])
        def test_documents(firebase, client, name):
            SEEN.append(firebase)
            assert os.environ["FIRESTORE_EMULATOR_HOST"] == firebase.addresses["firestore"]
            assert firebase.project == "demo-sample"
            assert firebase.firestore.operations.writes == 0
            assert list(client.collections()) == []
            client.document(f"things/{name}").set({"n": 1})
            firebase.objects.create_bucket("pictures")

        def test_it_was_the_same_all_along(firebase):
            assert SEEN == [firebase, firebase]
            assert firebase.objects.buckets() == []
            # The triggers of the second test were waited for, and what they wrote is gone too.
            assert firebase.deliveries().pending == firebase.deliveries().delivered == 0
            assert list(firebase.firestore.export_documents()) == []
        """
    )
    run(project, "-x").assert_outcomes(passed=3)


def test_a_session_without_the_fixture_starts_nothing_and_sets_nothing(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.makepyfile(
        """
        import os
        import sys

        def test_nothing_is_different():
            assert not [name for name in os.environ if "EMULATOR" in name or "FIREBASE" in name]
            loaded = {name for name in sys.modules if name.startswith("embedded_firebase.")}
            assert loaded == {"embedded_firebase.pytest_plugin"}
            assert "google.cloud.firestore" not in sys.modules
        """
    )
    for name in [name for name in os.environ if "EMULATOR" in name or "FIREBASE" in name]:
        monkeypatch.delenv(name)
    run(project).assert_outcomes(passed=1)


def test_the_environment_is_restored_when_the_session_ends(project: pytest.Pytester) -> None:
    project.makeconftest(
        """
        import os
        import pytest

        BEFORE = dict(os.environ)

        def _changed():
            return {name for name in BEFORE.keys() | os.environ if BEFORE.get(name) != os.environ.get(name)}

        def pytest_unconfigure():
            assert _changed() <= {"PYTEST_CURRENT_TEST"}, _changed()
        """
    )
    project.makepyfile("def test_it_runs(firebase): assert firebase.addresses")
    result = run(project)
    result.assert_outcomes(passed=1)
    assert result.ret == 0


def test_options_can_be_overridden(project: pytest.Pytester) -> None:
    project.makeconftest(
        """
        from dataclasses import replace

        import pytest

        @pytest.fixture(scope="session")
        def firebase_options(firebase_options):
            return replace(firebase_options, functions=False, project="demo-mine")
        """
    )
    project.makepyfile(
        """
        def test_it_runs_so(firebase):
            assert (firebase.project, dict(firebase.functions)) == ("demo-mine", {})
        """
    )
    run(project).assert_outcomes(passed=1)


def test_a_root_that_is_no_project_is_said(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nfirebase_root = elsewhere")
    project.makepyfile("def test_it_runs(firebase): pass")
    result = run(project)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*firebase_root: there is no firebase.json in *elsewhere*"])
