"""What colleagues write to each other, in real browsers: live, calm, and beside the work."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.places import At, goes_to, pictures, with_words
from tests.e2e.reef import Reef

pytestmark = pytest.mark.browser


def test_what_one_writes_the_other_sees_at_work_and_answers(at: At, reef: Reef) -> None:
    reys, sols = at("rey"), at("sol", "messages")
    said = f"Could you take Thursday night? {secrets.token_hex(3)}"
    sols.part("write-to").select_option(reef.rey.id)
    sols.part("write-to-open").click()
    sols.part("dm-text").fill(said)
    sols.part("dm-text").press("Enter")
    expect(with_words(sols, "dm", said)).to_have_attribute("data-mine", "true")

    expect(reys.part("nav-unread")).to_contain_text("1")
    reys.part("nav-messages").click()
    thread = reys.page.locator(f"[data-testid=thread][data-peer='{reef.sol.id}']")
    expect(thread).to_have_attribute("data-unread", "1")
    thread.click()
    expect(with_words(reys, "dm", said)).to_be_visible()
    expect(reys.part("nav-unread")).to_have_count(0)
    answer = f"Yes, gladly {secrets.token_hex(3)}"
    reys.part("dm-text").fill(answer)
    reys.part("dm-send").click()
    expect(reys.part("dm-text")).to_have_value("")
    expect(with_words(sols, "dm", answer)).to_be_visible()
    expect(sols.part("nav-unread")).to_have_count(0)
    pictures(reys, "messages")


def test_a_file_goes_with_a_message_and_is_fetched_by_the_other(at: At, reef: Reef) -> None:
    reys = at("rey", "messages", "with", reef.sol.id)
    name = f"plan-{secrets.token_hex(3)}.txt"
    words = f"the plan for tonight {name}".encode()
    reys.part("attach").set_input_files({"name": name, "mimeType": "text/plain", "buffer": words})
    expect(reys.part("attachment")).to_have_attribute("data-ready", "true")
    pictures(reys, "attachment")
    reys.part("dm-text").fill("Here it is")
    reys.part("dm-send").click()
    expect(reys.part("attachment")).to_have_count(0)

    sols = at("sol", "messages", "with", reef.rey.id)
    link = sols.part("talk").get_by_role("link", name=name)
    with sols.page.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_bytes() == words


def test_what_was_typed_is_still_there_after_looking_elsewhere(at: At, reef: Reef) -> None:
    reys = at("rey", "messages", "with", reef.sol.id)
    reys.part("dm-text").fill("not finished yet")
    goes_to(reys, "messages", "announcements")
    expect(reys.part("announcements")).to_be_visible()
    goes_to(reys, "messages", "with", reef.sol.id)
    expect(reys.part("dm-text")).to_have_value("not finished yet")


def test_an_announcement_is_seen_calmly_at_work_until_it_is_read_and_can_be_taken_back(at: At) -> None:
    reys, sols = at("rey"), at("sol", "messages", "announcements")
    said = f"The line opens at six tonight {secrets.token_hex(3)}"
    sols.part("new-announcement").click()
    sols.part("announce-text").fill(said)
    sols.part("announce").click()
    mine = with_words(sols, "announcement", said)
    expect(mine).to_have_attribute("data-read", "true")

    expect(reys.part("announced")).to_contain_text("new announcement")
    expect(reys.part("next-texter")).to_be_visible()
    reys.part("announced").get_by_role("link").click()
    theirs = with_words(reys, "announcement", said)
    theirs.get_by_test_id("mark-read").click()
    expect(theirs).to_have_attribute("data-read", "true")
    pictures(reys, "announcements")
    reys.part("leave-messages").click()
    expect(reys.part("announced")).to_have_count(0)

    mine.get_by_test_id("take-back").click()
    sols.part("confirm-take-back").click()
    expect(mine).to_have_count(0)
    goes_to(reys, "messages", "announcements")
    expect(theirs).to_have_count(0)
