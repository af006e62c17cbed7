"""The delivery item of one outbound message: moved forward by conditional updates, never back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from shared.contracts.queues import DeliveryTask
from shared.domain.delivery import RANK, DeliveryStatus
from shared.domain.errors import Unavailable
from shared.domain.ports import Clock
from shared.store.database import Database, Key
from shared.store.models import ConsentItem, DeliveryItem, FactItem, HeadItem, OwnerKeyItem, seq_key
from shared.store.vault import owner_key


@dataclass(frozen=True)
class Outbound:
    """Everything one pass needs, read in one call."""

    task: DeliveryTask
    head: HeadItem
    fact: FactItem
    delivery: DeliveryItem | None
    opted_out: bool
    conversation_key: OwnerKeyItem | None
    texter_key: OwnerKeyItem | None

    @property
    def attempts(self) -> int:
        return int(self.delivery.attempts) if self.delivery is not None else 0

    @property
    def failures(self) -> int:
        return int(self.delivery.failures) if self.delivery is not None else 0

    @property
    def status(self) -> DeliveryStatus:
        return DeliveryStatus(self.delivery.status) if self.delivery is not None else DeliveryStatus.QUEUED

    @property
    def started_at(self) -> datetime | None:
        return self.delivery.started_at if self.delivery is not None else None

    @property
    def via(self) -> tuple[str, str] | None:
        """The line that the latest attempt was made by: channel and number."""
        if self.delivery is None or self.delivery.via is None:
            return None
        channel, _, number = self.delivery.via.partition("#")
        return channel, number


class Deliveries:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def read(self, task: DeliveryTask) -> Outbound:
        pk = f"C#{task.conversation_id}"
        head, fact, delivery, consent, conversation_key, texter_key = self._database.get_together(
            [
                Key(HeadItem, pk, "HEAD"),
                Key(FactItem, pk, seq_key("F", task.seq)),
                Key(DeliveryItem, pk, seq_key("D", task.seq)),
                Key(ConsentItem, f"O#{task.consent_id}", "CONSENT"),
                owner_key(task.conversation_id),
                owner_key(task.texter_id),
            ]
        )
        if head is None or fact is None:
            raise Unavailable("the message is not in the table yet")
        return Outbound(
            task, head, fact, delivery, consent is not None and consent.opted_out, conversation_key, texter_key
        )

    def begin(self, outbound: Outbound, via: tuple[str, str]) -> int | None:
        """Open the next attempt, by the line `via`; its number from 1, or None when another pass was faster."""
        attempt = outbound.attempts + 1
        item = DeliveryItem
        fresh = (
            item.pk.does_not_exist()
            if outbound.delivery is None
            else ((item.attempts == outbound.attempts) & (item.failures == outbound.attempts))
        )
        started = self._move(
            outbound.task,
            DeliveryStatus.SENDING,
            [
                item.attempts.set(attempt),
                item.failures.set(attempt - 1),
                item.started_at.set(self._clock.now()),
                item.provider.set(via[0]),
                item.via.set("#".join(via)),
                item.affiliate_id.set(outbound.task.affiliate_id),
                item.program_id.set(outbound.task.program_id),
                item.seq.set(outbound.task.seq),
                item.request_id.set(outbound.task.request_id),
            ],
            fresh,
        )
        return attempt if started else None

    def accepted(
        self, outbound: Outbound, provider_id: str, status: DeliveryStatus, error_code: str | None = None
    ) -> None:
        """The carrier has it. A receipt that overtook us already says so, or more."""
        actions = [DeliveryItem.provider_id.set(provider_id)]
        if error_code is not None:
            actions.append(DeliveryItem.error_code.set(error_code))
        self._move(outbound.task, status, actions, DeliveryItem.status_rank < RANK[status])

    def failed(self, outbound: Outbound, error_code: str) -> None:
        """The open attempt failed and may be repeated."""
        self._move(
            outbound.task,
            DeliveryStatus.QUEUED,
            [DeliveryItem.failures.set(outbound.attempts + 1), DeliveryItem.error_code.set(error_code)],
            DeliveryItem.status_rank <= RANK[DeliveryStatus.SENDING],
        )

    def park(self, outbound: Outbound, error_code: str) -> None:
        """Nobody knows whether it was sent."""
        self._move(
            outbound.task,
            DeliveryStatus.UNKNOWN,
            [DeliveryItem.error_code.set(error_code)],
            DeliveryItem.status_rank < RANK[DeliveryStatus.UNKNOWN],
        )

    def settle(self, outbound: Outbound, status: DeliveryStatus, error_code: str | None = None) -> None:
        """The last word, unless a receipt already had it."""
        task = outbound.task
        actions = [
            DeliveryItem.attempts.set(DeliveryItem.attempts | 0),
            DeliveryItem.failures.set(DeliveryItem.failures | 0),
            DeliveryItem.affiliate_id.set(task.affiliate_id),
            DeliveryItem.program_id.set(task.program_id),
            DeliveryItem.seq.set(task.seq),
            DeliveryItem.request_id.set(task.request_id),
        ]
        if error_code is not None:
            actions.append(DeliveryItem.error_code.set(error_code))
        self._move(
            task, status, actions, DeliveryItem.status_rank.does_not_exist() | (DeliveryItem.status_rank < RANK[status])
        )

    def receipt(
        self, conversation_id: str, seq: int, status: DeliveryStatus, provider_id: str, error_code: str | None
    ) -> bool:
        """Move forward on a carrier's word; False when it told us nothing new."""
        actions: list[Action] = [DeliveryItem.provider_id.set(provider_id)]
        if error_code is not None:
            actions.append(DeliveryItem.error_code.set(error_code))
        same = DeliveryItem.provider_id.does_not_exist() | (DeliveryItem.provider_id == provider_id)
        return self._update(conversation_id, seq, status, actions, (DeliveryItem.status_rank < RANK[status]) & same)

    def others(self, outbound: Outbound) -> frozenset[str]:
        """The provider's names of the conversation's other messages."""
        rows = self._database.query(DeliveryItem, f"C#{outbound.task.conversation_id}", prefix="D#")["Items"]
        found = (DeliveryItem.from_raw_data(row) for row in rows)
        return frozenset(one.provider_id for one in found if one.provider_id and int(one.seq) != outbound.task.seq)

    def decide(self, conversation_id: str, seq: int, status: DeliveryStatus, decided_by: str) -> bool:
        """A person's word on an outcome nobody knows; False when it is known by now."""
        unknown = DeliveryItem.status == str(DeliveryStatus.UNKNOWN)
        return self._update(conversation_id, seq, status, [DeliveryItem.decided_by.set(decided_by)], unknown)

    def _move(self, task: DeliveryTask, status: DeliveryStatus, actions: list[Any], condition: Condition) -> bool:
        return self._update(task.conversation_id, task.seq, status, actions, condition)

    def _update(
        self, conversation_id: str, seq: int, status: DeliveryStatus, actions: list[Any], condition: Condition
    ) -> bool:
        item = DeliveryItem(f"C#{conversation_id}", seq_key("D", seq))
        actions = [
            DeliveryItem.status.set(str(status)),
            DeliveryItem.status_rank.set(RANK[status]),
            DeliveryItem.updated_at.set(self._clock.now()),
            *actions,
        ]
        try:
            item.update(actions=actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True
