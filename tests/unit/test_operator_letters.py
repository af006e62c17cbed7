"""What the operator does by command: replaying dead letters, releasing what was quarantined, comparing lists."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from functions.quarantine import handler as quarantine_function
from functions.relay.forwarding import Relay
from shared.contracts.dead_letters import DEAD_LETTERS
from shared.contracts.queues import FactNotice, IngressEnvelope
from shared.operator import dead_letters, missed, quarantine
from shared.operator.dead_letters import Operator
from shared.operator.quarantine import NotReleasable, Releasing
from shared.operator.stream_letters import NotPassedOn, StreamLetters, TooOld
from shared.store.quarantine import Quarantine
from tests.unit import aws
from tests.unit.dead_letter_house import House
from tests.unit.outlets import Outlets
from tests.unit.wire import Wire, client_error
from tests.unit.world import World

SEALED = "c2VhbGVk" * 20


@pytest.fixture
def house(wire: Wire) -> House:
    return House()


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[str, object]]:
    """Runs a command of the operator's; what it printed, and how it ended."""

    def run(module: Any, *arguments: str) -> tuple[str, object]:
        monkeypatch.setattr(sys, "argv", ["command", "--stage", "test", *arguments])
        capsys.readouterr()
        status: object = 0
        try:
            module.main()
        except SystemExit as end:
            status = end.code
        return capsys.readouterr().out, status

    return run


def notice(conversation: str = "con_1") -> str:
    return FactNotice("tags", "aff_1", "pro_1", conversation, 4, "2026-01-01", "req-1", {}).to_json()


class TestDeadLetterCommand:
    def test_every_queue_is_listed_with_what_it_means(self, house: House, command: Callable[..., Any]) -> None:
        house.die("inbound", "one")
        out, _ = command(dead_letters, "list")
        assert {line.split()[0] for line in out.splitlines() if not line.startswith(" ")} == set(DEAD_LETTERS)
        assert "has not been heard" in out

    def test_letters_of_every_affiliate_are_shown_and_those_that_make_no_sense_too(
        self, house: House, command: Callable[..., Any]
    ) -> None:
        house.die("push", notice("con_1"))
        house.die("push", "I am at 12 Elm Street")
        out, _ = command(dead_letters, "show", "push")
        assert "conversationId=con_1" in out and "affiliateId=aff_1" in out
        assert "unreadable" in out and "Elm" not in out

    def test_what_is_sealed_is_shown_by_its_ids(self, house: House, command: Callable[..., Any]) -> None:
        house.die("inbound", IngressEnvelope("f" * 64, "twilio", SEALED, "req-1", "2026-01-01").to_json())
        out, _ = command(dead_letters, "show", "inbound")
        assert f"messageKey={'f' * 64}" in out and SEALED not in out

    def test_all_are_put_back_however_many_there_are(self, house: House, command: Callable[..., Any]) -> None:
        for number in range(120):
            house.die("inbound", str(number), group=str(number % 7))
        out, status = command(dead_letters, "replay", "inbound", "--all")
        assert "120 put back" in out and status == 0
        assert len(house.bodies("inbound")) == 120

    def test_one_is_put_back_by_its_id_and_what_is_not_there_is_said(
        self, house: House, command: Callable[..., Any]
    ) -> None:
        wanted, _ = house.die("push", "one"), house.die("push", "two")
        out, status = command(dead_letters, "replay", "push", "--id", wanted, "--id", "gone")
        assert "not found: gone" in out and status == 1
        assert house.bodies("push") == ["one"]

    def test_which_ones_must_be_said(self, house: House, command: Callable[..., Any]) -> None:
        house.die("push", "one")
        assert command(dead_letters, "replay", "push")[1] == 2
        assert house.left("push") == ["one"]

    def test_the_functions_log_says_why(self, house: House, command: Callable[..., Any], wire: Wire) -> None:
        house.die("push", notice())
        logs, now = boto3.client("logs"), int(datetime.now(UTC).timestamp() * 1000)
        group = {"logGroupName": f"/aws/lambda/{aws.PREFIX}-push"}
        logs.create_log_group(**group)
        out, _ = command(dead_letters, "show", "push", "--why")
        assert "the log has no error under its request id" in out
        logs.create_log_stream(**group, logStreamName="one")
        line = json.dumps({"requestId": "req-1", "error": "Unavailable", "at": ["rooms.py:12"]})
        logs.put_log_events(**group, logStreamName="one", logEvents=[{"timestamp": now, "message": line}])
        (letter,) = house.letters("push").peek(1)
        with wire.watching() as seen:
            Operator(aws.PREFIX, boto3.client).why(DEAD_LETTERS["push"], letter)
        (asked,) = [one.json() for one in seen if one.operation == "FilterLogEvents"]
        assert asked["filterPattern"] == '{ $.requestId = "req-1" && $.error = "*" }'


