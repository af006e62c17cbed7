"""Everybody can use it: checkers find nothing, keys are enough, nothing moves for who asked for that."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import motions, small_targets, violations
from tests.browser.conftest import Window
from tests.browser.desk import Console
from tests.browser.keys import Keys
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]

ROSA, VERA = "rosa@harbor.example", "vera@harbor.example"
Open = Callable[..., Window]


def at_work(line: Line, window: Window, email: str) -> Console:
    console = Console(line, window)
    console.signs_in(email)
    console.is_live()
    return console


def is_faultless(page: Page, state: str) -> None:
    page.wait_for_timeout(200)  # for what fades in
    assert [*small_targets(page), *violations(page)] == [], state


def opens_details(console: Console) -> None:
    """What is known of the conversation, with everything in it unfolded."""
    switch = console.part("about-switch").first
    if switch.is_visible() and switch.get_attribute("aria-expanded") == "false":
        switch.click()
    expect(console.part("about")).to_be_visible()
    console.page.evaluate("for (const one of document.querySelectorAll('.about details')) one.open = true")


def opens_move(console: Console, name: str) -> None:
    if not console.part(name).is_visible():
        console.part("more-moves").click()
    console.part(name).click()
    expect(console.part("confirm-move").or_(console.part("confirm-close"))).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_what_unfolds_and_what_asks_on_the_desk_has_no_faults(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder, width: int
) -> None:
    conversation_id = vera.finds(texters().writes("I have been cutting myself again"))
    rosa.helps(conversation_id)
    console = at_work(line, window(width=width, height=844), ROSA)
    console.part("conversation-tab").click()
    opens_details(console)
    is_faultless(console.page, "details")
    switch = console.part("about-switch").first
    if switch.is_visible() and width < 600:
        switch.click()
    for move in ("transfer_to_responder", "escalate_to_police", "begin_wrap_up"):
        opens_move(console, f"move-{move}")
        is_faultless(console.page, move)
        if move == "transfer_to_responder":
            console.part("confirm-move").click()  # to nobody
            is_faultless(console.page, f"{move} incomplete")
        console.page.keyboard.press("Escape")
    console.part("composer").fill("x" * 1601)
    is_faultless(console.page, "too long")


def test_a_page_that_is_cut_off_has_no_faults(line: Line, window: Open) -> None:
    cut = window()
    console = at_work(line, cut, ROSA)
    cut.context.set_offline(True)
    expect(console.part("connection")).to_have_attribute("data-state", "offline", timeout=60_000)
    is_faultless(console.page, "offline")
    cut.context.set_offline(False)
    console.is_live()
    console.forgives("ERR_INTERNET_DISCONNECTED", from_now_on=True)
    console.forgives("WebSocket", from_now_on=True)


def test_a_supervisor_reading_along_has_no_faults_before_them(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = vera.finds(texters().writes("I want to kill myself and I have the pills here"))
    rosa.helps(conversation_id)
    rosa.does(conversation_id, "escalate", type="police", urgency="immediate")
    console = at_work(line, window(), VERA)
    console.part("work-item").first.click()
    expect(console.part("whisper")).to_be_visible()
    opens_details(console)
    is_faultless(console.page, "reading along")
    vera.does(conversation_id, "close", outcome=texters.mark("she is safe"))


@pytest.mark.parametrize("email", [ROSA, VERA])
def test_nothing_moves_for_who_asked_for_less_motion(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder, email: str
) -> None:
    conversation_id = vera.finds(texters().writes("hello"))
    rosa.helps(conversation_id)
    console = Console(line, window(reduced_motion="reduce"))
    expect(console.part("email")).to_be_visible()
    assert motions(console.page) == []
    console.signs_in(email)
    console.is_live()
    console.part("conversation-tab" if email == ROSA else "work-item").first.click()
    expect(console.part("thread")).to_be_visible()
    assert motions(console.page) == []


def test_the_checks_find_what_they_look_for(window: Open) -> None:
    page = window().context.new_page()
    page.set_content(
        "<!doctype html><html><style>b { transition: color 1s } i { animation: x 1s infinite } @keyframes x { to { opacity: 0 } }</style>"  # noqa: E501
        "<button style='width: 9px; height: 9px; padding: 0' aria-label='tiny'></button><b>b</b><i>i</i>"
        "<p>in <a href='#'>a</a> sentence</p><img src='data:,'></html>"
    )
    assert "“tiny” has 9.0 × 9.0 pixels" in small_targets(page)[0] and len(small_targets(page)) == 1
    assert {one.split()[-1] for one in motions(page)} == {"1s"} and len(motions(page)) == 2
    found = " ".join(violations(page))
    for rule in ("image-alt", "html-has-lang", "document-title", "landmark-one-main"):
        assert rule in found


def test_a_responder_needs_no_mouse_from_signing_in_to_closing(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor
) -> None:
    conversation_id = vera.finds(words := texters().writes("can anybody hear me"))
    console = Console(line, window())
    keys = Keys(console.page)
    expect(console.part("email")).to_be_visible()

    keys.goes_to("email")
    keys.types(ROSA)
    keys.goes_to("password")
    keys.types(line.password_of(ROSA))
    keys.press("Enter")
    console.is_live()
    keys.is_somewhere()

    keys.goes_to("next-texter")
    keys.press("Enter")
    expect(console.part("composer")).to_be_focused()
    keys.goes_to("thread", back=True)
    keys.press("Home", "End")
    expect(console.message(words)).to_be_in_viewport()

    keys.goes_to("composer")
    keys.types(answer := texters.mark("I hear you"))
    keys.press("Enter")
    expect(console.message(answer)).to_be_visible()
    expect(console.part("composer")).to_be_focused()
    keys.types(more := texters.mark("and I am staying"))
    keys.goes_to("send")
    keys.press("Enter")
    expect(console.message(more)).to_be_visible()
    keys.is_somewhere()

    keys.goes_to("tag-input")
    keys.types("alone")
    keys.press("Enter")
    eventually(lambda: vera.conversation(conversation_id)["tags"] == ["alone"], "the tag")
    keys.is_somewhere()

    keys.makes("move-transfer_to_responder")
    expect(console.part("confirm-move")).to_be_visible()
    keys.is_somewhere()
    assert console.page.evaluate("document.activeElement.closest('dialog') !== null"), "the focus is in the dialog"
    keys.goes_to("confirm-move")
    keys.press("Escape")
    expect(console.part("confirm-move")).to_have_count(0)
    keys.is_somewhere()

    keys.makes("move-begin_wrap_up")
    keys.goes_to("confirm-move")
    keys.press("Enter")
    expect(console.part("state")).to_have_attribute("data-state", "wrap_up")
    keys.is_somewhere()

    keys.makes("close-conversation")
    keys.goes_to("confirm-close")
    keys.press("Enter")
    expect(console.part("composer")).to_have_count(0)
    keys.is_somewhere()
    assert vera.conversation(conversation_id)["state"] == "closed"
