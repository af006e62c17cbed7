"""Which execution of the workflow supervises a conversation, and the token with which it waits."""

from __future__ import annotations

from datetime import datetime

from pynamodb.exceptions import UpdateError

from shared.store.database import Database
from shared.store.models import RunItem


class Runs:
    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, conversation_id: str) -> RunItem | None:
        return self._database.get(RunItem, f"C#{conversation_id}", "RUN")

    def next_number(self, conversation_id: str) -> int:
        """A number no earlier execution of this conversation had: names of executions are never used twice."""
        item = RunItem(f"C#{conversation_id}", "RUN")
        item.update(actions=[RunItem.runs.add(1)])
        return int(item.runs)

    def waits(self, conversation_id: str, execution: str, token: str, version: int, at: datetime) -> None:
        """An execution waits for facts above `version`. The newest wait counts."""
        RunItem(f"C#{conversation_id}", "RUN").update(
            actions=[
                RunItem.execution.set(execution),
                RunItem.token.set(token),
                RunItem.version.set(version),
                RunItem.at.set(at),
            ]
        )

    def no_longer_waits(self, conversation_id: str, token: str) -> None:
        """The token was used. A newer one stays."""
        item = RunItem(f"C#{conversation_id}", "RUN")
        try:
            item.update(actions=[RunItem.token.remove()], condition=RunItem.token == token)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
