"""A thread's rows: its head, its messages, and its two people's places in the list of theirs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from pynamodb.expressions.update import Action

from shared.domain.errors import FieldError, RuleBroken
from shared.domain.staff_messages import StaffMessage, Thread
from shared.security.sealing import Context, seal, unseal
from shared.store.database import Transaction
from shared.store.heads import sortable
from shared.store.models import StaffMemberItem, StaffMessageItem, StaffThreadItem, seq_key

#: The stream's word for a message between colleagues.
KIND = "dm"


def thread_from(item: StaffThreadItem) -> Thread:
    return Thread(
        str(item.pk).removeprefix("M#"),
        item.affiliate_id,
        item.first,
        item.second,
        int(item.last_seq),
        int(item.by_first),
        item.last_at,
        int(item.gone_seq),
        int(item.gone_by_first),
        _moment(item.timer_sort),
    )


def refuse_files(labels: Collection[str]) -> None:
    """Raises `RuleBroken` when a transaction failed because an attached file was removed meanwhile."""
    if any(label.startswith("file ") for label in labels):
        errors = (FieldError("files", "holds one that was removed"),)
        raise RuleBroken(code="unknown_file", errors=errors)


def aging_key(affiliate_id: str) -> str:
    """The timer index's partition of the affiliate's threads in which something may become too old."""
    return f"M#{affiliate_id}"


def _moment(sort: str | None) -> datetime | None:
    return datetime.fromtimestamp(int(sort) / 1000, UTC) if sort is not None else None


def _context(affiliate_id: str, thread: str, seq: int) -> Context:
    return Context(affiliate_id, thread, f"message#{seq}")


def member_item(thread: Thread, user_id: str) -> StaffMemberItem:
    return StaffMemberItem(f"M#{thread.id}", f"U#{user_id}")


def write_head(writes: Transaction, before: Thread, after: Thread) -> None:
    assert after.last_at is not None
    model = StaffThreadItem
    actions: list[Action] = [
        model.affiliate_id.set(after.affiliate_id),
        model.first.set(after.first),
        model.second.set(after.second),
        model.last_seq.set(after.last_seq),
        model.by_first.set(after.by_first),
        model.last_at.set(after.last_at),
        # Since the oldest of what is there: later messages do not move it, retention does.
        model.timer_key.set(model.timer_key | aging_key(after.affiliate_id)),
        model.timer_sort.set(model.timer_sort | sortable(after.last_at)),
    ]
    same = model.last_seq == before.last_seq if before.last_seq else model.pk.does_not_exist()
    writes.update("head", StaffThreadItem(f"M#{after.id}", "THREAD"), actions, same)


def write_member(writes: Transaction, thread: Thread, user_id: str) -> None:
    assert thread.last_at is not None
    actions: list[Action] = [
        StaffMemberItem.owner_key.set(f"M#{user_id}"),
        StaffMemberItem.owner_sort.set(sortable(thread.last_at)),
    ]
    writes.update("member", member_item(thread, user_id), actions)


def message_item(
    thread: Thread, message: StaffMessage, receiver_id: str, key: bytes, request_id: str
) -> StaffMessageItem:
    context = _context(thread.affiliate_id, thread.id, message.seq)
    return StaffMessageItem(
        f"M#{thread.id}",
        seq_key("M", message.seq),
        kind=KIND,
        affiliate_id=thread.affiliate_id,
        seq=message.seq,
        message_id=message.id,
        sender_id=message.sender_id,
        receiver_id=receiver_id,
        ordinal=message.ordinal,
        at=message.at,
        request_id=request_id,
        content=seal(key, message.content.encode(), context),
        files=list(message.files) or None,
    )


def message_from(affiliate_id: str, item: StaffMessageItem, key: bytes) -> StaffMessage:
    """The message, opened; raises `CannotOpen`."""
    thread = str(item.pk).removeprefix("M#")
    content = unseal(key, item.content, _context(affiliate_id, thread, int(item.seq))).decode()
    return StaffMessage(
        item.message_id,
        int(item.seq),
        item.sender_id,
        int(item.ordinal),
        item.at,
        content,
        tuple(item.files or ()),
    )
