"""Step Functions in memory, for the one machine there is: it walks the generated definition and calls the function."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from functions.lifecycle import handler as lifecycle
from functions.lifecycle.hooks import Hooks
from functions.relay.forwarding import Relay
from shared.ai.embedded import EmbeddedAssistant
from shared.ai.port import Assistant
from shared.contracts.queues import FactNotice
from shared.contracts.workflow import definition
from shared.domain.conversation import Conversation, Escalation
from shared.lifecycle.supervising import Supervision
from shared.store.directory import Affiliate
from shared.store.runs import Runs
from tests.unit import aws
from tests.unit.outlets import Outlets
from tests.unit.wire import client_error
from tests.unit.world import World

NODES: dict[str, dict[str, Any]] = definition()["States"]


@dataclass
class Execution:
    """`entered` are the states it went through; while it waits, it has a `token` and seconds to wait."""

    name: str
    data: dict[str, Any]
    entered: list[str] = field(default_factory=list)
    token: str | None = None
    seconds: int = 0
    output: dict[str, Any] | None = None
    status: str = "RUNNING"

    @property
    def at(self) -> str:
        return self.entered[-1]


class PretendStates:
    """boto3's client of Step Functions, as far as it is used; `page` executions are listed at a time."""

    def __init__(self, page: int = 1000) -> None:
        self.executions: dict[str, Execution] = {}
        self.spent: set[str] = set()
        self.failing: set[str] = set()
        self._page = page
        self._tokens = 0

    # --- what the product calls -----------------------------------------------------------------

    def start_execution(self, stateMachineArn: str, name: str, input: str) -> None:  # noqa: A002, N803
        if name in self.executions:
            raise client_error("ExecutionAlreadyExists", "StartExecution")
        self.executions[name] = Execution(name, json.loads(input))
        self._walk(self.executions[name], definition()["StartAt"])

    def send_task_success(self, taskToken: str, output: str) -> None:  # noqa: N803
        if taskToken in self.spent:
            raise client_error("TaskTimedOut", "SendTaskSuccess")
        (one,) = [one for one in self.executions.values() if one.token == taskToken]
        self.spent.add(taskToken)
        one.token, one.output = None, json.loads(output)
        if one.seconds:  # it was waiting already; else the wait is just being set up, and goes on by itself
            self._go_on(one)

    def list_executions(self, nextToken: str = "0", **asked: Any) -> dict[str, Any]:  # noqa: N803
        running = sorted(one.name for one in self.executions.values() if one.status == asked["statusFilter"])
        start = int(nextToken)
        reply: dict[str, Any] = {"executions": [{"name": name} for name in running[start : start + self._page]]}
        return reply | ({"nextToken": str(start + self._page)} if running[start + self._page :] else {})

    # --- what a test does -----------------------------------------------------------------------

    def of(self, conversation_id: str, number: int = 0) -> Execution:
        return self.executions[f"{conversation_id}-{number}"]

    def time_is_over(self, one: Execution) -> None:
        assert one.token is not None, "it waits for nothing"
        self.spent.add(one.token)
        one.token, one.seconds = None, 0
        self._walk(one, NODES[one.at]["Catch"][0]["Next"])

    def lose(self, one: Execution) -> None:
        one.status = "ABORTED"
        self.spent.add(one.token or "")

    # --- walking --------------------------------------------------------------------------------

    def _go_on(self, one: Execution) -> None:
        assert one.output is not None
        one.data, one.output, one.seconds = one.output, None, 0
        self._walk(one, NODES[one.at]["Next"])

    def _walk(self, one: Execution, here: str) -> None:
        while True:
            node = NODES[here]
            one.entered.append(here)
            if node["Type"] == "Succeed":
                one.status = "SUCCEEDED"
                return
            if node["Type"] == "Choice":
                matching = [x for x in node["Choices"] if one.data.get(x["Variable"][2:]) == x["StringEquals"]]
                here = matching[0]["Next"] if matching else node["Default"]
                continue
            if node["Resource"].endswith(".waitForTaskToken"):
                self._wait(one, node)
                return
            here = self._invoke(one, node)

    def _wait(self, one: Execution, node: dict[str, Any]) -> None:
        self._tokens += 1
        one.token = f"token-{self._tokens}"
        self._call(one, node)
        if one.output is None:
            one.seconds = one.data[node["TimeoutSecondsPath"][2:]]
        else:
            self._go_on(one)

    def _invoke(self, one: Execution, node: dict[str, Any]) -> str:
        for _ in range(1 + node["Retry"][0]["MaxAttempts"]):
            try:
                result = self._call(one, node)
            except Exception:
                continue
            if node.get("ResultPath", "$") is not None:
                picked = {name[:-2]: result[path.split(".")[-1]] for name, path in node["ResultSelector"].items()}
                one.data = json.loads(json.dumps(picked))
            return str(node["Next"])
        return str(node["Catch"][0]["Next"])

    def _call(self, one: Execution, node: dict[str, Any]) -> Any:
        known = {"$$.Task.Token": one.token, "$$.Execution.Id": one.name}
        payload = {}
        for name, value in node["Parameters"]["Payload"].items():
            filled = known[value] if value in known else one.data[value[2:]] if name.endswith(".$") else value
            payload[name.removesuffix(".$")] = filled
        if payload.get("hook") in self.failing and payload["step"] == "hook":
            raise RuntimeError("laid by a test")
        return lifecycle.handler(json.loads(json.dumps(payload)), None)


@dataclass
class PretendServices:
    """Whoever calls for help."""

    called: list[str] = field(default_factory=list)
    down: bool = False

    def contact(self, conversation: Conversation, escalation: Escalation, affiliate: Affiliate | None) -> str:
        if self.down:
            raise ConnectionError("laid by a test")
        self.called.append(escalation.id)
        return "people on call"


class Workflow:
    """The lifecycle function in a world, woken by what its table's stream says when a test lets it."""

    def __init__(self, world: World, patch: pytest.MonkeyPatch, assistant: Assistant | None = None) -> None:
        self.states, self.services, self.runs = PretendStates(), PretendServices(), Runs(world.database)
        self.supervision = Supervision(world.writer, self.runs, world.timekeeper, self.states, "machine")
        self.hooks = Hooks(world.writer, world.presences, assistant or EmbeddedAssistant(), self.services)
        patch.setattr(lifecycle, "writer", lambda: world.writer)
        patch.setattr(lifecycle, "_supervision", lambda: self.supervision)
        patch.setattr(lifecycle, "_hooks", lambda: self.hooks)
        self._seen: list[dict[str, Any]] = []

    def news(self) -> list[FactNotice]:
        """What the function is told of since it was asked last."""
        rows, outlets = aws.rows("conversations"), Outlets()
        Relay(outlets, outlets, facts_topic="facts", deliver_queue="d").forward(aws.stream_records(self._seen, rows))
        self._seen = rows
        return sorted(outlets.notices("lifecycle"), key=lambda one: (one.conversation_id, one.seq))

    def hear(self, *notices: FactNotice) -> None:
        """Let the function hear of these facts, or of all there are until there are no more."""
        told = list(notices) or self.news()
        while told:
            for one in told:
                answer = lifecycle.handler({"Records": [aws.sqs_record(one.to_json())]}, None)
                assert answer == {"batchItemFailures": []}
            told = [] if notices else self.news()
