"""The chat on somebody else's web site: two people talk, and the site learns nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.site import Site, Visitor
from tests.e2e.dusk import CLOSED, NAME, Dusk, fall
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]

Open = Callable[..., Window]
BUDGET = 30_000


@pytest.fixture(scope="module")
def site(line: Line) -> Iterator[Site]:
    with Site(line).served() as found:
        yield found


@pytest.fixture(scope="module")
def dusk(line: Line) -> Dusk:
    return fall(line)


@pytest.fixture
def visitor(site: Site, window: Open) -> Visitor:
    return Visitor(site, window())


def helped(visitor: Visitor, texters: TexterFactory, vera: Supervisor, responder: Responder) -> str:
    """They open the panel and write, and somebody takes them; the conversation's id."""
    visitor.opens()
    visitor.is_live()
    visitor.writes(words := texters.mark("is somebody there"))
    conversation_id = vera.finds(words)
    responder.helps(conversation_id)
    visitor.stands("active")
    return conversation_id


def test_before_the_panel_is_opened_the_site_has_a_button_and_the_line_was_asked_for_the_script_alone(
    visitor: Visitor,
) -> None:
    expect(visitor.button).to_be_visible()
    expect(visitor.button).to_have_accessible_name("Chat with us")
    expect(visitor.button).to_have_attribute("aria-expanded", "false")
    expect(visitor.panel).to_be_hidden()
    assert visitor.of_the_line() == ["/widget.js"]
    assert visitor.kept_by_the_site() == {} and visitor.page.context.cookies() == []


