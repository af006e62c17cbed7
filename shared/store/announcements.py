"""What is announced to a program's people, or to all of an affiliate. Each has a key of its own, which goes with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.errors import NotFound, Unavailable
from shared.domain.ports import Clock, Ids
from shared.security.sealing import Context, seal, unseal
from shared.store.database import Cancelled, Database, Key, Transaction
from shared.store.idempotency import AlreadyClaimed, write_claim
from shared.store.models import AnnouncementItem, AnnouncementReadItem, AuditItem, IdempotencyItem, OwnerKeyItem
from shared.store.staff_thread_items import refuse_files
from shared.store.vault import KeyDestroyed, Vault, owner_key

Writes = Callable[[Transaction], None]

#: The stream's word for an announcement.
KIND = "announcement"
_TRIES = 8
#: How many are looked at for one page: others' programs' may lie between one's own.
_LOOKED_AT = 500


@dataclass(frozen=True)
class Announcement:
    """`program_id` None: to the whole affiliate."""

    id: str
    affiliate_id: str
    author_id: str
    program_id: str | None
    at: datetime
    content: str
    files: tuple[str, ...] = ()


class Announcements:
    def __init__(self, database: Database, vault: Vault, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._ids = ids

    def post(
        self,
        affiliate_id: str,
        author_id: str,
        program_id: str | None,
        rooms: Sequence[str],
        content: str,
        files: Sequence[str],
        request_id: str,
        record: Callable[[Announcement], AuditItem],
        claim: IdempotencyItem | None = None,
        more: Writes | None = None,
    ) -> Announcement:
        """Announce it in the `rooms` of these programs; `record` is written along, and `more` adds writes of its own.

        Raises `AlreadyClaimed` where the claim was made good before, and as `refuse_files` does.
        """
        posted = Announcement(
            self._ids.new("ann"), affiliate_id, author_id, program_id, self._clock.now(), content, tuple(files)
        )
        key, key_item = self._vault.mint(affiliate_id, posted.id)
        item = AnnouncementItem(
            f"N#{affiliate_id}",
            f"M#{posted.id}",
            kind=KIND,
            affiliate_id=affiliate_id,
            announcement_id=posted.id,
            author_id=author_id,
            program_id=program_id,
            rooms=list(rooms),
            at=posted.at,
            request_id=request_id,
            content=seal(key, content.encode(), _context(affiliate_id, posted.id)),
            files=list(files) or None,
        )

        def write(writes: Transaction) -> None:
            writes.put("announcement", item)
            writes.put("key", key_item)
            writes.put("audit", record(posted))
            if claim is not None:
                claim.conversation_id = posted.id
                write_claim(writes, claim)
            if more is not None:
                more(writes)

        failed = self._commit(write)
        if "claim" in failed:
            raise AlreadyClaimed
        refuse_files(failed)
        return posted

    def get(self, affiliate_id: str, announcement_id: str) -> Announcement | None:
        """One that is still there."""
        item = self._database.get(AnnouncementItem, f"N#{affiliate_id}", f"M#{announcement_id}")
        return self._opened(item) if item is not None else None

    def newest(
        self, affiliate_id: str, seen: Callable[[AnnouncementItem], bool], limit: int, after: str | None
    ) -> tuple[list[Announcement], str | None]:
        """Of those that may be `seen`, the newest first, behind the id `after`; and the id to go on behind, if any."""
        found: list[Announcement] = []
        looked_at, start = 0, _place(affiliate_id, after) if after is not None else None
        while True:
            request: dict[str, Any] = {
                "TableName": AnnouncementItem.Meta.table_name,
                "KeyConditionExpression": "pk = :p",
                "ExpressionAttributeValues": {":p": {"S": f"N#{affiliate_id}"}},
                "ScanIndexForward": False,
                "ConsistentRead": True,
                "Limit": limit,
            }
            reply = self._database.client.query(**request | ({"ExclusiveStartKey": start} if start else {}))
            for row in reply["Items"]:
                item = AnnouncementItem.from_raw_data(row)
                looked_at += 1
                opened = self._opened(item) if seen(item) else None
                if opened is not None:
                    found.append(opened)
                if len(found) == limit:
                    return found, str(item.announcement_id)
            start = reply.get("LastEvaluatedKey")
            if start is None:
                return found, None
            if looked_at >= _LOOKED_AT:
                return found, str(start["sk"]["S"]).removeprefix("M#")

    def read_of(self, user_id: str, announcement_ids: Collection[str]) -> set[str]:
        """Which of these somebody has read."""
        ids = list(announcement_ids)
        if not ids:
            return set()
        items = self._database.get_together([Key(AnnouncementReadItem, f"N#{one}", f"U#{user_id}") for one in ids])
        return {one for one, item in zip(ids, items, strict=True) if item is not None}

    def mark_read(self, announcement_id: str, user_id: str) -> None:
        AnnouncementReadItem(f"N#{announcement_id}", f"U#{user_id}", at=self._clock.now()).save()

    def withdraw(self, announcement: Announcement, record: AuditItem) -> None:
        """Remove it with its key. Raises `NotFound` if somebody was faster."""
        item = AnnouncementItem(f"N#{announcement.affiliate_id}", f"M#{announcement.id}")

        def write(writes: Transaction) -> None:
            writes.delete("announcement", item, AnnouncementItem.pk.exists())
            writes.delete("key", _key_item(announcement.id))
            writes.put("audit", record)

        if "announcement" in self._commit(write):
            raise NotFound
        self._vault.forget(announcement.id)
        self._forget_readers(announcement.id)

    def forget_before(self, affiliate_id: str, before: datetime) -> int:
        """Remove what was announced before a moment, its key first. May be repeated; answers how many there were."""
        gone = 0
        for row in self._database.rows(AnnouncementItem, f"N#{affiliate_id}", at_once=100):
            item = AnnouncementItem.from_raw_data(row)
            if item.at >= before:
                break
            _key_item(item.announcement_id).delete()
            self._vault.forget(item.announcement_id)
            self._forget_readers(item.announcement_id)
            item.delete()
            gone += 1
        return gone

    def _forget_readers(self, announcement_id: str) -> None:
        for row in self._database.rows(AnnouncementReadItem, f"N#{announcement_id}"):
            AnnouncementReadItem.from_raw_data(row).delete()

    def _commit(self, write: Writes) -> frozenset[str]:
        """The labels of what failed; none: it is written. Conflicts with others are tried again."""
        for _ in range(_TRIES):
            writes = Transaction(self._database)
            write(writes)
            try:
                writes.commit()
                return frozenset()
            except Cancelled as cancelled:
                if cancelled.labels:
                    return cancelled.labels
        raise Unavailable("the tables are busy")

    def _opened(self, item: AnnouncementItem) -> Announcement | None:
        """None where its key is gone: it is being removed."""
        try:
            key = self._vault.key(item.affiliate_id, item.announcement_id)
        except KeyDestroyed:
            return None
        return Announcement(
            item.announcement_id,
            item.affiliate_id,
            item.author_id,
            item.program_id,
            item.at,
            unseal(key, item.content, _context(item.affiliate_id, item.announcement_id)).decode(),
            tuple(item.files or ()),
        )


def _key_item(announcement_id: str) -> OwnerKeyItem:
    place = owner_key(announcement_id)
    return OwnerKeyItem(place.pk, place.sk, affiliate_id="", branch_id="", wrapped=b"")


def _context(affiliate_id: str, announcement_id: str) -> Context:
    return Context(affiliate_id, announcement_id, "announcement")


def _place(affiliate_id: str, announcement_id: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": f"N#{affiliate_id}"}, "sk": {"S": f"M#{announcement_id}"}}
