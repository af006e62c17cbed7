"""Five thousand messages: all of them there, few of them drawn, and nothing drawn twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Window
from tests.browser.counting import counted
from tests.browser.pretend import PASSWORD, Pretend, build, pretend

pytestmark = pytest.mark.browser

MESSAGES = 5000
ONE = "conversation-7"
Open = Callable[..., Window]

_DRAWN = """() => [...document.querySelectorAll('[data-testid=message]')]
  .filter((one) => one.checkVisibility({contentVisibilityAuto: true})).length"""
_SEQS = "() => [...document.querySelectorAll('[data-testid=message]')].map((one) => Number(one.dataset.seq))"
#: What stands in the middle of the thread, and how far below its upper edge, in pixels.
_READ = """() => {
  const box = document.querySelector('[data-testid=thread]').getBoundingClientRect();
  const message = [...document.querySelectorAll('[data-testid=message]')].find((one) => {
    const place = one.getBoundingClientRect();
    return one.checkVisibility({contentVisibilityAuto: true}) && place.bottom > box.y + box.height / 2;
  });
  return message ? [message.dataset.seq, Math.round(message.getBoundingClientRect().top - box.y)] : null;
}"""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("console"))


@pytest.fixture
def running(dist: Path) -> Iterator[Pretend]:
    """One responder, one texter, five thousand messages."""
    with pretend(dist, SCENE="long", MESSAGES=str(MESSAGES)) as one:
        yield one


def opened(running: Pretend, window: Open, **options: Any) -> Page:
    """Robin's page with the long conversation, of which the newest is there."""
    at_desk = window(**options)
    at_desk.forgiven.add("404")  # the pretend API has not all there is
    page = at_desk.opens(running.url)
    page.get_by_test_id("email").fill("robin@pretend.example")
    page.get_by_test_id("password").fill(PASSWORD)
    page.get_by_test_id("sign-in").click()
    page.get_by_test_id("conversation-tab").click()
    expect(page.get_by_test_id("message").last).to_contain_text(f"message {MESSAGES}")
    return page


def all_there(page: Page) -> None:
    expect(page.get_by_test_id("earlier-messages")).to_have_count(0)
    expect(page.get_by_test_id("message")).to_have_count(MESSAGES)


def test_given_a_long_conversation_then_all_of_it_is_there_in_order_and_few_of_it_are_drawn(
    running: Pretend, window: Open
) -> None:
    page = opened(running, window)
    all_there(page)

    seqs = page.evaluate(_SEQS)
    drawn = page.evaluate(_DRAWN)

    assert len(seqs) == MESSAGES
    assert seqs == sorted(set(seqs))
    assert 0 < drawn < 150
    print(f"{drawn} of {MESSAGES} messages are drawn")


def test_reading_fifty_pages_draws_the_thread_as_often_as_it_doubles(running: Pretend, window: Open) -> None:
    at_desk = window()
    at_desk.forgiven.add("404")
    page = at_desk.opens(running.url)
    page.get_by_test_id("email").fill("robin@pretend.example")
    page.get_by_test_id("password").fill(PASSWORD)

    with counted(page) as counts:
        page.get_by_test_id("sign-in").click()
        page.get_by_test_id("conversation-tab").click()
        all_there(page)

    assert counts.calls["saidOf"] < 4 * MESSAGES, "the thread is put together a handful of times, not once a page"
    assert counts.calls["MessageView"] < 1.2 * MESSAGES, "no message is drawn anew because others came"
    print(f"drawn {counts.calls['ThreadView']} times, {counts.calls['MessageView']} messages")


def test_given_one_message_more_then_no_more_than_three_rows_are_drawn(running: Pretend, window: Open) -> None:
    page = opened(running, window)
    all_there(page)
    page.wait_for_timeout(300)  # for what is still being laid out

    with counted(page) as counts:
        running.does("say", id=ONE, words="and one more")
        expect(page.get_by_test_id("message").last).to_contain_text("and one more")
        expect(page.get_by_test_id("message").last).to_be_in_viewport()

    assert 1 <= counts.calls["MessageView"] <= 3
    assert counts.calls["Chunk"] <= 2
    assert counts.layouts < 40
    print(f"{counts.calls['MessageView']} rows, {counts.calls['Chunk']} chunks, {counts.layouts} layouts")


def test_from_the_end_to_the_first_message_and_back(running: Pretend, window: Open) -> None:
    page = opened(running, window)
    all_there(page)
    thread, messages = page.get_by_test_id("thread"), page.get_by_test_id("message")

    thread.hover()
    for _ in range(12):
        page.mouse.wheel(0, -700)
        page.wait_for_timeout(40)  # as a hand would
        assert page.evaluate(_READ) is not None, "there is something to read wherever one stops"
    expect(page.get_by_test_id("to-newest")).to_be_visible()
    thread.focus()
    page.keyboard.press("Home")
    expect(messages.first).to_be_in_viewport()
    assert page.evaluate(_DRAWN) < 200

    page.get_by_test_id("to-newest").click()

    expect(messages.last).to_be_in_viewport()
    expect(page.get_by_test_id("to-newest")).to_have_count(0)
    expect(thread).to_be_focused()


def test_what_one_reads_stays_in_its_place_while_earlier_messages_come(running: Pretend, window: Open) -> None:
    at_desk = window()
    held: list[Route] = []
    open_gate: list[bool] = []

    def hold(route: Route) -> None:
        # Everything but what is nearest to the end waits.
        if open_gate or "after=49" in route.request.url or "after=50" in route.request.url:
            route.continue_()
        else:
            held.append(route)

    at_desk.context.route("**/messages?*", hold)
    page = opened(running, lambda **_: at_desk)
    expect(page.get_by_test_id("earlier-messages")).to_have_count(1)
    page.get_by_test_id("thread").hover()
    page.mouse.wheel(0, -1500)
    expect(page.get_by_test_id("to-newest")).to_be_visible()
    page.wait_for_timeout(300)
    before = page.evaluate(_READ)

    open_gate.append(True)
    for route in held:
        route.continue_()
    all_there(page)

    seq, top = page.evaluate(_READ)
    assert (seq, abs(top - before[1]) <= 2) == (before[0], True)


def test_given_an_answer_then_it_shows_wherever_one_was_reading(running: Pretend, window: Open) -> None:
    page = opened(running, window)
    all_there(page)
    page.get_by_test_id("thread").hover()
    page.mouse.wheel(0, -3000)
    expect(page.get_by_test_id("to-newest")).to_be_visible()

    page.get_by_test_id("composer").fill("here I am")
    page.get_by_test_id("send").click()

    expect(page.get_by_test_id("message").last).to_contain_text("here I am")
    expect(page.get_by_test_id("message").last).to_be_in_viewport()
