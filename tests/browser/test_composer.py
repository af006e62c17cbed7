"""What a responder writes with, and what calls for their attention, in a real browser."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import motions
from tests.browser.conftest import Window
from tests.browser.desk import Console
from tests.browser.shots import shoot
from tests.e2e.line import Line
from tests.e2e.people import Responder, Staff, Supervisor, TexterFactory
from tests.e2e.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]

ROSA, VERA = "rosa@harbor.example", "vera@harbor.example"
Open = Callable[..., Window]

#: Counts the tones that a page makes.
_LISTEN = """
window.tones = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...given) { window.tones += 1; return start.apply(this, given); };
"""
_STORED = "JSON.stringify([{...sessionStorage}, {...localStorage}])"


def _at_work(line: Line, window: Window, email: str = ROSA) -> Console:
    console = Console(line, window)
    console.signs_in(email)
    console.is_live()
    return console


def _takes(console: Console, words: str) -> None:
    console.part("next-texter").click()
    expect(console.message(words)).to_be_visible()


def _is_put_out(console: Console, staff: Staff) -> None:
    """Their session in the browser is ended from somewhere else."""
    console.forgives("401", from_now_on=True)
    here = next(one for one in staff.get("/api/auth/sessions")["items"] if "Chrome" in one["device"])
    assert staff.ask("DELETE", f"/api/auth/sessions/{here['id']}").status_code == 204
    expect(console.part("email")).to_be_visible()


def _pages(vera: Supervisor, texters: TexterFactory) -> str:
    """Somebody writes for whom supervisors are called; the conversation."""
    conversation_id = vera.finds(texters().writes("I want to kill myself tonight"))
    eventually(lambda: "risk_raised" in vera.alerts_about(conversation_id), "the alert")
    return conversation_id


def _kept(page: Page) -> bool:
    return bool(page.evaluate("sessionStorage.getItem('holdfast.drafts') !== null"))


@pytest.fixture(scope="module")
def adam(line: Line) -> Staff:
    """Harbor's admin."""
    return Staff(line, "adam@harbor.example")


@pytest.fixture
def shortcut(adam: Staff) -> Iterator[str]:
    """Of a canned response that can say everything; with `-x` after it, of one that cannot."""
    name = f"t{secrets.token_hex(4)}"
    texts = {name: "{responder} of {line} here. Are you safe?", f"{name}-x": "We are there again {opens}."}
    made = []
    for one, text in texts.items():
        answer = adam.ask(
            "POST", "/api/canned-responses", json={"title": f"About {one}", "text": text, "shortcut": one}
        )
        assert answer.status_code == 201, answer.text
        made.append(answer.json()["id"])
    eventually(
        lambda: {*texts} <= {one["shortcut"] for one in adam.get("/api/canned-responses", limit=100)["items"]}, "both"
    )
    yield name
    for one in made:
        adam.ask("DELETE", f"/api/canned-responses/{one}")


@pytest.fixture
def words(texters: TexterFactory, vera: Supervisor) -> str:
    """A texter waits, having written this."""
    vera.finds(words := texters().writes("is somebody there"))
    return words


@pytest.fixture
def rosas(line: Line, window: Open, words: str, rosa: Responder) -> Console:
    """Rosa at her desk, talking with the texter."""
    console = _at_work(line, window())
    _takes(console, words)
    return console


def test_a_slash_finds_a_canned_response_which_is_filled_in_changed_and_sent(shortcut: str, rosas: Console) -> None:
    composer = rosas.part("composer")
    composer.press_sequentially(f"Hello. /{shortcut[:5]}")
    options = rosas.part("canned-option")
    expect(options).to_have_count(2)
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(composer).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    composer.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    composer.press("ArrowDown")
    composer.press("Enter")
    expect(composer).to_have_value(re.compile(r"^Hello\. Rosa of .+ here\. Are you safe\?$"))
    expect(rosas.part("canned")).to_be_hidden()
    expect(composer).not_to_have_attribute("aria-activedescendant", re.compile("."))

    composer.press_sequentially(" Tonight?")
    composer.press("Enter")
    expect(rosas.message("Are you safe? Tonight?")).to_have_attribute("data-direction", "outbound")
    expect(composer).to_have_value("")


