"""An operator at the console, in words of its page."""

from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

PERSON = "person-0@mirror-realm.example"
"""The first one of `day.live`."""

ROOMS = {
    "to-do": "To do",
    "figures": "Figures",
    "compensation": "Compensation",
    "reports": "Reports",
    "dead-letters": "Dead letters",
    "people": "People",
    "jobs": "Jobs",
    "models": "Models and providers",
    "settings": "Settings",
    "audit": "Audit",
}


class Operator:
    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        """Errors and warnings on the console, exceptions."""
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        page.goto(address)
        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def sign_in(self, email: str | None = None, password: str = "in-the-mirror") -> None:
        """Sign in as the demo's administrator, whose account is filled in, or as somebody else."""
        if email is not None:
            self.page.get_by_label("E-mail").fill(email)
            self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page.locator(".room-head, .sign-in .notice:visible, #forbidden-title")).to_be_visible(
            timeout=20_000
        )
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being looked for."""
        expect(self.page.locator(".waiting, [aria-busy=true]")).to_have_count(0, timeout=20_000)

    def enter(self, room: str) -> None:
        """Open a room by its link, as a finger or a mouse does."""
        menu = self.page.locator("#rooms-button")
        if menu.is_visible() and menu.get_attribute("aria-expanded") == "false":
            menu.click()
        self.page.locator(f'#rooms-list a[href="#{room}"]').click()
        expect(self.heading).to_have_text(ROOMS[room])
        self.settle()

    def show(self, room: str, person: str) -> None:
        """Open a room and look at what is there now, in `people` at a person."""
        self.enter(room)
        if room == "people":
            self.look_up(person)
            return
        self.page.get_by_role("button", name="Look again").click()
        self.settle()

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def outcome(self) -> Locator:
        """What came of the last act."""
        return self.page.locator(".outcome")

    @property
    def dialog(self) -> Locator:
        """The dialog on top."""
        return self.page.get_by_role("dialog").last

    def look_up(self, person: str) -> None:
        self.page.get_by_label("Person", exact=True).fill(person)
        self.page.get_by_role("button", name="Look up").click()
        self.settle()

    def act_on_first_report(self) -> None:
        """Open the dialog that takes the first reported picture down."""
        self.enter("reports")
        self.page.get_by_role("button", name="Take down …").first.click()

    def open_a_job_of(self, person: str) -> None:
        self.enter("people")
        self.look_up(person)
        self.page.get_by_role("button", name="Its job").first.click()
        self.settle()

    def fill_act(
        self, reason: str = "asked for it by mail", *, key: str | None = None, **amounts: int
    ) -> None:
        """Fill in the open dialog of an act."""
        for label, amount in amounts.items():
            self.dialog.get_by_label(label.capitalize(), exact=True).fill(str(amount))
        self.dialog.get_by_label("Reason").fill(reason)
        if key is not None:
            self.dialog.get_by_text("Key of this act").click()
            self.dialog.get_by_label("Key", exact=True).fill(key)
        sure = self.dialog.get_by_role("checkbox")
        if sure.count():
            sure.check()

    def do(self, button: str) -> None:
        """Send the open dialog, and wait until the act is done."""
        self.dialog.get_by_role("button", name=button, exact=True).click()
        expect(self.outcome).to_be_visible(timeout=20_000)
        self.settle()

    def figure(self, what: str) -> str:
        """Return the figure of a tile."""
        tile = self.page.locator(".tile", has=self.page.locator(".tile-what", has_text=what)).first
        return tile.locator(".tile-figure").inner_text()

    def evaluate(self, script: str) -> Any:
        return self.page.evaluate(script)
