"""What was sealed for one owner, field or affiliate opens nowhere else: over the store's own items, in pairs."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from shared.security.sealing import CannotOpen, unseal
from shared.store.facts import fact_from
from shared.store.heads import number_context
from shared.store.models import FactItem, HeadItem, OwnerKeyItem
from shared.store.vault import KeyDestroyed, Vault, owner_key
from tests.unit import aws
from tests.unit.builders import LINE
from tests.unit.staff import Staff
from tests.unit.world import OTHER_LINE, World

SEALED = ("content", "words", "media", "carrier")


@pytest.fixture
def world(world: World) -> World:
    """Two texters of one affiliate, one of another, with words of every kind."""
    staff = Staff(world)
    one = staff.talking(text="the first", media=("https://carrier.example.org/1",))
    world.reply(one, "an answer")
    staff.tag("res_1", one, risk="high", reason="a reason")
    world.text("the second", sender="+12025550177", media=("https://carrier.example.org/2",))
    world.text("the third", sender="+12025550188", line=OTHER_LINE)
    return world


def sealed_facts() -> list[tuple[FactItem, str]]:
    items = [
        FactItem.from_raw_data(row)
        for row in aws.rows("conversations")
        if row["pk"]["S"].startswith("C#") and row["sk"]["S"].startswith("F#")
    ]
    return [(item, name) for item in items for name in SEALED if getattr(item, name) is not None]


def key_of(world: World, item: FactItem) -> bytes:
    return Vault(world.database, world.kms, world.clock).key(item.affiliate_id, str(item.pk)[2:])


def opens(world: World, item: FactItem) -> Any:
    conversation = world.conversations.get(str(item.pk)[2:])
    assert conversation is not None
    return fact_from(conversation, item, key_of(world, item))


def test_a_facts_words_open_in_no_other_fact_and_no_other_field(world: World) -> None:
    facts = sealed_facts()
    assert {name for _, name in facts} == set(SEALED) and len({item.pk for item, _ in facts}) == 3
    for (item, name), (other, other_name) in itertools.permutations(facts, 2):
        kept = getattr(item, name)
        setattr(item, name, getattr(other, other_name))
        with pytest.raises(CannotOpen):
            opens(world, item)
        setattr(item, name, kept)
        assert opens(world, item)


def test_even_under_the_right_key_a_fact_opens_only_where_it_stands(world: World) -> None:
    """Whoever can write the table, and knows no key, moves facts within one conversation at best: that fails, too."""
    by_conversation: dict[str, list[FactItem]] = {}
    for item, name in sealed_facts():
        if name == "content":
            by_conversation.setdefault(str(item.pk), []).append(item)
    moved = 0
    for items in by_conversation.values():
        for item, other in itertools.permutations(items, 2):
            kept, item.content = item.content, other.content
            with pytest.raises(CannotOpen):
                opens(world, item)
            item.content = kept
            moved += 1
    assert moved


def test_a_number_opens_for_its_own_texter_only(world: World) -> None:
    heads = [HeadItem.from_raw_data(row) for row in aws.rows("conversations") if row["sk"]["S"] == "HEAD"]
    vault = Vault(world.database, world.kms, world.clock)
    assert {head.line for head in heads} == {LINE, OTHER_LINE}
    for head, other in itertools.product(heads, heads):
        key = vault.key(head.affiliate_id, head.texter_id)
        context = number_context(head.affiliate_id, head.texter_id)
        if head is other:
            assert unseal(key, head.number, context).startswith(b"+1202555")
        else:
            with pytest.raises(CannotOpen):
                unseal(key, other.number, context)


def test_a_wrapped_key_opens_for_its_own_owner_and_affiliate_only(world: World) -> None:
    rows = [row for row in aws.rows("vault") if row["sk"]["S"] == "KEY"]
    items = [OwnerKeyItem.from_raw_data(row) for row in rows]
    assert {item.affiliate_id for item in items} == {"aff_1", "aff_2"}
    for item, other in itertools.permutations(items, 2):
        owner = str(item.pk)[2:]
        claimed = OwnerKeyItem(
            item.pk, item.sk, affiliate_id=item.affiliate_id, branch_id=other.branch_id, wrapped=other.wrapped
        )
        with pytest.raises((CannotOpen, KeyDestroyed)):
            Vault(world.database, world.kms, world.clock).open(item.affiliate_id, owner, claimed)


def test_an_affiliates_key_is_nothing_to_another_affiliate(world: World) -> None:
    for row in [row for row in aws.rows("vault") if row["sk"]["S"] == "KEY"]:
        item = OwnerKeyItem.from_raw_data(row)
        stranger = "aff_2" if item.affiliate_id == "aff_1" else "aff_1"
        owner = str(item.pk)[2:]
        with pytest.raises(KeyDestroyed):
            Vault(world.database, world.kms, world.clock).open(stranger, owner, item)
        place = owner_key(owner)
        claimed = OwnerKeyItem(
            place.pk, place.sk, affiliate_id=stranger, branch_id=item.branch_id, wrapped=item.wrapped
        )
        with pytest.raises((CannotOpen, KeyDestroyed)):
            Vault(world.database, world.kms, world.clock).open(stranger, owner, claimed)


def test_a_branch_key_is_nothing_to_another_affiliates_kms_key(world: World) -> None:
    """moto binds a ciphertext to its encryption context, as KMS does."""
    client, name = aws.client("dynamodb"), f"{aws.PREFIX}-vault"
    mine = next(row for row in aws.rows("vault") if row["pk"]["S"] == "B#aff_1" and row["sk"]["S"] == "ACTIVE")
    theirs = next(row for row in aws.rows("vault") if row["pk"]["S"] == "B#aff_2" and row["sk"]["S"] == "ACTIVE")
    client.put_item(TableName=name, Item=mine | {"wrapped": theirs["wrapped"]})
    with pytest.raises(Exception, match="InvalidCiphertext"):
        Vault(world.database, world.kms, world.clock).mint("aff_1", "con_new")