class FakeStreams:
    """A shard with numbered records, of which the oldest may be gone; one record a page."""

    class exceptions:  # noqa: N801 - as boto3 has it
        TrimmedDataAccessException = type("TrimmedDataAccessException", (Exception,), {})
        ResourceNotFoundException = type("ResourceNotFoundException", (Exception,), {})
        ExpiredIteratorException = type("ExpiredIteratorException", (Exception,), {})

    def __init__(self, images: list[dict[str, Any]], trimmed: int = 0) -> None:
        self.images, self.trimmed = images, trimmed

    def get_shard_iterator(self, **asked: Any) -> dict[str, Any]:
        if int(asked["SequenceNumber"]) < 100 + self.trimmed:
            raise self.exceptions.TrimmedDataAccessException
        return {"ShardIterator": str(int(asked["SequenceNumber"]) - 100)}

    def get_records(self, ShardIterator: str, Limit: int) -> dict[str, Any]:  # noqa: N803
        number = int(ShardIterator)
        found = [self._record(number)] if number < len(self.images) else []
        return {"Records": found, "NextShardIterator": str(number + len(found))}

    def _record(self, number: int) -> dict[str, Any]:
        image = self.images[number]
        return {
            "eventName": "INSERT",
            "dynamodb": {
                "ApproximateCreationDateTime": datetime.now(UTC),
                "Keys": {"pk": image["pk"], "sk": image["sk"]},
                "NewImage": image,
                "SequenceNumber": str(100 + number),
            },
        }


class FakeRelay:
    """The deployed relay, as Lambda's client shows it."""

    def __init__(self, outlets: Outlets) -> None:
        self._relay = Relay(outlets, outlets, facts_topic="facts", deliver_queue="deliver")
        self.fails = False
        self.events: list[int] = []

    def invoke(self, FunctionName: str, Payload: str) -> dict[str, Any]:  # noqa: N803
        assert FunctionName == "relay"
        if self.fails:
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(b"{}")}
        event = json.loads(Payload)
        self.events.append(len(event["Records"]))
        self._relay.forward(event["Records"])
        return {"Payload": io.BytesIO(b"null")}


class TestStream:
    @pytest.fixture
    def images(self, world: World) -> list[dict[str, Any]]:
        """The facts of a conversation, as the stream has them: with bytes in them."""
        before = {(row["pk"]["S"], row["sk"]["S"]) for row in aws.rows("conversations")}
        world.text("hello")
        rows = [row for row in aws.rows("conversations") if (row["pk"]["S"], row["sk"]["S"]) not in before]
        return sorted(rows, key=lambda row: (row["pk"]["S"], row["sk"]["S"]))

    @staticmethod
    def letter(first: int, last: int) -> str:
        where = {
            "shardId": "shardId-1", "startSequenceNumber": str(first), "endSequenceNumber": str(last),
            "approximateArrivalOfFirstRecord": "2026-01-01T00:00:00Z", "batchSize": 1 + last - first,
            "streamArn": "arn",
        }  # fmt: skip
        return json.dumps({"requestContext": {"condition": "RetryAttemptsExhausted"}, "DDBStreamBatchInfo": where})

    def test_the_stretch_is_read_again_and_passed_on_to_whom_it_concerns(
        self, images: list[dict[str, Any]], world: World
    ) -> None:
        house, outlets = House(), Outlets()
        letter_id = house.die("stream", self.letter(100, 99 + len(images)))
        stream = StreamLetters(FakeStreams(images), FakeRelay(outlets), "relay")
        assert [one.id for one in stream.replay(house.letters("stream"), lambda _: True)] == [letter_id]
        facts = [row for row in images if row["sk"]["S"].startswith("F#")]
        assert [one.seq for one in outlets.notices()] == [int(row["seq"]["N"]) for row in facts]
        assert [one.seq for one in outlets.tasks()] == [int(row["seq"]["N"]) for row in facts if "consent_id" in row]
        assert house.left("stream") == []

    def test_no_more_than_the_stretch_is_passed_on(self, images: list[dict[str, Any]], world: World) -> None:
        house, relay = House(), FakeRelay(Outlets())
        house.die("stream", self.letter(101, 102))
        list(StreamLetters(FakeStreams(images), relay, "relay").replay(house.letters("stream"), lambda _: True))
        assert relay.events == [2]

    def test_what_the_stream_has_dropped_stays_and_it_is_said_what_mends_it(
        self, images: list[dict[str, Any]], world: World
    ) -> None:
        house = House()
        old, new = house.die("stream", self.letter(100, 101)), house.die("stream", self.letter(102, 102))
        stream = StreamLetters(FakeStreams(images, trimmed=2), FakeRelay(Outlets()), "relay")
        replaying = stream.replay(house.letters("stream"), lambda _: True)
        assert next(replaying).id == new
        with pytest.raises(TooOld, match="'reconcile'"):
            next(replaying)
        assert [one.id for one in house.letters("stream").peek(9)] == [old]

    def test_given_relay_still_fails_then_the_letter_stays(self, images: list[dict[str, Any]], world: World) -> None:
        house, relay = House(), FakeRelay(Outlets())
        relay.fails = True
        house.die("stream", self.letter(100, 101))
        with pytest.raises(NotPassedOn):
            list(StreamLetters(FakeStreams(images), relay, "relay").replay(house.letters("stream"), lambda _: True))
        assert house.letters("stream").count() == 1


