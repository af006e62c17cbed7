"""The supervising executions, as an operator sees them in Step Functions."""

from __future__ import annotations

from typing import Any

from tests.e2e.aws import Aws
from tests.e2e.waiting import eventually


class Workflow:
    def __init__(self, aws: Aws, state_machine: str) -> None:
        self._states = aws.client("stepfunctions")
        self._state_machine = state_machine

    def executions(self, conversation_id: str) -> list[dict[str, Any]]:
        """A conversation's executions, the first one first."""
        found: list[dict[str, Any]] = []
        for page in self._states.get_paginator("list_executions").paginate(stateMachineArn=self._state_machine):
            found += [one for one in page["executions"] if one["name"].startswith(f"{conversation_id}-")]
        return sorted(found, key=lambda one: one["startDate"])

    def running(self, conversation_id: str) -> list[dict[str, Any]]:
        return [one for one in self.executions(conversation_id) if one["status"] == "RUNNING"]

    def entered(self, execution: dict[str, Any]) -> list[str]:
        """The names of the states an execution entered, in order: what AWS counts as transitions."""
        return [
            event["stateEnteredEventDetails"]["name"]
            for event in self.history(execution)
            if "stateEnteredEventDetails" in event
        ]

    def history(self, execution: dict[str, Any]) -> list[dict[str, Any]]:
        pages = self._states.get_paginator("get_execution_history").paginate(executionArn=execution["executionArn"])
        return [event for page in pages for event in page["events"]]

    def stands_at(self, conversation_id: str, state: str) -> dict[str, Any]:
        """Wait until the conversation's last execution has come to a state; the execution."""

        def there() -> dict[str, Any] | None:
            executions = self.executions(conversation_id)
            entered = self.entered(executions[-1]) if executions else []
            return executions[-1] if entered and entered[-1] == state else None

        return eventually(there, f"the execution at '{state}'")

    def kill(self, execution: dict[str, Any]) -> None:
        self._states.stop_execution(executionArn=execution["executionArn"], cause="a test")
