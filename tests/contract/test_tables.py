"""The models in code and the description that the tables are built from say the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from shared.contracts.tables import BY_OWNER, BY_TIMER, CONVERSATIONS, TABLES, TTL_ATTRIBUTE, Table
from shared.store.models import ROOTS, CopyItem, HeadItem, Item, StaffMemberItem, StaffThreadItem, seq_key


def models(root: type[Item]) -> Iterator[type[Item]]:
    yield root
    for model in root.__subclasses__():
        yield from models(model)


EVERY = [(table, model) for table in TABLES for model in models(ROOTS[table.name])]


def test_every_table_has_its_models_and_every_model_its_table() -> None:
    assert set(ROOTS) == {table.name for table in TABLES}
    assert {model for _, model in EVERY} == set(models(Item)) - {Item}


@pytest.mark.parametrize(("table", "model"), EVERY, ids=lambda one: getattr(one, "name", getattr(one, "__name__", "")))
def test_a_model_has_its_tables_keys_and_expires_when_its_table_does(table: Table, model: type[Item]) -> None:
    attributes = model.get_attributes()
    keys = {
        name: attribute for name, attribute in attributes.items() if attribute.is_hash_key or attribute.is_range_key
    }
    assert set(keys) == {"pk", "sk"}
    assert keys["pk"].is_hash_key
    assert keys["sk"].is_range_key
    assert all(isinstance(attribute, UnicodeAttribute) for attribute in keys.values())
    # DynamoDB forgets an item by a number of seconds, under exactly this name.
    assert (TTL_ATTRIBUTE in attributes) == table.expires
    if table.expires:
        assert isinstance(attributes[TTL_ATTRIBUTE], NumberAttribute)
        assert attributes[TTL_ATTRIBUTE].attr_name == TTL_ATTRIBUTE


def test_only_the_conversations_table_has_indexes_and_its_heads_carry_their_keys() -> None:
    assert [table.name for table in TABLES if table.indexes] == [CONVERSATIONS.name]
    attributes = HeadItem.get_attributes()
    for index in CONVERSATIONS.indexes:
        assert {attributes[name].attr_type for name in (index.partition, index.sort)} == {"S"}, index.name
        # Absent where it does not apply, so that the index stays sparse.
        assert attributes[index.partition].null, index.name
        assert set(index.shows) <= set(attributes), index.name


#: Who else stands in an index, under partitions that no conversation has.
GUESTS: dict[type[Item], set[str]] = {
    CopyItem: {BY_TIMER.partition, BY_TIMER.sort},
    StaffThreadItem: {BY_TIMER.partition, BY_TIMER.sort},
    StaffMemberItem: {BY_OWNER.partition, BY_OWNER.sort},
}


def test_no_other_item_would_wander_into_an_index() -> None:
    keys = {name for index in CONVERSATIONS.indexes for name in (index.partition, index.sort)}
    for model in models(ROOTS[CONVERSATIONS.name]):
        if model is not HeadItem:
            assert keys & set(model.get_attributes()) == GUESTS.get(model, set())


def test_the_stream_comes_from_the_facts_and_from_nowhere_else() -> None:
    assert [table.name for table in TABLES if table.stream] == [CONVERSATIONS.name]


def test_what_is_lasting_can_be_recovered_and_the_vault_for_seven_days_only() -> None:
    assert {table.name: table.recovery_days for table in TABLES if table.lasting} == {
        "directory": 35,
        "conversations": 35,
        "vault": 7,
        "consents": 35,
        "audit": 35,
        "files": 35,
    }
    assert all(table.recovery_days == 0 for table in TABLES if not table.lasting)


def test_numbered_keys_sort_as_numbers_do() -> None:
    numbers = [1, 2, 9, 10, 99, 100, 10**9, 10**10 - 1]
    assert sorted(seq_key("F", n) for n in reversed(numbers)) == [seq_key("F", n) for n in numbers]
