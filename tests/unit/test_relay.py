"""The table's stream goes to the queues, by kind of fact."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.relay.forwarding import Relay
from shared.contracts.fanout import LISTENERS
from shared.contracts.queues import FactNotice
from shared.domain.errors import Unavailable
from tests.unit import aws
from tests.unit.outlets import Outlets, addressees
from tests.unit.world import World


@pytest.fixture
def outlets() -> Outlets:
    return Outlets()


@pytest.fixture
def relay(outlets: Outlets) -> Relay:
    return Relay(outlets, outlets, facts_topic="facts", deliver_queue="deliver")


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


MOVED = image("F#0000000004", kind={"S": "transition"}, move={"S": "start_conversation"})


@pytest.mark.parametrize(
    ("row", "event", "heard_by"),
    [
        (INBOUND, "INSERT", {"publish", "push", "risk"}),
        (OUTBOUND, "INSERT", {"publish", "push", "deliver"}),
        (MOVED, "INSERT", {"publish", "push", "lifecycle", "notify"}),
        (image("F#0000000001", kind={"S": "opened"}), "INSERT", {"push", "lifecycle"}),
        (image("F#0000000004", kind={"S": "note"}), "INSERT", {"push"}),
        (DELIVERY, "INSERT", {"push"}),
        (DELIVERY, "MODIFY", {"push"}),
        (DELIVERY, "REMOVE", set()),
        (OUTBOUND, "MODIFY", set()),
        (OUTBOUND, "REMOVE", set()),
        (image("HEAD"), "INSERT", set()),
        (image("HEAD"), "MODIFY", set()),
        (image("RUN"), "MODIFY", set()),
        (image("K#hook#4#survey"), "INSERT", set()),
        ({"pk": {"S": "T#1"}, "sk": {"S": "LIVE"}}, "INSERT", set()),
        ({"pk": {"S": "I#1"}, "sk": {"S": "SEEN"}}, "INSERT", set()),
        ({"pk": {"S": "R#1"}, "sk": {"S": "LOAD"}}, "MODIFY", set()),
    ],
)
def test_which_record_goes_where(
    relay: Relay, outlets: Outlets, row: dict[str, Any], event: str, heard_by: set[str]
) -> None:
    relay.forward([aws.stream_record(row, event)])
    heard = {name for entry in outlets.entries("facts") for name in addressees(entry)}
    assert heard | ({"deliver"} if outlets.tasks() else set()) == heard_by
    assert len(outlets.notices()) <= 1, "a fact is published once, however many listen"


def test_a_removed_item_has_no_image_and_goes_nowhere(relay: Relay, outlets: Outlets) -> None:
    record = aws.stream_record(INBOUND, "REMOVE")
    del record["dynamodb"]["NewImage"]
    relay.forward([record])
    assert outlets.sent == []


def test_binary_values_are_never_forwarded(relay: Relay, outlets: Outlets) -> None:
    row = OUTBOUND | {"media": {"B": b"sealed-media"}, "words": {"B": b"sealed-reason"}}
    relay.forward([aws.stream_record(row)])
    sealed = [value["B"] for value in aws.stream_record(row)["dynamodb"]["NewImage"].values() if "B" in value]
    assert len(sealed) == 3
    assert not any(one in json.dumps(outlets.sent) for one in [*sealed, "sealed-", "content", "media", "words"])


def test_a_notice_says_what_happened_in_ids_enums_and_counts(relay: Relay, outlets: Outlets) -> None:
    relay.forward([aws.stream_record(OUTBOUND)])
    notice = outlets.notices("push")[0]
    assert (notice.kind, notice.conversation_id, notice.seq, notice.request_id) == ("message", "con_1", 4, "req-1")
    assert notice.detail == {"message_id": "msg_1", "direction": "outbound", "sender_id": "res_1", "segments": "1"}
    assert outlets.notices("publish") == outlets.notices("push")


def test_of_what_a_fact_says_hashes_and_numbers_stay_and_what_is_unknown_is_not_told(
    relay: Relay, outlets: Outlets
) -> None:
    said = {"line": "+12025550100", "thread": "h1", "texter": "h2", "consent": "h3", "boost": 1800, "preferred": None}
    row = image("F#0000000001", kind={"S": "opened"}, actor={"S": "system"}, detail={"S": json.dumps(said)})
    relay.forward([aws.stream_record(row)])
    assert outlets.notices()[0].detail == {"actor": "system", "boost": "1800"}


def test_outbound_messages_wait_in_their_texters_order_and_once(relay: Relay, outlets: Outlets) -> None:
    relay.forward([aws.stream_record(OUTBOUND)])
    (entry,), (task,) = outlets.entries("deliver"), outlets.tasks()
    assert (task.conversation_id, task.seq, task.texter_id, task.consent_id) == ("con_1", 4, "tex_1", "consent_1")
    assert (entry["MessageGroupId"], entry["MessageDeduplicationId"]) == ("tex_1", "con_1.4")


def test_a_texter_waits_for_nobodys_screen_the_deliveries_go_first(relay: Relay, outlets: Outlets) -> None:
    relay.forward([aws.stream_record(INBOUND), aws.stream_record(OUTBOUND)])
    assert [name for name, _ in outlets.sent] == ["deliver", "facts"]


def test_a_large_batch_goes_in_tens_complete_and_in_order(relay: Relay, outlets: Outlets) -> None:
    relay.forward([aws.stream_record(OUTBOUND | {"seq": {"N": str(n)}}) for n in range(1, 26)])
    assert [one.seq for one in outlets.tasks()] == list(range(1, 26))
    assert [one.seq for one in outlets.notices("publish")] == list(range(1, 26))


@pytest.mark.parametrize("outlet", ["facts", "deliver"])
def test_given_part_of_a_batch_is_refused_then_the_stream_offers_all_of_it_again(
    relay: Relay, outlets: Outlets, outlet: str
) -> None:
    outlets.refuses = outlet
    with pytest.raises(Unavailable):
        relay.forward([aws.stream_record(OUTBOUND)])


def test_what_a_real_conversation_writes_is_forwarded(world: World, relay: Relay, outlets: Outlets) -> None:
    before = aws.rows("conversations")
    world.text("hello")
    world.reply(world.hand_out().id)
    relay.forward(aws.stream_records(before, aws.rows("conversations")))
    conversation = world.only()
    assert [one.seq for one in outlets.notices("push")] == list(range(1, conversation.version + 1))
    assert [one.kind for one in outlets.notices("publish")] == [*["message", "transition"] * 2, "transition", "message"]
    moves = [one.detail.get("move") for one in outlets.notices("lifecycle")]
    assert moves == [None, "assign_responder", "start_conversation"], "the opening, and what came after the routing"
    assert [one.detail["direction"] for one in outlets.notices("risk")] == ["inbound"]
    assert [one.seq for one in outlets.tasks()] == [4, 7], "the welcome and the reply"
    assert outlets.tasks()[0].texter_id == conversation.texter_id


class TestTopic:
    """Over SNS and SQS as they are deployed."""

    @pytest.fixture
    def deployed(self, world: World) -> Relay:
        topic = aws.create_topic(world.queues)
        return Relay(aws.client("sns"), aws.client("sqs"), facts_topic=topic, deliver_queue=world.queues["deliver"])

    def test_each_queue_hears_the_facts_that_name_it_as_they_were_published(
        self, world: World, deployed: Relay
    ) -> None:
        deployed.forward([aws.stream_record(row) for row in (INBOUND, MOVED, DELIVERY)])
        heard = {
            name: [FactNotice.from_json(record["body"]).kind for record in aws.drain(world.queues[name])]
            for name in LISTENERS
        }
        assert {name: sorted(kinds) for name, kinds in heard.items()} == {
            "publish": ["message", "transition"],
            "push": ["delivery", "message", "transition"],
            "lifecycle": ["transition"],
            "risk": ["message"],
            "notify": ["transition"],
            "audit": [],
        }
