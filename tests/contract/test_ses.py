"""What goes to Amazon SES on the wire, and what is made of each of its answers and of the network's.

A real botocore client, as the functions make it, reads them; the shapes are those of SendEmail of API version 2.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest
from botocore.exceptions import NoCredentialsError, ReadTimeoutError

from shared.channels.mail import Mail, SesMailer
from shared.channels.outbound import Accepted, Answer, OutcomeUnknown, Refused, TryLater
from shared.runtime import aws
from tests.contract.receiver import Act, Receiver, answering, hanging_up, receiving

# Everything here stays on loopback.
pytestmark = pytest.mark.enable_socket

MAIL = Mail(
    "vera@line.example.org", "Holdfast: Somebody\nwaits", "Ana\n\nhttps://line.example.org/#/\n", "al_1-sup-email"
)


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    yield
    for made in (aws.session, aws.client):
        made.cache_clear()


def ses(monkeypatch: pytest.MonkeyPatch, port: int) -> SesMailer:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    for made in (aws.session, aws.client):
        made.cache_clear()
    return SesMailer(aws.client("sesv2", once=True), "line@coast.example")


def reply(status: int, body: dict[str, str], error: str = "") -> Act:
    text = json.dumps(body)
    head = [f"HTTP/1.1 {status} X", "Content-Type: application/json", f"Content-Length: {len(text)}"]
    head += [f"x-amzn-ErrorType: {error}:http://internal.amazon.com/"] if error else []
    return answering(("\r\n".join(head) + f"\r\nConnection: close\r\n\r\n{text}").encode())


def sent(monkeypatch: pytest.MonkeyPatch, act: Act) -> tuple[Answer, Receiver]:
    with receiving(act) as receiver:
        return ses(monkeypatch, receiver.port).send(MAIL), receiver


def test_one_plain_text_mail_with_a_subject_of_one_line_and_a_tag_by_which_ses_knows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer, receiver = sent(monkeypatch, reply(200, {"MessageId": "0100018f"}))
    assert answer == Accepted("0100018f")
    body = json.loads(receiver.requests[0].split(b"\r\n\r\n", 1)[1])
    assert body["FromEmailAddress"] == "line@coast.example"
    assert body["Destination"] == {"ToAddresses": ["vera@line.example.org"]}
    assert body["Content"]["Simple"]["Subject"]["Data"] == "Holdfast: Somebody waits"
    assert body["Content"]["Simple"]["Body"]["Text"]["Data"] == MAIL.text
    assert body["EmailTags"] == [{"Name": "notice", "Value": "al_1-sup-email"}]


@pytest.mark.parametrize(
    ("status", "error", "expected"),
    [
        (429, "TooManyRequestsException", TryLater("TooManyRequestsException")),
        (400, "LimitExceededException", TryLater("LimitExceededException")),
        (400, "ThrottlingException", TryLater("ThrottlingException")),
        (500, "InternalFailure", TryLater("InternalFailure")),
        (503, "ServiceUnavailable", TryLater("ServiceUnavailable")),
        (400, "SendingPausedException", TryLater("SendingPausedException")),
        (400, "AccountSuspendedException", TryLater("AccountSuspendedException")),
        (400, "MailFromDomainNotVerifiedException", TryLater("MailFromDomainNotVerifiedException")),
        (403, "AccessDeniedException", TryLater("AccessDeniedException")),
        (400, "MessageRejected", Refused("MessageRejected")),
        (400, "BadRequestException", Refused("BadRequestException")),
        (404, "NotFoundException", Refused("NotFoundException")),
    ],
)
def test_what_ses_answers_decides_whether_it_is_tried_again_and_botocore_tries_nothing_by_itself(
    monkeypatch: pytest.MonkeyPatch, status: int, error: str, expected: Answer
) -> None:
    answer, receiver = sent(monkeypatch, reply(status, {"message": "no"}, error))
    assert answer == expected
    assert receiver.connections == 1


def test_given_the_connection_breaks_after_the_request_has_left_then_nobody_knows_and_it_left_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer, receiver = sent(monkeypatch, hanging_up)
    assert answer == OutcomeUnknown("no_answer")
    assert len(receiver.requests) == 1


@pytest.mark.parametrize(
    "raw", [b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"]
)
def test_an_answer_that_says_nothing_is_an_outcome_nobody_knows(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    answer, _ = sent(monkeypatch, answering(raw))
    assert isinstance(answer, OutcomeUnknown)


def test_where_nobody_answers_the_door_nothing_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert ses(monkeypatch, port).send(MAIL) == TryLater("no_connection")


class Raising:
    def __init__(self, error: Exception) -> None:
        self._error = error

    def send_email(self, **_: object) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ReadTimeoutError(endpoint_url="https://email.example"), OutcomeUnknown("no_answer")),
        (NoCredentialsError(), TryLater("NoCredentialsError")),
    ],
)
def test_a_time_out_while_waiting_is_not_repeated_and_a_request_that_could_not_be_signed_is(
    error: Exception, expected: Answer
) -> None:
    assert SesMailer(Raising(error), "line@coast.example").send(MAIL) == expected


def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = Mail(None, "s", "t", "x")  # type: ignore[arg-type]
    assert ses(monkeypatch, 1).send(nowhere) == Refused("invalid")