class TestQuarantineCommand:
    @pytest.fixture
    def held(self, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
        """Lets the quarantine function keep what is in its queue."""
        monkeypatch.setenv("TABLE_PREFIX", aws.PREFIX)
        quarantine_function._database.cache_clear()

        def keep() -> None:
            event = {"Records": aws.drain(world.queues["quarantine"])}
            assert quarantine_function.handler(event, None)["batchItemFailures"] == []

        yield keep
        quarantine_function._database.cache_clear()

    @staticmethod
    def releasing(world: World) -> Releasing:
        return Releasing(Quarantine(world.database, world.clock), world.sqs, world.queues["inbound"], world.ids)

    def take_in(self, world: World) -> int:
        records = aws.drain(world.queues["inbound"])
        for record in records:
            world.new_intake().take(IngressEnvelope.from_json(record["body"]))
        return len(records)

    def test_given_the_number_was_set_up_when_texts_to_it_are_released_then_they_are_heard_in_their_order(
        self, world: World, held: Callable[[], None], command: Callable[..., Any]
    ) -> None:
        sent = [world.texting(text, line="+12025550177", received_at=world.clock.now()) for text in ("first", "second")]
        for number, envelope in enumerate(sent):
            world.intake.take(replace(envelope, received_at=f"{datetime.now(UTC):%Y-%m-%d}T00:00:0{number}+00:00"))
        held()
        self.set_up(world, "+12025550177")
        out, status = command(quarantine, "release", "--reason", "unknown_line")
        assert "2 released" in out and status == 0
        assert self.take_in(world) == 2
        assert [text for direction, text in world.words(world.only()) if direction == "inbound"] == ["first", "second"]
        assert aws.rows("quarantine") == []

    def test_the_envelope_goes_back_exactly_as_it_came(self, world: World, held: Callable[[], None]) -> None:
        envelope = replace(world.texting(line="+12025550177"), received_at=datetime.now(UTC).isoformat())
        world.intake.take(envelope)
        held()
        assert len(list(self.releasing(world).release(reason="unknown_line"))) == 1
        (record,) = aws.drain(world.queues["inbound"])
        assert IngressEnvelope.from_json(record["body"]) == envelope

    def test_given_nothing_was_mended_when_it_is_released_then_it_comes_back_and_can_be_released_again_at_once(
        self, world: World, held: Callable[[], None]
    ) -> None:
        world.intake.take(replace(world.texting(line="+12025550177"), received_at=datetime.now(UTC).isoformat()))
        held()
        (row,) = aws.rows("quarantine")
        for _ in range(2):
            assert len(list(self.releasing(world).release(row["quarantine_id"]["S"]))) == 1
            assert self.take_in(world) == 1, "SQS swallowed it"
            held()
            assert aws.rows("quarantine") == [row]

    def test_given_the_release_died_before_the_row_was_gone_when_it_is_done_again_then_the_text_is_taken_in_once(
        self, world: World, held: Callable[[], None], wire: Wire
    ) -> None:
        world.intake.take(replace(world.texting(line="+12025550177"), received_at=datetime.now(UTC).isoformat()))
        held()
        self.set_up(world, "+12025550177")
        wire.fail("DeleteItem", "InternalServerError")
        with pytest.raises(Exception, match="delete item"):
            list(self.releasing(world).release(reason="unknown_line"))
        assert len(list(self.releasing(world).release(reason="unknown_line"))) == 1
        assert self.take_in(world) == 2
        assert [direction for direction, _ in world.words(world.only())].count("inbound") == 1

    def test_a_forgery_is_never_released(
        self, world: World, held: Callable[[], None], command: Callable[..., Any]
    ) -> None:
        body = {
            "id": "qua_1", "reason": "bad_signature", "route": "/api/webhooks/twilio", "sealed": SEALED,
            "request_id": "req-1", "received_at": datetime.now(UTC).isoformat(),
        }  # fmt: skip
        world.sqs.send_message(QueueUrl=world.queues["quarantine"], MessageBody=json.dumps(body))
        held()
        with pytest.raises(NotReleasable):
            list(self.releasing(world).release("qua_1"))
        with pytest.raises(NotReleasable):
            list(self.releasing(world).release(reason="bad_signature"))
        assert command(quarantine, "release", "--reason", "bad_signature")[1] == 2
        out, status = command(quarantine, "release", "qua_1")
        assert (out, status) == ("", "qua_1 is here for 'bad_signature' and is never released")
        assert aws.drain(world.queues["inbound"]) == []
        assert "bad_signature" in command(quarantine, "list")[0]

    def test_what_is_not_there_is_said(self, world: World, command: Callable[..., Any]) -> None:
        assert command(quarantine, "release", "nothing")[1] == "nothing is not there"

    @staticmethod
    def set_up(world: World, number: str) -> None:
        from shared.operator.tenants import NewProgram

        world.tenants.program("aff_1", NewProgram("pro_1", "PRO_1", number, aws.ACCOUNT, {}))


class TestMissedCommand:
    class FakeJobs:
        def __init__(self, answers: list[dict[str, Any]]) -> None:
            self.answers = answers
            self.events: list[dict[str, Any]] = []
            self.failed = False

        def invoke(self, FunctionName: str, Payload: str) -> dict[str, Any]:  # noqa: N803
            self.events.append(json.loads(Payload))
            payload = {"Payload": io.BytesIO(json.dumps(self.answers.pop(0)).encode())}
            return payload | ({"FunctionError": "Unhandled"} if self.failed else {})

    def test_many_hours_are_compared_one_by_one_the_oldest_first_without_a_gap(self) -> None:
        jobs = self.FakeJobs([{"missed": n, "unread": []} for n in range(3)])
        now = datetime(2026, 1, 1, 12, tzinfo=UTC)
        answers = list(missed.compare(jobs, "jobs", 2.5, 120, now))
        assert [one["missed"] for one in answers] == [0, 1, 2]
        assert [(one["until"], one["hours"]) for one in jobs.events] == [
            ("2026-01-01T10:30:00+00:00", 1.0),
            ("2026-01-01T11:30:00+00:00", 1.0),
            ("2026-01-01T12:00:00+00:00", 0.5),
        ]
        assert {one["job"] for one in jobs.events} == {"missed"}

    def test_without_hours_the_job_does_what_it_always_does(self) -> None:
        jobs = self.FakeJobs([{"missed": 0, "unread": []}])
        list(missed.compare(jobs, "jobs", None, 120, datetime.now(UTC)))
        assert jobs.events == [{"job": "missed", "grace": 120}]

    def test_a_job_that_failed_is_not_taken_for_one_that_found_nothing(self) -> None:
        jobs = self.FakeJobs([{"errorMessage": "InvocationFailed"}])
        jobs.failed = True
        with pytest.raises(missed.JobFailed):
            list(missed.compare(jobs, "jobs", None, 120, datetime.now(UTC)))

    def test_a_list_that_could_not_be_read_is_said(
        self, command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answers = [{"missed": 2, "unread": ["twilio/AC1"]}]
        monkeypatch.setattr(boto3, "client", lambda *_, **__: self.FakeJobs(answers))
        out, status = command(missed)
        assert "2 messages" in out
        assert "twilio/AC1" in str(status)


def test_an_error_of_sqs_is_not_hidden(house: House, wire: Wire, command: Callable[..., Any]) -> None:
    house.die("push", "one")
    wire.fail("SendMessage", "AccessDenied")
    with pytest.raises(type(client_error("AccessDenied", "SendMessage"))):
        command(dead_letters, "replay", "push", "--all")
    assert house.left("push") == ["one"]
