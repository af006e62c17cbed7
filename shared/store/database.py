"""One DynamoDB connection for all models, reads of several items in one call, and labelled transactions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.exceptions import ClientError
from botocore.session import Session
from pynamodb.connection import Connection
from pynamodb.connection.table import TableConnection
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from shared.contracts.tables import Index
from shared.domain.errors import Unavailable
from shared.store.models import ROOTS, Item

M = TypeVar("M", bound=Item)

_CONDITION = "ConditionalCheckFailed"
#: DynamoDB's most items in one call.
_TOGETHER = 100


class Cancelled(Exception):
    """A transaction did not happen. `labels` name the writes whose condition failed; none: a conflict."""

    def __init__(self, labels: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(labels)) or "conflict")
        self.labels = labels


@dataclass(frozen=True)
class Key:
    """Names one item of one model."""

    model: type[Item]
    pk: str
    sk: str


class _OnSession(Connection):
    """PynamoDB's connection on a session that others use too."""

    def __init__(self, session: Session | None, patience: float | None) -> None:
        once = 0 if patience is not None else None
        super().__init__(read_timeout_seconds=patience, connect_timeout_seconds=patience, max_retry_attempts=once)
        self._shared = session

    @property
    def session(self) -> Session:
        return self._shared or super().session


class Database:
    """Binds the models to the tables called `{prefix}-{table}`. Without a session it makes its own.

    `patience`: seconds after which a call that nobody answers has failed, tried once; None: PynamoDB's own.
    """

    def __init__(self, prefix: str, session: Session | None = None, *, patience: float | None = None) -> None:
        self.connection = _OnSession(session, patience)
        for name, root in ROOTS.items():
            # The models are classes, so their table is a class attribute: set it once, here.
            root.Meta.table_name = f"{prefix}-{name}"
            root._connection = None
            table: TableConnection = root._get_connection()
            for meta in table.connection._tables.values():
                self.connection.add_meta_table(meta)
            table.connection = self.connection

    @property
    def client(self) -> Any:
        """The botocore client behind it all."""
        return self.connection.client

    def get(self, model: type[M], pk: str, sk: str, *, consistent: bool = True) -> M | None:
        """One item, or None."""
        try:
            return model.get(pk, sk, consistent_read=consistent)
        except Model.DoesNotExist:
            return None

    def get_together(self, keys: Sequence[Key]) -> list[Any]:
        """Several items of any tables, strongly consistent, a hundred in a call; None where absent."""
        wanted = list(dict.fromkeys(keys))
        found: dict[tuple[str, str, str], dict[str, Any]] = {}
        for start in range(0, len(wanted), _TOGETHER):
            found |= self._get_hundred(wanted[start : start + _TOGETHER])
        return [self._load(key, found) for key in keys]

    def _get_hundred(self, keys: Sequence[Key]) -> dict[tuple[str, str, str], dict[str, Any]]:
        request: dict[str, Any] = {}
        for key in keys:
            table = request.setdefault(key.model.Meta.table_name, {"Keys": [], "ConsistentRead": True})
            table["Keys"].append({"pk": {"S": key.pk}, "sk": {"S": key.sk}})
        found: dict[tuple[str, str, str], dict[str, Any]] = {}
        for _ in range(8):
            reply = self.client.batch_get_item(RequestItems=request)
            for name, rows in reply["Responses"].items():
                found |= {(name, row["pk"]["S"], row["sk"]["S"]): row for row in rows}
            request = reply.get("UnprocessedKeys") or {}
            if not request:
                return found
        raise Unavailable("the tables are busy")

    def query(
        self,
        root: type[Item],
        partition: str,
        *,
        index: Index | None = None,
        prefix: str | None = None,
        between: tuple[str, str] | None = None,
        limit: int | None = None,
        start: Any = None,
        count: bool = False,
        backwards: bool = False,
    ) -> dict[str, Any]:
        """One page of raw rows of a partition, in order of the sort key or `backwards`, of the table or of an index.

        Answers `Items`, `Count` and, when there is more, `LastEvaluatedKey`, as DynamoDB does. Reads of a
        table are strongly consistent.
        """
        partition_key, sort_key = (index.partition, index.sort) if index else ("pk", "sk")
        names = {"#p": partition_key}
        values = {":p": {"S": partition}}
        condition = "#p = :p"
        if prefix is not None:
            condition += " AND begins_with(#s, :a)"
            names["#s"], values[":a"] = sort_key, {"S": prefix}
        elif between is not None:
            condition += " AND #s BETWEEN :a AND :b"
            names["#s"], values[":a"], values[":b"] = sort_key, {"S": between[0]}, {"S": between[1]}
        request: dict[str, Any] = {
            "TableName": root.Meta.table_name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
        if index is not None:
            request["IndexName"] = index.name
        else:
            request["ConsistentRead"] = True
        if limit is not None:
            request["Limit"] = limit
        if start is not None:
            request["ExclusiveStartKey"] = start
        if count:
            request["Select"] = "COUNT"
        if backwards:
            request["ScanIndexForward"] = False
        reply: dict[str, Any] = self.client.query(**request)
        return reply

    def rows(
        self,
        root: type[Item],
        partition: str,
        *,
        index: Index | None = None,
        prefix: str | None = None,
        between: tuple[str, str] | None = None,
        at_once: int | None = None,
        start: Any = None,
    ) -> Iterator[dict[str, Any]]:
        """Every raw row of a partition, read page by page (`at_once` rows each) as they are asked for; see `query`."""
        while True:
            page = self.query(root, partition, index=index, prefix=prefix, between=between, limit=at_once, start=start)
            yield from page["Items"]
            start = page.get("LastEvaluatedKey")
            if start is None:
                return

    def _load(self, key: Key, found: dict[tuple[str, str, str], dict[str, Any]]) -> Any:
        row = found.get((key.model.Meta.table_name, key.pk, key.sk))
        return None if row is None else key.model.from_raw_data(row)


class Transaction:
    """Writes that happen together or not at all. Each has a label, so that a failure can be told apart.

    One of them for another affiliate than is being worked for raises `OutOfScope`, and none happens.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writes: list[tuple[str, dict[str, Any]]] = []

    def put(self, label: str, item: Item, *, new: bool = True) -> None:
        """Write a whole item; by default only where there is none."""
        condition = item.guarded(item.__class__.pk.does_not_exist() if new else None)
        self._writes.append((label, {"Put": item.get_save_kwargs_from_instance(condition=condition)}))

    def update(self, label: str, item: Item, actions: list[Action], condition: Condition | None = None) -> None:
        kwargs = item.get_update_kwargs_from_instance(actions=actions, condition=item.guarded(condition))
        self._writes.append((label, {"Update": kwargs}))

    def delete(self, label: str, item: Item, condition: Condition | None = None) -> None:
        kwargs = item.get_delete_kwargs_from_instance(condition=item.guarded(condition))
        self._writes.append((label, {"Delete": kwargs}))

    def replace(self, label: str, item: Item, condition: Condition) -> None:
        """Write a whole item over the one that fulfils `condition`."""
        kwargs = item.get_save_kwargs_from_instance(condition=item.guarded(condition))
        self._writes.append((label, {"Put": kwargs}))

    def require(self, label: str, key: Key, condition: Condition) -> None:
        """Write nothing unless `condition` holds of an item that is not written itself."""
        kwargs = key.model.get_operation_kwargs_from_class(key.pk, range_key=key.sk, condition=condition)
        self._writes.append((label, {"ConditionCheck": kwargs}))

    def commit(self) -> None:
        """Raises `Cancelled` with the labels whose condition failed."""
        try:
            self._database.client.transact_write_items(TransactItems=[write for _, write in self._writes])
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code")
            if code == "TransactionInProgressException" or code == "TransactionConflictException":
                raise Cancelled(frozenset()) from None
            if code != "TransactionCanceledException":
                raise
            reasons = error.response.get("CancellationReasons") or []
            codes = [reason.get("Code") for reason in reasons]
            if any(code not in (None, "None", _CONDITION, "TransactionConflict") for code in codes):
                raise Unavailable("the tables are busy") from error
            raise Cancelled(
                frozenset(label for (label, _), code in zip(self._writes, codes, strict=False) if code == _CONDITION)
            ) from None
