"""axe-core finds nothing: on the first screen, with a person's pictures, in dialogs, by day and by night."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import expect

from tests.browser.firebase import Firebase
from tests.browser.visit import DESKTOP, PHONE, Visit

pytestmark = pytest.mark.drawn(one_in=16, of_folder=True)

Open = Callable[..., Visit]


class Evaluating(Protocol):
    """A page that scripts can be run in."""

    def evaluate(self, script: str) -> Any: ...


AXE = Path(__file__).parent / "node" / "node_modules" / "axe-core" / "axe.min.js"
NO_AXE = "NO AXE, SO ITS RULES ARE NOT TESTED: npm install --prefix tests/browser/node"

RUN = """
async () => {
  const { violations } = await axe.run(document);
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]);
}
"""


def findings(page: Evaluating) -> Any:
    """Return what axe finds on the page as it stands."""
    if not AXE.exists():
        pytest.skip(NO_AXE)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))  # the page's policy allows no other script
    return page.evaluate(RUN)


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone at night"]
)
def test_axe_finds_nothing(generous_firebase: Firebase, visit: Open, viewport: Any, scheme: str) -> None:
    page = visit(generous_firebase.hosting, viewport=viewport, scheme=scheme)
    assert findings(page) == []

    page.step_in_as("Noor")
    page.make_timeline("Noor", earned=3)
    page.open_more()
    assert findings(page) == []

    page.stages.first.locator(".portrait-button").click()
    expect(page.page.get_by_role("dialog")).to_be_visible()
    page.page.get_by_text("Report this picture").click()
    assert findings(page) == []
