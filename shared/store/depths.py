"""Which queues are too long, since when, and whether supervisors were called for it: once until it has been shorter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import PutError, UpdateError

from shared.store.database import Database, Key
from shared.store.models import DeepQueueItem

_KEPT = timedelta(days=30)
_SORT = "DEEP"
_CONDITION_FAILED = "ConditionalCheckFailedException"


@dataclass(frozen=True)
class Deep:
    """`told`: supervisors were called for this stretch of time."""

    since: datetime
    told: bool


class Depths:
    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, program_ids: Sequence[str]) -> dict[str, Deep]:
        """Those of these programs whose queue is known to be too long."""
        items = self._database.get_together([Key(DeepQueueItem, _key(one), _SORT) for one in program_ids])
        return {
            program: Deep(item.since, bool(item.told))
            for program, item in zip(program_ids, items, strict=True)
            if item is not None
        }

    def begin(self, program_id: str, now: datetime) -> Deep:
        """It is too long from now on; if somebody noted that already, from then."""
        item = DeepQueueItem(_key(program_id), _SORT, since=now, expires_at=int((now + _KEPT).timestamp()))
        try:
            item.save(condition=DeepQueueItem.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            item.refresh(consistent_read=True)
        return Deep(item.since, bool(item.told))

    def told(self, program_id: str) -> None:
        """Supervisors were called. Nothing happens where it is over by now."""
        item = DeepQueueItem(_key(program_id), _SORT)
        try:
            item.update(actions=[DeepQueueItem.told.set(True)], condition=DeepQueueItem.pk.exists())
        except UpdateError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise

    def over(self, program_id: str) -> None:
        """It is no longer too long."""
        DeepQueueItem(_key(program_id), _SORT).delete()


def _key(program_id: str) -> str:
    return f"G#{program_id}"
