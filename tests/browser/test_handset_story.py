"""One person alone with the handset and a line: what each of its phones and switches does to a real conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Window
from tests.browser.desk import Handset
from tests.e2e.carrier import PretendCarrier
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, TexterFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]

Open = Callable[..., Window]
WELCOME = "You've reached Harbor Crisis Line"


def event(page: Page, words: str) -> Locator:
    return page.get_by_test_id("event").filter(has_text=words)


@pytest.fixture
def troubled_carrier(carrier: PretendCarrier) -> Iterator[PretendCarrier]:
    """The carrier with nothing on its way, to be told to fail by its page; well again after the test."""
    carrier.settle()
    yield carrier
    carrier.recover()


@pytest.fixture
def helped(line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder) -> tuple[Handset, str]:
    """A phone whose texter Rosa is talking with, and their conversation."""
    texter = texters()
    phone = Handset(line, window(), texter)
    phone.texts(words := texters.mark("hi is anyone there"))
    conversation = vera.finds(words)
    rosa.helps(conversation)
    expect(phone.bubble(WELCOME)).to_be_visible()
    phone.page.get_by_test_id("clear-log").click()  # what others did before
    return phone, conversation


def test_given_three_phones_when_each_texts_by_another_carrier_then_each_is_welcomed(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor
) -> None:
    page = window().opens(str(line.outputs["handset_url"]))
    partner, backup = line.outputs["partner"]["id"], line.outputs["aws"]["number"]
    lines = {texters().to: "Twilio", backup: "AWS", partner: "Partner"}
    said = []
    for index, (to, provider) in enumerate(lines.items()):
        if index:
            page.get_by_test_id("add-phone").click()
        phone = page.get_by_test_id("phone").nth(index)
        phone.get_by_test_id("number").fill(texters.number())
        phone.get_by_test_id("line").select_option(to)
        expect(phone).to_contain_text(f"via {provider}")
        said.append(texters.mark(f"by {provider}"))
        phone.get_by_test_id("composer").fill(said[-1])
        phone.get_by_test_id("send").click()
    for index, words in enumerate(said):
        phone = page.get_by_test_id("phone").nth(index)
        if phone.get_by_test_id("line").input_value() == backup:
            # What comes in by the backup is answered by the line it stands for, which is well.
            expect(phone).to_contain_text("A text came from Harbor Crisis Line.")
            phone.get_by_test_id("show-elsewhere").click()
        welcome = phone.locator('[data-testid=bubble][data-direction="outbound"]')
        expect(welcome.filter(has_text="You've reached")).to_have_count(1)
        assert vera.conversation(vera.finds(words))["state"] == "queued"
    expect(event(page, "Partner · text").first).to_contain_text("200")


def test_given_a_phone_is_off_when_the_responder_answers_then_the_answer_is_delivered_with_the_signal(
    helped: tuple[Handset, str], texters: TexterFactory, rosa: Responder
) -> None:
    phone, conversation = helped
    phone.page.get_by_test_id("signal-off").check()
    reply = rosa.replies(conversation, words := texters.mark("take your time"))
    expect(phone.page.get_by_test_id("phone-notice")).to_contain_text("1 text waits")
    rosa.sees_status(conversation, reply["id"], "sent")
    expect(phone.bubble(words)).to_have_count(0)

    phone.page.get_by_test_id("signal-on").check()
    expect(phone.bubble(words)).to_be_visible()
    rosa.sees_status(conversation, reply["id"], "delivered")


def test_given_a_landline_when_the_responder_answers_then_the_answer_is_undelivered(
    helped: tuple[Handset, str], texters: TexterFactory, rosa: Responder
) -> None:
    phone, conversation = helped
    phone.page.get_by_test_id("signal-landline").check()
    reply = rosa.replies(conversation, texters.mark("does this reach you"))
    rosa.sees_status(conversation, reply["id"], "undelivered")
    expect(phone.page.get_by_test_id("lost")).to_contain_text("30006")


def test_given_webhooks_come_twice_and_out_of_order_then_each_text_is_in_the_conversation_once(
    helped: tuple[Handset, str], texters: TexterFactory, rosa: Responder, troubled_carrier: PretendCarrier
) -> None:
    phone, conversation = helped
    (opening,) = rosa.words_in(conversation)
    phone.page.get_by_test_id("fault-inbound_duplicated").click()
    expect(phone.page.get_by_test_id("running")).to_contain_text("Webhook twice")
    phone.texts(first := texters.mark("it happened again"))
    expect(event(phone.page, "(twice)")).to_have_count(2)
    phone.page.get_by_test_id("fault-inbound_reordered").click()
    expect(phone.page.get_by_test_id("running")).to_contain_text("out of order")
    phone.texts(overtaken := texters.mark("one"))
    phone.texts(passing := texters.mark("two"))
    expect(event(phone.page, "text (out of order)")).to_contain_text("200")
    phone.texts(last := texters.mark("are you there"))

    words: list[str] = []
    while last not in words:
        words = rosa.words_in(conversation)
    assert words == [opening, first, passing, overtaken, last]


def test_given_a_wrong_signature_then_the_phone_and_the_log_show_that_the_line_refused_it(
    helped: tuple[Handset, str], texters: TexterFactory, rosa: Responder, troubled_carrier: PretendCarrier
) -> None:
    phone, conversation = helped
    phone.page.get_by_test_id("fault-inbound_forged").click()
    expect(phone.page.get_by_test_id("running")).to_contain_text("Wrong signature")
    phone.texts(words := texters.mark("who says it was me"))
    expect(phone.page.get_by_test_id("bubble").filter(has_text=words)).to_contain_text("not accepted (403)")
    expect(event(phone.page, "(signature wrong)")).to_contain_text("403")
    assert words not in rosa.words_in(conversation)


def test_given_the_carrier_refuses_a_send_for_now_then_the_log_shows_it_tried_again_and_the_text_arrives_once(
    helped: tuple[Handset, str], texters: TexterFactory, rosa: Responder, troubled_carrier: PretendCarrier
) -> None:
    phone, conversation = helped
    phone.page.get_by_test_id("fault-rate_limited").click()
    expect(phone.page.get_by_test_id("running")).to_contain_text("Too many requests")
    rosa.replies(conversation, words := texters.mark("we are with you"))
    expect(phone.bubble(words)).to_have_count(1)
    expect(event(phone.page, "POST Messages.json").filter(has_text="429")).to_have_count(1)
    expect(phone.page.get_by_test_id("faults-state")).to_have_text("All is well.")


def test_a_picture_is_answered_and_stop_ends_it(helped: tuple[Handset, str], vera: Supervisor) -> None:
    phone, conversation = helped
    phone.page.get_by_test_id("quick-picture").click()
    expect(phone.bubble("We can't see pictures here")).to_be_visible()
    phone.page.get_by_test_id("quick-stop").click()
    expect(phone.bubble("You won't get any more texts")).to_be_visible()
    vera.sees_state(conversation, "closed")
