"""What became of each delivery to a webhook, for 30 days: moved by conditional updates, so a task may come twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from shared.contracts.hooks import HookTask
from shared.domain.errors import Conflict
from shared.domain.ports import Clock
from shared.domain.webhooks import ATTEMPT, FINAL, DeliveryState, Streak, Webhook, delivery_id
from shared.store.database import Database, Key
from shared.store.models import HookDeliveryItem, HookStreakItem

_KEPT = timedelta(days=30)
#: A streak that nothing was added to for so long is over.
_STREAK_KEPT = timedelta(days=4)
_CONDITION_FAILED = "ConditionalCheckFailedException"


@dataclass(frozen=True)
class Begun:
    """Attempt number `attempt`, from 1, is this caller's to make."""

    delivery: str
    attempt: int


@dataclass(frozen=True)
class Waiting:
    """It is not yet time for the next attempt, or another environment is making it."""

    until: datetime


@dataclass(frozen=True)
class Settled:
    """There is nothing left to do."""


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt: the receiver's HTTP status, if it answered, and the kind of failure, if it was one."""

    http_status: int | None = None
    error: str | None = None
    duration_ms: int | None = None


class HookDeliveries:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, webhook_id: str, task: HookTask) -> Begun | Waiting | Settled:
        """Open the next attempt, if it is due and nobody else has."""
        name, now = delivery_id(webhook_id, task.event_id, task.occurred), self._clock.now()
        item = HookDeliveryItem
        due = (item.status == str(DeliveryState.PENDING)) & (item.next_at <= now)
        abandoned = (item.status == str(DeliveryState.SENDING)) & (item.started_at <= now - ATTEMPT)
        begun = self._update(
            webhook_id,
            name,
            [
                item.status.set(str(DeliveryState.SENDING)),
                item.attempts.add(1),
                item.started_at.set(now),
                item.next_at.remove(),
                item.expires_at.set(int((now + _KEPT).timestamp())),
                item.affiliate_id.set(task.affiliate_id),
                item.program_id.set(task.program_id),
                item.conversation_id.set(task.conversation_id),
                item.kind.set(task.kind),
                item.event_id.set(task.event_id),
                item.occurred_at.set(task.occurred_at),
                item.request_id.set(task.request_id),
                item.payload.set(task.payload),
            ],
            item.pk.does_not_exist() | due | abandoned,
        )
        if begun is not None:
            return Begun(name, int(begun.attempts))
        found = self.get(webhook_id, name)
        if found is None or found.status in FINAL:
            return Settled()
        if found.status == DeliveryState.SENDING:
            return Waiting((found.started_at or now) + ATTEMPT)
        return Waiting(found.next_at or now)

    def delivered(self, webhook_id: str, begun: Begun, outcome: Outcome) -> None:
        self._settle(webhook_id, begun, DeliveryState.DELIVERED, outcome)

    def failed(self, webhook_id: str, begun: Begun, outcome: Outcome, next_at: datetime) -> None:
        """The attempt came to nothing; the next one is due at `next_at`."""
        self._settle(webhook_id, begun, DeliveryState.PENDING, outcome, [HookDeliveryItem.next_at.set(next_at)])

    def gave_up(self, webhook_id: str, begun: Begun, outcome: Outcome) -> bool:
        """It was the last attempt. False when somebody else had the last word."""
        return self._settle(webhook_id, begun, DeliveryState.GAVE_UP, outcome)

    def drop(self, webhook_id: str, task: HookTask) -> None:
        """Nobody wants it any more. What was never begun leaves no trace."""
        name = delivery_id(webhook_id, task.event_id, task.occurred)
        item = HookDeliveryItem
        open_ = item.status.is_in(str(DeliveryState.PENDING), str(DeliveryState.SENDING))
        dropped = [item.status.set(str(DeliveryState.DROPPED)), item.next_at.remove()]
        self._update(webhook_id, name, dropped, item.pk.exists() & open_)

    def again(self, delivery: HookDeliveryItem) -> HookTask:
        """Make what was settled due at once, with all its attempts; the task. Raises `Conflict` for what is not.

        The item is brought up to date.
        """
        item, now = HookDeliveryItem, self._clock.now()
        actions: list[Action] = [
            item.status.set(str(DeliveryState.PENDING)),
            item.attempts.set(0),
            item.next_at.set(now),
            item.expires_at.set(int((now + _KEPT).timestamp())),
        ]
        settled = item.status.is_in(*(str(state) for state in sorted(FINAL)))
        try:
            delivery.update(actions=actions, condition=item.pk.exists() & settled)
        except UpdateError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            raise Conflict("The delivery is still under way") from None
        return HookTask(
            delivery.kind,
            delivery.affiliate_id,
            delivery.program_id,
            delivery.conversation_id,
            delivery.event_id,
            delivery.occurred_at,
            delivery.request_id,
            delivery.payload,
            str(delivery.pk).removeprefix("D#"),
        )

    def get(self, webhook_id: str, delivery: str) -> HookDeliveryItem | None:
        return self._database.get(HookDeliveryItem, f"D#{webhook_id}", delivery)

    def newest(self, webhook_id: str, most: int, before: str | None) -> list[HookDeliveryItem]:
        """The newest first: ids begin with their moment. `before` is the last one of the page before."""
        request: dict[str, Any] = {
            "TableName": HookDeliveryItem.Meta.table_name,
            "KeyConditionExpression": "pk = :p AND begins_with(sk, :d)",
            "ExpressionAttributeValues": {":p": {"S": f"D#{webhook_id}"}, ":d": {"S": "dlv_"}},
            "ScanIndexForward": False,
            "Limit": most,
        }
        if before is not None:
            request["ExclusiveStartKey"] = {"pk": {"S": f"D#{webhook_id}"}, "sk": {"S": before}}
        return [HookDeliveryItem.from_raw_data(row) for row in self._database.client.query(**request)["Items"]]

    def _settle(
        self, webhook_id: str, begun: Begun, state: DeliveryState, outcome: Outcome, more: Sequence[Action] = ()
    ) -> bool:
        item = HookDeliveryItem
        actions: list[Action] = [
            item.status.set(str(state)),
            item.http_status.remove() if outcome.http_status is None else item.http_status.set(outcome.http_status),
            item.error.remove() if outcome.error is None else item.error.set(outcome.error),
            item.duration_ms.remove() if outcome.duration_ms is None else item.duration_ms.set(outcome.duration_ms),
            *more,
        ]
        own = (item.status == str(DeliveryState.SENDING)) & (item.attempts == begun.attempt)
        return self._update(webhook_id, begun.delivery, actions, own) is not None

    def _update(
        self, webhook_id: str, delivery: str, actions: Sequence[Action], condition: Condition
    ) -> HookDeliveryItem | None:
        item = HookDeliveryItem(f"D#{webhook_id}", delivery)
        try:
            item.update(actions=list(actions), condition=condition)
        except UpdateError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            return None
        return item


