"""Which copies carriers keep of messages whose content goes, or is gone, here.

They are noted before the content goes: their names go with it. From then on they stand in the timer index until the
carrier has deleted them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.update import Action

from shared.contracts.tables import BY_TIMER
from shared.domain.erasure import asked_again_after
from shared.domain.ports import Clock
from shared.store.database import Database
from shared.store.heads import sortable
from shared.store.models import CopyItem

#: What became of a copy. `none_kept`: the provider says that it keeps nothing it could be asked to delete.
PENDING, DELETED, NONE_KEPT = "pending", "deleted", "none_kept"


@dataclass(frozen=True)
class Copy:
    """What a carrier calls one of a conversation's messages."""

    channel: str
    account: str
    provider_id: str


class Copies:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def note(self, affiliate_id: str, conversation_id: str, found: Iterable[Copy]) -> None:
        """Remember these; what is known of one already stays."""
        for one in found:
            item = CopyItem(
                f"C#{conversation_id}",
                f"Y#{one.channel}#{one.account}#{one.provider_id}",
                timer_key=pending_key(affiliate_id),
                timer_sort=sortable(self._clock.now()),
                affiliate_id=affiliate_id,
                channel=one.channel,
                account=one.account,
                provider_id=one.provider_id,
                status=PENDING,
                noted_at=self._clock.now(),
            )
            try:
                item.save(condition=CopyItem.pk.does_not_exist())
            except PutError as error:
                if error.cause_response_code != "ConditionalCheckFailedException":
                    raise

    def of(self, conversation_id: str) -> list[CopyItem]:
        """All that were noted of a conversation, deleted or not."""
        rows = self._database.rows(CopyItem, f"C#{conversation_id}", prefix="Y#")
        return [CopyItem.from_raw_data(row) for row in rows]

    def settled(self, copy: CopyItem, status: str) -> None:
        """The carrier has deleted it, or keeps none."""
        self._update(
            copy,
            [
                CopyItem.status.set(status),
                CopyItem.timer_key.remove(),
                CopyItem.timer_sort.remove(),
                CopyItem.error_code.remove(),
            ],
        )

    def failed(self, copy: CopyItem, error_code: str) -> None:
        """It could not be deleted now; it is asked for again, later each time."""
        failures = int(copy.failures) + 1
        again = self._clock.now() + asked_again_after(failures)
        self._update(
            copy,
            [
                CopyItem.failures.set(failures),
                CopyItem.error_code.set(error_code),
                CopyItem.timer_sort.set(sortable(again)),
            ],
        )

    def drop(self, conversation_id: str) -> None:
        """Forget the names of a conversation's copies. May be repeated."""
        for copy in self.of(conversation_id):
            copy.delete()

    def due(self, affiliate_id: str, most: int) -> list[str]:
        """The conversations of which copies are to be asked for now, the longest due first."""
        between = ("0", sortable(self._clock.now()))
        reply = self._database.query(CopyItem, pending_key(affiliate_id), index=BY_TIMER, between=between, limit=most)
        return list(dict.fromkeys(row["pk"]["S"].removeprefix("C#") for row in reply["Items"]))

    def overdue(self, affiliate_id: str, after: timedelta) -> bool:
        """Whether a copy was noted so long ago and is still there. Looks at those that are asked for next."""
        reply = self._database.query(CopyItem, pending_key(affiliate_id), index=BY_TIMER, limit=25)
        before = self._clock.now() - after
        for row in reply["Items"]:
            copy = self._database.get(CopyItem, row["pk"]["S"], row["sk"]["S"])
            if copy is not None and copy.status == PENDING and copy.noted_at <= before:
                return True
        return False

    def _update(self, copy: CopyItem, actions: list[Action]) -> None:
        try:
            CopyItem(copy.pk, copy.sk).update(actions=actions, condition=CopyItem.pk.exists())
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise


def pending_key(affiliate_id: str) -> str:
    """Where in the timer index an affiliate's copies wait to be asked for."""
    return f"Y#{affiliate_id}"
