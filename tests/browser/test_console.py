"""A responder at the console and a texter at a phone, in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.desk import Console, Handset
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, TexterFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]

ROSA = "rosa@harbor.example"
Open = Callable[..., Window]


@pytest.fixture
def console(line: Line, window: Open) -> Console:
    """Rosa at her desk."""
    console = Console(line, window())
    console.signs_in(ROSA)
    console.is_live()
    return console


def test_a_texter_with_a_phone_and_a_responder_talk_to_each_other(
    line: Line, window: Open, console: Console, texters: TexterFactory, vera: Supervisor
) -> None:
    texter = texters()
    phone = Handset(line, window(width=390), texter)
    expect(console.part("waiting-count")).to_have_text("0")

    phone.texts(words := texters.mark("I am not doing well"))
    expect(console.part("waiting-count")).to_have_text("1")
    console.part("next-texter").click()
    expect(console.part("conversation-tab")).to_have_count(1)
    expect(console.message(words)).to_have_attribute("data-direction", "inbound")
    expect(console.part("waiting-count")).to_have_text("0")

    console.replies(answer := texters.mark("I am glad you wrote to us"))
    sent = console.message(answer)
    expect(sent).to_have_attribute("data-direction", "outbound")
    expect(phone.bubble(answer)).to_be_visible()
    expect(sent).to_have_attribute("data-status", "delivered")
    expect(sent).to_contain_text("Delivered")

    phone.texts(more := texters.mark("thank you"))
    expect(console.message(more)).to_be_visible()

    console.part("close-conversation").click()
    console.part("confirm-close").click()
    expect(console.part("composer")).to_have_count(0)
    assert vera.conversation(vera.finds(words))["state"] == "closed"


def test_the_texters_words_appear_in_the_open_thread_soon_after_the_webhook(
    console: Console, texters: TexterFactory, vera: Supervisor
) -> None:
    texter = texters()
    vera.finds(words := texter.writes("hello"))
    console.part("next-texter").click()
    console.message(words).wait_for()

    took = []
    for _ in range(5):
        words = texter.writes("and another thing")
        answered = time.monotonic()
        console.message(words).wait_for()
        took.append(time.monotonic() - answered)

    print(f"on screen {', '.join(f'{one:.2f}' for one in took)} s after the webhook's 200")
    order = [one.get_attribute("data-seq") or "" for one in console.part("message").all()]
    assert order == sorted(order, key=int)


def test_pressing_next_while_nobody_waits_says_so(console: Console) -> None:
    console.part("next-texter").click()

    expect(console.part("notice")).to_be_visible()
    expect(console.part("conversation-tab")).to_have_count(0)


def test_closing_asks_first(console: Console, texters: TexterFactory, vera: Supervisor) -> None:
    conversation_id = vera.finds(texters().writes("hello"))
    console.part("next-texter").click()
    console.part("close-conversation").click()
    expect(console.part("confirm-close")).to_be_visible()

    console.page.keyboard.press("Escape")

    expect(console.part("confirm-close")).to_have_count(0)
    assert vera.conversation(conversation_id)["state"] == "active"
    expect(console.part("composer")).to_be_editable()


def test_a_wrong_password_is_told_and_the_right_one_works_after_it(line: Line, window: Open) -> None:
    door = window()
    console = Console(line, door)
    console.signs_in(ROSA, "not it")

    expect(console.part("login-error")).to_be_visible()
    # A browser writes every refused request to its console; nothing else may stand there.
    assert all(re.search(r"status of 401", complaint) for complaint in door.complaints)
    door.complaints.clear()

    console.signs_in(ROSA)
    console.is_live()
    expect(console.part("login-error")).to_have_count(0)


def test_signing_out_leaves_nothing_on_the_page(console: Console, texters: TexterFactory, vera: Supervisor) -> None:
    vera.finds(words := texters().writes("keep this to yourself"))
    console.part("next-texter").click()
    console.message(words).wait_for()

    console.part("sign-out").click()

    expect(console.part("email")).to_be_visible()
    assert words.split()[-1] not in console.page.content()
    console.page.go_back()
    expect(console.part("thread")).to_have_count(0)


def test_a_reload_keeps_the_responder_signed_in_or_asks_again_but_shows_no_fault(
    console: Console, texters: TexterFactory, vera: Supervisor
) -> None:
    vera.finds(words := texters().writes("still here?"))
    console.part("next-texter").click()
    console.message(words).wait_for()

    console.page.reload()

    expect(console.part("email").or_(console.part("conversation-tab"))).to_be_visible()


def test_another_device_answering_is_seen_here_too(
    console: Console, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = vera.finds(words := texters().writes("hello"))
    console.part("next-texter").click()
    console.message(words).wait_for()

    rosa.replies(conversation_id, answer := texters.mark("from my phone"))

    expect(console.message(answer)).to_have_attribute("data-direction", "outbound")


def test_a_telephones_width_is_enough_for_everything(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor
) -> None:
    texter = texters()
    vera.finds(texter.writes("hello from a small screen"))
    console = Console(line, window(width=390, height=844, has_touch=True))
    console.signs_in(ROSA)
    console.is_live()

    console.part("next-texter").click()
    expect(console.part("composer")).to_be_visible()
    # However much was said by itself before: the newest message is in sight.
    words = texter.writes("are you there")
    expect(console.message(words)).to_be_in_viewport()
    console.replies(answer := texters.mark("I see you"))
    expect(console.message(answer)).to_be_in_viewport()
    expect(console.part("composer")).to_be_in_viewport()
    wide = console.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    console.part("close-conversation").click()
    console.part("confirm-close").click()
    expect(console.part("confirm-close")).to_have_count(0)
