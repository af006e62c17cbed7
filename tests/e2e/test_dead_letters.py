"""What was given up on is seen, explained and put back, by staff and the operator, and nobody gets anything twice."""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from shared.operator.tenants import NewLine
from tests.e2e.aws import PREFIX, Aws
from tests.e2e.carrier import PretendCarrier
from tests.e2e.line import Line
from tests.e2e.listening import Listener
from tests.e2e.operating import operator
from tests.e2e.people import CRISIS, Responder, Supervisor, Texter, TexterFactory
from tests.e2e.tide import Tide
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e


class Queues:
    """The line's queues, as SQS itself moves messages between them."""

    def __init__(self, aws: Aws) -> None:
        self._sqs = aws.client("sqs")

    def url(self, name: str) -> str:
        return str(self._sqs.get_queue_url(QueueName=f"{PREFIX}-{name}")["QueueUrl"])

    def count(self, name: str) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self._sqs.get_queue_attributes(QueueUrl=self.url(name), AttributeNames=names)["Attributes"]
        return sum(int(value) for value in found.values())

    def takes_out(self, name: str) -> dict[str, Any]:
        """Wait for a message and take it."""

        def received() -> list[dict[str, Any]]:
            found = self._sqs.receive_message(QueueUrl=self.url(name), AttributeNames=["All"], WaitTimeSeconds=1)
            messages: list[dict[str, Any]] = found.get("Messages", [])
            return messages

        message = eventually(received, f"a message in {name}")[0]
        self._sqs.delete_message(QueueUrl=self.url(name), ReceiptHandle=message["ReceiptHandle"])
        return message

    def puts(self, name: str, body: str, group: str | None = None) -> None:
        order = {"MessageGroupId": group, "MessageDeduplicationId": secrets.token_hex(16)} if group else {}
        self._sqs.send_message(QueueUrl=self.url(name), MessageBody=body, **order)

    def forget(self, name: str) -> None:
        self._sqs.purge_queue(QueueUrl=self.url(name))

    @contextmanager
    def impatient(self, name: str) -> Iterator[None]:
        """While it lasts, the queue gives up on a message after one try."""
        url = self.url(name)
        kept = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy", "VisibilityTimeout"])
        policy = json.loads(kept["Attributes"]["RedrivePolicy"]) | {"maxReceiveCount": "1"}
        self._sqs.set_queue_attributes(
            QueueUrl=url, Attributes={"RedrivePolicy": json.dumps(policy), "VisibilityTimeout": "1"}
        )
        try:
            yield
        finally:
            self._sqs.set_queue_attributes(QueueUrl=url, Attributes=kept["Attributes"])


@pytest.fixture(scope="module")
def queues(aws: Aws) -> Queues:
    return Queues(aws)


@pytest.fixture
def helped(texters: TexterFactory, vera: Supervisor, rosa: Responder, carrier: PretendCarrier) -> tuple[Texter, str]:
    """A texter who has been welcomed and whom Rosa is helping."""
    texter = texters()
    conversation_id = vera.finds(texter.writes("are you there"))
    rosa.helps(conversation_id)
    eventually(lambda: len(carrier.sent_to(texter.number)) == 1, "the welcome")
    carrier.settle()
    return texter, conversation_id


def test_given_an_answer_was_given_up_on_when_a_supervisor_replays_it_twice_then_it_is_sent_once(
    helped: tuple[Texter, str],
    texters: TexterFactory,
    rosa: Responder,
    vera: Supervisor,
    omar: Supervisor,
    carrier: PretendCarrier,
    aws: Aws,
    queues: Queues,
) -> None:
    texter, conversation_id = helped
    with aws.stopped("deliver"):
        reply = rosa.replies(conversation_id, words := texters.mark("I am here"))
        dead = queues.takes_out("deliver.fifo")
        queues.puts("deliver-dead.fifo", dead["Body"], dead["Attributes"]["MessageGroupId"])
    about = {"conversationId": conversation_id, "seq": str(reply["seq"])}

    (row,) = [one for one in vera.get("/api/admin/dead-letters")["items"] if one["queue"] == "deliver"]
    assert row["waiting"] == 1 and "has not left" in row["means"]
    (letter,) = vera.get("/api/admin/dead-letters/deliver")["items"]
    assert letter["ids"].items() >= about.items()
    assert omar.get("/api/admin/dead-letters/deliver")["items"] == [], "another affiliate's"
    assert rosa.ask("GET", "/api/admin/dead-letters/deliver").status_code == 403

    assert _replayed(vera, "deliver") == [letter["id"]]
    carrier.receives(texter.number, words)
    rosa.sees_status(conversation_id, reply["id"], "delivered")

    queues.puts("deliver-dead.fifo", dead["Body"], dead["Attributes"]["MessageGroupId"])
    assert len(_replayed(vera, "deliver")) == 1
    rosa.replies(conversation_id, after := texters.mark("and then"))
    carrier.receives(texter.number, after)
    assert carrier.bodies_to(texter.number).count(words) == 1
    assert queues.count("deliver-dead.fifo") == 0


