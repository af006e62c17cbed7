"""Grants of break-glass: written with their entry on record, in one transaction."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.break_glass import ENDED, OPENED, Grant
from shared.domain.ports import Clock
from shared.store.audit import Actor, Audit
from shared.store.database import Cancelled, Database, Transaction
from shared.store.models import GrantItem

#: How long a grant is listed. What was opened and read stays on record.
_LISTED = timedelta(days=30)


class Grants:
    def __init__(self, database: Database, audit: Audit, clock: Clock) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock

    def open(self, grant: Grant, request_id: str) -> None:
        """Give it, and put it on record."""
        writes = Transaction(self._database)
        writes.put("grant", _item(grant))
        after = {"reason": grant.reason, "until": grant.until.isoformat(), "conversationId": grant.conversation_id}
        writes.put(
            "entry",
            self._audit.entry(
                grant.affiliate_id,
                Actor(grant.user_id, grant.role),
                OPENED,
                f"grant:{grant.id}",
                request_id,
                after={name: value for name, value in after.items() if value is not None},
            ),
        )
        writes.commit()

    def get(self, affiliate_id: str, grant_id: str) -> Grant | None:
        item = self._database.get(GrantItem, _key(affiliate_id), grant_id)
        return _grant(item) if item is not None else None

    def end(self, grant: Grant, by: Actor, request_id: str) -> None:
        """End one that lasts, and put that on record. May be repeated."""
        item = _item(grant)
        writes = Transaction(self._database)
        writes.update(
            "grant",
            item,
            [GrantItem.ended_at.set(self._clock.now())],
            GrantItem.pk.exists() & GrantItem.ended_at.does_not_exist(),
        )
        writes.put("entry", self._audit.entry(grant.affiliate_id, by, ENDED, f"grant:{grant.id}", request_id))
        try:
            writes.commit()
        except Cancelled as cancelled:
            if "grant" not in cancelled.labels:
                raise

    def newest(self, affiliate_id: str, limit: int, before: str | None = None) -> tuple[list[Grant], bool]:
        """The newest first, and whether there are more."""
        found = [_grant(GrantItem.from_raw_data(row)) for row in self._database.rows(GrantItem, _key(affiliate_id))]
        older = [one for one in found if before is None or one.id < before]
        older.sort(key=lambda one: one.id, reverse=True)
        return older[:limit], len(older) > limit


def _key(affiliate_id: str) -> str:
    return f"V#{affiliate_id}"


def _item(grant: Grant) -> GrantItem:
    return GrantItem(
        _key(grant.affiliate_id),
        grant.id,
        affiliate_id=grant.affiliate_id,
        user_id=grant.user_id,
        role=grant.role,
        session_id=grant.session_id,
        reason=grant.reason,
        opened_at=grant.opened_at,
        until=grant.until,
        conversation_id=grant.conversation_id,
        ended_at=grant.ended_at,
        expires_at=int((grant.until + _LISTED).timestamp()),
    )


def _grant(item: GrantItem) -> Grant:
    return Grant(
        str(item.sk),
        item.affiliate_id,
        item.user_id,
        item.role,
        item.session_id,
        item.reason,
        item.opened_at,
        item.until,
        item.conversation_id,
        item.ended_at,
    )