def test_a_visitor_writes_and_is_answered_and_nobody_else_is_asked_for_anything(
    visitor: Visitor, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = helped(visitor, texters, vera, rosa)
    rosa.replies(conversation_id, answer := texters.mark("I am glad you wrote"))
    expect(visitor.message(answer)).to_be_visible()
    expect(visitor.message(answer)).to_contain_text("Responder")
    rosa.sees_status(conversation_id, rosa.thread(conversation_id)[-1]["id"], "read")

    assert visitor.hosts() == {urlsplit(visitor.site.origin).netloc, urlsplit(visitor.site.line.api_url).netloc}
    assert visitor.weight() < BUDGET
    # Where somebody comes from is not said either: the frame asks without a referrer.
    assert not [
        one for one in visitor.answers if "localhost" in one.request.headers.get("referer", "") and "/chat/" in one.url
    ]


def test_the_sites_own_scripts_cannot_look_into_the_frame(visitor: Visitor) -> None:
    visitor.opens()
    frame = "document.querySelector('holdfast-chat').shadowRoot.querySelector('iframe')"
    assert visitor.page.evaluate(f"{frame}.contentDocument") is None
    assert (
        visitor.page.evaluate(
            f"(() => {{ try {{ {frame}.contentWindow.document; return 'seen' }} catch (e) {{ return e.name }} }})()"
        )
        == "SecurityError"
    )


def test_what_is_told_to_the_site_is_never_a_word(
    visitor: Visitor, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    visitor.page.evaluate(
        "addEventListener('message', (event) => (window.heard ??= []).push(JSON.stringify(event.data)))"
    )
    conversation_id = helped(visitor, texters, vera, rosa)
    rosa.replies(conversation_id, answer := texters.mark("we will find a way"))
    expect(visitor.message(answer)).to_be_visible()
    assert set(visitor.page.evaluate("window.heard")) == {'"holdfast:here"'}
    kept = visitor.kept_by_the_site()
    assert kept["holdfast.chat.panel"] == "open" and set(kept) <= {"holdfast.chat.panel", "holdfast.chat.sealed"}
    assert "prg_harbor_crisis" not in str(kept), "what is held for the frame is sealed"
    assert not [mark for mark in texters.marks if mark in visitor.page.content()]
    assert visitor.page.title() == "A site"


def test_put_away_it_counts_what_comes_and_nothing_counts_as_read_before_it_is_seen(
    visitor: Visitor, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = helped(visitor, texters, vera, rosa)
    visitor.part("minimise").click()
    visitor.is_away()
    expect(visitor.button).to_be_focused()

    rosa.replies(conversation_id, texters.mark("are you there"))
    expect(visitor.badge).to_have_text("1")
    reply = rosa.replies(conversation_id, more := texters.mark("take your time"))
    expect(visitor.badge).to_have_text("2")
    expect(visitor.button).to_have_accessible_name("Chat with us 2 new messages")
    expect(visitor.page.get_by_role("status").filter(has_text="2 new messages")).to_have_count(1)
    assert rosa.status_in(conversation_id, reply["id"]) != "read"

    visitor.button.click()
    expect(visitor.message(more)).to_be_visible()
    expect(visitor.badge).to_be_hidden()
    expect(visitor.part("composer")).to_be_focused()
    rosa.sees_status(conversation_id, reply["id"], "read")


@pytest.mark.parametrize("how", ["reload", "another page"])
@pytest.mark.parametrize("storage", ["allowed", "forbidden"])
def test_the_chat_goes_on_when_the_site_is_loaded_again(
    site: Site, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder, how: str, storage: str
) -> None:
    visitor = Visitor(site, window())
    if storage == "allowed":
        visitor.page.goto(f"{site.near_origin}/one")
    conversation_id = helped(visitor, texters, vera, rosa)
    rosa.replies(conversation_id, answer := texters.mark("before it"))
    expect(visitor.message(answer)).to_be_visible()
    assert visitor.frame_may_store() is (storage == "allowed")

    if how == "reload":
        visitor.page.reload()
    else:
        visitor.page.get_by_role("link", name="Two").click()

    visitor.is_open()
    expect(visitor.message(answer)).to_be_visible()
    assert visitor.page.evaluate("document.activeElement === document.body"), "a page that is loaded takes no focus"
    visitor.writes(more := texters.mark("after it"))
    eventually(lambda: more in rosa.words_in(conversation_id), "in the same conversation")


def test_put_away_it_stays_away_on_the_next_page_and_still_counts(
    visitor: Visitor, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = helped(visitor, texters, vera, rosa)
    visitor.part("minimise").click()
    visitor.page.get_by_role("link", name="Two").click()
    visitor.is_away()
    rosa.replies(conversation_id, answer := texters.mark("here I am"))
    expect(visitor.badge).to_have_text("1")
    visitor.button.click()
    expect(visitor.message(answer)).to_be_visible()


def test_two_tabs_have_a_chat_each_and_a_new_tab_none(
    visitor: Visitor, site: Site, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = helped(visitor, texters, vera, rosa)
    rosa.replies(conversation_id, answer := texters.mark("to the first tab"))
    expect(visitor.message(answer)).to_be_visible()

    other = Visitor(site, Window(visitor.page.context))
    expect(other.button).to_be_visible()
    assert other.of_the_line() == ["/widget.js"], "it knows of no chat"
    other.opens()
    expect(other.part("message")).to_have_count(0)
    other.writes(words := texters.mark("from the second tab"))
    assert vera.finds(words) != conversation_id
    expect(visitor.message(words)).to_have_count(0)


def test_an_ended_chat_is_not_taken_up_by_itself(
    visitor: Visitor, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = helped(visitor, texters, vera, rosa)
    rosa.closes(conversation_id)
    visitor.stands("ended")
    eventually(lambda: "holdfast.chat.panel" not in visitor.kept_by_the_site(), "the site's tab to forget it")
    visitor.page.reload()
    visitor.is_away()


def test_a_line_that_is_closed_says_so_before_anything_is_opened_and_keeps_a_place(
    site: Site, window: Open, dusk: Dusk, texters: TexterFactory
) -> None:
    visitor = Visitor(site, window(), f"/one?program={CLOSED}")
    visitor.button.click()
    expect(visitor.part("closed")).to_have_text(f"Nobody is at {NAME} just now")
    expect(visitor.part("closed")).to_be_focused()
    expect(visitor.part("opens")).to_contain_text("People are here again")
    expect(visitor.part("help-line")).to_contain_text("988")
    assert "/api/webchat/sessions" not in visitor.of_the_line()

    visitor.part("write-anyway").click()
    expect(visitor.part("composer")).to_be_focused()
    expect(visitor.part("closed-note")).to_contain_text("Your place in line is kept")
    visitor.writes(words := texters.mark("I will wait"))
    conversation_id = dusk.val.finds(words)
    visitor.stands("waiting")
    expect(visitor.message("is closed now and opens")).to_be_visible()
    dusk.dunya.helps(conversation_id)
    visitor.stands("active")
    expect(visitor.part("closed-note")).to_have_count(0)
    dusk.dunya.closes(conversation_id)


def test_a_program_that_is_not_there_is_told_in_calm_words(site: Site, window: Open) -> None:
    visitor = Visitor(site, window(), "/one?program=prg_none")
    visitor.button.click()
    expect(visitor.part("standstill")).to_contain_text("not your fault")
    expect(visitor.part("help-line")).to_contain_text("911")
    visitor.forgives()


def test_on_a_site_that_isolates_itself_it_works_as_well(site: Site, window: Open) -> None:
    visitor = Visitor(site, window(), "/one?isolated")
    assert visitor.page.evaluate("crossOriginIsolated") is True
    visitor.opens()
    visitor.is_live()


def test_a_line_that_does_not_answer_leaves_a_way_back_and_says_where_else_to_turn(site: Site, window: Open) -> None:
    tab = window()
    tab.context.route("**/chat/**", lambda route: route.abort())
    visitor = Visitor(site, tab)
    visitor.button.click()
    expect(visitor.page.get_by_test_id("widget-wait")).to_contain_text("988")
    visitor.button.click()
    visitor.is_away()
    visitor.forgives()


def test_no_site_can_show_the_console(line: Line, window: Open) -> None:
    tab = window()
    page = tab.opens(f"{line.api_url}/healthz")
    page.set_content(
        f'<iframe id="console" src="{line.api_url}/"></iframe><iframe id="chat" src="{line.api_url}/chat/"></iframe>'
    )
    expect(page.frame_locator("#chat").get_by_test_id("standstill")).to_be_visible()
    shown = [one.url for one in page.frames]
    assert f"{line.api_url}/chat/" in shown
    assert f"{line.api_url}/" not in shown
    tab.complaints.clear()
