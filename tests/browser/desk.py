"""The console and the handset by what people do with them; the hooks are the pages' `data-testid`s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

from tests.e2e.line import Line
from tests.e2e.people import Texter

if TYPE_CHECKING:
    from tests.browser.conftest import Window


class Console:
    """The responder's page in a window."""

    def __init__(self, line: Line, window: Window) -> None:
        self._line = line
        self._window = window
        self.page: Page = window.opens(str(line.outputs["console_url"]))

    def forgives(self, what: str, *, from_now_on: bool = False) -> None:
        """Take the browser's own note of an expected answer from the complaints, and of those that are on their way."""
        self._window.complaints[:] = [one for one in self._window.complaints if what not in one]
        if from_now_on:
            self._window.forgiven.add(what)

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def signs_in(self, email: str, password: str | None = None) -> None:
        """With the demo password unless another is given; waits for nothing."""
        self.part("email").fill(email)
        self.part("password").fill(password or self._line.password_of(email))
        self.part("sign-in").click()

    def is_live(self) -> None:
        """Wait until pushes reach the page."""
        expect(self.part("connection")).to_have_attribute("data-state", "live")

    def message(self, words: str) -> Locator:
        return self.part("message").filter(has_text=words)

    def replies(self, words: str) -> None:
        self.part("composer").fill(words)
        self.part("send").click()


class Handset:
    """A texter's phone: the pretend carrier's page, with the texter's number and line."""

    def __init__(self, line: Line, window: Window, texter: Texter) -> None:
        self.page = window.opens(str(line.outputs["handset_url"]))
        self.page.get_by_test_id("number").fill(texter.number)
        self.page.get_by_test_id("number").blur()
        self.page.get_by_test_id("line").select_option(texter.to)

    def texts(self, words: str) -> None:
        self.page.get_by_test_id("composer").fill(words)
        self.page.get_by_test_id("send").click()

    def bubble(self, words: str) -> Locator:
        """What the line sent to this phone."""
        return self.page.locator('[data-testid=bubble][data-direction="outbound"]').filter(has_text=words)