def test_what_cannot_be_said_now_is_left_open_and_not_sent_before_it_is_filled_in(
    shortcut: str, rosas: Console
) -> None:
    composer = rosas.part("composer")
    composer.press_sequentially(f"/{shortcut}-x")
    expect(rosas.part("canned-option")).to_have_count(1)
    composer.press("Tab")
    expect(composer).to_have_value("We are there again {opens}.")
    expect(rosas.part("blanks")).to_contain_text("{opens}")
    composer.press("End")
    composer.press("Enter")
    expect(rosas.part("blank-refused")).to_contain_text("{opens}")
    assert rosas.page.evaluate("getSelection().toString()") == "{opens}"
    expect(rosas.message("We are there again")).to_have_count(0)

    composer.press_sequentially("at nine")
    expect(rosas.part("blank-refused")).to_have_count(0)
    composer.press("Enter")
    expect(rosas.message("We are there again at nine.")).to_be_visible()


def test_escape_leaves_a_slash_a_slash_and_half_a_search_is_not_sent(shortcut: str, rosas: Console) -> None:
    composer = rosas.part("composer")
    composer.press_sequentially(f"9 /{shortcut[:3]}")
    expect(rosas.part("canned-option").first).to_be_visible()
    composer.press("Escape")
    expect(rosas.part("canned")).to_be_hidden()
    composer.press_sequentially("5")
    expect(rosas.part("canned")).to_be_hidden()
    composer.fill("")

    composer.press_sequentially("/nothing-like-it")
    expect(rosas.part("canned")).to_be_visible()
    expect(rosas.part("canned-option")).to_have_count(0)
    composer.press("Enter")
    expect(rosas.part("canned")).to_be_hidden()
    expect(composer).to_have_value("/nothing-like-it")
    expect(rosas.message("nothing-like-it")).to_have_count(0)


def test_by_touch_a_button_opens_them_and_a_tap_takes_one(
    line: Line, window: Open, words: str, rosa: Responder, shortcut: str
) -> None:
    rosas = _at_work(line, window(width=390, height=844, has_touch=True))
    _takes(rosas, words)
    rosas.part("open-canned").tap()
    rosas.part("canned-option").filter(has_text=f"/{shortcut}").filter(has_text="Are you safe?").tap()
    expect(rosas.part("composer")).to_have_value(re.compile("Rosa of .+ Are you safe"))


def test_canned_responses_that_cannot_be_loaded_do_not_hurt_writing(rosas: Console) -> None:
    rosas.forgives("500", from_now_on=True)
    rosas.page.route("**/api/canned-responses**", lambda route: route.fulfill(status=500, body="{}"))
    rosas.page.reload()
    rosas.part("conversation-tab").click()
    composer = rosas.part("composer")
    composer.press_sequentially("/")
    expect(rosas.part("canned")).to_contain_text("could not be loaded")
    composer.press_sequentially(" Are you safe?")
    composer.press("Enter")
    expect(rosas.message("/ Are you safe?")).to_be_visible()


def test_a_draft_outlives_a_reload_unreadable_in_the_storage_and_is_gone_when_sent(
    rosas: Console, texters: TexterFactory
) -> None:
    rosas.part("composer").fill(draft := texters.mark("I am here, and I am not going"))
    eventually(lambda: _kept(rosas.page), "the draft to be stored")
    stored = str(rosas.page.evaluate(_STORED))
    assert draft.split()[-1] not in stored
    assert "con_" not in stored

    rosas.page.reload()
    expect(rosas.part("composer")).to_have_value(draft)
    rosas.part("send").click()
    expect(rosas.message(draft)).to_be_visible()
    eventually(lambda: not _kept(rosas.page), "the storage to be empty")


def test_signing_out_leaves_no_draft_behind(rosas: Console) -> None:
    rosas.part("composer").fill("not for anybody else")
    eventually(lambda: _kept(rosas.page), "the draft to be stored")
    rosas.part("sign-out").click()
    expect(rosas.part("email")).to_be_visible()
    assert not _kept(rosas.page)


