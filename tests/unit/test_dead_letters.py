"""Dead letters: looked at without being moved, put back without being lost, doubled or swallowed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.dead_letters import DEAD_LETTERS, contents
from shared.contracts.queues import DeliveryTask, FactNotice, IngressEnvelope, Receipt
from tests.unit.dead_letter_house import House
from tests.unit.wire import Wire

WORDS = "I am at 12 Elm Street"
SEALED = "c2VhbGVk" * 20


@pytest.fixture
def house(wire: Wire) -> House:
    return House()


def task(seq: int = 4) -> str:
    return DeliveryTask("aff_1", "pro_1", "con_1", seq, "tex_1", "consent", "req-1").to_json()


class TestLooking:
    def test_what_was_looked_at_is_still_there_for_the_next_who_looks(self, house: House) -> None:
        ids = {house.die("push", f"letter {number}") for number in range(12)}
        assert {one.id for one in house.letters("push").peek(50)} == ids
        assert {one.id for one in house.letters("push").peek(50)} == ids
        assert house.bodies("push") == []

    def test_a_letter_says_when_it_was_sent_and_how_often_it_was_received(self, house: House) -> None:
        house.die("push", "one")
        house.letters("push").peek(1)
        (letter,) = house.letters("push").peek(1)
        assert letter.received == 2
        assert letter.first_received_at is not None and letter.first_received_at >= letter.sent_at

    def test_no_more_than_asked_for_are_shown(self, house: House) -> None:
        for number in range(5):
            house.die("push", str(number))
        assert len(house.letters("push").peek(3)) == 3

    def test_an_empty_queue_has_none_and_no_oldest(self, house: House) -> None:
        assert house.letters("push").count() == 0
        assert house.letters("push").peek(5) == []

    def test_the_count_includes_what_somebody_else_is_looking_at(self, house: House, wire: Wire) -> None:
        house.die("push", "one")
        letters = house.letters("push")
        counted: list[int] = []
        wire.before("ChangeMessageVisibilityBatch", lambda: counted.append(letters.count()))
        letters.peek(1)
        assert counted == [1]


class TestReplaying:
    def test_a_letter_goes_back_to_its_queue_as_it_was(self, house: House) -> None:
        house.die("push", "the body")
        assert [one.body for one in house.letters("push").replay(10)] == ["the body"]
        assert house.bodies("push") == ["the body"]
        assert house.left("push") == []

    def test_only_those_that_are_wanted_go_and_the_others_can_be_seen_again_at_once(self, house: House) -> None:
        first, _ = house.die("push", "one"), house.die("push", "two")
        assert [one.id for one in house.letters("push").replay(10, lambda one: one.id == first)] == [first]
        assert house.bodies("push") == ["one"]
        assert house.left("push") == ["two"]

    def test_one_texters_messages_keep_their_order_and_their_group(self, house: House) -> None:
        for number in range(25):
            house.die("deliver", f"{number}", group=f"texter-{number % 2}")
        house.letters("deliver").replay(100)
        back = house.in_queue("deliver")
        for texter in (0, 1):
            group = [one["body"] for one in back if one["attributes"]["MessageGroupId"] == f"texter-{texter}"]
            assert group == [str(number) for number in range(25) if number % 2 == texter]

    def test_given_the_message_was_in_the_queue_a_minute_ago_when_it_is_replayed_then_sqs_does_not_swallow_it(
        self, house: House
    ) -> None:
        import boto3

        boto3.client("sqs").send_message(
            QueueUrl=house.source["deliver"], MessageBody="it", MessageGroupId="t", MessageDeduplicationId="con_1.4"
        )
        assert house.bodies("deliver") == ["it"]
        house.die("deliver", "it", group="t", name_of_message="con_1.4")
        house.letters("deliver").replay(1)
        assert house.bodies("deliver") == ["it"]

    @pytest.mark.parametrize("queue", ["deliver", "push"])
    def test_given_the_replay_dies_before_deleting_then_the_letter_is_still_there_and_the_message_too(
        self, house: House, wire: Wire, queue: str
    ) -> None:
        house.die(queue, "it")
        wire.fail("DeleteMessage", "ServiceUnavailable")
        with pytest.raises(Exception, match="ServiceUnavailable"):
            house.letters(queue).replay(1)
        assert [one.body for one in house.letters(queue).peek(1)] == ["it"]
        assert house.bodies(queue) == ["it"]

    def test_given_the_replay_died_before_deleting_when_it_is_done_again_then_the_queue_in_order_gets_no_second_copy(
        self, house: House, wire: Wire
    ) -> None:
        house.die("deliver", "it")
        wire.fail("DeleteMessage", "ServiceUnavailable")
        with pytest.raises(Exception, match="ServiceUnavailable"):
            house.letters("deliver").replay(1)
        house.letters("deliver").replay(1)
        assert house.bodies("deliver") == ["it"]
        assert house.left("deliver") == []

    def test_given_the_queue_refuses_when_it_is_replayed_then_nothing_is_deleted(
        self, house: House, wire: Wire
    ) -> None:
        house.die("push", "it")
        wire.fail("SendMessage", "ServiceUnavailable")
        with pytest.raises(Exception, match="ServiceUnavailable"):
            house.letters("push").replay(1)
        assert house.left("push") == ["it"]


class TestWhatIsShown:
    @pytest.mark.parametrize(
        ("queue", "body", "kind", "ids"),
        [
            ("deliver", task(), "delivery task", {"conversationId": "con_1", "seq": "4", "requestId": "req-1"}),
            (
                "publish",
                FactNotice("message", "aff_1", "pro_1", "con_1", 4, "2026-01-01", "req-1", {"move": WORDS}).to_json(),
                "message",
                {"conversationId": "con_1", "seq": "4"},
            ),
            (
                "inbound",
                IngressEnvelope("f" * 64, "twilio", SEALED, "req-1", "2026-01-01T00:00:00+00:00").to_json(),
                "ingress envelope",
                {"messageKey": "f" * 64, "channel": "twilio", "requestId": "req-1"},
            ),
            (
                "receipts",
                Receipt("con_1.4.1", "SM1", "delivered", None, "req-1", "2026-01-01").to_json(),
                "receipt",
                {"attempt": "con_1.4.1", "status": "delivered"},
            ),
        ],
    )
    def test_a_letter_shows_its_kind_and_ids_and_nothing_sealed(
        self, queue: str, body: str, kind: str, ids: dict[str, str]
    ) -> None:
        found = contents(DEAD_LETTERS[queue], body)
        assert found is not None
        assert found.kind == kind
        assert found.ids.items() >= ids.items()
        assert not {SEALED, WORDS} & set(found.ids.values())

    def test_what_lambda_writes_about_the_stream_shows_why_it_gave_up(self) -> None:
        letter = {
            "requestContext": {"condition": "RetryAttemptsExhausted", "approximateInvokeCount": 1001},
            "DDBStreamBatchInfo": {
                "shardId": "shardId-00000001",
                "startSequenceNumber": "1",
                "endSequenceNumber": "2",
                "approximateArrivalOfFirstRecord": "2026-01-01T00:00:00Z",
                "batchSize": 2,
                "streamArn": "arn",
            },
        }
        found = contents(DEAD_LETTERS["stream"], json.dumps(letter))
        assert found is not None
        assert (found.ids["condition"], found.ids["records"]) == ("RetryAttemptsExhausted", "2")

    @given(
        st.sampled_from(sorted(DEAD_LETTERS)),
        st.text() | st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists).map(json.dumps),
    )
    def test_whatever_lies_there_is_unreadable_and_nothing_worse(self, queue: str, body: str) -> None:
        assert contents(DEAD_LETTERS[queue], body) is None

    @given(st.dictionaries(st.sampled_from(["conversation_id", "request_id", "kind", "affiliate_id"]), st.text()))
    def test_what_has_the_right_fields_and_the_wrong_values_shows_no_words(self, values: dict[str, str]) -> None:
        notice: dict[str, Any] = json.loads(
            FactNotice("message", "aff_1", "pro_1", "con_1", 4, "2026-01-01", "req-1", {}).to_json()
        )
        found = contents(
            DEAD_LETTERS["push"], json.dumps(notice | {name: f"{v} {WORDS}" for name, v in values.items()})
        )
        assert found is not None
        assert WORDS not in " ".join([found.kind, *found.ids.values()])
