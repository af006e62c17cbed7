"""A real browser, and what to watch in every page of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from localstack.stack.browser import find_browser
from localstack.stack.errors import StackError
from tests.browser.places import At, sitting_down
from tests.conftest import REPOSITORY
from tests.e2e.aws import Aws
from tests.e2e.line import Line
from tests.e2e.reef import Reef, surface
from tests.e2e.tide import Tide
from tests.e2e.waiting import PATIENCE

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_WATCH_POLICY = "addEventListener('securitypolicyviolation', e => console.error(`CSP: ${e.violatedDirective}`))"


@dataclass
class Window:
    """A browser window with storage of its own. `complaints` holds errors and policy violations of its pages."""

    context: BrowserContext
    complaints: list[str] = field(default_factory=list)
    #: What complaints may speak of without counting.
    forgiven: set[str] = field(default_factory=set)

    def opens(self, url: str) -> Page:
        page = self.context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(url)
        return page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with the module: Playwright's event loop must not outlive it, other tests bring their own."""
    executable = None
    with suppress(StackError):
        executable = find_browser()
    if executable is None:
        pytest.fail("no browser found: install Debian's with `apt-get install chromium`", pytrace=False)
    if not (REPOSITORY / "console" / "dist" / "index.html").exists():
        pytest.fail("the console is not built: `make setup` builds it", pytrace=False)
    # Functions start cold the first time several are wanted at once.
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(executable), args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Window]]:
    """Makes windows; `window(width=390, color_scheme="dark")`. Their pages must have had nothing to complain of."""
    windows: list[Window] = []

    def make(width: int = 1280, height: int = 800, **options: Any) -> Window:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.add_init_script(_WATCH_POLICY)
        windows.append(Window(context))
        return windows[-1]

    yield make
    complaints = [said for one in windows for said in one.complaints if not any(what in said for what in one.forgiven)]
    for one in windows:
        one.context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def reef(line: Line) -> Iterator[Reef]:
    """An affiliate of the tests' own. Nobody is left in a conversation."""
    found = surface(Tide(line, Aws(line)))
    yield found
    found.rey.close_everything()


@pytest.fixture
def at(line: Line, reef: Reef, window: Callable[..., Window]) -> At:
    """Sits somebody of the reef down at a place."""
    return sitting_down(line, window)
