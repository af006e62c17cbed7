"""What nobody may act on, by day. Listing shows metadata; the sealed webhook is read only to be put back."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shared.domain.errors import BadCursor
from shared.domain.ports import Clock
from shared.store.database import Database
from shared.store.models import QuarantineItem

#: For how long a webhook is kept.
KEPT = timedelta(days=7)
FORGED = "bad_signature"
#: Why something that was verified is here: it can be put back, once what was wrong is mended.
VERIFIED = ("unknown_line", "inactive_program", "unreadable", "blocked_sender")

_SHOWN = ("pk", "sk", "quarantine_id", "reason", "route", "request_id", "received_at")
#: How many pages of DynamoDB one listing reads at most: a flood of forgeries must not make it run for ever.
_PAGES = 20
_SORT = re.compile(r"[0-9:]{8}#[\w-]{1,100}", re.ASCII)
#: How many rows one of them looks through for a reason.
_SIFTED = 500


@dataclass(frozen=True)
class Held:
    """One webhook, without what it says. `route` is `/{channel}` for what intake held, else the webhook's path."""

    pk: str
    sk: str
    id: str
    reason: str
    route: str
    request_id: str
    received_at: datetime

    @property
    def releasable(self) -> bool:
        """Verified by the front door and sealed as `intake` reads it: not its own raw webhooks, and never a forgery."""
        return self.reason in VERIFIED and self.route.count("/") == 1


class Quarantine:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def page(self, limit: int, cursor: str | None, reason: str | None = None) -> tuple[list[Held], str | None]:
        """Up to `limit`, the newest first, and where to go on; raises `InvalidInput` for a cursor that is none.

        A page may have fewer and still not be the last.
        """
        day, start = self._place(cursor)
        sift = ("#reason = :r", reason) if reason is not None else None
        found: list[Held] = []
        for _ in range(_PAGES):
            if day < self._first_day():
                return found, None
            room = limit - len(found)
            page = self._query(day, sift, room if sift is None else _SIFTED, start)
            held = [_held(row) for row in page["Items"]]
            found += held[:room]
            if len(held) > room:
                return found, _cursor(day, found[-1].sk)
            last = page.get("LastEvaluatedKey")
            day, start = (day, last["sk"]["S"]) if last is not None else (day - timedelta(days=1), None)
            if len(found) == limit:
                break
        return found, _cursor(day, start) if day >= self._first_day() else None

    def all(self, reason: str | None = None) -> Iterator[Held]:
        """Everything, or everything held for one reason, the oldest first."""
        return self._since(self._clock.now() - KEPT, ("#reason = :r", reason) if reason is not None else None)

    def verified_since(self, since: datetime) -> Iterator[Held]:
        """What was verified and arrived since, the oldest first; a flood of forgeries is passed over."""
        return self._since(since, ("#reason <> :r", FORGED))

    def _since(self, since: datetime, sift: tuple[str, str] | None) -> Iterator[Held]:
        first = max(since, self._clock.now() - KEPT - timedelta(days=1)).astimezone(UTC)
        day, after = first.date(), f"{first:%H:%M:%S}"
        while day <= self._clock.now().date():
            start = None
            while True:
                page = self._query(day, sift, None, start, after=after)
                yield from (_held(row) for row in page["Items"])
                if page.get("LastEvaluatedKey") is None:
                    break
                start = page["LastEvaluatedKey"]["sk"]["S"]
            day, after = day + timedelta(days=1), ""

    def item(self, held: Held) -> QuarantineItem | None:
        """The whole item, sealed webhook and all; None once it is gone."""
        return self._database.get(QuarantineItem, held.pk, held.sk)

    def remove(self, item: QuarantineItem) -> None:
        item.delete()

    def _first_day(self) -> date:
        return (self._clock.now() - KEPT).date()

    def _place(self, cursor: str | None) -> tuple[date, str | None]:
        if cursor is None:
            return self._clock.now().date(), None
        try:
            text, start = json.loads(base64.urlsafe_b64decode(cursor))
            day = date.fromisoformat(text)
            if start is not None and not _SORT.fullmatch(start):
                raise ValueError
        except (binascii.Error, ValueError, TypeError):
            raise BadCursor from None
        # A day that is not there yet would be walked back from, day by day.
        return min(day, self._clock.now().date()), start

    def _query(
        self, day: date, sift: tuple[str, str] | None, limit: int | None, start: str | None, *, after: str | None = None
    ) -> dict[str, Any]:
        """A page of one day, the newest first; with `after`, the time of day it begins at, the oldest first."""
        pk = f"Z#{day:%Y-%m-%d}"
        names = {f"#{name}": name for name in _SHOWN}
        values = {":p": {"S": pk}}
        request: dict[str, Any] = {
            "TableName": QuarantineItem.Meta.table_name,
            "KeyConditionExpression": "#pk = :p",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "ProjectionExpression": ", ".join(names),
            "ScanIndexForward": after is not None,
            "ConsistentRead": True,
        }
        if after:
            request["KeyConditionExpression"] += " AND #sk >= :a"
            values[":a"] = {"S": after}
        if sift is not None:
            request["FilterExpression"], values[":r"] = sift[0], {"S": sift[1]}
        if limit is not None:
            request["Limit"] = limit
        if start is not None:
            request["ExclusiveStartKey"] = {"pk": {"S": pk}, "sk": {"S": start}}
        reply: dict[str, Any] = self._database.client.query(**request)
        return reply


def _cursor(day: date, start: str | None) -> str:
    return base64.urlsafe_b64encode(json.dumps([day.isoformat(), start]).encode()).decode()


def _held(row: dict[str, Any]) -> Held:
    item = QuarantineItem.from_raw_data(row)
    return Held(item.pk, item.sk, item.quarantine_id, item.reason, item.route, item.request_id, item.received_at)
