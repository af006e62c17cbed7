"""What staff were called for. Alerts are made from facts, once each; they are kept a month and never hold words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pynamodb.exceptions import PutError, UpdateError

from shared.store.database import Database
from shared.store.models import AlertItem

if TYPE_CHECKING:
    from shared.contracts.alerts import AlertNotice

_KEPT = timedelta(days=30)
_CONDITION_FAILED = "ConditionalCheckFailedException"


class Alerts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, alert: AlertNotice) -> None:
        """Keep an alert. One that was kept before stays as it is."""
        at = datetime.fromisoformat(alert.at)
        item = AlertItem(
            f"L#{alert.affiliate_id}",
            alert.id,
            alert_id=alert.id,
            kind=alert.kind,
            level=alert.level,
            program_id=alert.program_id,
            conversation_id=alert.conversation_id or None,
            user_id=alert.user_id,
            at=at,
            expires_at=int((at + _KEPT).timestamp()),
        )
        try:
            item.save(condition=AlertItem.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise

    def newest(self, affiliate_id: str, most: int) -> list[AlertItem]:
        """The newest first: ids begin with their moment."""
        page: dict[str, Any] = self._database.client.query(
            TableName=AlertItem.Meta.table_name,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": f"L#{affiliate_id}"}},
            ScanIndexForward=False,
            Limit=most,
            ConsistentRead=True,
        )
        return [AlertItem.from_raw_data(row) for row in page["Items"]]

    def get(self, affiliate_id: str, alert_id: str) -> AlertItem | None:
        return self._database.get(AlertItem, f"L#{affiliate_id}", alert_id)

    def acknowledge(self, item: AlertItem, user_id: str) -> None:
        """The first who says so is on it."""
        try:
            item.update(
                actions=[AlertItem.acknowledged_by.set(user_id)],
                condition=AlertItem.acknowledged_by.does_not_exist() & AlertItem.pk.exists(),
            )
        except UpdateError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            item.refresh(consistent_read=True)
