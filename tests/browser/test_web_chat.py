"""The web chat in a real browser: two people talk, and one of them can vanish."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.chat import FAULTS, ChatPage
from tests.browser.conftest import Window
from tests.browser.shots import shoot
from tests.e2e.line import Line
from tests.e2e.listening import Listener
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]

Open = Callable[..., Window]


@pytest.fixture
def chat(line: Line, window: Open) -> ChatPage:
    page = ChatPage(line, window(width=390, height=844))
    page.is_live()
    return page


def helped(chat: ChatPage, texters: TexterFactory, vera: Supervisor, responder: Responder) -> str:
    """The texter writes and somebody takes them; the conversation's id."""
    chat.writes(words := texters.mark("is somebody there"))
    conversation_id = vera.finds(words)
    responder.helps(conversation_id)
    chat.stands("active")
    return conversation_id


def test_a_texter_writes_and_is_answered(
    chat: ChatPage, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    expect(chat.part("program")).to_have_text("Harbor Crisis Line")
    chat.writes(words := texters.mark("I am not doing well"))
    expect(chat.message(words)).to_be_visible()
    expect(chat.message(words)).to_have_attribute("data-seq", "2")
    chat.stands("waiting")
    conversation_id = vera.finds(words)
    rosa.helps(conversation_id)
    expect(chat.part("standing")).to_contain_text("A person is here")

    rosa.replies(conversation_id, answer := texters.mark("I am glad you wrote"))
    expect(chat.message(answer)).to_have_attribute("data-direction", "outbound")
    expect(chat.message(answer)).to_contain_text("Responder")
    reply = rosa.thread(conversation_id)[-1]
    rosa.sees_status(conversation_id, reply["id"], "read")

    order = [one.get_attribute("data-seq") or "" for one in chat.part("message").all()]
    assert order == sorted(order, key=int)
    own = urlsplit(chat.page.url).netloc
    assert {urlsplit(address).netloc for address in chat.asked} == {own}, "nobody else is asked for anything"


def test_each_sees_that_the_other_is_writing(
    chat: ChatPage, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = helped(chat, texters, vera, rosa)
    desk = Listener.of(rosa)
    desk.subscribes(f"conversation:{conversation_id}")

    chat.part("composer").press_sequentially("I am writing")
    assert desk.hears("typing")["conversationId"] == conversation_id
    desk.leaves()

    assert rosa.acts(conversation_id, "typing").status_code == 204
    expect(chat.part("typing")).to_have_attribute("data-typing", "true")
    rosa.replies(conversation_id, texters.mark("take your time"))
    expect(chat.part("typing")).to_have_attribute("data-typing", "false")


def test_a_reload_goes_on_with_the_same_chat(
    chat: ChatPage, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = helped(chat, texters, vera, rosa)
    rosa.replies(conversation_id, answer := texters.mark("before the reload"))
    expect(chat.message(answer)).to_be_visible()

    chat.page.reload()

    expect(chat.message(answer)).to_be_visible()
    chat.is_live()
    chat.writes(more := texters.mark("after it"))
    eventually(lambda: more in rosa.words_in(conversation_id), "in the same conversation")


def test_without_a_socket_the_page_asks_and_says_so(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    tab = window(width=390)
    tab.context.route_web_socket("**/ws**", lambda socket: socket.close(code=1011))
    chat = ChatPage(line, tab)
    chat.is_open()
    expect(chat.part("connection")).to_contain_text("every few seconds")
    conversation_id = helped(chat, texters, vera, rosa)

    rosa.replies(conversation_id, answer := texters.mark("this way too"))

    expect(chat.message(answer)).to_be_visible()


def test_what_is_written_without_a_connection_is_sent_once_it_is_back(
    chat: ChatPage, texters: TexterFactory, vera: Supervisor
) -> None:
    chat.page.context.set_offline(True)
    chat.writes(words := texters.mark("can you hear me"))
    expect(chat.message(words)).to_have_attribute("data-status", "again")

    chat.page.context.set_offline(False)

    vera.finds(words)
    expect(chat.message(words)).to_have_count(1)
    expect(chat.message(words)).not_to_have_attribute("data-status", "again")
    chat.forgives()


def test_the_texter_ends_the_chat_after_being_asked(
    chat: ChatPage, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = helped(chat, texters, vera, rosa)
    chat.part("end").click()
    expect(chat.part("end-yes")).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.part("end-yes")).to_have_count(0)
    chat.part("end").click()
    chat.part("end-yes").click()

    chat.stands("ended")
    rosa.sees_state(conversation_id, "closed")
    expect(chat.part("composer")).to_be_editable()


def test_stop_is_told(chat: ChatPage, texters: TexterFactory, vera: Supervisor, rosa: Responder) -> None:
    helped(chat, texters, vera, rosa)
    chat.writes("STOP")

    expect(chat.part("opted-out")).to_contain_text("START")


@pytest.mark.parametrize("how", ["button", "Escape twice"])
def test_the_quick_exit_leaves_no_trace(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder, how: str
) -> None:
    before = f"{line.api_url}/healthz"
    chat = ChatPage(line, window(width=390), before=before)
    chat.is_live()
    conversation_id = helped(chat, texters, vera, rosa)
    rosa.replies(conversation_id, answer := texters.mark("we will find a way"))
    expect(chat.message(answer)).to_be_visible()
    words = chat.part("message").first.text_content() or ""
    chat.part("composer").fill(half := texters.mark("he is com"))
    assert chat.kept()
    steps = chat.page.evaluate("history.length")

    if how == "button":
        chat.part("leave").click()
    else:
        chat.page.keyboard.press("Escape")
        chat.page.keyboard.press("Escape")

    chat.page.wait_for_url("https://www.weather.gov/")
    secrets = [mark for text in (words, answer, half) for mark in texters.marks if mark in text]
    assert len(secrets) == 3
    assert chat.page.evaluate("history.length") == steps, "no step was added"
    # Back leads to where they were before the chat, and not into it.
    chat.page.go_back()
    assert chat.page.url == before
    assert not [one for one in secrets if one in chat.page.content()]
    assert chat.kept() == {}
    # Forward neither, nor the chat's own address in this tab.
    chat.page.goto(str(line.outputs["widget_url"]))
    chat.is_open()
    expect(chat.part("message")).to_have_count(0)
    assert not [one for one in secrets if one in chat.page.content()]


def test_one_escape_does_not_leave(chat: ChatPage) -> None:
    chat.page.keyboard.press("Escape")
    chat.page.keyboard.press("a")
    chat.page.keyboard.press("Escape")
    chat.page.wait_for_timeout(300)
    chat.is_open()


@pytest.mark.parametrize(("query", "says"), [("", "without saying whom"), ("?program=prg_none", "no such chat")])
def test_a_page_that_cannot_open_a_chat_says_why_and_where_else_to_turn(
    line: Line, window: Open, query: str, says: str
) -> None:
    chat = ChatPage(line, window(), url=f"{line.api_url}/chat/{query}")
    expect(chat.part("standstill")).to_contain_text(says)
    expect(chat.part("help-line")).to_contain_text("988")
    chat.forgives()


def test_everything_can_be_reached_and_done_with_the_keyboard(chat: ChatPage, texters: TexterFactory) -> None:
    expect(chat.part("composer")).to_be_focused()
    chat.page.keyboard.type(words := texters.mark("by keys alone"))
    chat.page.keyboard.press("Enter")
    expect(chat.message(words)).to_be_visible()
    expect(chat.part("composer")).to_be_focused()
    chat.stands("waiting")
    reached = set()
    for _ in range(12):
        chat.page.keyboard.press("Tab")
        reached.add(chat.page.evaluate("document.activeElement.dataset.testid ?? document.activeElement.href"))
    assert {"end", "leave", "tel:911", "tel:988", "log", "composer", "send"} <= reached
    log = chat.page.get_by_role("log")
    assert log.get_attribute("aria-live") == "polite"


def test_the_checker_itself_finds_what_is_wrong(window: Open) -> None:
    page = window().context.new_page()
    page.set_content(
        '<button></button><input id="a"><i id="a" tabindex="3" aria-describedby="none">x</i>'
        '<p style="color: #999; background: #fff">grey on white</p>'
    )
    faults = " ".join(page.evaluate(FAULTS))
    for what in (
        "language",
        "title",
        "main headings",
        "landmarks",
        "no name",
        "no label",
        "jumps",
        "refers to",
        "twice",
    ):
        assert what in faults, what
    assert "2.8:1 of “grey on white”" in faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_fits_its_window_and_has_no_faults_a_checker_would_find(
    line: Line, window: Open, texters: TexterFactory, rosa: Responder, width: int, scheme: str
) -> None:
    height = 800 if width > 600 else 844
    chat = ChatPage(line, window(width=width, height=height, color_scheme=scheme))

    def picture(name: str) -> None:
        shoot(chat.page, f"chat-{name}-{width}-{scheme}")
        assert chat.faults() == [], name

    chat.is_live()
    picture("1-open")
    texters.marks.append(words := "my parents found out and I do not know where to go tonight")
    chat.writes(words)
    expect(chat.part("message")).to_have_count(2)
    picture("2-waiting")
    conversation_id = str(rosa.presses_next().json()["id"])
    texters.marks.append(
        answer := "That sounds frightening. I am Rosa, and I am glad you wrote. Are you safe right now?"
    )
    rosa.replies(conversation_id, answer)
    expect(chat.message(answer)).to_be_visible()
    rosa.acts(conversation_id, "typing")
    expect(chat.part("typing")).to_have_attribute("data-typing", "true")
    chat.part("composer").fill("I think so. I am at a friend's but only until ten 😟")
    picture("3-talking")
    chat.part("end").click()
    picture("4-end")
    chat.part("end-no").click()
    chat.part("composer").fill("")
    chat.writes("STOP")
    expect(chat.part("opted-out")).to_be_visible()
    picture("5-stopped")