def test_what_stood_in_a_dialog_when_the_session_ended_is_there_again(
    rosas: Console, rosa: Responder, texters: TexterFactory
) -> None:
    rosas.part("move-escalate_to_police").click()
    where = rosas.page.get_by_label("Where is the texter?")
    where.fill(place := texters.mark("12 Quay Street"))
    rosas.page.get_by_label("Immediate").check()

    _is_put_out(rosas, rosa)
    assert place.split()[-1] not in rosas.page.content()
    rosas.signs_in(ROSA)

    expect(where).to_have_value(place)
    expect(rosas.page.get_by_label("Immediate")).to_be_checked()
    rosas.page.keyboard.press("Escape")
    rosas.part("move-escalate_to_police").click()
    expect(where).to_have_value("")


def test_a_whisper_outlives_the_session_and_a_reload(
    line: Line, window: Open, words: str, rosa: Responder, vera: Supervisor, texters: TexterFactory
) -> None:
    conversation_id = vera.finds(words)
    rosa.helps(conversation_id)
    veras = _at_work(line, window(), VERA)
    veras.part("work-item").filter(has_text="Rosa Delgado").first.click()
    veras.part("whisper").fill(note := texters.mark("ask about tonight"))

    _is_put_out(veras, vera)
    veras.signs_in(VERA)
    expect(veras.part("whisper")).to_have_value(note)
    eventually(lambda: _kept(veras.page), "the whisper to be stored")
    veras.page.reload()
    expect(veras.part("whisper")).to_have_value(note)


def test_a_text_that_could_not_be_sent_is_sent_once_when_the_connection_is_back(rosas: Console) -> None:
    rosas.forgives("ERR_INTERNET_DISCONNECTED", from_now_on=True)
    rosas.page.context.set_offline(True)
    expect(rosas.part("connection")).to_have_attribute("data-state", "offline")
    rosas.replies(answer := f"I am still here {secrets.token_hex(4)}")
    failed = rosas.part("send-failed")
    expect(failed).to_have_attribute("data-offline", "true")
    expect(rosas.part("composer")).to_have_value(answer)

    rosas.page.context.set_offline(False)
    expect(failed).to_contain_text("connection is back")
    expect(rosas.part("connection")).to_have_attribute("data-again", "true")
    rosas.part("retry-send").click()
    expect(rosas.message(answer)).to_have_count(1)
    expect(failed).to_have_count(0)
    expect(rosas.part("connection")).not_to_have_attribute("data-again", "true")


def test_errors_of_the_server_are_not_called_being_offline(rosas: Console) -> None:
    rosas.forgives("503", from_now_on=True)
    rosas.page.route("**/api/**", lambda route: route.fulfill(status=503, body="{}"))
    for _ in range(3):
        rosas.part("next-texter").click()
        expect(rosas.part("notice")).to_be_visible()
    expect(rosas.part("connection")).to_have_attribute("data-state", "faulty")
    expect(rosas.part("faulty")).to_be_visible()

    rosas.page.unroute("**/api/**")
    expect(rosas.part("connection")).to_have_attribute("data-state", "live")
    expect(rosas.part("faulty")).to_have_count(0)


def test_many_alerts_leave_the_page_to_the_work_and_go_at_once_when_somebody_is_on_them(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor
) -> None:
    ours = {_pages(vera, texters) for _ in range(4)}
    veras = _at_work(line, window(), VERA)
    rows = veras.part("alert")
    expect(rows).to_have_count(2)
    expect(rows.first).to_have_attribute("data-level", "page")
    expect(veras.page).to_have_title(re.compile(r"^\(\d+\) Holdfast$"))
    many = int(veras.part("alerts").get_attribute("data-count") or 0)
    assert many >= 4

    veras.part("more-alerts").click()
    expect(rows).to_have_count(many)
    for left in range(many - 1, -1, -1):
        rows.first.get_by_test_id("acknowledge").click()
        expect(rows).to_have_count(left)
    expect(veras.page).to_have_title("Holdfast")

    def told() -> set[tuple[str, str]]:
        items = vera.get("/api/alerts", limit=100)["items"]
        return {(one["conversationId"], one["acknowledgedBy"]) for one in items if one["conversationId"] in ours}

    eventually(lambda: told() == {(one, vera.id) for one in ours}, "what she is on to be known to all")


