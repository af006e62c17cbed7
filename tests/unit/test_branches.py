"""Branch keys are exchanged, and what the old one wrapped stays open until it is wrapped anew."""

from __future__ import annotations

import pytest

from shared.domain.errors import NotFound
from shared.store.branches import Branches
from shared.store.models import BranchItem, OwnerKeyItem
from shared.store.vault import Vault, owner_key
from tests.unit import aws
from tests.unit.world import World


@pytest.fixture
def branches(world: World) -> Branches:
    return Branches(world.database, Vault(world.database, world.kms, world.clock), world.clock, world.ids)


def active(world: World) -> str:
    item = world.database.get(BranchItem, "B#aff_1", "ACTIVE")
    assert item is not None
    return str(item.branch_id)


def branch_of(world: World, owner: str) -> str | None:
    place = owner_key(owner)
    item = world.database.get(OwnerKeyItem, place.pk, place.sk)
    return str(item.branch_id) if item is not None else None


def cold(world: World) -> Vault:
    return Vault(world.database, world.kms, world.clock)


class TestANewBranch:
    def test_wraps_what_is_new_and_the_one_before_still_opens_its_own(self, world: World, branches: Branches) -> None:
        world.text("before")
        one = world.only().id
        old = active(world)
        new = branches.rotate("aff_1")
        world.intake = world.new_intake()
        world.text("after", sender="+12025550177")
        (other,) = [found.id for found in world.all_conversations() if found.id != one]
        assert (branch_of(world, one), branch_of(world, other)) == (old, new)
        for each in (one, other):
            assert cold(world).key("aff_1", each)

    def test_is_made_each_quarter_and_not_before(self, world: World, branches: Branches) -> None:
        world.clock.go_on(days=89)
        assert not branches.rotate_due("aff_1")
        world.clock.go_on(days=2)
        old = active(world)
        assert branches.rotate_due("aff_1")
        assert active(world) != old
        assert not branches.rotate_due("aff_1")

    def test_of_one_affiliate_leaves_the_others(self, world: World, branches: Branches) -> None:
        before = [row for row in aws.rows("vault") if row["pk"]["S"] == "B#aff_2"]
        branches.rotate("aff_1")
        assert [row for row in aws.rows("vault") if row["pk"]["S"] == "B#aff_2"] == before

    def test_there_is_none_for_an_affiliate_there_is_not(self, branches: Branches) -> None:
        with pytest.raises(NotFound):
            branches.rotate("aff_none")


class TestWrappingAnew:
    def test_every_key_of_the_affiliate_opens_as_before_and_needs_only_the_new_branch(
        self, world: World, branches: Branches
    ) -> None:
        world.texters(3)
        owners = [row["pk"]["S"][2:] for row in aws.rows("vault") if row["sk"]["S"] == "KEY"]
        before = {one: cold(world).key("aff_1", one) for one in owners}
        new = branches.rotate("aff_1")
        found = Branches(world.database, cold(world), world.clock, world.ids).rewrap("aff_1")
        assert (found.changed, dict(found.by_branch)) == (len(owners), {new: len(owners)})
        assert {one: cold(world).key("aff_1", one) for one in owners} == before
        again = Branches(world.database, cold(world), world.clock, world.ids).rewrap("aff_1")
        assert again.changed == 0

    def test_given_a_key_is_destroyed_at_that_moment_then_it_does_not_come_back(
        self, world: World, branches: Branches
    ) -> None:
        world.text("hello")
        one = world.only().id
        branches.rotate("aff_1")
        place = owner_key(one)
        item = world.database.get(OwnerKeyItem, place.pk, place.sk)
        assert item is not None
        world.traces.key_destroyed(one)
        assert not cold(world).rewrap(item)
        assert branch_of(world, one) is None
