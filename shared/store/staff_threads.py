"""Threads between two colleagues: written under a lock, numbered without gaps, sealed, and forgotten in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from shared.contracts.tables import BY_OWNER
from shared.domain.errors import Unavailable
from shared.domain.ports import Clock, Ids
from shared.domain.staff_messages import StaffMessage, Thread, key_owner, thread_id
from shared.store.database import Cancelled, Database, Key, Transaction
from shared.store.idempotency import AlreadyClaimed, write_claim
from shared.store.models import (
    IdempotencyItem,
    OwnerKeyItem,
    StaffMemberItem,
    StaffMessageItem,
    StaffThreadItem,
    seq_key,
)
from shared.store.staff_thread_items import (
    member_item,
    message_from,
    message_item,
    refuse_files,
    thread_from,
    write_head,
    write_member,
)
from shared.store.vault import KeyDestroyed, Vault, owner_key

_TRIES = 8
_CONDITION, _CONFLICT = "ConditionalCheckFailedException", "TransactionConflictException"


@dataclass(frozen=True)
class Standing:
    """A thread as one of its two people finds it. `heard`: how many of the other's messages they have read."""

    thread: Thread
    read_seq: int = 0
    heard: int = 0

    def unread(self, user_id: str) -> int:
        return self.thread.unread(user_id, self.heard)


