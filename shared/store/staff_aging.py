"""Forgetting what colleagues wrote to each other once its time is up.

A message is removed on its day. The key of a month is destroyed as soon as nothing of that month is left, so that what
a backup still holds of it cannot be opened any more. Every step may be repeated: a pass that dies is done again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from shared.contracts.tables import BY_TIMER
from shared.domain.staff_messages import Thread, key_owners
from shared.store.database import Database
from shared.store.heads import sortable
from shared.store.models import OwnerKeyItem, StaffMessageItem, StaffThreadItem
from shared.store.staff_thread_items import aging_key, thread_from
from shared.store.vault import Vault, owner_key

#: A month is over for good when nobody's clock can still be in it.
_CERTAINLY_OVER = timedelta(days=1)


class StaffAging:
    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def due(self, affiliate_id: str, before: datetime) -> list[str]:
        """Ids of the affiliate's threads in which something was written before a moment."""
        between = ("0", sortable(before))
        rows = self._database.rows(StaffThreadItem, aging_key(affiliate_id), index=BY_TIMER, between=between)
        return [row["pk"]["S"].removeprefix("M#") for row in rows]

    def forget_before(self, thread_id: str, before: datetime, now: datetime) -> int:
        """Remove what was written before a moment and destroy the keys that nothing needs; how many messages went."""
        item = self._database.get(StaffThreadItem, f"M#{thread_id}", "THREAD")
        if item is None or item.timer_sort is None:
            return 0
        thread = thread_from(item)
        assert thread.oldest_at is not None
        gone, left = self._remove(thread, before)
        # What follows is written under the month of `left`, or of now: no earlier key is ever used again.
        until = left.at if left is not None else now - _CERTAINLY_OVER
        for owner in key_owners(thread_id, thread.oldest_at, until):
            place = owner_key(owner)
            OwnerKeyItem(place.pk, place.sk, affiliate_id="", branch_id="", wrapped=b"").delete()
            self._vault.forget(owner)
        self._note(thread, left, until)
        return len(gone)

    def _remove(self, thread: Thread, before: datetime) -> tuple[list[StaffMessageItem], StaffMessageItem | None]:
        """What was removed, and the first message that stays."""
        gone: list[StaffMessageItem] = []
        for row in self._database.rows(StaffMessageItem, f"M#{thread.id}", prefix="M#", at_once=100):
            message = StaffMessageItem.from_raw_data(row)
            if message.at >= before:
                return gone, message
            message.delete()
            gone.append(message)
        return gone, None

    def _note(self, thread: Thread, left: StaffMessageItem | None, until: datetime) -> None:
        """Say in the head what is gone and when to look again; not if somebody wrote meanwhile: tomorrow, then."""
        seq, by_first = _gone_up_to(thread, left)
        actions: list[Action] = [
            StaffThreadItem.gone_seq.set(seq),
            StaffThreadItem.gone_by_first.set(by_first),
        ]
        if left is not None:
            actions.append(StaffThreadItem.timer_sort.set(sortable(left.at)))
        elif thread.last_at is not None and (thread.last_at.year, thread.last_at.month) < (until.year, until.month):
            actions += [StaffThreadItem.timer_key.remove(), StaffThreadItem.timer_sort.remove()]
        try:
            StaffThreadItem(f"M#{thread.id}", "THREAD").update(
                actions=actions, condition=StaffThreadItem.last_seq == thread.last_seq
            )
        except UpdateError as error:
            if error.cause_response_code not in ("ConditionalCheckFailedException", "TransactionConflictException"):
                raise


def _gone_up_to(thread: Thread, left: StaffMessageItem | None) -> tuple[int, int]:
    """The number of the last message that is gone, and how many of those up to it were the first one's."""
    if left is not None:
        before = int(left.ordinal) - 1
        seq = int(left.seq) - 1
        return seq, before if left.sender_id == thread.first else seq - before
    return thread.last_seq, thread.by_first
