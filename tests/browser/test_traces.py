"""The policy that keeps foreign code out, and that nothing of a texter is left where others look."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.chat import ChatPage
from tests.browser.conftest import Window
from tests.browser.desk import Console, Handset
from tests.e2e.line import Line
from tests.e2e.people import TexterFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]

ROSA = "rosa@harbor.example"
Open = Callable[..., Window]

_INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
_KEPT = """async () => JSON.stringify([
    location.href, document.title, history.state, {...sessionStorage}, {...localStorage}, document.cookie, name,
    await Promise.all((await indexedDB.databases()).map(({name}) => new Promise((found) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => {
            const stores = [...opening.result.objectStoreNames];
            Promise.all(stores.map((store) => new Promise((rows) => {
                const all = opening.result.transaction(store).objectStore(store).getAll();
                all.onsuccess = () => rows([store, all.result]);
            }))).then((all) => { opening.result.close(); found([name, all]); });
        };
    }))),
    await caches.keys(),
    [...performance.getEntries()].map((one) => one.name),
])"""


class Overheard:
    """Everything that a page's windows say to others: in the browser's console, in addresses and in titles."""

    def __init__(self, window: Window) -> None:
        self.heard: list[str] = []
        window.context.on("console", lambda said: self.heard.append(said.text))
        window.context.on("weberror", lambda failed: self.heard.append(str(failed.error)))
        window.context.on("request", lambda request: self.heard.append(request.url))

    def looks_at(self, page: Page) -> None:
        """What is kept at this moment."""
        kept: str = page.evaluate(_KEPT)
        self.heard += [kept, page.url, page.title()]

    def of(self, secrets: list[str]) -> list[str]:
        """Which of them were heard."""
        everything = "\n".join(self.heard)
        return [one for one in secrets if one in everything]


@pytest.fixture
def overheard(window: Open) -> tuple[Window, Overheard]:
    one = window()
    return one, Overheard(one)


def ways_of_writing(number: str) -> list[str]:
    """A number as it is, as an address has it, and its own seven digits in whatever grouping."""
    return [number, number.replace("+", "%2B"), number[1:], number[2:], number[5:], f"{number[5:8]}-{number[8:]}"]


@pytest.mark.parametrize("page", ["console_url", "widget_url", "handset_url"])
def test_a_page_is_served_without_code_of_its_own_and_with_a_policy_that_allows_none(line: Line, page: str) -> None:
    answer = requests.get(str(line.outputs[page]), timeout=10)

    assert answer.status_code == 200
    assert _INLINE.findall(answer.text) == []
    policy = answer.headers["Content-Security-Policy"]
    said = {name: sources for name, _, sources in (one.strip().partition(" ") for one in policy.split(";"))}
    assert "unsafe" not in policy
    for rule in ("script-src", "style-src", "font-src"):
        assert said.get(rule, said["default-src"]) in ("'self'", "'none'")
    assert said["default-src"] in ("'none'", "'self'") and said["base-uri"] == "'none'"


def test_the_policy_stops_code_that_came_from_elsewhere_and_the_browser_tells(line: Line, window: Open) -> None:
    door = window()
    page = door.opens(str(line.outputs["console_url"]))
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.foreign = true'}))"
    )
    page.wait_for_timeout(300)

    assert page.evaluate("window.foreign") is None
    assert any("CSP: script-src" in one for one in door.complaints), "the other tests would have seen it"
    door.complaints.clear()


def test_after_a_whole_story_nothing_of_the_texter_is_left_in_the_browser(
    line: Line, window: Open, texters: TexterFactory, overheard: tuple[Window, Overheard]
) -> None:
    desk, ears = overheard
    texter = texters()
    phone = Handset(line, window(width=390), texter)
    phone.texts(words := texters.mark("my father must not see this"))
    console = Console(line, desk)
    console.signs_in(ROSA)
    console.is_live()
    expect(console.part("waiting-count")).to_have_text("1")
    console.part("next-texter").click()
    console.message(words).wait_for()
    ears.looks_at(console.page)

    console.replies(answer := texters.mark("nobody else reads it"))
    expect(console.message(answer)).to_have_attribute("data-status", "delivered")
    console.part("tag-input").fill("family")
    console.part("add-tag").click()
    expect(console.part("tag")).to_have_count(1)
    console.part("composer").fill(half := texters.mark("I will"))
    ears.looks_at(console.page)
    console.page.evaluate("location.hash = '#/account'")
    expect(console.part("account-name")).to_be_visible()
    ears.looks_at(console.page)
    console.page.reload()
    expect(console.part("account-name")).to_be_visible()
    ears.looks_at(console.page)
    console.part("leave-account").click()
    console.part("conversation-tab").first.click()
    console.message(words).wait_for()
    console.part("close-conversation").click()
    console.part("confirm-close").click()
    expect(console.part("composer")).to_have_count(0)
    console.part("sign-out").click()
    expect(console.part("email")).to_be_visible()
    ears.looks_at(console.page)

    secrets = [mark for mark in texters.marks if any(mark in said for said in (words, answer, half))]
    assert len(secrets) == 3
    assert ears.of([words, answer, half, *secrets, *ways_of_writing(texter.number)]) == []


def test_of_a_chat_nothing_is_said_in_addresses_titles_or_the_browsers_console(
    line: Line, texters: TexterFactory, overheard: tuple[Window, Overheard]
) -> None:
    tab, ears = overheard
    chat = ChatPage(line, tab)
    chat.is_live()
    chat.writes(words := texters.mark("he is in the next room"))
    expect(chat.message(words)).to_have_attribute("data-seq", "2")
    ears.heard += [
        chat.page.url,
        chat.page.title(),
        str(chat.page.evaluate("JSON.stringify([history.state, document.cookie])")),
    ]

    assert ears.of([words, *(mark for mark in texters.marks if mark in words)]) == []
