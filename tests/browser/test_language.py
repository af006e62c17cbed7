"""In Spanish, and in a writing that runs the other way."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.desk import Console
from tests.browser.shots import shoot
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, TexterFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]

ROSA, VERA, OLGA = "rosa@harbor.example", "vera@harbor.example", "olga@harbor.example"
Open = Callable[..., Window]

#: Words that no sentence of the console's is without for long.
_ENGLISH = re.compile(r"\b(the|your|you|this|and|with|of|to|is|are|not|texter|send|loading|since)\b", re.IGNORECASE)
#: What people wrote, and what others gave a name; it is in whatever language they chose.
_OTHERS = "[dir=auto], [lang]:not(html), [data-testid=message], [data-testid=sessions], [data-testid=open-account]"
_SAID = """others => [...document.body.querySelectorAll('*')].flatMap((one) => {
    if (!one.checkVisibility() || one.closest(others)) return [];
    const own = [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join(' ');
    return [own, one.getAttribute('aria-label'), one.getAttribute('placeholder')].filter((said) => said);
})"""


def in_english(page: Page) -> list[str]:
    """What is left of English on the page."""
    said: list[str] = page.evaluate(_SAID, _OTHERS)
    return [one for one in said if _ENGLISH.search(one)]


def at_work(line: Line, window: Window, email: str) -> Console:
    console = Console(line, window)
    console.signs_in(email)
    console.is_live()
    return console


@pytest.mark.parametrize("width", [1280, 390])
def test_who_reads_spanish_is_spoken_to_in_spanish_everywhere(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder, width: int
) -> None:
    conversation_id = vera.finds(texters().writes("no puedo dormir y quiero hacerme daño"))
    rosa.helps(conversation_id)
    rosa.replies(conversation_id, texters.mark("estoy aquí"))
    console = Console(line, window(width=width, height=844, locale="es-US"))
    page = console.page

    def picture(name: str) -> None:
        shoot(page, f"es-{name}-{width}-light")
        assert in_english(page) == [], name

    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(console.part("email")).to_be_visible()
    picture("1-sign-in")
    console.signs_in(ROSA)
    console.is_live()
    picture("2-desk")
    console.part("conversation-tab").click()
    expect(console.part("composer")).to_be_visible()
    picture("3-conversation")
    switch = console.part("about-switch").first
    if switch.is_visible():
        switch.click()
        page.evaluate("for (const one of document.querySelectorAll('.about details')) one.open = true")
        picture("4-details")
        switch.click()
    console.part("close-conversation").click()
    expect(console.part("confirm-close")).to_be_visible()
    picture("5-close")
    page.keyboard.press("Escape")
    page.evaluate("location.hash = '#/account'")
    expect(console.part("account-name")).to_be_visible()
    picture("6-account")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_supervisor_sees_the_line_in_spanish(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder, width: int
) -> None:
    conversation_id = vera.finds(texters().writes("I want to kill myself and I have the pills here"))
    rosa.helps(conversation_id)
    console = Console(line, window(width=width, height=844, locale="es-MX"))
    console.signs_in(VERA)
    console.is_live()
    expect(console.part("queue")).to_be_visible()
    shoot(console.page, f"es-7-floor-{width}-light")
    assert in_english(console.page) == []
    if width < 600:
        console.part("part-work").click()
    console.part("work-item").first.click()
    expect(console.part("thread")).to_be_visible()
    shoot(console.page, f"es-8-reading-along-{width}-light")
    assert in_english(console.page) == []


def test_a_language_that_was_chosen_stays_chosen_and_what_was_being_written_comes_back(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    rosa.helps(vera.finds(words := texters().writes("hello")))
    console = at_work(line, window(), ROSA)
    console.part("conversation-tab").click()
    console.message(words).wait_for()
    console.part("composer").fill(draft := "I am here, and I")
    console.page.evaluate("location.hash = '#/account'")

    console.part("language-es").click()

    expect(console.page.locator("html")).to_have_attribute("lang", "es")
    expect(console.part("account-name")).to_be_visible()
    console.part("leave-account").click()
    console.part("conversation-tab").click()
    expect(console.part("composer")).to_have_value(draft)
    console.page.reload()
    expect(console.page.locator("html")).to_have_attribute("lang", "es")


def test_who_has_no_work_with_texters_is_told_so_in_spanish(line: Line, window: Open) -> None:
    console = Console(line, window(locale="es"))
    console.signs_in(OLGA)
    expect(console.part("lobby")).to_be_visible()
    assert in_english(console.page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_everything_turns_round_for_a_writing_from_right_to_left(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder, width: int
) -> None:
    conversation_id = vera.finds(texters().writes("I cannot sleep"))
    rosa.helps(conversation_id)
    rosa.replies(conversation_id, texters.mark("I am listening"))
    mirrored = window(width=width, height=844)
    mirrored.context.add_init_script(
        "addEventListener('DOMContentLoaded', () => { const root = document.documentElement;"
        "const turn = () => { if (root.dir !== 'rtl') root.dir = 'rtl'; }; turn();"
        "new MutationObserver(turn).observe(root, { attributes: true, attributeFilter: ['dir'] }); })"
    )
    console = Console(line, mirrored)
    page = console.page

    def picture(name: str) -> None:
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        shoot(page, f"rtl-{name}-{width}-light")

    expect(console.part("email")).to_be_visible()
    picture("1-sign-in")
    console.signs_in(ROSA)
    console.is_live()
    picture("2-desk")
    console.part("conversation-tab").click()
    expect(console.part("composer")).to_be_visible()
    picture("3-conversation")
    own = console.page.locator(".message--mine").first.bounding_box()
    theirs = console.page.locator(".message--texter").first.bounding_box()
    assert own is not None and theirs is not None and own["x"] < theirs["x"], "one's own words are on the left now"
    page.evaluate("location.hash = '#/account'")
    expect(console.part("account-name")).to_be_visible()
    picture("4-account")
