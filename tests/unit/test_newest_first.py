"""A program's conversations, the newest first: for who looks something up."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.errors import InvalidInput
from tests.unit.world import World


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_the_newest_come_first_page_after_page_and_nobody_twice(world: World, limit: int) -> None:
    for number in range(5):
        world.text(sender=f"+120255521{number:02d}")
        world.clock.go_on(minutes=1)
    expected = [one.id for one in sorted(world.all_conversations(), key=lambda one: one.created_at, reverse=True)]
    seen: list[str] = []
    cursor = None
    for _ in range(10):
        query: Any = {"limit": str(limit), "order": "newest", "program": "pro_1"}
        query |= {"cursor": cursor} if cursor else {}
        page = world.reading.conversations(world.request("sup_1", **query))
        seen += [one.id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == expected


def test_without_asking_for_it_the_oldest_come_first(world: World) -> None:
    for number in range(3):
        world.text(sender=f"+120255522{number:02d}")
        world.clock.go_on(minutes=1)
    listed = world.reading.conversations(world.request("sup_1", program="pro_1")).items
    assert [one.created_at for one in listed] == sorted(one.created_at for one in listed)


def test_another_order_is_refused_by_its_name(world: World) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.reading.conversations(world.request("sup_1", order="loudest"))
    assert [one.field for one in refused.value.errors] == ["order"]
