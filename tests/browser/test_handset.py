"""The handset in a real browser: phones beside each other, and the page as a whole. No line answers here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from localstack.carrier.segments import count_segments
from tests.browser.axe import motions
from tests.browser.conftest import Window
from tests.browser.phones import bubble, opened, part, phone, switch, write
from tests.browser.shots import shoot
from tests.contract.handset_bench import late_providers, send
from tests.contract.pretend_bench import AWS_LINE, PARTNER, TEXTER, TWILIO_LINE, Bench

pytestmark = pytest.mark.browser

Open = Callable[..., Window]
SCHEMES, WIDTHS = ("light", "dark"), (1280, 390)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with late_providers(tmp_path) as made:
        made.configure(console_url="http://127.0.0.1:8080/", chat_url="http://127.0.0.1:8080/chat/?program=prg_harbor")
        yield made


@pytest.fixture
def page(bench: Bench, window: Open) -> Page:
    return opened(bench, window())


# --- phones --------------------------------------------------------------------------------------------------


def test_given_three_phones_when_each_texts_another_line_then_each_shows_its_own_thread(
    bench: Bench, page: Page
) -> None:
    for index, line in enumerate((TWILIO_LINE, AWS_LINE, PARTNER)):
        if index:
            part(page, "add-phone").click()
        write(phone(page, index, line=line), f"this is phone {index}")
    for index in range(3):
        expect(part(phone(page, index), "bubble")).to_have_count(1)
        expect(bubble(phone(page, index), f"this is phone {index}")).to_contain_text("accepted by the line")
    assert [one["provider"] for one in bench.messages(direction="inbound")] == ["twilio", "aws", "partner"]
    numbers = [part(phone(page, index), "number").input_value() for index in range(3)]
    assert len(set(numbers)) == 3
    assert all(number[-7:-2] == "55501" for number in numbers)


def test_given_a_phone_without_a_signal_when_it_comes_back_then_what_waited_on_either_side_arrives(
    bench: Bench, page: Page
) -> None:
    one = phone(page, number=TEXTER)
    switch(one, "off")
    send(bench, "twilio")
    write(one, "can you hear me")

    expect(bubble(one, "can you hear me")).to_contain_text("waits for a signal")
    expect(part(one, "phone-notice")).to_contain_text("1 text waits at the carrier")
    expect(bubble(one, "we are here")).to_have_count(0)
    assert bench.messages(direction="inbound") == []

    switch(one, "on")
    expect(bubble(one, "we are here")).to_be_visible()
    expect(bubble(one, "can you hear me")).to_contain_text("accepted by the line")
    expect(part(one, "phone-notice")).to_be_empty()


def test_given_a_landline_then_it_cannot_text_and_what_it_is_sent_is_undelivered(bench: Bench, page: Page) -> None:
    one = phone(page, number=TEXTER)
    switch(one, "landline")
    expect(part(one, "composer")).to_be_disabled()
    part(one, "quick-stop").click(force=True)
    send(bench, "twilio")
    expect(part(one, "lost")).to_contain_text("30006")
    assert bench.messages(direction="inbound") == []


def test_a_phone_that_goes_is_on_again_at_the_carrier_and_the_focus_stays_with_the_others(
    bench: Bench, page: Page
) -> None:
    part(page, "add-phone").click()
    second = phone(page, 1, number=TEXTER)
    switch(second, "off")
    expect(part(second, "phone-notice")).not_to_be_empty()
    part(second, "remove-phone").click()

    expect(part(page, "phone")).to_have_count(1)
    expect(part(phone(page), "composer")).to_be_focused()
    expect(part(page, "events")).to_contain_text("A phone is on")
    asked = {"numbers": [TEXTER], "after": 0}
    assert requests.post(f"{bench.url}/handset/now", json=asked, timeout=5).json()["phones"][0]["state"] == "on"


@pytest.mark.parametrize(
    ("number", "wrong"), [("12345", "Write it like"), (TWILIO_LINE, "line's own"), (TEXTER, "Another phone")]
)
def test_a_number_that_cannot_be_a_phones_says_why_and_texts_nobody(
    bench: Bench, page: Page, number: str, wrong: str
) -> None:
    phone(page, number=TEXTER)
    part(page, "add-phone").click()
    second = phone(page, 1, number=number)
    expect(second.get_by_role("alert")).to_contain_text(wrong)
    expect(part(second, "number")).to_have_attribute("aria-invalid", "true")
    write(second, "hello")
    expect(part(second, "number")).to_be_focused()
    assert bench.messages(direction="inbound") == []


def test_a_text_from_another_line_is_mentioned_and_shown_when_wanted(bench: Bench, page: Page) -> None:
    one = phone(page, number=TEXTER, line=TWILIO_LINE)
    send(bench, "aws")
    part(one, "show-elsewhere").click()
    expect(part(one, "line")).to_have_value(AWS_LINE)
    expect(bubble(one, "we are here")).to_be_visible()
    expect(part(one, "show-elsewhere")).to_be_hidden()


@pytest.mark.parametrize(
    "words", ["a", "a" * 160, "a" * 161, "€" * 81, "ж" * 70, "ж" * 71, "😀" * 36, "😀" * 67, "Grüße 🙏", "[x]" * 60]
)
def test_the_composer_counts_segments_as_the_carrier_does(page: Page, words: str) -> None:
    part(page, "composer").fill(words)
    segments = count_segments(words)
    expect(part(page, "count")).to_contain_text(f"· {segments} segment{'' if segments == 1 else 's'}")


def test_quick_texts_leave_at_once_and_a_picture_only_by_twilio(bench: Bench, page: Page) -> None:
    one = phone(page, line=AWS_LINE)
    part(one, "quick-picture").click(force=True)
    for word in ("stop", "help", "start"):
        part(one, f"quick-{word}").click()
        expect(bubble(one, word.upper())).to_contain_text("accepted by the line")
    part(one, "line").select_option(TWILIO_LINE)
    part(one, "quick-picture").click()
    expect(one.get_by_role("img", name="A pretend picture")).to_be_visible()
    expect(part(one, "bubble")).to_contain_text("accepted by the line")
    *_, picture = bench.messages(direction="inbound")
    assert [one["body"] for one in bench.messages(direction="inbound")] == ["STOP", "HELP", "START", ""]
    assert picture["mediaUrls"] == [f"{bench.url}/handset/pretend-picture.png"]


def test_a_sample_is_put_into_the_composer_for_a_person_to_send(bench: Bench, page: Page) -> None:
    samples = part(page, "quick-samples")
    samples.press("Enter")
    expect(part(page, "sample").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(part(page, "samples")).to_be_hidden()
    expect(samples).to_be_focused()

    samples.press("Enter")
    part(page, "sample").filter(has_text="I don't know where to go tonight").click()
    expect(part(page, "composer")).to_have_value("I don't know where to go tonight")
    expect(part(page, "composer")).to_be_focused()
    expect(samples).to_have_attribute("aria-expanded", "false")
    assert bench.messages(direction="inbound") == []


def test_the_page_keeps_nothing_and_says_nothing_of_a_phone_in_its_address_or_title(page: Page) -> None:
    write(phone(page, number=TEXTER), "hello")
    expect(bubble(phone(page), "hello")).to_be_visible()
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie.length]") == [0, 0, 0]
    assert page.url.endswith("/handset")
    assert page.title() == "Pretend handset — local cloud only"
    page.reload()
    expect(part(page, "number")).not_to_have_value(TEXTER)


# --- the page as a whole -------------------------------------------------------------------------------------


def test_the_page_leads_to_the_console_and_the_chat(page: Page) -> None:
    links = page.get_by_role("navigation", name="Holdfast").get_by_role("link")
    expect(links).to_have_count(3)
    assert links.nth(0).get_attribute("href") == "http://127.0.0.1:8080/"


def test_everything_can_be_done_by_keyboard(bench: Bench, page: Page) -> None:
    part(page, "add-phone").press("Enter")
    second = phone(page, 1)
    expect(part(second, "composer")).to_be_focused()
    page.keyboard.type("by keyboard")
    page.keyboard.press("Enter")
    expect(bubble(second, "by keyboard")).to_contain_text("accepted by the line")
    expect(part(second, "composer")).to_be_focused()
    part(second, "signal-on").press("ArrowRight")
    expect(part(second, "signal-off")).to_be_checked()
    expect(part(second, "phone-notice")).to_contain_text("No signal")
    part(page, "fault-server_error").press("Space")
    expect(part(page, "fault-server_error")).to_be_checked()
    part(page, "side-toggle").press("Enter")
    expect(part(page, "faults")).to_be_hidden()


def test_on_a_telephone_phones_and_panels_are_tabs_that_say_what_is_new(bench: Bench, window: Open) -> None:
    page = opened(bench, window(width=390, height=844))
    first = phone(page, number=TEXTER, line=TWILIO_LINE)
    part(page, "add-phone").click()
    expect(first).to_be_hidden()
    send(bench, "twilio")
    tabs = page.get_by_role("tab")
    expect(tabs.first).to_have_text("Phone 1 1 new")
    tabs.nth(1).press("ArrowLeft")
    expect(tabs.first).to_be_focused()
    expect(bubble(first, "we are here")).to_be_visible()
    expect(tabs.first).to_have_text("Phone 1")
    page.keyboard.press("End")
    expect(part(page, "log")).to_be_visible()
    expect(first).to_be_hidden()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_part_of_the_page_fits_and_nothing_is_found_to_be_hard_to_use(
    bench: Bench, window: Open, width: int, scheme: str
) -> None:
    view = window(width=width, height=800 if width > 600 else 844, color_scheme=scheme, reduced_motion="reduce")
    page = opened(bench, view)

    def picture(name: str) -> None:
        shoot(page, f"handset-{name}-{width}-{scheme}")

    write(phone(page, number=TEXTER), "I don't know where to go tonight")
    send(bench, "twilio")
    expect(bubble(phone(page), "we are here")).to_be_visible()
    part(page, "quick-picture").click()
    part(page, "composer").fill("I can’t talk long 😟 I am at a friend's until ten and after that I do not know")
    picture("1-thread")
    part(page, "quick-samples").click()
    picture("2-samples")
    page.keyboard.press("Escape")
    part(page, "add-phone").click()
    second = phone(page, 1, line=AWS_LINE)
    switch(second, "off")
    write(second, "is anyone there")
    expect(part(second, "phone-notice")).to_contain_text("No signal")
    picture("3-no-signal")
    part(page, "add-phone").click()
    phone(page, 2, number=TEXTER)
    picture("4-wrong-number")
    if width < 600:
        part(page, "tab-faults").click()
    part(page, "fault-rate_limited").click()
    part(page, "fault-inbound_forged").click()
    expect(part(page, "running").get_by_role("listitem")).to_have_count(2)
    picture("5-faults")
    if width < 600:
        part(page, "tab-log").click()
    picture("6-log")
    assert motions(page) == []
