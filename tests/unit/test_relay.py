"""The table's stream goes to the queues, by kind of fact."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from functions.relay.forwarding import Relay
from shared.contracts.queues import DeliveryTask, FactNotice
from shared.domain.errors import Unavailable
from tests.unit import aws
from tests.unit.world import World


@dataclass
class FakeSqs:
    batches: list[tuple[str, list[dict[str, Any]]]] = field(default_factory=list)
    refuses: str | None = None

    def send_message_batch(self, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        assert 1 <= len(Entries) <= 10
        assert len({entry["Id"] for entry in Entries}) == len(Entries)
        self.batches.append((QueueUrl, Entries))
        if QueueUrl == self.refuses:
            return {"Failed": [{"Id": "0", "Code": "ServiceUnavailable", "SenderFault": False}]}
        return {"Successful": [{"Id": entry["Id"]} for entry in Entries]}

    def bodies(self, queue: str) -> list[str]:
        return [entry["MessageBody"] for name, entries in self.batches if name == queue for entry in entries]


@pytest.fixture
def sqs() -> FakeSqs:
    return FakeSqs()


@pytest.fixture
def relay(sqs: FakeSqs) -> Relay:
    return Relay(sqs, publish_queue="publish", push_queue="push", deliver_queue="deliver")


def image(sort: str, **more: Any) -> dict[str, Any]:
    return {
        "pk": {"S": "C#con_1"},
        "sk": {"S": sort},
        "affiliate_id": {"S": "aff_1"},
        "program_id": {"S": "pro_1"},
        "seq": {"N": "4"},
        "request_id": {"S": "req-1"},
        "at": {"S": "2025-11-20T12:00:00.000000+0000"},
    } | more


INBOUND = image(
    "F#0000000004",
    kind={"S": "message"},
    message_id={"S": "msg_1"},
    direction={"S": "inbound"},
    segments={"N": "1"},
    content={"B": b"sealed-words"},
)
OUTBOUND = INBOUND | {
    "direction": {"S": "outbound"},
    "sender_id": {"S": "res_1"},
    "texter_id": {"S": "tex_1"},
    "consent_id": {"S": "consent_1"},
}
DELIVERY = image("D#0000000004", status={"S": "sent"}, status_rank={"N": "3"})


@pytest.mark.parametrize(
    ("row", "event", "queues"),
    [
        (INBOUND, "INSERT", {"publish", "push"}),
        (OUTBOUND, "INSERT", {"publish", "push", "deliver"}),
        (image("F#0000000004", kind={"S": "transition"}, move={"S": "route_message"}), "INSERT", {"publish", "push"}),
        (DELIVERY, "INSERT", {"push"}),
        (DELIVERY, "MODIFY", {"push"}),
        (DELIVERY, "REMOVE", set()),
        (OUTBOUND, "MODIFY", set()),
        (OUTBOUND, "REMOVE", set()),
        (image("HEAD"), "INSERT", set()),
        (image("HEAD"), "MODIFY", set()),
        ({"pk": {"S": "T#1"}, "sk": {"S": "LIVE"}}, "INSERT", set()),
        ({"pk": {"S": "I#1"}, "sk": {"S": "SEEN"}}, "INSERT", set()),
        ({"pk": {"S": "R#1"}, "sk": {"S": "LOAD"}}, "MODIFY", set()),
    ],
)
def test_which_record_goes_where(relay: Relay, sqs: FakeSqs, row: dict[str, Any], event: str, queues: set[str]) -> None:
    relay.forward([aws.stream_record(row, event)])
    assert {name for name, _ in sqs.batches} == queues


def test_a_removed_item_has_no_image_and_goes_nowhere(relay: Relay, sqs: FakeSqs) -> None:
    record = aws.stream_record(INBOUND, "REMOVE")
    del record["dynamodb"]["NewImage"]
    relay.forward([record])
    assert sqs.batches == []


def test_binary_values_are_never_forwarded(relay: Relay, sqs: FakeSqs) -> None:
    relay.forward([aws.stream_record(OUTBOUND | {"media": {"B": b"sealed-media"}})])
    sealed = [value["B"] for value in aws.stream_record(OUTBOUND)["dynamodb"]["NewImage"].values() if "B" in value]
    assert sealed
    assert not any(one in json.dumps(sqs.batches) for one in [*sealed, "sealed-", "content", "media"])


def test_a_notice_says_what_happened_in_ids_enums_and_counts(relay: Relay, sqs: FakeSqs) -> None:
    relay.forward([aws.stream_record(OUTBOUND)])
    notice = FactNotice.from_json(sqs.bodies("push")[0])
    assert (notice.kind, notice.conversation_id, notice.seq, notice.request_id) == ("message", "con_1", 4, "req-1")
    assert notice.detail == {"message_id": "msg_1", "direction": "outbound", "sender_id": "res_1", "segments": "1"}
    assert sqs.bodies("publish") == sqs.bodies("push")


def test_outbound_messages_wait_in_their_texters_order_and_once(relay: Relay, sqs: FakeSqs) -> None:
    relay.forward([aws.stream_record(OUTBOUND)])
    ((_, (entry,)), *_) = [batch for batch in sqs.batches if batch[0] == "deliver"]
    task = DeliveryTask.from_json(entry["MessageBody"])
    assert (task.conversation_id, task.seq, task.texter_id, task.consent_id) == ("con_1", 4, "tex_1", "consent_1")
    assert (entry["MessageGroupId"], entry["MessageDeduplicationId"]) == ("tex_1", "con_1.4")


def test_a_texter_waits_for_nobodys_screen_the_deliveries_go_first(relay: Relay, sqs: FakeSqs) -> None:
    relay.forward([aws.stream_record(INBOUND), aws.stream_record(OUTBOUND)])
    assert sqs.batches[0][0] == "deliver"


def test_a_large_batch_goes_in_tens_complete_and_in_order(relay: Relay, sqs: FakeSqs) -> None:
    relay.forward([aws.stream_record(OUTBOUND | {"seq": {"N": str(n)}}) for n in range(1, 26)])
    assert [DeliveryTask.from_json(body).seq for body in sqs.bodies("deliver")] == list(range(1, 26))
    assert [FactNotice.from_json(body).seq for body in sqs.bodies("publish")] == list(range(1, 26))


@pytest.mark.parametrize("queue", ["publish", "push", "deliver"])
def test_given_a_queue_refuses_part_of_a_batch_then_the_stream_offers_all_of_it_again(
    relay: Relay, sqs: FakeSqs, queue: str
) -> None:
    sqs.refuses = queue
    with pytest.raises(Unavailable):
        relay.forward([aws.stream_record(OUTBOUND)])


def test_what_a_real_conversation_writes_is_forwarded(world: World, relay: Relay, sqs: FakeSqs) -> None:
    before = aws.rows("conversations")
    world.text("hello")
    world.reply(world.hand_out().id)
    relay.forward(aws.stream_records(before, aws.rows("conversations")))
    conversation = world.only()
    notices = [FactNotice.from_json(body) for body in sqs.bodies("publish")]
    assert [one.seq for one in notices] == list(range(1, conversation.version + 1))
    tasks = [DeliveryTask.from_json(body) for body in sqs.bodies("deliver")]
    assert [one.seq for one in tasks] == [4, 7], "the welcome and the reply"
    assert tasks[0].texter_id == conversation.texter_id
