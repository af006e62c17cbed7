"""What an erasure leaves behind: a receipt, nothing at the carrier, and nothing that waits for ever."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from functions.deliver.supervisor import DeliverySupervisor
from shared.domain.delivery import DeliveryStatus
from shared.domain.erasure import ErasureStatus
from shared.domain.errors import NotFound
from shared.lifecycle.carrier_opt_out import CarrierOptOut
from shared.security.receipts import verify
from shared.store.breakers import Breakers, Pace
from shared.store.models import HeadItem, OwnerKeyItem
from shared.store.vault import owner_key
from tests.unit import aws
from tests.unit.builders import TEXTER
from tests.unit.erasure_house import PUBLIC_KEY, WORDS, House, talked, texter_of
from tests.unit.staff import Staff
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


@pytest.fixture
def house(world: World) -> House:
    return House(world)


class TestTheReceipt:
    def test_says_what_is_gone_and_since_when_no_backup_opens_it(
        self, staff: Staff, house: House, world: World
    ) -> None:
        first, second = talked(staff), talked(staff)
        texter = texter_of(world, first)
        erasure = house.erased(texter)
        shown = house.see("adm_1", texter, erasure)
        receipt = verify(json.loads(shown.receipt.model_dump_json(by_alias=True)), PUBLIC_KEY)
        assert receipt["texterId"] == texter and (receipt["requestedBy"], receipt["approvedBy"]) == ("sup_1", "adm_1")
        assert receipt["erased"]["conversations"] == 2 and receipt["erased"]["keys"] == 3
        versions = [world.conversations.get(one).version for one in (first, second)]  # type: ignore[union-attr]
        assert receipt["erased"]["facts"] == sum(versions)
        assert receipt["unrecoverableAfter"] == (shown.erased_at + timedelta(days=7)).isoformat(timespec="seconds")

    def test_names_nobody(self, staff: Staff, house: House, world: World) -> None:
        one = talked(staff)
        texter = texter_of(world, one)
        erasure = house.erased(texter)
        text = house.see("adm_1", texter, erasure).model_dump_json()
        assert TEXTER[2:] not in text and "mugwort" not in text


class TestCarriersCopies:
    def test_of_messages_both_ways_are_deleted(self, staff: Staff, house: House, world: World) -> None:
        one = talked(staff)
        house.erased(texter_of(world, one))
        names = {provider_id for _, _, provider_id in house.carriers.deleted}
        inbound = {name for name in names if not name.startswith("SMout")}
        assert len(inbound) == 1 and len(names) == 3, "one text, the welcome and one answer"
        assert {account for _, account, _ in house.carriers.deleted} == {aws.ACCOUNT}

    def test_given_the_carrier_refuses_then_the_receipt_says_so_until_it_has(
        self, staff: Staff, house: House, world: World
    ) -> None:
        one = talked(staff)
        texter = texter_of(world, one)
        stubborn = next(row["provider_id"]["S"] for row in aws.rows("conversations") if "provider_id" in row)
        house.carriers.keeps = {stubborn}
        erasure = house.decided(texter)
        assert house.carry_out(erasure).status is ErasureStatus.ASKING
        asked = house.see("adm_1", texter, erasure).receipt.receipt["carriers"]
        assert asked["finishedAt"] is None
        assert asked["asked"] == [
            {"channel": "twilio", "deleted": 2, "noneKept": 0, "pending": 1, "pendingBecause": {"20009": 1}}
        ]
        house.carriers.keeps = set()
        world.clock.go_on(minutes=6)
        house.passing.look_after()
        shown = house.see("adm_1", texter, erasure)
        assert shown.status == "done" and shown.receipt.receipt["carriers"]["asked"][0]["deleted"] == 3
        assert not [row for row in aws.rows("conversations") if row["sk"]["S"].startswith("Y#")]
        assert len(house.carriers.deleted) == len(set(house.carriers.deleted)) == 3

    def test_given_it_takes_a_day_then_somebody_is_told(
        self, staff: Staff, house: House, world: World, capsys: pytest.CaptureFixture[str]
    ) -> None:
        one = talked(staff)
        house.carriers.unknown = {aws.ACCOUNT}
        erasure = house.decided(texter_of(world, one))
        house.carry_out(erasure)
        house.passing.look_after()
        assert '"ErasuresOverdue":0' in capsys.readouterr().out
        world.clock.go_on(hours=25)
        house.passing.look_after()
        assert '"ErasuresOverdue":2' in capsys.readouterr().out


def test_a_conversation_whose_head_is_read_again_says_nothing_of_the_number(
    staff: Staff, house: House, world: World
) -> None:
    one = talked(staff)
    house.erased(texter_of(world, one))
    head = world.database.get(HeadItem, f"C#{one}", "HEAD")
    assert head is not None and (head.thread_id, head.consent_id) == ("erased", "erased")
    place = owner_key(one)
    assert world.database.get(OwnerKeyItem, place.pk, place.sk) is None


def test_an_erased_texter_has_nothing_to_export(staff: Staff, house: House, world: World) -> None:
    texter = texter_of(world, talked(staff))
    house.erased(texter)
    with pytest.raises(NotFound):
        house.export("sup_1", texter)


def test_what_had_not_left_yet_never_leaves_and_is_not_tried_for_ever(staff: Staff, house: House, world: World) -> None:
    one = staff.talking(text=WORDS)
    answer = world.reply(one, "I am here, mugwort")
    staff.close("res_1", one)
    conversation = world.conversations.get(one)
    assert conversation is not None
    task = world.task(conversation, answer.seq)
    house.erased(conversation.texter_id)
    supervisor = DeliverySupervisor(
        world.deliveries,
        world.directory,
        world.vault,
        lambda line: pytest.fail("nothing may be sent"),
        Breakers(world.database, world.clock),
        Pace(world.database, world.clock),
        CarrierOptOut(world.conversations, world.directory, world.clock),
        world.clock.now,
        world.sqs,
        world.queues["deliver"],
    )
    supervisor.run(task, "handle")
    assert world.deliveries.read(task).status is DeliveryStatus.FAILED
