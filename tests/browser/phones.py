"""The handset's page without a line behind it, by what a person does with one of its phones."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Window
from tests.contract.pretend_bench import Bench


def opened(bench: Bench, window: Window) -> Page:
    page = window.opens(f"{bench.url}/handset")
    expect(page.get_by_test_id("line").locator("option")).to_have_count(4)
    return page


def part(where: Page | Locator, name: str) -> Locator:
    return where.get_by_test_id(name)


def phone(page: Page, index: int = 0, number: str | None = None, line: str | None = None) -> Locator:
    one = part(page, "phone").nth(index)
    if number is not None:
        part(one, "number").fill(number)
        part(one, "number").blur()
    if line is not None:
        part(one, "line").select_option(line)
    return one


def write(one: Locator, words: str) -> None:
    part(one, "composer").fill(words)
    part(one, "send").click()


def switch(one: Locator, state: str) -> None:
    part(one, f"signal-{state}").check()


def bubble(one: Locator, words: str) -> Locator:
    return part(one, "bubble").filter(has_text=words)
