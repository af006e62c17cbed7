"""Files go with what they belong to, and uploads nobody completed go after a day."""

from __future__ import annotations

import pytest

from functions.jobs.retention import Retention
from shared.domain.errors import NotFound, Unavailable
from shared.store.models import OwnerKeyItem
from shared.store.vault import owner_key
from tests.unit.file_house import FileHouse
from tests.unit.staff import Staff
from tests.unit.world import World


@pytest.fixture
def house(world: World) -> FileHouse:
    return FileHouse(world)


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


@pytest.fixture
def retention(world: World) -> Retention:
    return Retention(world.writer, world.agenda, world.file_removal, world.purging)


def closed_with_files(house: FileHouse, staff: Staff) -> str:
    """A conversation that ended, with a file and an upload nobody completed."""
    one = staff.talking()
    house.brought("res_1", conversation=one)
    house.send(house.announce("sup_1", conversation=one))
    staff.close("res_1", one)
    return one


def test_given_a_conversations_time_is_up_then_content_and_rows_of_its_files_are_gone(
    house: FileHouse, staff: Staff, retention: Retention
) -> None:
    closed_with_files(house, staff)
    staff.later(days=366)
    retention.run()
    assert (house.objects_kept(), house.rows()) == ([], [])


def test_given_it_is_not_up_then_they_stay(house: FileHouse, staff: Staff, retention: Retention) -> None:
    closed_with_files(house, staff)
    staff.later(days=364)
    retention.run()
    assert len([one for one in house.objects_kept() if one.startswith("files/")]) == 1


def test_given_a_legal_hold_then_they_stay(house: FileHouse, staff: Staff, retention: Retention) -> None:
    one = closed_with_files(house, staff)
    staff.hold("sup_1", one)
    staff.later(days=366)
    retention.run()
    assert len([key for key in house.objects_kept() if key.startswith("files/")]) == 1


def test_given_s3_was_down_then_the_next_run_finishes_and_the_conversation_waits_for_it(
    house: FileHouse, staff: Staff, retention: Retention
) -> None:
    one = closed_with_files(house, staff)
    staff.later(days=366)
    house.world.wire.fail("DeleteObject", "InternalError")
    retention.run()
    found = house.world.conversations.get(one)
    assert found is not None and not found.purged and house.objects_kept()
    retention.run()
    found = house.world.conversations.get(one)
    assert found is not None and found.purged
    assert (house.objects_kept(), house.rows()) == ([], [])


def test_given_it_died_between_content_and_row_then_the_next_run_finishes(
    house: FileHouse, staff: Staff, world: World
) -> None:
    one = closed_with_files(house, staff)
    world.wire.fail("TransactWriteItems", "InternalServerError")
    with pytest.raises(Exception, match="TransactWriteItems"):
        world.file_removal.of_conversation(one)
    assert house.rows()
    world.file_removal.of_conversation(one)
    assert (house.objects_kept(), house.rows()) == ([], [])


def test_an_upload_nobody_completed_goes_after_a_day_with_its_key(
    house: FileHouse, retention: Retention, world: World
) -> None:
    old = house.announce("res_1")
    house.send(old)
    world.clock.go_on(hours=20)
    young, kept = house.announce("res_1"), house.brought("res_1")
    world.clock.go_on(hours=5)
    retention.run()
    assert house.objects_kept() == [f"files/aff_1/{kept.id}"]
    place = owner_key(old.id)
    assert world.database.get(OwnerKeyItem, place.pk, place.sk) is None
    assert house.get("res_1", young.id).status == "pending"
    with pytest.raises(NotFound):
        house.get("res_1", old.id)


def test_files_of_no_conversation_are_kept_as_long_as_content_is(
    house: FileHouse, retention: Retention, world: World
) -> None:
    file, foreign = house.brought("res_1"), house.brought("res_9", affiliate="aff_2")
    world.tenants.affiliate("aff_1", "AFF_1", retention_days=7)
    world.directory._affiliates.clear()
    world.clock.go_on(days=6)
    retention.run()
    assert house.get("res_1", file.id).url
    world.clock.go_on(days=2)
    retention.run()
    with pytest.raises(NotFound):
        house.get("res_1", file.id)
    assert house.objects_kept() == [f"files/aff_2/{foreign.id}"]


def test_removal_says_when_it_could_not(house: FileHouse, world: World) -> None:
    house.brought("res_1")
    world.clock.go_on(minutes=1)
    world.wire.fail("DeleteObject", "InternalError")
    with pytest.raises(Unavailable):
        world.file_removal.own_until("aff_1", world.clock.now())
