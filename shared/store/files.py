"""Files of conversations and of staff: what is known about each, and who may fetch it.

A file is announced, uploaded and completed. From the moment it is announced it has a row, so that whatever lies in S3
has one. Those that are not completed within a day are as good as gone, and removed by a job.

A conversation's file is read by whoever may read the conversation's words. Any other is its uploader's, until it is
attached to something: then those may fetch it, too, who may read what it was attached to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from pynamodb.expressions.update import Action

from shared.domain.errors import FieldError, NotFound, RuleBroken
from shared.domain.ports import Clock
from shared.security.sealing import Context
from shared.store.database import Cancelled, Database, Key, Transaction
from shared.store.idempotency import write_claim
from shared.store.models import (
    FileItem,
    FilePlaceItem,
    IdempotencyItem,
    OwnerKeyItem,
    UnfinishedFileItem,
)
from shared.store.vault import KeyDestroyed, owner_key

#: How long a file that was announced may be completed.
UNFINISHED = timedelta(days=1)
#: Files of one message.
MOST_ATTACHED = 10
#: For so many days does the job look back for what was not completed; it runs each day.
_LOOKED_BACK = 14

#: Everybody of the affiliate may fetch it.
AFFILIATE_READS = "affiliate"


def user_reads(user_id: str) -> str:
    return f"user:{user_id}"


def program_reads(program_id: str) -> str:
    """Everybody who works in the program may fetch it."""
    return f"program:{program_id}"


class Of(Protocol):
    """What has an id."""

    @property
    def id(self) -> str: ...


class Caller(Protocol):
    """Who attaches a file: a principal."""

    @property
    def user_id(self) -> str: ...

    @property
    def affiliate(self) -> Of: ...


@dataclass(frozen=True)
class File:
    """One file. `sha256` in hex; `sealed_name` is sealed under the key of `owner_id`."""

    id: str
    affiliate_id: str
    conversation_id: str | None
    type: str
    size: int
    sha256: str
    sealed_name: bytes
    uploaded_by: str
    created_at: datetime
    ready: bool = False
    readers: frozenset[str] = frozenset()

    @property
    def owner_id(self) -> str:
        """Whose key seals the name: the conversation's, or the file's own."""
        return self.conversation_id or self.id

    @property
    def name_context(self) -> Context:
        return Context(self.affiliate_id, self.owner_id, f"file-name#{self.id}")


class Files:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def announce(self, file: File, key: OwnerKeyItem | None, claim: IdempotencyItem | None) -> None:
        """Write a new file's row; `key` is the file's own, if it belongs to no conversation.

        Raises `KeyDestroyed` when the conversation's content is gone, and `AlreadyAnnounced` for a repeated claim.
        """
        writes = Transaction(self._database)
        writes.put("file", _item(file))
        writes.put("place", _place(file))
        writes.put("unfinished", _unfinished(file))
        if key is not None:
            writes.put("key", key)
        else:
            writes.require("key", owner_key(file.owner_id), OwnerKeyItem.pk.exists())
        if claim is not None:
            claim.conversation_id, claim.seq = file.id, 0
            write_claim(writes, claim)
        try:
            writes.commit()
        except Cancelled as cancelled:
            raise KeyDestroyed if "key" in cancelled.labels else AlreadyAnnounced from None

    def finish(self, file: File) -> File:
        """Its content was checked and is kept. May be repeated; raises `NotFound` when it was removed meanwhile."""
        writes = Transaction(self._database)
        writes.update("file", FileItem(f"F#{file.id}", "FILE"), [FileItem.ready.set(True)], FileItem.pk.exists())
        writes.delete("unfinished", _unfinished(file))
        try:
            writes.commit()
        except Cancelled:
            raise NotFound from None
        return replace(file, ready=True)

    def find(self, file_id: str) -> File | None:
        """A file, also one that is not completed, as long as it may be."""
        item = self._database.get(FileItem, f"F#{file_id}", "FILE")
        return self._standing(item)

    def find_many(self, ids: Sequence[str]) -> dict[str, File]:
        """Those of the ids that are files and completed."""
        if not ids:
            return {}
        items = self._database.get_together([Key(FileItem, f"F#{one}", "FILE") for one in ids])
        found = (self._standing(item) for item in items)
        return {one.id: one for one in found if one is not None and one.ready}

    def of_conversation(self, conversation_id: str, limit: int, after: str | None) -> tuple[list[File], str | None]:
        """A conversation's completed files in order of their announcement, and where to go on."""
        start = {"pk": {"S": f"C#{conversation_id}"}, "sk": {"S": after}} if after is not None else None
        page = self._database.query(FilePlaceItem, f"C#{conversation_id}", limit=limit, start=start)
        ids = [row["file_id"]["S"] for row in page["Items"]]
        found = self.find_many(ids)
        more = page.get("LastEvaluatedKey")
        return [found[one] for one in ids if one in found], more["sk"]["S"] if more is not None else None

    # --- attaching ------------------------------------------------------------------------------

    def usable(
        self, caller: Caller, ids: Sequence[str], conversation_id: str | None = None, *, field: str = "files"
    ) -> list[File]:
        """The files somebody wants to attach, each once, in their order.

        With `conversation_id` they must be that conversation's, whose words the caller must be allowed to read;
        without one, files the caller uploaded that belong to no conversation. Raises `RuleBroken` naming the field:
        `too_many_files`, `unknown_file` (whatever is not the caller's looks like that) or `file_not_ready`.
        """
        wanted = list(dict.fromkeys(ids))
        if len(wanted) > MOST_ATTACHED:
            errors = (FieldError(field, f"may have {MOST_ATTACHED} files at most"),)
            raise RuleBroken(code="too_many_files", errors=errors)
        keys = [Key(FileItem, f"F#{one}", "FILE") for one in wanted]
        items = self._database.get_together(keys) if keys else []
        files: list[File] = []
        for file_id, item in zip(wanted, items, strict=True):
            name = f"{field}.{list(ids).index(file_id)}"
            file = self._standing(item)
            if file is None or not _attachable(caller, file, conversation_id):
                raise RuleBroken(code="unknown_file", errors=(FieldError(name, "is no file you may attach here"),))
            if not file.ready:
                raise RuleBroken(code="file_not_ready", errors=(FieldError(name, "was not completed yet"),))
            files.append(file)
        return files

    def share(self, writes: Transaction, files: Iterable[File], readers: Iterable[str]) -> None:
        """Let more people fetch files of no conversation, in the transaction that attaches them to something.

        `readers` as `user_reads`, `program_reads` and `AFFILIATE_READS` make them. The transaction fails at
        `file <id>` for one that was removed meanwhile.
        """
        wanted = set(readers)
        for file in files:
            if file.conversation_id is not None:
                raise ValueError("a conversation's file is read by whoever may read the conversation")
            actions: list[Action] = [FileItem.readers.add(wanted)]
            writes.update(f"file {file.id}", FileItem(f"F#{file.id}", "FILE"), actions, FileItem.pk.exists())

    # --- removing -------------------------------------------------------------------------------

    def remove(self, file: File) -> None:
        """Remove its row and, if it has one of its own, its key. Its content must be gone already. May be repeated."""
        writes = Transaction(self._database)
        writes.delete("file", _item(file))
        writes.delete("place", _place(file))
        writes.delete("unfinished", _unfinished(file))
        if file.conversation_id is None:
            place = owner_key(file.id)
            writes.delete("key", OwnerKeyItem(place.pk, place.sk, affiliate_id="", branch_id="", wrapped=b""))
        writes.commit()

    def all_of(self, conversation_id: str) -> list[File]:
        """Every file of a conversation, completed or not, however old."""
        return self._listed(f"C#{conversation_id}")

    def own_until(self, affiliate_id: str, before: datetime) -> list[File]:
        """An affiliate's files of no conversation that were announced before a moment."""
        return self._listed(f"A#{affiliate_id}", before)

    def unfinished(self) -> list[File]:
        """What was announced more than a day ago and never completed."""
        before = self._clock.now() - UNFINISHED
        found: list[File] = []
        for back in range(_LOOKED_BACK):
            day = (before - timedelta(days=back)).date().isoformat()
            found += [one for one in self._listed(f"P#{day}") if one.created_at <= before and not one.ready]
        return found

    def _listed(self, partition: str, before: datetime | None = None) -> list[File]:
        between = ("0", before.isoformat()) if before is not None else None
        rows = self._database.rows(FilePlaceItem, partition, between=between)
        items = self._database.get_together([Key(FileItem, f"F#{row['file_id']['S']}", "FILE") for row in rows])
        return [_file(item) for item in items if item is not None]

    def _standing(self, item: FileItem | None) -> File | None:
        """The file of a row; None for one that can no longer be completed."""
        if item is None:
            return None
        file = _file(item)
        return file if file.ready or self._clock.now() - file.created_at < UNFINISHED else None


