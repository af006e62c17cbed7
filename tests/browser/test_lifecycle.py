"""The lifecycle by its buttons: handing over, calling for help, wrapping up; and the supervisor's floor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.desk import Console
from tests.browser.shots import shoot
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]

ROSA, SAM, VERA = "rosa@harbor.example", "sam@harbor.example", "vera@harbor.example"
Open = Callable[..., Window]


def _at_work(line: Line, window: Window, email: str) -> Console:
    console = Console(line, window)
    console.signs_in(email)
    console.is_live()
    return console


def _talks_with(console: Console, words: str) -> None:
    console.part("next-texter").click()
    expect(console.message(words)).to_be_visible()


def test_a_responder_hands_a_texter_to_a_colleague_who_accepts(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder, sam: Responder
) -> None:
    sam.get("/api/responders")  # he is there
    rosas, sams = _at_work(line, window(), ROSA), _at_work(line, window(), SAM)
    conversation_id = vera.finds(words := texters().writes("can we talk"))
    _talks_with(rosas, words)

    rosas.part("move-transfer_to_responder").click()
    rosas.page.get_by_label("Sam Okafor").check()
    rosas.page.get_by_label("Note for whoever takes over").fill(texters.mark("she prefers short texts"))
    rosas.part("confirm-move").click()
    expect(rosas.part("state")).to_have_attribute("data-state", "transferred")

    sams.part("alert").filter(has_text="offers you").get_by_test_id("open-alert").first.click()
    sams.part("move-accept_transfer").click()
    expect(sams.message(words)).to_be_visible()
    expect(sams.part("state")).to_have_attribute("data-state", "active")
    eventually(lambda: vera.conversation(conversation_id)["responderId"] == sam.id, "Sam owns it")
    sam.closes(conversation_id)
    # Rosa's page asks once more for what is no longer hers, and the browser notes the 404.
    rosas.forgives("404")


def test_a_police_dispatch_is_asked_for_confirmed_by_a_supervisor_and_resolved(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    rosas, veras = _at_work(line, window(), ROSA), _at_work(line, window(), VERA)
    conversation_id = vera.finds(words := texters().writes("somebody is at my door with a knife"))
    _talks_with(rosas, words)

    rosas.part("move-escalate_to_police").click()
    rosas.page.get_by_label("Where is the texter?").fill(texters.mark("12 Quay Street"))
    rosas.part("confirm-move").click()
    expect(rosas.part("escalation-banner")).to_have_attribute("data-status", "pending_confirmation")

    veras.part("alert").filter(has_text="second person").get_by_test_id("open-alert").first.click()
    veras.part("confirm-dispatch").click()
    expect(rosas.part("escalation-banner")).to_have_attribute("data-status", "contacted")
    expect(rosas.part("escalation-service")).to_contain_text("simulated")

    rosas.part("move-resolve_police_escalation").click()
    rosas.page.get_by_label("What came of it?").fill(texters.mark("officers are with her"))
    rosas.part("confirm-move").click()
    expect(rosas.part("state")).to_have_attribute("data-state", "active")
    assert vera.moves_of(conversation_id)[-1] == "resolve_police_escalation"
    rosa.closes(conversation_id)


def test_a_supervisor_whispers_and_only_the_responder_reads_it(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    rosas, veras = _at_work(line, window(), ROSA), _at_work(line, window(), VERA)
    conversation_id = vera.finds(words := texters().writes("hello"))
    _talks_with(rosas, words)

    veras.part("work-item").filter(has_text="Rosa Delgado").first.click()
    veras.part("whisper").fill(note := texters.mark("ask about tonight"))
    veras.part("send-whisper").click()

    whisper = rosas.message(note)
    expect(whisper).to_have_attribute("data-direction", "note")
    expect(whisper).to_contain_text("not sent to the texter")
    rosa.closes(conversation_id)


def test_wrapping_up_tags_risk_and_a_check_in(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    rosas = _at_work(line, window(), ROSA)
    conversation_id = vera.finds(words := texters().writes("school is too much"))
    _talks_with(rosas, words)

    rosas.part("tag-input").fill("school")
    rosas.part("add-tag").click()
    eventually(lambda: vera.conversation(conversation_id)["tags"] == ["school"], "the tag")
    rosas.part("move-begin_wrap_up").click()
    rosas.part("confirm-move").click()
    expect(rosas.part("state")).to_have_attribute("data-state", "wrap_up")
    rosas.part("move-schedule_follow_up").click()
    rosas.page.get_by_label("Message to the texter").fill(texters.mark("how are you today"))
    rosas.page.get_by_label("The texter agreed to be texted again").check()
    rosas.part("confirm-move").click()

    eventually(lambda: vera.state_of(conversation_id) == "follow_up_scheduled", "the plan")
    rosa.does(conversation_id, "follow-up/cancel")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_floor_fits_its_window(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder, width: int, scheme: str
) -> None:
    conversation_id = vera.finds(texters().writes("I want to kill myself and I have the pills here"))
    rosa.helps(conversation_id)
    rosa.does(conversation_id, "escalate", type="medical", urgency="immediate", location=texters.mark("home"))
    veras = _at_work(line, window(width=width, height=844, color_scheme=scheme), VERA)

    def picture(name: str) -> None:
        shoot(veras.page, f"{name}-{width}-{scheme}")

    if width < 600:  # one part of the line at a time
        veras.part("part-work").click()
    expect(veras.part("work-item").first).to_be_visible()
    picture("8-floor")
    veras.part("work-item").first.click()
    expect(veras.part("escalation-banner")).to_be_visible()
    picture("9-escalated")
    vera.does(conversation_id, "close", outcome=texters.mark("she is safe"))
