"""Leaving in a hurry from a chat on somebody else's web site: the whole page goes, and nothing leads back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Dialog, Route, expect

from tests.browser.conftest import Window
from tests.browser.site import Site, Visitor
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, TexterFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]

Open = Callable[..., Window]
#: What there is to be seen or found on a page: its text, its title, the parts of the widget that are not hidden, and
#: what is kept.
SEEN = """[document.body?.innerText, document.title, JSON.stringify({...sessionStorage}).slice(1, -1),
  ...[...document.querySelector('holdfast-chat')?.shadowRoot.querySelectorAll('button, section, iframe') ?? []]
    .filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.localName)].join('')"""
SEES = "sees: "
WEATHER = "https://www.weather.gov/"
#: Longer than two presses may be apart.
A_WHILE_MS = 1_700


@pytest.fixture(scope="module")
def site(line: Line) -> Iterator[Site]:
    with Site(line).served() as found:
        yield found


@pytest.fixture
def visitor(site: Site, window: Open) -> Visitor:
    """Somebody who came from another page of the site."""
    visitor = Visitor(site, window(), "/before?script=none")
    visitor.page.goto(f"{site.origin}/one")
    visitor.forgives()
    return visitor


def talks(visitor: Visitor, texters: TexterFactory, vera: Supervisor, responder: Responder) -> list[str]:
    """Both write, and the visitor is in the middle of a sentence; what nobody may find."""
    visitor.opens()
    visitor.writes(words := texters.mark("is somebody there"))
    conversation_id = vera.finds(words)
    responder.helps(conversation_id)
    responder.replies(conversation_id, answer := texters.mark("we will find a way"))
    expect(visitor.message(answer)).to_be_visible()
    visitor.part("composer").fill(half := texters.mark("he is com"))
    return [mark for mark in texters.marks if any(mark in text for text in (words, answer, half))]


def leaves(visitor: Visitor, how: str) -> None:
    page = visitor.page
    if how == "the button":
        visitor.part("leave").click()
        return
    if how == "Escape twice on the site":
        page.get_by_label("A field").click()
    elif how == "Escape in the frame, then on the site":
        page.keyboard.press("Escape")
        visitor.is_away()
        expect(visitor.button).to_be_focused()
        page.keyboard.press("Escape")
        return
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


@pytest.mark.parametrize(
    "how",
    ["the button", "Escape twice in the frame", "Escape twice on the site", "Escape in the frame, then on the site"],
)
def test_the_quick_exit_takes_the_whole_page_away_and_leaves_no_trace(
    visitor: Visitor, site: Site, texters: TexterFactory, vera: Supervisor, rosa: Responder, how: str
) -> None:
    secrets = talks(visitor, texters, vera, rosa)
    assert len(secrets) == 3
    steps = visitor.page.evaluate("history.length")

    leaves(visitor, how)

    visitor.page.wait_for_url(WEATHER)
    assert visitor.page.evaluate("history.length") == steps, "no step was added"
    # Back leads to where they were before the page with the chat, and not into it.
    visitor.page.go_back()
    assert visitor.page.url == f"{site.origin}/before?script=none"
    assert visitor.kept_by_the_site() == {}
    assert [one["name"] for one in visitor.page.context.cookies()] == []
    # And on the site's own page, in this tab, nobody has ever chatted.
    visitor.page.goto(f"{site.origin}/one")
    visitor.is_away()
    visitor.opens()
    expect(visitor.part("message")).to_have_count(0)
    expect(visitor.part("composer")).to_have_value("")
    visitor.forgives()


def test_a_site_that_asks_whether_one_is_sure_does_not_hold_them(
    visitor: Visitor, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    visitor.page.on("dialog", note)
    visitor.page.evaluate(
        "addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'x'; })"
    )
    visitor.page.evaluate("() => { onbeforeunload = (event) => { event.preventDefault(); return 'x'; }; }")
    talks(visitor, texters, vera, rosa)
    leaves(visitor, "Escape twice in the frame")
    visitor.page.wait_for_url(WEATHER)
    assert asked == []


def test_while_the_other_page_is_slow_to_come_nothing_is_left_to_be_seen(
    visitor: Visitor, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    visitor.page.context.unroute(f"{WEATHER}**")
    waiting: list[Route] = []
    visitor.page.context.route(f"{WEATHER}**", lambda route: waiting.append(route))
    talks(visitor, texters, vera, rosa)
    seen: list[str] = []
    visitor.page.on("console", lambda said: seen.append(said.text) if said.text.startswith(SEES) else None)
    visitor.page.evaluate(f"setInterval(() => console.info('{SEES}' + {SEEN}), 20)")

    leaves(visitor, "Escape twice in the frame")
    while not waiting:
        visitor.page.wait_for_timeout(20)
    before = len(seen)
    while len(seen) < before + 10:
        visitor.page.wait_for_timeout(20)

    assert set(seen[before:]) == {SEES}, "nothing is seen or kept while the other page is asked for"
    waiting[0].fulfill(body="<title>Weather</title>")
    visitor.page.wait_for_url(WEATHER)
    assert len(waiting) == 1, "it is asked for once"


def test_a_page_further_back_that_had_the_chat_shows_nothing_of_it_either(
    visitor: Visitor, site: Site, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    secrets = talks(visitor, texters, vera, rosa)
    visitor.page.get_by_role("link", name="Two").click()
    visitor.is_open()
    leaves(visitor, "the button")
    visitor.page.wait_for_url(WEATHER)

    visitor.page.go_back()

    assert visitor.page.url == f"{site.origin}/one"
    visitor.is_away()
    assert len(visitor.page.frames) == 1
    assert not [one for one in secrets if one in visitor.page.content()]


def test_escape_once_puts_the_panel_away_and_gives_the_keyboard_back(visitor: Visitor) -> None:
    visitor.opens()
    expect(visitor.part("composer")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    visitor.is_away()
    expect(visitor.button).to_be_focused()
    visitor.page.wait_for_timeout(A_WHILE_MS)
    visitor.page.keyboard.press("Enter")
    visitor.is_open()
    visitor.page.wait_for_timeout(300)
    visitor.page.get_by_label("A field").click()
    visitor.page.keyboard.press("Escape")
    visitor.is_away()
    assert visitor.page.url.endswith("/one")


def test_escape_on_a_site_whose_panel_is_closed_is_the_sites_own(visitor: Visitor) -> None:
    for _ in range(4):
        visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_timeout(300)
    assert visitor.page.url.endswith("/one")


def test_escape_closes_a_question_first(
    visitor: Visitor, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    talks(visitor, texters, vera, rosa)
    visitor.part("end").click()
    visitor.page.keyboard.press("Escape")
    expect(visitor.part("end-yes")).to_have_count(0)
    visitor.is_open()


def test_in_a_strangers_frame_the_button_leaves_the_whole_page_as_well(line: Line, site: Site, window: Open) -> None:
    tab = window()
    visitor = Visitor(site, tab, "/before?script=none")
    page = visitor.page
    page.goto(f"{line.api_url}/healthz")
    page.set_content(f'<iframe src="{line.outputs["widget_url"]}" width="500" height="600"></iframe>')
    frame = page.frame_locator("iframe")
    expect(frame.get_by_test_id("chat")).to_have_attribute("data-stage", "open")
    expect(frame.get_by_test_id("minimise")).to_have_count(0)
    frame.get_by_test_id("leave").click()
    page.wait_for_url(WEATHER)
    visitor.forgives()