class Streaks:
    """How many deliveries in a row came to nothing. Each version of a webhook has a streak of its own.

    An environment asks once a minute whether there is a streak that a success ends.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._asked: dict[tuple[str, int], datetime] = {}

    def extend(self, webhook: Webhook) -> Streak:
        """One more delivery came to nothing."""
        now = self._clock.now()
        item = HookStreakItem(*_streak_key(webhook))
        actions: list[Action] = [
            HookStreakItem.length.add(1),
            HookStreakItem.expires_at.set(int((now + _STREAK_KEPT).timestamp())),
        ]
        if self.of([webhook])[0] is None:
            # There is none, or one that is over and was not deleted yet.
            actions = [HookStreakItem.length.set(1), HookStreakItem.since.set(now), actions[1]]
        item.update(actions=actions)
        self._asked.pop((webhook.id, webhook.version), None)
        return Streak(int(item.length), item.since or now)

    def end(self, webhook: Webhook) -> None:
        """A delivery arrived."""
        key, now = (webhook.id, webhook.version), self._clock.now()
        if key in self._asked and now - self._asked[key] < timedelta(minutes=1):
            return
        if self.of([webhook])[0] is not None:
            HookStreakItem(*_streak_key(webhook), expires_at=0).delete()
        self._asked[key] = now

    def of(self, webhooks: list[Webhook]) -> list[Streak | None]:
        """Each webhook's streak, None where there is none."""
        if not webhooks:
            return []
        items = self._database.get_together([Key(HookStreakItem, *_streak_key(one)) for one in webhooks])
        now = self._clock.now()
        # DynamoDB deletes what expired within days, not at once.
        return [
            Streak(int(one.length), one.since or now) if one is not None and one.expires_at > now.timestamp() else None
            for one in items
        ]


def _streak_key(webhook: Webhook) -> tuple[str, str]:
    # Being disabled is a change as well; what led to it is the streak of the version before.
    version = webhook.version - (webhook.disabled_reason is not None)
    return f"D#{webhook.id}", f"STREAK#{version}"