def test_a_text_that_was_given_up_on_is_put_back_by_the_operator_and_taken_in_once(
    line: Line, texters: TexterFactory, vera: Supervisor, aws: Aws, queues: Queues
) -> None:
    texter = texters()
    with aws.stopped("intake"):
        words = texter.writes("can you hear me")
        dead = queues.takes_out("inbound.fifo")
    queues.puts("inbound-dead.fifo", dead["Body"], dead["Attributes"]["MessageGroupId"])
    shown = operator(line, "dead_letters", "show", "inbound")
    assert json.loads(dead["Body"])["message_key"] in shown and words not in shown
    assert vera.get("/api/admin/dead-letters/inbound")["items"] == [], "sealed: it does not say whose it is"

    assert "1 put back" in operator(line, "dead_letters", "replay", "inbound", "--all")
    conversation_id = vera.finds(words)

    queues.puts("inbound-dead.fifo", dead["Body"], dead["Attributes"]["MessageGroupId"])
    operator(line, "dead_letters", "replay", "inbound", "--all")
    after = texter.writes("and then")
    eventually(lambda: after in vera.words_in(conversation_id), "the later text")
    assert vera.words_in(conversation_id) == [words, after]


def test_what_no_function_can_read_dies_and_is_explained(line: Line, queues: Queues) -> None:
    with queues.impatient("receipts"):
        queues.puts("receipts", '{"not": "a receipt"}')
        eventually(lambda: queues.count("receipts-dead") == 1, "the poison in the dead letters", seconds=120)

    assert "unreadable" in operator(line, "dead_letters", "show", "receipts")
    listed = operator(line, "dead_letters", "list")
    assert "A responder does not see whether a message arrived" in listed
    queues.forget("receipts-dead")


def test_what_relay_gave_up_on_is_read_from_the_stream_again(
    line: Line, helped: tuple[Texter, str], rosa: Responder, texters: TexterFactory, aws: Aws, queues: Queues
) -> None:
    _, conversation_id = helped
    listener = Listener.of(rosa)
    listener.subscribes(f"conversation:{conversation_id}")
    reply = rosa.replies(conversation_id, texters.mark("still here"))
    listener.hears("fact", conversationId=conversation_id, seq=reply["seq"])

    queues.puts("stream-dead", json.dumps(_given_up_on(aws, conversation_id, reply["seq"])))
    assert "shardId=" in operator(line, "dead_letters", "show", "stream")
    assert "1 put back" in operator(line, "dead_letters", "replay", "stream", "--all")

    listener.hears("fact", conversationId=conversation_id, seq=reply["seq"])
    listener.leaves()
    assert queues.count("stream-dead") == 0


def test_given_a_number_was_set_up_at_last_when_what_waited_for_it_is_released_then_the_texter_is_heard(
    line: Line, tide: Tide, texters: TexterFactory, vera: Supervisor, aws: Aws
) -> None:
    unknown = f"+1{random.randint(801, 819)}55501{random.randint(0, 99):02}"
    texter = Texter(line, texters.number(), unknown, texters.mark)
    words = texter.writes("nobody knows this number")

    def held() -> list[dict[str, Any]]:
        page = vera.get("/api/admin/quarantine", reason="unknown_line")["items"]
        return [one for one in page if one["releasable"] and one["id"] in operator(line, "quarantine", "list")]

    (one, *_) = eventually(held, "the text in quarantine")
    assert words not in json.dumps(one)
    with tide.as_operator():
        tide.tenants().line("aff_harbor", NewLine("twilio", unknown, CRISIS, line.account_sid))

    operator(line, "quarantine", "release", "--reason", "unknown_line")

    conversation_id = vera.finds(words)
    operator(line, "quarantine", "release", "--reason", "unknown_line")
    after = texter.writes("thank you")
    eventually(lambda: vera.words_in(conversation_id) == [words, after], "each of them once")


def _replayed(supervisor: Supervisor, queue: str) -> list[str]:
    """Put the supervisor's own letters back; their ids."""
    answer = supervisor.ask("POST", f"/api/admin/dead-letters/{queue}/replay", json={})
    assert answer.status_code == 200, answer.text
    done: list[str] = answer.json()["replayed"]
    return done


def _given_up_on(aws: Aws, conversation_id: str, seq: int) -> dict[str, Any]:
    """What Lambda writes down of a stretch of the stream that holds one fact."""
    streams = aws.client("dynamodbstreams")
    (stream,) = streams.list_streams(TableName=f"{PREFIX}-conversations")["Streams"]
    described = streams.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]
    wanted = {"pk": {"S": f"C#{conversation_id}"}, "sk": {"S": f"F#{seq:010d}"}}
    for shard in described["Shards"]:
        iterator = streams.get_shard_iterator(
            StreamArn=stream["StreamArn"], ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator is not None:
            page = streams.get_records(ShardIterator=iterator)
            for record in page["Records"]:
                if record["dynamodb"]["Keys"] == wanted:
                    number = record["dynamodb"]["SequenceNumber"]
                    where = {
                        "shardId": shard["ShardId"],
                        "startSequenceNumber": number,
                        "endSequenceNumber": number,
                        "approximateArrivalOfFirstRecord": "2026-01-01T00:00:00Z",
                        "batchSize": 1,
                        "streamArn": stream["StreamArn"],
                    }
                    return {
                        "requestContext": {"condition": "RetryAttemptsExhausted", "approximateInvokeCount": 1001},
                        "DDBStreamBatchInfo": where,
                    }
            iterator = page.get("NextShardIterator") if page["Records"] else None
    raise AssertionError("the stream does not have the fact")
