"""A picture of every page, wide and narrow, light and dark, for people to look at: .local/screenshots/."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.desk import Console, Handset
from tests.browser.shots import shoot
from tests.e2e.line import Line
from tests.e2e.people import TexterFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]


def fits(page: Page) -> bool:
    """Nothing sticks out to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_fits_its_window(
    line: Line,
    window: Callable[..., Window],
    texters: TexterFactory,
    width: int,
    scheme: str,
) -> None:
    height = 800 if width > 600 else 844
    at_the_desk = window(width=width, height=height, color_scheme=scheme)

    def picture(page: Page, name: str) -> None:
        shoot(page, f"{name}-{width}-{scheme}")

    console = Console(line, at_the_desk)
    expect(console.part("email")).to_be_visible()
    picture(console.page, "1-sign-in")
    console.signs_in("rosa@harbor.example", "not it")
    expect(console.part("login-error")).to_be_visible()
    picture(console.page, "2-sign-in-refused")
    at_the_desk.complaints.clear()  # the browser's own note of the 401
    console.signs_in("rosa@harbor.example")
    console.is_live()
    expect(console.part("waiting-count")).to_have_text("0")
    picture(console.page, "3-nobody-waits")

    phone = Handset(line, window(width=width, height=height, color_scheme=scheme), texters())
    phone.texts(words := "my parents found out and I do not know where to go tonight")
    expect(console.part("waiting-count")).to_have_text("1")
    picture(console.page, "4-one-waits")
    console.part("next-texter").click()
    texters.marks.append(words)  # for the canary, as if it were a marker
    console.message(words).wait_for()
    console.replies(answer := "That sounds frightening. I am Rosa, and I am glad you wrote. Are you safe right now?")
    expect(console.message(answer)).to_have_attribute("data-status", "delivered")
    phone.texts(more := "I think so. I am at a friend's but only until ten 😟")
    console.message(more).wait_for()
    console.part("composer").fill("Okay. Let us think about tonight together, one step at a time.")
    picture(console.page, "5-conversation")
    console.part("close-conversation").click()
    picture(console.page, "6-close")
    console.page.keyboard.press("Escape")

    expect(phone.bubble(answer)).to_be_visible()
    picture(phone.page, "7-handset")
