"""An erasure that dies before any of its requests to AWS is taken up again and comes to the same end.

So does the replay of erasures after a restore, and no step is left half done where nobody finds it.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.erasure import ErasureStatus
from tests.unit import aws
from tests.unit.erasure_house import House, talked, texter_of
from tests.unit.staff import Staff
from tests.unit.wire import Died
from tests.unit.world import World


def end_state(house: House, erasure: str) -> dict[str, Any]:
    """What is left, without what differs from run to run: signatures, moments and the audit's own ids."""
    item = house.erasures.get("aff_1", erasure)
    assert item is not None and item.receipt is not None
    receipt = json.loads(item.receipt)["receipt"]
    for name in ("erasedAt", "unrecoverableAfter"):
        receipt.pop(name)
    receipt["carriers"].pop("finishedAt")
    return {
        "status": item.status,
        "receipt": receipt,
        "open": house.erasures.open("aff_1"),
        "keys": sorted(row["pk"]["S"] for row in aws.rows("vault") if row["sk"]["S"] == "KEY"),
        "rows": sorted((row["pk"]["S"], row["sk"]["S"], tuple(sorted(row))) for row in aws.rows("conversations")),
        "deleted": set(house.carriers.deleted),
        "audit": sorted(row["action"]["S"] for row in aws.rows("audit") if row["pk"]["S"] == "U#aff_1"),
    }


def finish(house: House, erasure: str) -> None:
    """Whatever takes it up: the queue again, or the job."""
    house.renew()
    house.carry_out(erasure)


def test_given_it_dies_before_any_request_then_the_next_pass_brings_it_to_the_same_end(world: World) -> None:
    staff, house = Staff(world), House(world)
    one = talked(staff)
    erasure = house.decided(texter_of(world, one))
    decided, began = aws.Snapshot(), world.clock.now()

    finish(house, erasure)
    expected = end_state(house, erasure)
    assert expected["status"] == ErasureStatus.DONE

    deaths = 0
    while True:
        decided.restore()
        world.clock.set(began)
        house.carriers.deleted.clear()
        house.renew()
        world.wire.die_after(deaths)
        try:
            house.carry_out(erasure)
        except Died:
            world.wire.live_on()
            finish(house, erasure)
            assert end_state(house, erasure) == expected, f"died before request {deaths + 1}"
            deaths += 1
            continue
        break
    world.wire.live_on()
    assert deaths > 40


@pytest.mark.parametrize("table", ["conversations", "vault"])
def test_given_one_table_alone_was_restored_then_the_replay_removes_what_came_back(world: World, table: str) -> None:
    staff, house = Staff(world), House(world)
    one = talked(staff)
    texter = texter_of(world, one)
    erasure = house.decided(texter)
    backup = aws.rows(table)
    finish(house, erasure)
    expected = end_state(house, erasure)

    restore(table, backup)
    assert end_state(house, erasure) != expected
    house.renew()
    found = house.replaying.run("aff_1")
    assert found.erasures == 1
    assert found.keys == (2 if table == "vault" else 0)
    assert found.conversations == (1 if table == "conversations" else 0)
    after = end_state(house, erasure)
    if table == "conversations":
        # Without the number nobody can tell which hash led to the texter; intake takes them for somebody new.
        after["rows"] = [row for row in after["rows"] if not row[0].startswith("X#")]
    assert after == expected


def test_given_both_were_restored_then_nothing_is_left_and_a_second_replay_finds_nothing(world: World) -> None:
    staff, house = Staff(world), House(world)
    one = talked(staff)
    texter = texter_of(world, one)
    backups = {table: aws.rows(table) for table in ("conversations", "vault")}
    erasure = house.decided(texter)
    finish(house, erasure)
    expected = end_state(house, erasure)
    for table, rows in backups.items():
        restore(table, rows)
    house.renew()
    assert house.replaying.run("aff_1").keys == 2
    assert end_state(house, erasure) == expected
    again = house.replaying.run("aff_1")
    assert (again.keys, again.conversations) == (0, 0)


def test_given_the_backup_is_of_a_time_when_they_were_talking_then_that_ends_and_goes_too(world: World) -> None:
    staff, house = Staff(world), House(world)
    one = staff.talking(text="mugwort")
    backups = {table: aws.rows(table) for table in ("conversations", "vault")}
    staff.close("res_1", one)
    texter = texter_of(world, one)
    finish(house, house.decided(texter))
    for table, rows in backups.items():
        restore(table, rows)
    house.renew()
    house.replaying.run("aff_1")
    found = world.conversations.get(one)
    assert found is not None and found.purged and not found.live
    assert not [row for row in aws.rows("conversations") if row["pk"]["S"].startswith(("T#", "X#", "E#"))]
    assert not [row for row in aws.rows("vault") if row["pk"]["S"] in (f"K#{one}", f"K#{texter}")]


def test_given_the_hash_came_back_without_the_key_then_who_texts_is_heard_as_somebody_new(world: World) -> None:
    staff, house = Staff(world), House(world)
    one = talked(staff)
    texter = texter_of(world, one)
    backup = aws.rows("conversations")
    finish(house, house.decided(texter))
    restore("conversations", backup)
    house.renew()
    house.replaying.run("aff_1")
    world.intake = world.new_intake()
    world.text("are you there?")
    (live,) = [found for found in world.all_conversations() if found.live]
    assert live.texter_id != texter
    assert ("inbound", "are you there?") in world.words(live)


def restore(table: str, rows: list[dict[str, Any]]) -> None:
    """Put a table back to how it was."""
    client, name = aws.client("dynamodb"), f"{aws.PREFIX}-{table}"
    for row in aws.rows(table):
        client.delete_item(TableName=name, Key={"pk": row["pk"], "sk": row["sk"]})
    for row in rows:
        client.put_item(TableName=name, Item=row)
