"""Pages beside the work, by their addresses, and pictures of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Locator, expect

from tests.browser.desk import Console
from tests.browser.shots import shoot
from tests.e2e.line import Line

if TYPE_CHECKING:
    from tests.browser.conftest import Window

SIZES = {1280: 800, 390: 844}
#: Somebody of the reef at work: `at("sol")`; at a place: `at("ada", "care", "erasures")`.
At = Callable[..., Console]


def sitting_down(line: Line, window: Callable[..., Window]) -> At:
    def sits_down(name: str, *where: str, **options: Any) -> Console:
        console = Console(line, window(**options))
        console.signs_in(f"{name}@reef.example")
        console.is_live()
        if where:
            goes_to(console, *where)
        return console

    return sits_down


def goes_to(console: Console, *where: str) -> None:
    console.page.evaluate("where => { location.hash = `#/${where}` }", "/".join(where))


def at_settings(console: Console, email: str) -> Console:
    """Signed in, with the settings open."""
    console.signs_in(email)
    console.part("nav-settings").click()
    expect(console.part("sections")).to_be_visible()
    return console


def says(console: Console, name: str, words: str) -> None:
    expect(console.part(name)).to_contain_text(words)


def saves(console: Console, words: str = "Saved") -> None:
    console.part("save").click()
    says(console, "told", words)


def pictures(console: Console, name: str) -> None:
    """At both widths, light and dark."""
    for width, height in SIZES.items():
        console.page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            console.page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            shoot(console.page, f"admin-{name}-{width}-{scheme}")
    console.page.emulate_media(color_scheme="light")
    console.page.set_viewport_size({"width": 1280, "height": 800})


def with_words(console: Console, part: str, words: str) -> Locator:
    return console.part(part).filter(has_text=words)
