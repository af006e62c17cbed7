"""One text's whole way: in, to a responder, back out, receipted, closed; and the events the bus hears of it."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from tests.conftest import REPOSITORY
from tests.e2e.carrier import PretendCarrier
from tests.e2e.event_tap import EventTap
from tests.e2e.line import Line
from tests.e2e.people import CRISIS, Responder, Supervisor, TexterFactory
from tests.e2e.problems import problem
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

SCHEMAS = REPOSITORY / "events" / "schemas"
TOLD = {
    "conversation.created",
    "conversation.assigned",
    "conversation.message.inbound",
    "conversation.message.outbound",
}


def twilio_client(line: Line) -> Client:
    """Twilio's own SDK, with nothing changed but the host it talks to."""
    carrier_url = str(line.outputs["carrier_url"])

    class ToThePretendCarrier(TwilioHttpClient):  # type: ignore[misc]
        def request(self, method, url, *args, **kwargs):  # type: ignore[no-untyped-def]
            return super().request(method, url.replace("https://api.twilio.com", carrier_url), *args, **kwargs)

    return Client(line.account_sid, line.auth_token, http_client=ToThePretendCarrier())


@pytest.mark.usefixtures("nobody_waits")
def test_a_texter_is_heard_answered_and_closed(
    line: Line,
    texters: TexterFactory,
    carrier: PretendCarrier,
    vera: Supervisor,
    rosa: Responder,
    event_tap: EventTap,
) -> None:
    texter = texters(CRISIS)

    words = texter.writes("I need to talk to someone")
    conversation_id = vera.finds(words)
    queued = rosa.conversation(conversation_id)
    assert (queued["state"], queued["position"], queued["programId"]) == ("queued", 1, CRISIS)
    assert rosa.queue()["depth"] == 1

    taken = rosa.presses_next()
    assert taken.status_code == 200
    assert taken.json()["id"] == conversation_id
    assert (taken.json()["state"], taken.json()["responderId"]) == ("active", rosa.id)
    assert taken.json()["reason"]
    assert rosa.queue()["depth"] == 0
    assert rosa.words_in(conversation_id) == [words]

    answer = texters.mark("I am Rosa, I am here with you")
    reply = rosa.replies(conversation_id, answer)
    assert (reply["direction"], reply["senderId"]) == ("outbound", rosa.id)

    at_the_phone = carrier.receives(texter.number, answer)
    read_back = twilio_client(line).messages(at_the_phone["sid"]).fetch()
    assert (read_back.body, read_back.to, read_back.from_) == (answer, texter.number, texter.to)

    rosa.sees_status(conversation_id, reply["id"], "delivered")

    closed = rosa.closes(conversation_id)
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    again = problem(rosa.closes(conversation_id), 409, "illegal_transition")
    assert again["state"] == "closed"

    events = event_tap.hears(conversation_id, TOLD)
    outbound = [one["detail"] for one in events if one["detail-type"] == "conversation.message.outbound"]
    assert {one["responderId"] for one in outbound} == {None, rosa.id}  # the welcome, and Rosa's


@pytest.mark.usefixtures("nobody_waits")
def test_the_reply_is_first_sent_and_then_delivered_by_the_carriers_receipts(
    texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    conversation_id = vera.finds(texters().writes("are you there"))
    rosa.helps(conversation_id)

    reply = rosa.replies(conversation_id, texters.mark("yes"))

    order = ["queued", "sending", "sent", "delivered"]
    seen = [reply["status"]]

    def delivered() -> bool:
        status = rosa.status_of(conversation_id, reply["id"])
        if status != seen[-1]:
            seen.append(status)
        return status == "delivered"

    eventually(delivered, "the receipt", pause=0.02)
    assert seen == sorted(seen, key=order.index)


def test_the_bus_hears_ids_enums_and_counts_that_fit_the_published_schemas(
    texters: TexterFactory, vera: Supervisor, rosa: Responder, event_tap: EventTap
) -> None:
    texter = texters()
    conversation_id = vera.finds(words := texter.writes("nobody else may read this"))
    rosa.helps(conversation_id)
    answer = texters.mark("only you and I")
    rosa.replies(conversation_id, answer)

    events = event_tap.hears(conversation_id, TOLD)

    for event in events:
        schema = json.loads((SCHEMAS / f"{event['detail-type']}.json").read_text())
        jsonschema.validate(event["detail"], schema, format_checker=jsonschema.FormatChecker())
    said = json.dumps(events)
    assert not [word for word in (words.split() + answer.split()) if re.search(rf"\b{word}\b", said)]
    assert texter.number.lstrip("+") not in said
    assert texter.to.lstrip("+") not in said
