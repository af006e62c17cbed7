"""The care of data, in a real browser: erasure by two people, emergency access, what is stuck or set aside."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.places import At, goes_to, pictures, with_words
from tests.e2e.people import TexterFactory
from tests.e2e.reef import AFFILIATE, Reef
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.browser


def test_a_texter_is_erased_by_two_people_and_the_receipt_is_there(at: At, reef: Reef, texters: TexterFactory) -> None:
    conversation = reef.sol.finds(reef.texter(texters).writes("please forget me afterwards"))
    reef.rey.helps(conversation)
    assert reef.rey.closes(conversation).ok

    sols = at("sol", "care", "closed")
    if len(reef.sol.get("/api/programs", limit=100)["items"]) > 1:
        sols.part("closed-program").select_option(reef.sol.conversation(conversation)["programId"])
    sols.page.locator(f"[data-testid=closed-conversation][data-id='{conversation}']").get_by_test_id(
        "open-closed"
    ).click()
    sols.part("data-hold").click()
    sols.part("data-reason").fill("a court asked")
    sols.part("confirm-hold").click()
    expect(sols.part("data-release")).to_be_visible()
    sols.part("data-erase").click()
    sols.part("data-reason").fill("they asked for it by telephone")
    sols.part("confirm-erase").click()
    expect(sols.page.get_by_role("dialog")).to_contain_text("is held")
    sols.forgives("409")
    sols.part("cancel-dialog").click()
    sols.part("data-release").click()
    sols.part("confirm-release").click()
    sols.part("data-erase").click()
    sols.part("data-reason").fill(why := f"they asked for it {secrets.token_hex(3)}")
    texters.marks.append(why)
    sols.part("confirm-erase").click()
    expect(sols.part("data")).to_contain_text("It was asked for")

    adas = at("ada", "care", "erasures")
    asked = with_words(adas, "erasure", why)
    expect(asked).to_have_attribute("data-status", "requested")
    pictures(adas, "erasures")
    # Who has it open is told that its content is gone.
    sols.forgives("410", from_now_on=True)
    asked.get_by_test_id("approve").click()
    adas.part("confirm-approve").click()
    which = adas.page.locator(f"[data-id='{asked.get_attribute('data-id')}']")
    # Messages that were under way have fifteen seconds to land.
    expect(which.get_by_test_id("receipt")).to_be_visible(timeout=120_000)
    with adas.page.expect_download() as download:
        which.get_by_test_id("receipt").click()
    receipt = json.loads(Path(download.value.path()).read_text())
    assert receipt["receipt"]["affiliateId"] == AFFILIATE
    goes_to(sols, "care", "erasures")
    expect(sols.part("erasures")).not_to_contain_text(why)


def test_an_admin_reads_in_an_emergency_and_everybody_sees_that_they_did(
    at: At, reef: Reef, texters: TexterFactory
) -> None:
    texter = reef.texter(texters)
    words = texter.writes("somebody should know where I am")
    conversation = reef.sol.finds(words)
    reef.rey.helps(conversation)
    assert reef.ada.ask("PUT", "/api/admin/settings", json={"adminsReadContent": False}).ok
    try:
        _reads_in_an_emergency(at, conversation, words)
    finally:
        assert reef.ada.ask("PUT", "/api/admin/settings", json={"adminsReadContent": True}).ok


def _reads_in_an_emergency(at: At, conversation: str, words: str) -> None:
    adas = at("ada", "care", "emergency")
    adas.part("glass-reason").fill("The police ask about somebody in danger")
    adas.part("glass-minutes").select_option("5")

    def opened() -> bool:
        # Until every function has heard that admins do not read here.
        adas.part("open-glass").click()
        adas.part("confirm-glass").click()
        answer = adas.page.locator("[data-testid=content-open], [data-testid=grant][data-active=true]")
        expect(answer.first).to_be_visible()
        return adas.part("content-open").count() == 0

    eventually(opened, "emergency access")
    adas.forgives("409")
    pictures(adas, "emergency")
    adas.part("leave-care").click()
    expect(adas.part("behind-glass")).to_be_visible()
    adas.page.locator(f"[data-testid=work-item][data-conversation='{conversation}']").click()
    expect(adas.message(words)).to_be_visible()

    sols = at("sol", "care", "emergency")
    expect(sols.part("grant").first).to_contain_text("The police ask about somebody in danger")
    expect(sols.part("open-glass")).to_have_count(0)
    goes_to(adas, "care", "emergency")
    adas.page.locator("[data-testid=grant][data-active=true]").first.get_by_test_id("end-glass").click()
    expect(adas.page.locator("[data-testid=grant][data-active=true]")).to_have_count(0)
    adas.part("leave-care").click()
    expect(adas.part("behind-glass")).to_have_count(0)


@pytest.mark.parametrize("name", ["stuck", "quarantine"])
def test_what_is_stuck_or_set_aside_can_be_looked_at(at: At, name: str) -> None:
    console = at("sol", "care", name)
    expect(console.part(name)).to_be_visible()
    pictures(console, name)


def test_a_responder_finds_none_of_it(at: At) -> None:
    console = at("rey", "care", "erasures")
    expect(console.part("next-texter")).to_be_visible()
    for name in ("care", "audit", "settings"):
        expect(console.part(f"nav-{name}")).to_have_count(0)