class AlreadyAnnounced(Exception):
    """A request with this Idempotency-Key announced a file before."""


def _attachable(caller: Caller, file: File, conversation_id: str | None) -> bool:
    if file.affiliate_id != caller.affiliate.id or file.conversation_id != conversation_id:
        return False
    return conversation_id is not None or file.uploaded_by == caller.user_id


def _item(file: File) -> FileItem:
    return FileItem(
        f"F#{file.id}",
        "FILE",
        file_id=file.id,
        affiliate_id=file.affiliate_id,
        conversation_id=file.conversation_id,
        name=file.sealed_name,
        type=file.type,
        size=file.size,
        sha256=file.sha256,
        uploaded_by=file.uploaded_by,
        created_at=file.created_at,
        ready=file.ready,
        readers=set(file.readers) or None,
    )


def _file(item: FileItem) -> File:
    return File(
        item.file_id,
        item.affiliate_id,
        item.conversation_id,
        item.type,
        int(item.size),
        item.sha256,
        item.name,
        item.uploaded_by,
        item.created_at,
        item.ready,
        frozenset(item.readers or ()),
    )


def _place(file: File) -> FilePlaceItem:
    where = f"C#{file.conversation_id}" if file.conversation_id is not None else f"A#{file.affiliate_id}"
    return FilePlaceItem(where, f"{file.created_at.isoformat(timespec='microseconds')}#{file.id}", file_id=file.id)


def _unfinished(file: File) -> UnfinishedFileItem:
    return UnfinishedFileItem(f"P#{file.created_at.date().isoformat()}", file.id, file_id=file.id)
