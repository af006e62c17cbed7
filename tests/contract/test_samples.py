"""Payloads as providers and AWS really send them go through the code that reads them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.relay.forwarding import Relay
from functions.webhooks.front_door import FrontDoor
from infra.catalogue import FUNCTIONS
from shared.channels.twilio.door import form_pairs, inbound_message, receipt_fields
from shared.contracts.alerts import alerts_for
from shared.contracts.events import event_for
from shared.contracts.queues import IngressEnvelope, Receipt
from shared.contracts.workflow import definition
from shared.domain.clockwork import RandomIds, SystemClock
from shared.domain.inbound import InboundMessage
from shared.domain.keywords import Consent, consent_in
from shared.security.blind_index import message_key
from shared.security.ingress import IngressOpener
from tests.unit.builders import NOON
from tests.unit.outlets import Outlets
from tests.unit.wire import ingress_public_key, ingress_unwrap

SAMPLES = Path(__file__).parents[2] / "events" / "samples"


def form(name: str) -> dict[str, str]:
    return dict(form_pairs((SAMPLES / f"{name}.form").read_bytes()))


def event(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text())
    return document


def numbers(text: str) -> Iterator[str]:
    for part in text.replace("%2B", "+").split("+1")[1:]:
        digits = part[:10]
        if digits.isdigit():
            yield digits


def test_every_number_in_a_sample_is_fictitious() -> None:
    for path in SAMPLES.iterdir():
        text = path.read_text()
        assert all(number.startswith("20255501") for number in numbers(text)), path.name


def test_a_sms_is_read() -> None:
    message = inbound_message(form("twilio-sms"), NOON)
    assert (message.line, message.sender) == ("+12025550100", "+12025550142")
    assert message.text == "Hi, I don't know who else to text 😔 & it's 2 a.m."
    assert message.media == ()


def test_a_mms_without_words_is_read() -> None:
    message = inbound_message(form("twilio-mms"), NOON)
    assert message.text == ""
    assert [url.rsplit("/", 1)[1][:2] for url in message.media] == ["ME", "ME"]


def test_a_stop_that_the_carrier_has_answered_is_read() -> None:
    message = inbound_message(form("twilio-opt-out"), NOON)
    assert (message.carrier_opt_out, consent_in(message.text)) == ("STOP", Consent.OPT_OUT)


def test_a_receipt_is_read() -> None:
    assert receipt_fields(form("twilio-status"))[1:] == ("undelivered", "30003")


class FakeSqs:
    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def send_message(self, **message: Any) -> None:
        self.sent.append(message)


class FixedSecret:
    """The secret a deployment holds, without Secrets Manager."""

    def __init__(self, value: dict[str, Any]) -> None:
        self._value = value

    def value(self, *, newer_than: float = 0) -> dict[str, Any]:
        return self._value


@pytest.fixture
def sqs() -> FakeSqs:
    return FakeSqs()


@pytest.fixture
def door(sqs: FakeSqs) -> FrontDoor:
    account = form("twilio-sms")["AccountSid"]
    ingress: Any = FixedSecret(
        {
            "group_key": base64.b64encode(bytes(32)).decode(),
            "public_key": base64.b64encode(ingress_public_key()).decode(),
        }
    )
    providers: Any = FixedSecret({"twilio": {account: {"auth_tokens": ["12345"]}}})
    return FrontDoor(
        sqs,
        ingress,
        providers,
        SystemClock(),
        RandomIds(),
        lambda _: None,
        public_url="https://line.example.org",
        inbound_queue="inbound",
        receipts_queue="receipts",
        quarantine_queue="quarantine",
    )


def test_a_message_as_api_gateway_hands_it_over_is_genuine_and_sealed(door: FrontDoor, sqs: FakeSqs) -> None:
    assert door.answer(event("http-twilio-sms"))["statusCode"] == 200
    (sent,) = sqs.sent
    envelope = IngressEnvelope.from_json(sent["MessageBody"])
    opened = InboundMessage.from_bytes(IngressOpener(ingress_unwrap).open(envelope.sealed, envelope.message_key))
    assert opened.text == form("twilio-sms")["Body"]


def test_a_receipt_as_api_gateway_hands_it_over_names_its_attempt(door: FrontDoor, sqs: FakeSqs) -> None:
    assert door.answer(event("http-twilio-status"))["statusCode"] == 200
    (sent,) = sqs.sent
    receipt = Receipt.from_json(sent["MessageBody"])
    assert (receipt.attempt, receipt.status) == ("con_01kah3.5.1", "undelivered")


def test_the_inbound_queues_batch_holds_envelopes_under_their_own_keys() -> None:
    records = event("sqs-fifo-inbound")["Records"]
    envelopes = [IngressEnvelope.from_json(record["body"]) for record in records]
    assert [one.message_key for one in envelopes] == [r["attributes"]["MessageDeduplicationId"] for r in records]
    sms = form("twilio-sms")
    assert envelopes[0].message_key == message_key("twilio", sms["AccountSid"], sms["MessageSid"])


def test_a_stream_batch_is_forwarded_without_its_ciphertext() -> None:
    batch, outlets = event("dynamodb-stream"), Outlets()
    Relay(outlets, outlets, facts_topic="facts", deliver_queue="deliver").forward(batch["Records"])
    assert [one.kind for one in outlets.notices("push")] == [
        "opened",
        "message",
        "risk",
        "transition",
        "message",
        "transition",
        "delivery",
    ]
    events = [event_for(notice) for notice in outlets.notices("publish")]
    assert [one.detail_type for one in events if one] == [
        "conversation.message.inbound",
        "conversation.tag.updated",
        "conversation.created",
        "conversation.message.outbound",
        "conversation.assigned",
    ]
    calls = [(one.kind, one.user_id) for notice in outlets.notices("notify") for one in alerts_for(notice)]
    assert calls == [("risk_raised", None)]
    assert [task.seq for task in outlets.tasks()] == [5]
    images = [record["dynamodb"]["NewImage"] for record in batch["Records"]]
    sealed = [image[name]["B"] for image in images for name in ("content", "words") if name in image]
    assert len(sealed) == 3
    assert not any(one in json.dumps(outlets.sent) for one in [*sealed, "+12025550100"])


def test_what_the_workflow_asks_for_is_what_its_definition_sends() -> None:
    states = definition()["States"]
    for sample, state in (("workflow-wait", "queued"), ("workflow-hook", "route_message: announce_waiting")):
        asked, sent = event(sample), states[state]["Parameters"]
        payload = sent.get("Payload", sent)
        assert set(asked) == {name.removesuffix(".$") for name in payload}
        assert {name: asked[name] for name in payload if not name.endswith(".$")} == {
            name: value for name, value in payload.items() if not name.endswith(".$")
        }


def test_a_schedule_names_a_job_there_is() -> None:
    jobs = {job.name for row in FUNCTIONS for job in row.jobs}
    assert event("schedule-sweep")["job"] in jobs


def test_a_websocket_connect_brings_its_ticket_in_the_query() -> None:
    connect = event("websocket-connect")
    assert connect["requestContext"]["routeKey"] == "$connect"
    assert set(connect["queryStringParameters"]) == {"ticket"}
    assert connect["requestContext"]["connectionId"]
