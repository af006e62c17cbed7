"""Every AWS call of the production handlers, and what it wrote, seen at botocore's hooks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.session import Session

from shared.contracts.tables import TABLES
from tests.bench.units import Item, WriteUnits, item_bytes, read_units, write_units

_WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems")
_READS = ("GetItem", "BatchGetItem", "Query")
_INDEXES = {table.name: table.indexes for table in TABLES}

#: Reads an item by table name and key, unrecorded; None where there is none.
ReadItem = Callable[[str, Item], Item | None]


@dataclass
class Call:
    """One request on the wire: a repeated attempt is a call of its own.

    `units` follow DynamoDB's published rule, `reported` is what the emulation answered to ReturnConsumedCapacity
    (None: nothing). `written` are the sort keys
    of the items written, each with the item's bytes. `read_units` follow the rule as well.
    """

    function: str
    service: str
    operation: str
    units: WriteUnits = field(default_factory=WriteUnits)
    reported: float | None = None
    written: list[tuple[str, int]] = field(default_factory=list)
    read_units: float = 0

    def __str__(self) -> str:
        return f"{self.service}.{self.operation}"


@dataclass(frozen=True)
class _Write:
    table: str
    key: Item
    before: Item | None


class Recorder:
    """`function` names whoever is running; calls made while it is empty are not recorded."""

    def __init__(self, read: ReadItem) -> None:
        self.calls: list[Call] = []
        self.function = ""
        self._read = read
        self._writes: list[_Write] = []
        self._asked: dict[str, Any] = {}

    def attach(self, session: Session) -> None:
        """For `botocore.register_initializer`: every session made from then on is recorded."""
        events = session.get_component("event_emitter")
        events.register_first("request-created", self._request)
        for operation in _WRITES:
            events.register_first(f"before-parameter-build.dynamodb.{operation}", self._before_write)
            events.register_last(f"after-call.dynamodb.{operation}", self._after_write)
        for operation in _READS:
            events.register_first(f"before-parameter-build.dynamodb.{operation}", self._before_read)
            events.register_last(f"after-call.dynamodb.{operation}", self._after_read)

    def take(self) -> list[Call]:
        """The calls since the last taking."""
        taken, self.calls = self.calls, []
        return taken

    def _request(self, event_name: str, **more: Any) -> None:
        if self.function:
            _, service, operation = event_name.split(".")
            self.calls.append(Call(self.function, service, operation))

    def _before_write(self, params: dict[str, Any], **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "INDEXES"
        parts = [next(iter(one.values())) for one in params.get("TransactItems", ())] or [params]
        named = [(one["TableName"], _key(one)) for one in parts]
        self._writes = [_Write(table, key, self._read(table, key)) for table, key in named]

    def _after_write(self, parsed: dict[str, Any], event_name: str, **_: Any) -> None:
        if not self.function:
            return
        transactional = event_name.endswith("TransactWriteItems")
        call = self.calls[-1]
        for write in self._writes:
            indexes = _INDEXES[write.table.rsplit("-", 1)[-1]]
            after = self._read(write.table, write.key)
            call.units += write_units(write.before, after, indexes, transactional)
            call.written.append((write.key["sk"]["S"], item_bytes(after)))
        capacity = parsed.get("ConsumedCapacity") or []
        reported = [float(one["CapacityUnits"]) for one in (capacity if isinstance(capacity, list) else [capacity])]
        call.reported = sum(reported) if reported else None

    def _before_read(self, params: dict[str, Any], **_: Any) -> None:
        self._asked = params

    def _after_read(self, parsed: dict[str, Any], **_: Any) -> None:
        if not self.function:
            return
        call, asked = self.calls[-1], self._asked
        if "KeyConditionExpression" in asked:
            # One sum, rounded once.
            sizes = [sum(item_bytes(item) for item in parsed.get("Items", ()))]
            call.read_units = read_units(sizes, asked.get("ConsistentRead", False))
            return
        one = {asked["TableName"]: asked | {"Keys": [asked["Key"]]}} if "Key" in asked else {}
        for table, part in (one or asked["RequestItems"]).items():
            sizes = [item_bytes(self._read(table, key)) for key in part["Keys"]]
            call.read_units += read_units(sizes, part.get("ConsistentRead", False))


def by_function(calls: list[Call]) -> Counter[str]:
    """How many calls each function made."""
    return Counter(call.function for call in calls)


def in_words(calls: list[Call], function: str) -> str:
    """The function's calls: `2× BatchGetItem, TransactWriteItems`."""
    counted = Counter(call.operation for call in calls if call.function == function)
    return ", ".join(f"{count}× {name}" if count > 1 else name for name, count in counted.items())


def _key(write: dict[str, Any]) -> Item:
    source = write.get("Key") or write["Item"]
    return {"pk": source["pk"], "sk": source["sk"]}