class StaffThreads:
    def __init__(self, database: Database, vault: Vault, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._ids = ids

    # --- writing --------------------------------------------------------------------------------

    def write(
        self,
        affiliate_id: str,
        sender_id: str,
        receiver_id: str,
        content: str,
        files: Sequence[str],
        request_id: str,
        claim: IdempotencyItem | None = None,
        more: Callable[[Transaction], None] | None = None,
    ) -> StaffMessage:
        """Add a message to the thread of the two; `more` adds writes of its own.

        Raises `AlreadyClaimed` where the claim was made good before, and as `refuse_files` does.
        """
        message_id = self._ids.new("dmm")
        for _ in range(_TRIES):
            before = self._thread(affiliate_id, sender_id, receiver_id)
            after = before.written(sender_id, self._clock.now())
            assert after.last_at is not None
            message = StaffMessage(
                message_id,
                after.last_seq,
                sender_id,
                after.written_by(sender_id),
                after.last_at,
                content,
                tuple(files),
            )
            key, new_key = self._writing_key(after)
            writes = Transaction(self._database)
            write_head(writes, before, after)
            writes.put("message", message_item(after, message, receiver_id, key, request_id))
            for user in after.people:
                write_member(writes, after, user)
            if new_key is not None:
                writes.put("key", new_key)
            if claim is not None:
                claim.conversation_id, claim.seq = after.id, message.seq
                write_claim(writes, claim)
            if more is not None:
                more(writes)
            try:
                writes.commit()
            except Cancelled as cancelled:
                if "claim" in cancelled.labels:
                    raise AlreadyClaimed from None
                refuse_files(cancelled.labels)
                continue  # Somebody wrote, or read, at the same moment.
            self._vault.remember(key_owner(after.id, after.last_at), key)
            return message
        raise Unavailable("the thread keeps changing")

    def read_up_to(self, standing: Standing, user_id: str, seq: int) -> Standing:
        """Note that somebody has read up to `seq`, a number of the thread. Going back changes nothing."""
        thread = standing.thread
        if seq <= max(standing.read_seq, thread.gone_seq):
            return standing
        item = self._database.get(StaffMessageItem, f"M#{thread.id}", seq_key("M", seq))
        if item is None:
            return standing  # Retention was faster.
        heard = int(item.seq - item.ordinal if item.sender_id == user_id else item.ordinal)
        actions: list[Action] = [StaffMemberItem.read_seq.set(seq), StaffMemberItem.heard.set(heard)]
        behind = StaffMemberItem.read_seq.does_not_exist() | (StaffMemberItem.read_seq < seq)
        for _ in range(_TRIES):
            try:
                member_item(thread, user_id).update(actions=actions, condition=StaffMemberItem.pk.exists() & behind)
                return replace(standing, read_seq=seq, heard=heard)
            except UpdateError as error:
                if error.cause_response_code == _CONDITION:
                    return self.standing(thread.affiliate_id, user_id, thread.peer_of(user_id))
                if error.cause_response_code != _CONFLICT:
                    raise
        raise Unavailable("the thread keeps changing")

    # --- reading --------------------------------------------------------------------------------

    def standing(self, affiliate_id: str, user_id: str, peer_id: str) -> Standing:
        """The thread of two people, as the first finds it; one without messages where they never wrote."""
        thread = thread_id(affiliate_id, user_id, peer_id)
        return self._standings(user_id, [thread]).get(thread) or Standing(Thread.of(affiliate_id, user_id, peer_id))

    def latest(self, user_id: str, limit: int, after: tuple[str, str] | None) -> tuple[list[Standing], Any]:
        """A person's threads, the latest first, behind the place `after`; and the place to go on behind, if any.

        Found through an index, whose keys are a moment old.
        """
        request: dict[str, Any] = {
            "TableName": StaffMemberItem.Meta.table_name,
            "IndexName": BY_OWNER.name,
            "KeyConditionExpression": "#p = :p",
            "ExpressionAttributeNames": {"#p": BY_OWNER.partition},
            "ExpressionAttributeValues": {":p": {"S": f"M#{user_id}"}},
            "ScanIndexForward": False,
            "Limit": limit,
        }
        if after is not None:
            request["ExclusiveStartKey"] = {
                "pk": {"S": f"M#{after[0]}"},
                "sk": {"S": f"U#{user_id}"},
                BY_OWNER.partition: {"S": f"M#{user_id}"},
                BY_OWNER.sort: {"S": after[1]},
            }
        reply = self._database.client.query(**request)
        ids = [row["pk"]["S"].removeprefix("M#") for row in reply["Items"]]
        found = self._standings(user_id, ids)
        last = reply.get("LastEvaluatedKey")
        place = (last["pk"]["S"].removeprefix("M#"), last[BY_OWNER.sort]["S"]) if last is not None else None
        return [found[one] for one in ids if one in found], place

    def messages(self, thread: Thread, first: int, last: int) -> list[StaffMessage]:
        """The messages numbered first to last that are still there, oldest first."""
        if first > last:
            return []
        between = (seq_key("M", first), seq_key("M", last))
        rows = self._database.rows(StaffMessageItem, f"M#{thread.id}", between=between)
        return list(self._opened(thread.affiliate_id, [StaffMessageItem.from_raw_data(row) for row in rows]))

    def last_messages(self, threads: Sequence[Thread]) -> dict[str, StaffMessage]:
        """The last message of each thread that still has it, by thread."""
        found: dict[str, StaffMessage] = {}
        keys = [Key(StaffMessageItem, f"M#{one.id}", seq_key("M", one.last_seq)) for one in threads]
        for one, item in zip(threads, self._database.get_together(keys), strict=True):
            opened = list(self._opened(one.affiliate_id, [item] if item is not None else []))
            if opened:
                found[one.id] = opened[0]
        return found

    def message(self, thread: Thread, seq: int) -> StaffMessage | None:
        """One message; None once it was removed."""
        return next(iter(self.messages(thread, seq, seq)), None)

    # --- within ---------------------------------------------------------------------------------

    def _thread(self, affiliate_id: str, one: str, other: str) -> Thread:
        empty = Thread.of(affiliate_id, one, other)
        item = self._database.get(StaffThreadItem, f"M#{empty.id}", "THREAD")
        return thread_from(item) if item is not None else empty

    def _standings(self, user_id: str, threads: Sequence[str]) -> dict[str, Standing]:
        heads = [Key(StaffThreadItem, f"M#{one}", "THREAD") for one in threads]
        mine = [Key(StaffMemberItem, f"M#{one}", f"U#{user_id}") for one in threads]
        items = self._database.get_together([*heads, *mine])
        return {
            one: Standing(thread_from(head), int(member.read_seq), int(member.heard))
            for one, head, member in zip(threads, items[: len(threads)], items[len(threads) :], strict=True)
            if head is not None and member is not None
        }

    def _writing_key(self, thread: Thread) -> tuple[bytes, OwnerKeyItem | None]:
        """The key of the month in which the thread's last message is written; with its item if it is new."""
        assert thread.last_at is not None
        owner = key_owner(thread.id, thread.last_at)
        known = self._vault.known(owner)
        if known is not None:
            return known, None
        place = owner_key(owner)
        item = self._database.get(OwnerKeyItem, place.pk, place.sk)
        if item is None:
            return self._vault.mint(thread.affiliate_id, owner)
        return self._vault.open(thread.affiliate_id, owner, item), None

    def _opened(self, affiliate_id: str, items: Sequence[StaffMessageItem]) -> Iterable[StaffMessage]:
        for item in items:
            thread = str(item.pk).removeprefix("M#")
            try:
                key = self._vault.key(affiliate_id, key_owner(thread, item.at))
            except KeyDestroyed:
                continue  # Its time is up; the item goes, too.
            yield message_from(affiliate_id, item, key)
