"""What a write costs, by DynamoDB's published rule.

An item has the bytes of its attribute names and values. A write takes one unit for each KB begun of the larger
of what was there and what is there now, twice that in a transaction. An index takes a unit for each KB begun of
an entry that is put and of one that is removed: an entry whose keys change costs both, one that shows something else
in its place is written once, and one that stays the same costs nothing.
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html)
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.contracts.tables import Index

Item = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class WriteUnits:
    """`items` are the table's own units, doubled already where a transaction doubles them."""

    items: int = 0
    indexes: int = 0

    def __add__(self, other: WriteUnits) -> WriteUnits:
        return WriteUnits(self.items + other.items, self.indexes + other.indexes)

    @property
    def total(self) -> int:
        return self.items + self.indexes


def write_units(before: Item | None, after: Item | None, indexes: Sequence[Index], transactional: bool) -> WriteUnits:
    """The units of one item's write, from the item before and after it."""
    own = kilobytes(max(item_bytes(before), item_bytes(after), 1)) * (2 if transactional else 1)
    entries = 0
    for index in indexes:
        was, now = _entry(before, index), _entry(after, index)
        if was == now:
            continue
        costs = [kilobytes(item_bytes(entry)) for entry in (was, now) if entry is not None]
        entries += max(costs) if _place(was, index) == _place(now, index) else sum(costs)
    return WriteUnits(own, entries)


def read_units(sizes: Sequence[int], consistent: bool) -> float:
    """The units of a read: each size, in bytes, by 4 KB begun and at least one; half where it need not be consistent.

    A get has a size for each item it asks for, a query one for all that it finds together.
    """
    return sum(max(1, -(-size // 4096)) for size in sizes) * (1 if consistent else 0.5)


def item_bytes(item: Item | None) -> int:
    if item is None:
        return 0
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def kilobytes(count: int) -> int:
    """KB begun."""
    return -(-count // 1024)


def _entry(item: Item | None, index: Index) -> Item | None:
    """What the index keeps of an item: keys, and what it shows. None where the item is not in it."""
    if item is None or index.partition not in item or index.sort not in item:
        return None
    return {name: item[name] for name in ("pk", "sk", index.partition, index.sort, *index.shows) if name in item}


def _place(entry: Item | None, index: Index) -> object:
    """Where an entry stands in the index."""
    return None if entry is None else (entry[index.partition], entry[index.sort])


def _value_bytes(typed: dict[str, Any]) -> int:
    ((kind, value),) = typed.items()
    match kind:
        case "S":
            return len(value.encode())
        case "B":
            return len(value if isinstance(value, bytes) else base64.b64decode(value))
        case "N":
            return len(value.lstrip("-0").replace(".", "")) // 2 + 2
        case "BOOL" | "NULL":
            return 1
        case "SS" | "NS" | "BS":
            return sum(_value_bytes({kind[0]: one}) for one in value)
        case "L":
            return 3 + sum(1 + _value_bytes(one) for one in value)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value_bytes(one) for name, one in value.items())
    raise ValueError(f"unknown type {kind}")
