"""What happened to one mail or text to a member of staff: moved forward by conditional updates, never back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition

from shared.contracts.queues import NoticeTask
from shared.domain.delivery import RANK, DeliveryStatus
from shared.domain.ports import Clock
from shared.store.database import Database
from shared.store.models import NoticeItem, TextedItem

_KEPT = timedelta(days=30)
#: Nobody is texted of the same kind of alert more often than this.
TEXTED_EVERY = timedelta(minutes=10)
_CONDITION_FAILED = "ConditionalCheckFailedException"


@dataclass(frozen=True)
class Notice:
    """What was written about one so far. `via` is `ses`, or the line of the latest attempt: `<channel>#<number>`."""

    task: NoticeTask
    status: DeliveryStatus = DeliveryStatus.QUEUED
    attempts: int = 0
    failures: int = 0
    started_at: datetime | None = None
    via: str | None = None
    kept: bool = False


class Notices:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def read(self, task: NoticeTask) -> Notice:
        item = self._database.get(NoticeItem, _key(task.id), "NOTICE")
        if item is None:
            return Notice(task)
        status = DeliveryStatus(item.status)
        return Notice(task, status, int(item.attempts), int(item.failures), item.started_at, item.via, kept=True)

    def begin(self, notice: Notice, via: str) -> Notice | None:
        """Open the next attempt; None when another pass was faster."""
        number, now, item = notice.attempts + 1, self._clock.now(), NoticeItem
        unchanged = (
            (item.attempts == notice.attempts) & (item.failures == notice.attempts)
            if notice.kept
            else item.pk.does_not_exist()
        )
        actions = [
            item.attempts.set(number),
            item.failures.set(number - 1),
            item.started_at.set(now),
            item.provider.set(via.partition("#")[0]),
            item.via.set(via),
        ]
        sending = DeliveryStatus.SENDING
        if not self._move(notice.task, sending, actions, unchanged):
            return None
        return Notice(notice.task, sending, number, number - 1, now, via, kept=True)

    def accepted(self, notice: Notice, provider_id: str, status: DeliveryStatus, error_code: str | None = None) -> None:
        actions = [NoticeItem.provider_id.set(provider_id), *_code(error_code)]
        self._move(notice.task, status, actions, NoticeItem.status_rank < RANK[status])

    def failed(self, notice: Notice, error_code: str) -> None:
        """The attempt begun last failed and may be repeated. Whoever made it knows better than who found it open."""
        item = NoticeItem
        still_open = (item.attempts == notice.attempts) & (item.status_rank <= RANK[DeliveryStatus.UNKNOWN])
        actions = [item.failures.set(notice.attempts), *_code(error_code)]
        self._move(notice.task, DeliveryStatus.QUEUED, actions, still_open)

    def park(self, notice: Notice, error_code: str) -> None:
        """Nobody knows whether it was sent."""
        item, unknown = NoticeItem, DeliveryStatus.UNKNOWN
        still_open = (item.attempts == notice.attempts) & (item.status_rank < RANK[unknown])
        self._move(notice.task, unknown, _code(error_code), still_open)

    def settle(self, notice: Notice, status: DeliveryStatus, error_code: str | None = None) -> None:
        """The last word."""
        item = NoticeItem
        condition = item.status_rank.does_not_exist() | (item.status_rank < RANK[status])
        counts = [item.attempts.set(item.attempts | 0), item.failures.set(item.failures | 0)]
        self._move(notice.task, status, [*counts, *_code(error_code)], condition)

    def may_text(self, task: NoticeTask) -> bool:
        """Whether nobody texted this person of the same kind a moment ago. Asked again for the same notice: the same.

        One that is to be sent `at_once` may always, and counts for those that follow.
        """
        now = self._clock.now()
        item = TextedItem
        free = item.pk.does_not_exist() | (item.at < now - TEXTED_EVERY) | (item.notice_id == task.id)
        try:
            TextedItem(f"G#{task.user_id}", f"TEXTED#{task.kind}").update(
                actions=[
                    item.notice_id.set(task.id),
                    item.at.set(now),
                    item.expires_at.set(int((now + TEXTED_EVERY + timedelta(days=1)).timestamp())),
                ],
                condition=None if task.at_once else free,
            )
        except UpdateError as error:
            if error.cause_response_code == _CONDITION_FAILED:
                return False
            raise
        return True

    def _move(self, task: NoticeTask, status: DeliveryStatus, actions: list[Any], condition: Condition) -> bool:
        item, now = NoticeItem, self._clock.now()
        actions = [
            item.affiliate_id.set(task.affiliate_id),
            item.kind.set(task.kind),
            item.medium.set(task.medium),
            item.user_id.set(task.user_id),
            item.status.set(str(status)),
            item.status_rank.set(RANK[status]),
            item.updated_at.set(now),
            item.expires_at.set(int((now + _KEPT).timestamp())),
            *actions,
        ]
        try:
            item(_key(task.id), "NOTICE").update(actions=actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code == _CONDITION_FAILED:
                return False
            raise
        return True


def _key(notice_id: str) -> str:
    return f"G#{notice_id}"


def _code(error_code: str | None) -> list[Any]:
    return [] if error_code is None else [NoticeItem.error_code.set(error_code)]