def test_the_sound_is_off_until_it_is_turned_on_and_then_heard_for_each_new_alert(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor
) -> None:
    room = window()
    room.context.add_init_script(_LISTEN)
    veras = _at_work(line, room, VERA)
    toggle = veras.part("sound-toggle")
    expect(toggle).to_have_attribute("aria-pressed", "false")

    def heard(count: int) -> None:
        veras.page.wait_for_function(f"window.tones === {count}")

    _pages(vera, texters)
    expect(veras.part("alert").first).to_be_visible()
    heard(0)
    toggle.click()
    heard(1)
    before = int(veras.part("alerts").get_attribute("data-count") or 0)
    _pages(vera, texters)
    expect(veras.part("alerts")).to_have_attribute("data-count", str(before + 1))
    heard(3)
    veras.page.reload()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "false")


def test_a_break_is_suggested_after_two_hours_and_taken(line: Line, window: Open, rosa: Responder) -> None:
    rosas = _at_work(line, window())
    rosas.part("presence").select_option("available")
    expect(rosas.part("break-banner")).to_have_count(0)
    rosas.page.evaluate("localStorage.setItem('holdfast.break', `${Date.now() - 7_260_000} ${Date.now()} 0`)")
    rosas.page.reload()
    expect(rosas.part("break-banner")).to_contain_text("2 h 1 min")
    rosas.part("later-break").click()
    expect(rosas.part("break-banner")).to_have_count(0)

    rosas.page.evaluate("localStorage.setItem('holdfast.break', `${Date.now() - 7_260_000} ${Date.now()} 0`)")
    rosas.page.reload()
    rosas.part("take-break").click()
    expect(rosas.part("presence")).to_have_value("away")
    expect(rosas.part("break-banner")).to_have_count(0)
    rosas.part("presence").select_option("available")
    # Whoever is away is suggested no break: the tests after this one need her there, and known to be.
    eventually(lambda: rosa.presence() == "available", "she is back")


def test_at_the_limit_the_button_says_why_it_takes_nobody(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    limit = int(rosa.get("/api/auth/profile")["maxConcurrent"])
    for _ in range(limit - 1):
        rosa.helps(vera.finds(texters().writes("hello")))
    rosas = _at_work(line, window())
    load = rosas.part("own-load")
    expect(load).to_have_attribute("data-load", str(limit - 1))
    expect(rosas.part("next-texter")).to_have_attribute("aria-disabled", "false")

    vera.finds(words := texters().writes("hello"))
    _takes(rosas, words)
    expect(load).to_contain_text(f"{limit} of {limit}")
    expect(rosas.part("next-texter")).to_have_attribute("aria-disabled", "true")
    expect(rosas.part("at-limit")).to_contain_text("your limit")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_fits_and_a_checker_finds_no_fault(
    line: Line, window: Open, words: str, rosa: Responder, shortcut: str, width: int, scheme: str
) -> None:
    room = window(width=width, height=844, color_scheme=scheme, reduced_motion="reduce")
    rosas = _at_work(line, room)
    _takes(rosas, words)

    def picture(name: str) -> None:
        shoot(rosas.page, f"composer-{name}-{width}-{scheme}")
        assert motions(rosas.page) == []

    composer = rosas.part("composer")
    composer.press_sequentially(f"Hello. /{shortcut[:5]}")
    expect(rosas.part("canned-option").first).to_be_visible()
    picture("1-canned")
    composer.press("Escape")
    composer.fill("")
    composer.press_sequentially(f"/{shortcut}-x")
    expect(rosas.part("canned-option")).to_have_count(1)
    composer.press("Enter")
    composer.press("Enter")
    expect(rosas.part("blank-refused")).to_be_visible()
    picture("2-blank")
    rosas.page.evaluate("localStorage.setItem('holdfast.break', `${Date.now() - 7_260_000} ${Date.now()} 0`)")
    rosas.page.reload()
    expect(rosas.part("break-banner")).to_be_visible()
    picture("3-break")
