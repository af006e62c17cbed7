"""The web chat's page by what people do with it; the hooks are the page's `data-testid`s."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Window
from tests.e2e.line import Line

ELSEWHERE = "https://www.weather.gov/**"

#: What a checker of accessibility finds first, as sentences; an empty list is what we want.
FAULTS = Path(__file__).with_name("faults.js").read_text()


class ChatPage:
    """A texter's tab. `asked` are the addresses of everything the page asked for."""

    def __init__(self, line: Line, window: Window, url: str | None = None, before: str | None = None) -> None:
        self._line, self._window = line, window
        self.asked: list[str] = []
        window.context.route(ELSEWHERE, lambda route: route.fulfill(body="<title>Weather</title>sunny"))
        address = url or str(line.outputs["widget_url"])
        self.page: Page = window.opens(before or address)
        self.page.on("request", lambda request: self.asked.append(request.url))
        if before is not None:
            self.page.goto(address)

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def is_open(self) -> None:
        expect(self.part("chat")).to_have_attribute("data-stage", "open")

    def is_live(self) -> None:
        expect(self.part("chat")).to_have_attribute("data-connection", "live")

    def stands(self, state: str) -> None:
        expect(self.part("chat")).to_have_attribute("data-state", state)

    def writes(self, words: str) -> None:
        self.part("composer").fill(words)
        self.part("composer").press("Enter")

    def message(self, words: str) -> Locator:
        return self.part("message").filter(has_text=words)

    def forgives(self) -> None:
        """Take the browser's own notes of what was made to fail from the complaints."""
        self._window.complaints.clear()

    def faults(self) -> list[str]:
        found: list[str] = self.page.evaluate(FAULTS)
        return found

    def kept(self) -> dict[str, Any]:
        """What the tab keeps for our origin."""
        found: dict[str, Any] = self.page.evaluate("({...sessionStorage, ...localStorage})")
        return found
