"""What the local cloud adds to MiniStack: a wait that lasts as long as its input says, a route for OPTIONS."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from localstack.emulator import seconds_at, with_own_preflights, with_time_outs_from_input
from shared.contracts.workflow import definition


class Executed:
    """The state and input each task was executed with, as MiniStack's Step Functions executes them."""

    def __init__(self) -> None:
        self.tasks: list[tuple[dict[str, Any], Any, tuple[Any, ...]]] = []
        self.module = SimpleNamespace(_execute_task=self._execute)
        with_time_outs_from_input(self.module)

    def _execute(self, state: dict[str, Any], raw_input: Any, execution: Any, context: Any) -> tuple[str, str]:
        self.tasks.append((state, raw_input, (execution, context)))
        return "output", "next"


@pytest.mark.parametrize(
    ("path", "given", "seconds"),
    [
        ("$.timeoutSeconds", {"timeoutSeconds": 90}, 90.0),
        ("$.timeoutSeconds", {"timeoutSeconds": "1.5"}, 1.5),
        ("$.waits.first", {"waits": {"first": 3}, "first": 9}, 3.0),
    ],
)
def test_the_seconds_are_those_the_path_leads_to(path: str, given: dict[str, Any], seconds: float) -> None:
    assert seconds_at(path, given) == seconds


def test_given_the_input_has_no_such_number_then_the_wait_fails_at_once_instead_of_lasting_a_day() -> None:
    executed = Executed()
    with pytest.raises(KeyError):
        executed.module._execute_task({"TimeoutSecondsPath": "$.timeoutSeconds"}, {}, None, {})
    assert executed.tasks == []


def test_given_a_task_with_a_time_out_in_its_input_then_it_is_executed_with_that_time_out() -> None:
    executed = Executed()
    state = {"Type": "Task", "TimeoutSecondsPath": "$.timeoutSeconds"}
    answer = executed.module._execute_task(state, {"timeoutSeconds": 7}, "execution", "context")
    ((ran, given, rest),) = executed.tasks
    assert (ran["TimeoutSeconds"], given, rest) == (7.0, {"timeoutSeconds": 7}, ("execution", "context"))
    assert answer == ("output", "next")
    assert "TimeoutSeconds" not in state, "the definition is shared by all executions"


@pytest.mark.parametrize("state", [{"Type": "Task"}, {"Type": "Task", "TimeoutSeconds": 5}])
def test_any_other_task_is_executed_as_it_stands(state: dict[str, Any]) -> None:
    executed = Executed()
    executed.module._execute_task(state, {}, None, {})
    assert executed.tasks[0][0] is state


def test_every_wait_of_the_workflow_gets_its_time_out_this_way() -> None:
    """Were one of them to say it differently, it would wait for a day on the local cloud."""
    place = {"conversationId": "con_1", "version": 3, "state": "queued", "timeoutSeconds": 42}
    waits = [one for one in definition()["States"].values() if "waitForTaskToken" in json.dumps(one)]
    executed = Executed()
    for state in waits:
        executed.module._execute_task(state, place, None, {})
    assert waits
    assert {ran["TimeoutSeconds"] for ran, _, _ in executed.tasks} == {42.0}


class Gateway:
    """MiniStack's HTTP APIs, as far as OPTIONS goes: answered at once, before any route is looked for."""

    def __init__(self, cors: dict[str, Any] | None) -> None:
        self.routed: list[tuple[str, ...]] = []
        self.module = SimpleNamespace(
            _apis={"api-1": {"corsConfiguration": cors}},
            _handle_execute_in_scope=self._execute,
            _match_route=self._match,
            _invoke_lambda_proxy=self._invoke,
        )
        with_own_preflights(self.module)

    def ask(self, method: str) -> str:
        return str(self.module._handle_execute_in_scope("api-1", "$default", "/api/x", method, {}))

    def _execute(self, api_id: str, stage: str, path: str, method: str, headers: dict[str, str]) -> str:
        if method == "OPTIONS":
            return "answered by itself"
        self.module._match_route(api_id, method, path)
        return str(self.module._invoke_lambda_proxy("integration", path, method, headers))

    def _match(self, api_id: str, method: str, path: str) -> None:
        self.routed.append((method, path))

    def _invoke(self, integration: str, path: str, method: str, headers: dict[str, str]) -> str:
        self.routed.append((integration, path, method))
        return "answered by the function"


@pytest.mark.parametrize("method", ["OPTIONS", "POST"])
def test_given_an_api_without_cors_then_options_goes_to_its_route_like_any_method(method: str) -> None:
    gateway = Gateway(None)
    assert gateway.ask(method) == "answered by the function"
    assert gateway.routed == [(method, "/api/x"), ("integration", "/api/x", method)]


def test_given_an_api_with_cors_of_its_own_then_options_is_answered_as_before() -> None:
    gateway = Gateway({"allowOrigins": ["*"]})
    assert (gateway.ask("OPTIONS"), gateway.routed) == ("answered by itself", [])
