"""What channels bring to the console: what sending takes, what became of it, who is writing, and carriers that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import requests
from playwright.sync_api import Locator, expect

from shared.domain.clockwork import SystemClock
from shared.operator.tenants import NewLine
from shared.store.breakers import Breakers
from shared.store.database import Database
from tests.browser.conftest import Window
from tests.browser.desk import Console
from tests.browser.shots import shoot
from tests.e2e.aws import PREFIX, Aws
from tests.e2e.carrier import PretendCarrier
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, Texter, TexterFactory
from tests.e2e.tide import AFFILIATE, BACKED_UP, BACKUP_NUMBER, CALM, Tide, settle
from tests.e2e.waiting import eventually
from tests.e2e.web_texter import WebTexter

pytestmark = pytest.mark.browser

DORA, IRIS, ROSA = "dora@tide.example", "iris@tide.example", "rosa@harbor.example"
#: US dollars for a segment of the calm program's line.
PRICE = 0.0083
Open = Callable[..., Window]


@pytest.fixture(scope="module")
def tide(line: Line, texters: TexterFactory) -> Tide:
    """The affiliate in a hurry, whose calm line has a price."""
    tide = settle(line, Aws(line))
    number = tide.text_from(texters, CALM).to
    with tide.as_operator():
        priced = NewLine("twilio", number, CALM, line.account_sid, segment_price=round(PRICE * 1_000_000))
        tide.tenants().line(AFFILIATE, priced)
    return tide


@pytest.fixture
def dora(tide: Tide) -> Iterator[Responder]:
    """A responder with nobody else to talk to."""
    dora = tide.responder("dora")
    dora.close_everything()
    yield dora
    dora.close_everything()


@pytest.fixture
def iris(tide: Tide) -> Supervisor:
    return tide.supervisor()


@pytest.fixture
def troubled_carrier(carrier: PretendCarrier) -> Iterator[PretendCarrier]:
    """The carrier with nothing on its way, to be told to fail; well again after the test."""
    carrier.settle()
    yield carrier
    carrier.recover()


def _at_work(line: Line, window: Window, email: str) -> Console:
    console = Console(line, window)
    console.signs_in(email)
    console.is_live()
    return console


def _helped(tide: Tide, texters: TexterFactory, dora: Responder) -> tuple[Texter, str, str]:
    """A texter Dora is helping, the conversation, and what they wrote first."""
    texter = tide.text_from(texters, CALM)
    conversation_id = tide.supervisor().finds(words := texter.writes("hello"))
    dora.helps(conversation_id)
    return texter, conversation_id, words


def _reads(console: Console, words: str) -> Locator:
    """Open the one conversation on the desk; what the texter wrote first."""
    console.part("conversation-tab").first.click()
    first = console.message(words)
    expect(first).to_be_visible()
    return first


def test_encoding_segments_and_price_are_shown_while_writing_and_a_long_text_leaves_as_two(
    line: Line, window: Open, tide: Tide, texters: TexterFactory, dora: Responder
) -> None:
    _, conversation_id, words = _helped(tide, texters, dora)
    eventually(lambda: dora.conversation(conversation_id)["segmentCost"] == PRICE, "the price")
    doras = _at_work(line, window(), DORA)
    _reads(doras, words)
    segments, price = doras.part("segments"), doras.part("price")
    expect(doras.part("channel")).to_have_text("SMS")

    doras.part("composer").fill(plain := "I am here. " * 8)
    expect(segments).to_have_attribute("data-encoding", "GSM-7")
    expect(segments).to_have_attribute("data-segments", "1")
    expect(price).to_contain_text("$0.0083")
    doras.part("composer").fill(plain + "\N{BLUE HEART}")
    expect(segments).to_have_attribute("data-encoding", "UCS-2")
    expect(segments).to_have_attribute("data-segments", "2")
    expect(price).to_contain_text("$0.0166")

    doras.part("composer").fill(texters.mark("one step at a time " * 81))
    expect(segments).to_have_attribute("data-segments", "11")
    expect(doras.part("messages")).to_contain_text("2 messages")
    doras.part("send").click()
    expect(doras.page.locator("[data-testid=message][data-direction=outbound]")).to_have_count(2)


def test_a_message_of_which_nobody_knows_is_decided_and_written_again(
    line: Line,
    window: Open,
    tide: Tide,
    texters: TexterFactory,
    dora: Responder,
    troubled_carrier: PretendCarrier,
) -> None:
    texter, _, words = _helped(tide, texters, dora)
    doras = _at_work(line, window(), DORA)
    _reads(doras, words)
    eventually(lambda: troubled_carrier.sent_to(texter.number), "the welcome")
    troubled_carrier.settle()
    troubled_carrier.fail("timeout_after_accept")
    troubled_carrier.fail("receipts_off")

    doras.replies(said := texters.mark("did this go"))
    _forgotten(line, troubled_carrier.receives(texter.number, said)["sid"])
    message = doras.message(said)
    expect(message).to_have_attribute("data-status", "unknown")
    expect(message.get_by_test_id("outcome-sent")).to_be_visible()
    message.get_by_test_id("outcome-not-sent").click()

    expect(message).to_have_attribute("data-status", "failed")
    expect(message.get_by_test_id("unknown-outcome")).to_have_count(0)
    message.get_by_test_id("write-again").click()
    expect(doras.part("composer")).to_have_value(said)
    expect(doras.part("composer")).to_be_focused()


def test_a_message_that_did_not_arrive_shows_the_carriers_code(
    line: Line,
    window: Open,
    tide: Tide,
    texters: TexterFactory,
    dora: Responder,
    troubled_carrier: PretendCarrier,
) -> None:
    texter, _, words = _helped(tide, texters, dora)
    doras = _at_work(line, window(), DORA)
    _reads(doras, words)
    eventually(lambda: troubled_carrier.sent_to(texter.number), "the welcome")
    troubled_carrier.settle()
    troubled_carrier.fail("undeliverable")

    doras.replies(said := texters.mark("are you still there"))

    expect(doras.message(said)).to_have_attribute("data-status", "undelivered")
    expect(doras.message(said).get_by_test_id("error-code")).to_contain_text("30003")
    expect(doras.message(said).get_by_test_id("write-again")).to_be_visible()


def test_what_is_being_written_stays_when_the_texter_opts_out_and_nothing_can_be_sent(
    line: Line, window: Open, tide: Tide, texters: TexterFactory, dora: Responder
) -> None:
    texter, conversation_id, words = _helped(tide, texters, dora)
    # While help is being called a conversation goes on after STOP.
    dora.does(conversation_id, "escalate", type="medical", location=texters.mark("home"))
    doras = _at_work(line, window(), DORA)
    _reads(doras, words)
    doras.part("composer").fill("I am glad that")

    texter.writes_exactly("STOP")

    expect(doras.part("opted-out")).to_be_visible()
    expect(doras.part("composer-refused")).to_be_visible()
    expect(doras.part("composer")).to_have_value("I am glad that")
    expect(doras.part("composer")).not_to_be_editable()
    texter.writes_exactly("START")
    expect(doras.part("opted-out")).to_have_count(0)
    expect(doras.part("composer")).to_be_editable()


def test_a_supervisor_sees_which_lines_are_down_and_which_send_in_their_place(
    line: Line, window: Open, tide: Tide, texters: TexterFactory, iris: Supervisor
) -> None:
    at_twilio = ("twilio", line.account_sid)
    backed_up = tide.text_from(texters, BACKED_UP).to
    with tide.as_operator():
        breakers = Breakers(Database(PREFIX), SystemClock())
        try:
            for _ in range(3):
                breakers.failed(at_twilio)
            irises = _at_work(line, window(), IRIS)
            saved = irises.part("carrier").filter(has_text=backed_up)
            alone = irises.part("carrier").filter(has_text=tide.text_from(texters, CALM).to)
            expect(saved).to_have_attribute("data-backup", BACKUP_NUMBER)
            expect(alone).to_contain_text("no backup line")
        finally:
            breakers.worked(at_twilio)
    eventually(lambda: {one["state"] for one in iris.get("/api/providers")["items"]} == {"closed"}, "all well")
    irises.page.reload()
    expect(irises.part("work")).to_be_visible()
    expect(irises.part("carrier")).to_have_count(0)


@pytest.mark.usefixtures("nobody_waits")
def test_both_sides_of_a_web_chat_see_the_other_one_writing(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    rosa.close_everything()
    chat = WebTexter(line, texters)
    conversation_id = vera.finds(words := chat.writes("hello from the web"))
    rosa.helps(conversation_id)
    rosas = _at_work(line, window(), ROSA)
    _reads(rosas, words)
    expect(rosas.part("channel")).to_have_text("Web chat")
    expect(rosas.part("segments")).to_have_count(0)
    ear = chat.listens()

    rosas.part("composer").press_sequentially("I am")
    ear.hears("typing")
    ear.says(action="typing")
    expect(rosas.part("texter-typing")).to_have_attribute("data-typing", "true")
    ear.leaves()


def test_a_responder_reports_abuse_and_a_supervisor_blocks_and_unblocks_the_sender(
    line: Line, window: Open, tide: Tide, texters: TexterFactory, dora: Responder, iris: Supervisor
) -> None:
    _, conversation_id, words = _helped(tide, texters, dora)
    doras = _at_work(line, window(), DORA)
    _reads(doras, words)

    doras.part("open-report-abuse").click()
    doras.part("report-abuse-reason").fill(texters.mark("insults me"))
    doras.part("save-report-abuse").click()
    expect(doras.part("abuse")).to_have_attribute("data-reported", "true")

    eventually(lambda: "abuse_reported" in iris.alerts_about(conversation_id), "the alert")
    irises = _at_work(line, window(), IRIS)
    irises.part("alert").filter(has_text="how a texter treats us").get_by_test_id("open-alert").first.click()
    irises.part("open-block").click()
    irises.part("block-reason").fill(texters.mark("insults, twice"))
    irises.part("save-block").click()
    expect(irises.part("abuse")).to_have_attribute("data-blocked", "true")
    assert iris.state_of(conversation_id) == "closed"
    blocked = irises.page.locator(f"[data-testid=blocked-sender][data-conversation='{conversation_id}']")
    expect(blocked).to_have_count(1)
    irises.part("part-people").click()
    blocked.get_by_test_id("unblock").click()
    expect(blocked).to_have_count(0)
    listed = iris.get("/api/admin/blocked-senders")["items"]
    assert conversation_id not in {one["conversationId"] for one in listed}
    # Ana's page asks once more for what is no longer hers, and the browser notes the 404.
    expect(doras.part("put-away")).to_be_visible()
    doras.forgives("404")


def test_earlier_conversations_are_read_once_it_is_the_same_person(
    line: Line, window: Open, tide: Tide, texters: TexterFactory, dora: Responder, iris: Supervisor
) -> None:
    texter, earlier, before = _helped(tide, texters, dora)
    dora.closes(earlier)
    conversation_id = iris.finds(words := texter.writes("it is me again"))
    dora.helps(conversation_id)
    doras = _at_work(line, window(), DORA)
    _reads(doras, words)
    expect(doras.part("earlier")).to_have_count(0)

    doras.part("same-person").click()
    doras.part("open-earlier").click()

    expect(doras.message(before)).to_be_visible()
    expect(doras.part("state")).to_have_attribute("data-state", "closed")
    expect(doras.part("composer")).to_have_count(0)
    # What has ended is not listened to, and the browser may note that it cannot be.
    doras.forgives("404")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_picture_a_long_text_and_an_opt_out_fit_their_window(
    line: Line,
    window: Open,
    tide: Tide,
    texters: TexterFactory,
    dora: Responder,
    width: int,
    scheme: str,
) -> None:
    texter, conversation_id, words = _helped(tide, texters, dora)
    dora.does(conversation_id, "escalate", type="medical", location=texters.mark("home"))
    doras = _at_work(line, window(width=width, height=844, color_scheme=scheme), DORA)
    _reads(doras, words)

    def picture(name: str) -> None:
        shoot(doras.page, f"{name}-{width}-{scheme}")

    photo = {"NumMedia": "1", "MediaUrl0": "https://media.example/1", "MediaContentType0": "image/jpeg"}
    seen = texter.writes("this is me", **photo)
    expect(doras.message(seen).get_by_test_id("attachments")).to_contain_text("Nobody can see it here")
    doras.part("composer").fill("one step at a time " * 81)
    picture("10-long-text")
    texter.writes_exactly("STOP")
    expect(doras.part("opted-out")).to_be_visible()
    picture("11-opted-out")


def _forgotten(line: Line, sid: str) -> None:
    """As if the carrier had never heard of the message."""
    carrier = f"{line.outputs['carrier_url']}/2010-04-01/Accounts/{line.account_sid}/Messages/{sid}.json"
    answer = requests.delete(carrier, auth=(line.account_sid, line.auth_token), timeout=10)
    assert answer.status_code == 204
