"""The contract with partners, both ways: as the document says it, as the API description says it, as it goes out."""

from __future__ import annotations

import json
import re
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from shared.channels.guarded_http import GuardedHttp
from shared.channels.outbound import Accepted, Answer, CannotTell, OutboundMessage, Refused, TryLater
from shared.channels.partner import door
from shared.channels.partner import sender as partner_sender
from shared.channels.partner.sender import PartnerProvider
from shared.contracts.partner_api import PartnerMessage, PartnerStatus
from shared.domain.errors import InvalidInput
from tests.contract.receiver import Act, Receiver, answering, certified, hanging_up, receiving, silent
from tests.unit.builders import NOON, SetClock, http_event
from tests.unit.front_door_house import House
from tests.unit.partner import MESSAGE, STATUS

# Everything here stays on loopback.
pytestmark = pytest.mark.enable_socket

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "partners.md").read_text()
SECRETS = ["the-newest-secret", "the-partners-secret"]
OUTBOUND = OutboundMessage("harborapp", "user-5521", "I am here ✓", "con_1.5.2", "req-1")


def example() -> dict[str, Any]:
    """The document's own code, as a partner would take it over."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, "partners.md", "exec"), names)
    return names


def a_house(*secrets: str) -> House:
    house = House()
    house.secrets.others = {"partner": {"harborapp": {"secrets": list(secrets), "url": "https://harborapp.example"}}}
    return house


# --- inbound --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sample", "queue"), [("http-partner-message", "inbound"), ("http-partner-status", "receipts")]
)
def test_a_request_as_api_gateway_hands_it_over_is_taken(sample: str, queue: str) -> None:
    house = a_house("the-partners-secret")
    event = json.loads((ROOT / "events" / "samples" / f"{sample}.json").read_text())
    assert house.knock(event)["statusCode"] == 200
    assert [one["QueueUrl"] for one in house.sqs.sent] == [queue]


def test_what_the_documents_example_signs_is_taken_under_either_secret() -> None:
    for known, used in ((SECRETS, SECRETS[1:]), (SECRETS[1:], SECRETS), (SECRETS, SECRETS)):
        house = a_house(*known)
        house.clock.go_on(seconds=(datetime.now(UTC) - NOON).total_seconds())
        body = json.dumps(MESSAGE).encode()
        headers = {"X-Signature": example()["sign"](used, body)}
        assert (
            house.knock(http_event("POST", "/api/webhooks/partner/harborapp", body=body, headers=headers))["statusCode"]
            == 200
        )


def test_the_documents_own_bodies_are_what_the_door_reads() -> None:
    bodies = [json.loads(one) for one in re.findall(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)]
    written, ours, status = bodies
    assert door.inbound_message(written, "harborapp", NOON).text == written["message"]
    assert set(ours) == {"id", "to", "message", "timestamp", "attempt"}
    receipt = door.receipt(status)
    assert receipt is not None
    assert (receipt.attempt, receipt.error_code) == (ours["id"], "user_gone")


STRANGE = (None, "", 17, True, [], {}, "x" * 201, "x" * 10_001)
ISO = ("2025-11-20T12:00:00Z", "2025-11-20T12:00:00.5+01:00", "2025-11-20T12:00:00", "2025-11-20", "soon")
TIMES = (0, -1, 1.5, 1e12, True, *ISO)
WORDS = (None, "", 17, True, "delivered", "sent", "DELIVERED", "con_1.7", "x" * 201)
DOUBTFUL = [
    *({**MESSAGE, field: value} for field in ("id", "from", "message", "timestamp") for value in STRANGE),
    *({**MESSAGE, "timestamp": at} for at in TIMES),
    *({**STATUS, field: value} for field in STATUS for value in WORDS),
    *({**STATUS, "errorCode": code} for code in (None, "", 17, "user_gone", "x" * 65)),
    {},
    MESSAGE | {"metadata": {"a": [1]}, "more": 1},
]


@pytest.mark.parametrize("number", range(len(DOUBTFUL)))
def test_what_the_api_description_refuses_the_door_refuses_and_names_the_same_fields(number: int) -> None:
    body = DOUBTFUL[number]
    if "status" in body:
        refused = _refused_by_model(PartnerStatus, body)
        found = _refused_by_door(lambda: door.receipt(body))
        # Which ids are ours no description can say.
        assert found - refused <= {"id"}
        assert refused <= found
    else:
        assert _refused_by_model(PartnerMessage, body) == _refused_by_door(
            lambda: door.inbound_message(body, "harborapp", NOON)
        )


def _refused_by_model(model: Any, body: dict[str, Any]) -> set[str]:
    try:
        model.model_validate_json(json.dumps(body))
    except ValidationError as error:
        return {str(one["loc"][0]) for one in error.errors()}
    return set()


def _refused_by_door(read: Any) -> set[str]:
    try:
        read()
    except InvalidInput as error:
        return {one.field for one in error.errors}
    return set()


# --- outbound -------------------------------------------------------------------------------------


def send(receiver: Receiver, attempt: str = "con_1.5.2") -> Answer:
    provider = PartnerProvider(SECRETS, f"http://127.0.0.1:{receiver.port}/in?x=1", GuardedHttp(loopback=True))
    return provider.send(OutboundMessage("harborapp", "user-5521", "I am here ✓", attempt, "req-1"))


def reply(status: int, body: object = None) -> Act:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return answering(f"HTTP/1.1 {status} X\r\nContent-Length: {len(raw)}\r\n\r\n".encode() + raw)


def answer_to(act: Act) -> Answer:
    with receiving(act) as receiver:
        answer = send(receiver)
    assert len(receiver.requests) == 1
    return answer


def test_a_message_is_posted_with_a_signature_the_documents_example_verifies() -> None:
    with receiving(reply(201, {"id": "theirs"})) as receiver:
        assert send(receiver) == Accepted("con_1.5")
    (request,) = receiver.requests
    head, _, body = request.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert head.startswith(b"POST /in?x=1 ")
    assert (headers["Content-Type"], headers["X-Request-ID"]) == ("application/json", "req-1")
    told = json.loads(body)
    assert abs(told.pop("timestamp") - datetime.now(UTC).timestamp()) < 60
    assert told == {"id": "con_1.5", "to": "user-5521", "message": "I am here ✓", "attempt": "con_1.5.2"}
    verify = example()["verify"]
    # Whichever secret the partner holds while they are exchanged.
    assert all(verify([secret], headers["X-Signature"], body) for secret in SECRETS)
    assert not verify(["another"], headers["X-Signature"], body)
    assert not verify(SECRETS, headers["X-Signature"], body + b" ")


def test_each_attempt_has_the_same_id() -> None:
    with receiving(reply(200)) as receiver:
        assert send(receiver, "con_1.5.1") == send(receiver, "con_1.5.2") == Accepted("con_1.5")
    told = [json.loads(one.partition(b"\r\n\r\n")[2]) for one in receiver.requests]
    assert [(one["id"], one["attempt"]) for one in told] == [("con_1.5", "con_1.5.1"), ("con_1.5", "con_1.5.2")]


@pytest.mark.parametrize("status", [200, 201, 202, 204])
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"id": 17}'])
def test_whatever_a_yes_says_it_is_one(status: int, body: bytes) -> None:
    assert answer_to(reply(status, body)) == Accepted("con_1.5")


@pytest.mark.parametrize("status", [403, 410])
def test_given_the_user_opted_out_then_it_is_refused_and_says_so(status: int) -> None:
    assert answer_to(reply(status, {"code": "opted_out"})) == Refused("opted_out", opted_out=True)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, {"code": "bad_words"}, "bad_words"),
        (404, b"<html>", "404"),
        (410, {}, "410"),
        (422, {"code": "no good: +12025550142 said I am scared"}, "422"),
        (422, {"code": 17}, "422"),
        (422, [], "422"),
        (422, b"[" * 4096, "422"),
    ],
)
def test_a_refusal_is_for_good_and_carries_a_code_that_is_fit_for_logs(status: int, body: object, code: str) -> None:
    assert answer_to(reply(status, body)) == Refused(code)


@pytest.mark.parametrize("status", [301, 307, 401, 403, 408, 425, 429, 500, 502, 503])
def test_what_the_partner_did_not_take_is_tried_later(status: int) -> None:
    assert answer_to(reply(status, b"")) == TryLater(str(status))


def test_given_no_answer_comes_then_it_is_safe_to_send_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partner_sender, "_SECONDS", 0.3)
    assert answer_to(silent) == TryLater("timed_out")


def test_given_the_connection_breaks_after_the_request_left_then_it_is_safe_to_send_it_again() -> None:
    assert isinstance(answer_to(hanging_up), TryLater)


def test_given_nobody_listens_then_it_is_tried_later() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
    assert PartnerProvider(SECRETS, url, GuardedHttp(loopback=True)).send(OUTBOUND) == TryLater("no_connection")


def made(url: str | None, loopback: str) -> Any:
    credentials = {"secrets": SECRETS} | ({"url": url} if url else {})
    return partner_sender.sender("harborapp", credentials, {"LOOPBACK_TARGETS": loopback}.__getitem__)


@pytest.mark.parametrize(
    "url", ["https://169.254.169.254/", "https://10.0.0.1/", "http://harborapp.example/", "ftp:x", None]
)
@pytest.mark.parametrize("loopback", ["refused", "allowed"])
def test_given_an_address_that_is_not_public_then_nothing_is_sent_there_and_nothing_dropped(
    url: str | None, loopback: str
) -> None:
    assert isinstance(made(url, loopback).send(OUTBOUND), TryLater)


def test_this_machine_is_posted_to_on_the_local_cloud_alone() -> None:
    with receiving(reply(200)) as receiver:
        assert made(f"http://127.0.0.1:{receiver.port}/", "allowed").send(OUTBOUND) == Accepted("con_1.5")
        assert isinstance(made(f"http://127.0.0.1:{receiver.port}/", "refused").send(OUTBOUND), TryLater)
    assert len(receiver.requests) == 1


def test_a_partner_is_asked_over_tls_and_by_its_name(tmp_path: Path) -> None:
    server, trust = certified(tmp_path, "harborapp.example")
    with receiving(reply(200), server) as receiver:
        http = GuardedHttp(loopback=True, trust=trust, resolve=lambda *_: ["127.0.0.1"])
        provider = PartnerProvider(SECRETS, f"https://harborapp.example:{receiver.port}/in", http)
        assert provider.send(OUTBOUND) == Accepted("con_1.5")


def test_nobody_asks_by_sending_it_again() -> None:
    with receiving(reply(200)) as receiver:
        provider = PartnerProvider(SECRETS, f"http://127.0.0.1:{receiver.port}/", GuardedHttp(loopback=True))
        assert provider.look_up(OUTBOUND, SetClock().now(), ()) == CannotTell()
    assert not receiver.requests
