"""The record, as supervisors and admins read it: what waits to be sealed, then the chain backwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared.contracts import audit_api
from shared.domain.errors import BadCursor, FieldError, InvalidInput
from shared.runtime.http import Request
from shared.store.audit_chain import AuditChain
from shared.store.models import AuditItem, SealedItem

#: How many entries one request looks at: where few fit the filters, pages are short and the cursor goes on.
_LOOKED_AT = 1000
_PAGE = 100
#: More than a place ever takes.
_LONGEST = 300


@dataclass(frozen=True)
class _Place:
    """How far a reader has come. `waiting`: the sort key of the last unsealed entry shown; `below`: the last number
    looked at in the chain. `end`: where the chain ended at first; what was sealed since and was shown is not again."""

    end: int
    waiting: str = ""
    below: int | None = None

    @classmethod
    def read(cls, cursor: str) -> _Place:
        try:
            end, waiting, below = cursor.split("~")
            if len(cursor) > _LONGEST or not all(
                number.isdigit() and len(number) <= 10 for number in (end, below or "0")
            ):
                raise ValueError
            return cls(int(end), waiting, int(below) if below else None)
        except ValueError:
            raise BadCursor from None

    def write(self) -> str:
        return f"{self.end}~{self.waiting}~{'' if self.below is None else self.below}"


class AuditDesk:
    def __init__(self, chain: AuditChain) -> None:
        self._chain = chain

    def entries(self, request: Request) -> audit_api.AuditList:
        """Entries of the caller's affiliate that fit the filters."""
        affiliate_id, limit = request.principal.affiliate.id, request.limit()
        fits, since = _filters(request)
        cursor = request.query.get("cursor")
        place = _Place.read(cursor) if cursor is not None else self._beginning(affiliate_id)
        items: list[audit_api.AuditEntry] = []
        shown: set[str] = set()
        looked_at = 0
        for item, then in self._backwards(affiliate_id, place):
            if looked_at >= _LOOKED_AT or len(items) >= limit:
                return audit_api.AuditList(items=items, next_cursor=place.write())
            place, looked_at = then, looked_at + 1
            sealed = isinstance(item, SealedItem)
            if sealed and since is not None and datetime.fromisoformat(item.sealed_at) < since:
                # What was sealed earlier happened earlier.
                break
            if fits(item) and item.entry_id not in shown:
                shown.add(item.entry_id)
                items.append(_entry(item))
        return audit_api.AuditList(items=items, next_cursor=None)

    def _beginning(self, affiliate_id: str) -> _Place:
        head = self._chain.head(affiliate_id)
        return _Place(head.seq if head is not None else 0)

    def _backwards(self, affiliate_id: str, place: _Place) -> Iterator[tuple[Any, _Place]]:
        """Each entry with the place behind it."""
        waiting = place.waiting
        while place.below is None:
            page = self._chain.waiting(affiliate_id, _PAGE, waiting or None, newest=True)
            for item in page:
                waiting = item.sk
                yield item, _Place(place.end, waiting)
            if len(page) < _PAGE:
                break
        below = place.below
        while True:
            links = self._chain.newest(affiliate_id, _PAGE, below)
            for link in links:
                below = int(link.seq)
                there = _Place(place.end, waiting, below)
                # Sealed while pages were turned: it was shown when it still waited.
                if not (below > place.end and waiting and _sort_key(link) >= waiting):
                    yield link, there
            if len(links) < _PAGE:
                return


def _sort_key(item: AuditItem) -> str:
    return f"{item.at.isoformat(timespec='microseconds')}#{item.entry_id}"


def _filters(request: Request) -> tuple[Callable[[AuditItem], bool], datetime | None]:
    query = request.query
    since, until = _moment(request, "from"), _moment(request, "to")
    actor, action, entity = query.get("actor"), query.get("action"), query.get("entity")

    def fits(item: AuditItem) -> bool:
        return (
            (actor is None or item.actor == actor)
            # A group of actions by how they begin: `conversation` or `conversation.moved`.
            and (action is None or item.action == action or item.action.startswith(f"{action}."))
            and (entity is None or item.entity == entity)
            and (since is None or item.at >= since)
            and (until is None or item.at <= until)
        )

    return fits, since


def _moment(request: Request, name: str) -> datetime | None:
    text = request.query.get(name)
    if text is None:
        return None
    try:
        # In a query a plus sign that nobody escaped is a space.
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise InvalidInput(errors=(FieldError(name, "must be a time in ISO 8601"),)) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _entry(item: AuditItem) -> audit_api.AuditEntry:
    sealed = item if isinstance(item, SealedItem) else None
    return audit_api.AuditEntry(
        id=item.entry_id,
        at=item.at,
        actor=item.actor,
        actor_role=item.actor_role,
        action=item.action,
        entity=item.entity,
        request_id=item.request_id,
        evidence=list(item.evidence or ()),
        before=json.loads(item.before) if item.before else None,
        after=json.loads(item.after) if item.after else None,
        detail=dict(item.detail or {}),
        seq=int(sealed.seq) if sealed is not None else None,
        hash=sealed.hash if sealed is not None else None,
        sealed_at=datetime.fromisoformat(sealed.sealed_at) if sealed is not None else None,
    )
