"""The handset's faults as switches, and its log, in a real browser. No line answers here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.phones import bubble, opened, part, phone, write
from tests.contract.handset_bench import late_providers, send
from tests.contract.pretend_bench import TEXTER, Bench

pytestmark = pytest.mark.browser

Open = Callable[..., Window]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with late_providers(tmp_path) as made:
        made.configure(console_url="http://127.0.0.1:8080/", chat_url="http://127.0.0.1:8080/chat/?program=prg_harbor")
        yield made


@pytest.fixture
def page(bench: Bench, window: Open) -> Page:
    return opened(bench, window())


def test_a_fault_is_switched_on_for_some_texts_counts_down_and_is_all_well_again(bench: Bench, page: Page) -> None:
    part(page, "amount").fill("2")
    too_many = part(page, "fault-rate_limited")
    too_many.click()
    expect(too_many).to_be_checked()
    expect(part(page, "running")).to_contain_text("Twilio: Too many requests2 texts left")

    with pytest.raises(AssertionError):
        send(bench, "twilio")
    expect(part(page, "running")).to_contain_text("1 text left")
    expect(part(page, "event").filter(has_text="POST Messages.json")).to_contain_text("429")

    part(page, "all-well").click()
    expect(part(page, "faults-state")).to_have_text("All is well.")
    expect(too_many).not_to_be_checked()
    expect(page.get_by_role("heading", name="Carrier faults")).to_be_focused()


def test_each_carriers_faults_are_its_own_and_each_is_stopped_alone(page: Page) -> None:
    part(page, "unit").select_option("until stopped")
    part(page, "fault-receipts_off").click()
    part(page, "provider-partner").check()
    expect(part(page, "fault-receipts_off")).not_to_be_checked()
    expect(part(page, "fault-opted_out")).to_be_hidden()
    part(page, "fault-inbound_lost").click()
    expect(part(page, "running").get_by_role("listitem")).to_have_count(2)

    part(page, "fault-inbound_lost").click()
    expect(part(page, "running").get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Stop Twilio: No receipts").click()
    expect(part(page, "faults-state")).to_have_text("All is well.")


def test_given_a_lost_webhook_then_the_phone_says_what_became_of_its_text(page: Page) -> None:
    part(page, "fault-inbound_lost").click()
    expect(part(page, "running")).to_contain_text("Lost webhook")
    write(phone(page), "hello")
    expect(bubble(phone(page), "hello")).to_contain_text("the line was not told")


def test_a_carrier_that_is_down_is_said_to_be_and_comes_back(bench: Bench, window: Open) -> None:
    at_the_desk = window()
    at_the_desk.forgiven.add("ERR_CONNECTION_REFUSED")
    page = opened(bench, at_the_desk)
    part(page, "unit").select_option("seconds")
    part(page, "amount").fill("3")
    part(page, "fault-down").click()
    expect(part(page, "trouble")).to_contain_text("is down, as told")
    write(phone(page), "is anybody there")
    expect(bubble(phone(page), "is anybody there")).to_contain_text("does not answer")
    expect(part(page, "trouble")).to_be_empty()
    expect(part(page, "events")).to_contain_text("Carrier down, for 3")


def test_the_log_shows_answers_without_words_and_copies_a_webhook_as_a_command(bench: Bench, window: Open) -> None:
    at_the_desk = window(permissions=["clipboard-read", "clipboard-write"])
    page = opened(bench, at_the_desk)
    bench.webhook.answer = 403
    write(phone(page, number=TEXTER), "a very private sentence")
    refused = part(page, "event").filter(has_text="Twilio · text")
    expect(refused).to_contain_text("403")
    expect(refused).to_have_attribute("data-bad", "true")
    expect(bubble(phone(page), "a very private sentence")).to_contain_text("not accepted (403)")
    log = part(page, "log").inner_text()
    assert "private" not in log
    assert TEXTER[1:] not in log

    part(refused, "copy-curl").click()
    expect(page.get_by_text("The command is in the clipboard.")).to_be_attached()
    command = page.evaluate("navigator.clipboard.readText()")
    assert command.startswith(f"curl --include {bench.webhook.url}/twilio")
    assert "X-Twilio-Signature" in command
