"""Runs last: of all the numbers and words of this run's texters, nothing can be read anywhere in the line."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.e2e import remains
from tests.e2e.aws import Aws
from tests.e2e.carrier import PretendCarrier
from tests.e2e.event_tap import EventTap
from tests.e2e.line import Line
from tests.e2e.people import Supervisor, TexterFactory
from tests.e2e.sightings import leaves, sightings

pytestmark = pytest.mark.e2e

_SCRATCH = "end-to-end-canary"


@pytest.fixture
def scratch(aws: Aws) -> Iterator[str]:
    """The URL of a queue of the test's own."""
    sqs = aws.client("sqs")
    url = str(sqs.create_queue(QueueName=_SCRATCH)["QueueUrl"])
    yield url
    sqs.delete_queue(QueueUrl=url)


def once(words: str) -> str:
    return base64.b64encode(words.encode()).decode()


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(lambda words: words, id="plain"),
        pytest.param(lambda words: words.upper(), id="in capitals"),
        pytest.param(lambda words: quote(f"to={words}", safe=""), id="URL-encoded"),
        pytest.param(once, id="base64"),
        pytest.param(lambda words: once(f"?{words}"), id="base64, from the second byte on"),
        pytest.param(lambda words: base64.urlsafe_b64encode(f"??{words}??".encode()).decode(), id="URL-safe base64"),
        pytest.param(lambda words: once(json.dumps({"body": once(words)})), id="base64 within base64"),
        pytest.param(lambda words: quote(once(words)), id="base64, URL-encoded"),
        pytest.param(lambda words: json.dumps({"a": json.dumps({"b": once(words)})}), id="JSON within JSON"),
    ],
)
def test_the_search_sees_through_encodings(hidden) -> None:  # type: ignore[no-untyped-def]
    assert sightings(f"before {hidden('+13125550142 is it')} after", ["3125550142", "4155550142"]) == ["3125550142"]


def test_the_search_looks_into_binary_values() -> None:
    row = {
        "sk": {"S": "F#1"},
        "body": {"B": b"\x00+13125550142\xff"},
        "more": {"B": once("tansy12 and so on").encode()},
    }

    assert sightings(b"\n".join(leaves(row)), ["3125550142", "tansy12"]) == ["3125550142", "tansy12"]
    assert sightings(b"\n".join(leaves(row)), ["3125550143", "tansy13"]) == []


def test_the_search_finds_what_is_planted_in_the_line(line: Line, aws: Aws, event_tap: EventTap, scratch: str) -> None:
    planted = "+19995550142"
    aws.client("sqs").send_message(QueueUrl=scratch, MessageBody=once(json.dumps({"from": planted})))
    aws.client("logs").create_log_group(logGroupName=_SCRATCH)
    aws.client("dynamodb").put_item(
        TableName="holdfast-local-sessions",
        Item={"pk": {"S": "canary"}, "sk": {"S": "canary"}, "what": {"B": planted.encode()}},
    )
    try:
        aws.client("logs").create_log_stream(logGroupName=_SCRATCH, logStreamName=_SCRATCH)
        aws.client("logs").put_log_events(
            logGroupName=_SCRATCH,
            logStreamName=_SCRATCH,
            logEvents=[{"timestamp": 1_900_000_000_000, "message": f"hello {planted}"}],
        )
        found = {place for place, text in remains.everything(line, aws, event_tap) if sightings(text, [planted[2:]])}
    finally:
        aws.client("logs").delete_log_group(logGroupName=_SCRATCH)
        aws.client("dynamodb").delete_item(
            TableName="holdfast-local-sessions", Key={"pk": {"S": "canary"}, "sk": {"S": "canary"}}
        )
    assert found == {f"queue {_SCRATCH}", f"log group {_SCRATCH}", "table holdfast-local-sessions"}


def test_no_texters_number_or_words_can_be_read_anywhere(
    line: Line,
    aws: Aws,
    event_tap: EventTap,
    texters: TexterFactory,
    carrier: PretendCarrier,
    vera: Supervisor,
) -> None:
    # There is something to be found, whichever tests ran before: the words are in the line, as a supervisor can tell.
    vera.finds(texters().writes("and one last message"))
    carrier.settle()
    secrets = [number.removeprefix("+1") for number in texters.numbers] + texters.marks

    looked, seen = Counter[str](), []
    for place, text in remains.everything(line, aws, event_tap):
        looked[place.split()[0]] += 1
        seen += [(place, secret) for secret in sightings(text, secrets)]

    assert seen == []
    assert {"table", "event", "log", "file", "workflow", "mail"} <= set(looked)
    print(f"searched for {len(secrets)} secrets in", ", ".join(f"{count} {kind}s" for kind, count in looked.items()))
