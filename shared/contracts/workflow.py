"""The supervising workflow's definition, made from the lifecycle table.

One Standard execution per conversation. Its states are named like the conversation's; each waits with a task token
for the next transition, or until the state's own time is over. It walks the facts transition by transition:

    queued ──(token)──▶ "queued moved" ──▶ each hook of the transition ──▶ assigned …
       └──(time is over)──▶ "queued time is over" ──▶ queued

A hook that still fails after its retries is noted as a fact and the conversation goes on. Input and history carry ids,
states and numbers only. The facts decide: a wait that finds the conversation further on completes itself at once.
"""

from __future__ import annotations

from typing import Any

from shared.domain.lifecycle import BY_NAME, RETRIES, STATES, TERMINAL, TRANSITIONS, Hook, State, Transition

#: Replaced by CDK with the function's ARN.
FUNCTION = "${LifecycleFunctionArn}"


def definition() -> dict[str, Any]:
    """The definition in Amazon States Language, JSON-ready, in a stable order."""
    states: dict[str, Any] = {"where it stands": _where()}
    for state in STATES:
        if state in TERMINAL:
            states[state.value] = {"Type": "Succeed"}
            continue
        moves = [row for row in TRANSITIONS if state in row.sources]
        states[state.value] = _wait(state)
        states[_over(state)] = _time_is_over(state)
        states[_moved(state)] = _fork(state, moves)
        for row in moves:
            states |= _hooks(row, state)
    return {
        "Comment": "Generated from the lifecycle table; `make generate` writes it.",
        "StartAt": "where it stands",
        "States": states,
    }


def _where() -> dict[str, Any]:
    return {
        "Type": "Choice",
        "Choices": [{"Variable": "$.state", "StringEquals": state.value, "Next": state.value} for state in STATES],
    }


def _wait(state: State) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {
            "FunctionName": FUNCTION,
            "Payload": {
                "step": "wait",
                "state": state.value,
                "conversationId.$": "$.conversationId",
                "version.$": "$.version",
                "token.$": "$$.Task.Token",
                "execution.$": "$$.Execution.Id",
            },
        },
        "TimeoutSecondsPath": "$.timeoutSeconds",
        "Retry": [_retry(["States.TaskFailed"], 6, 2, 2.0)],
        "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": _over(state)}],
        "Next": _moved(state),
    }


def _time_is_over(state: State) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {
            "FunctionName": FUNCTION,
            "Payload": {
                "step": "timer",
                "state": state.value,
                "conversationId.$": "$.conversationId",
                "version.$": "$.version",
            },
        },
        "ResultSelector": {
            "conversationId.$": "$.Payload.conversationId",
            "version.$": "$.Payload.version",
            "state.$": "$.Payload.state",
            "timeoutSeconds.$": "$.Payload.timeoutSeconds",
        },
        "Retry": [_retry(["States.ALL"], 20, 2, 1.5)],
        "Next": state.value,
    }


def _fork(state: State, moves: list[Transition]) -> dict[str, Any]:
    return {
        "Type": "Choice",
        "Choices": [
            {"Variable": "$.transition", "StringEquals": row.name, "Next": _first(row, state)} for row in moves
        ],
        "Default": "where it stands",
    }


def _hooks(row: Transition, source: State) -> dict[str, Any]:
    """The hooks of a transition one after the other; of several sources, each has its own way only if it must."""
    states: dict[str, Any] = {}
    for number, hook in enumerate(row.hooks):
        after = _hook_name(row, source, row.hooks[number + 1]) if number + 1 < len(row.hooks) else row.leads_to(source)
        name = _hook_name(row, source, hook)
        retry = RETRIES[hook]
        states[name] = _hook(row, hook, "hook") | {
            "Retry": [_retry(["States.ALL"], retry.attempts, retry.interval, retry.back_off)],
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": f"{name} failed"}],
            "Next": str(after),
        }
        states[f"{name} failed"] = _hook(row, hook, "hook failed") | {
            "Retry": [_retry(["States.ALL"], 5, 2, 2.0)],
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": str(after)}],
            "Next": str(after),
        }
    return states


def _hook(row: Transition, hook: Hook, step: str) -> dict[str, Any]:
    payload = {
        "step": step,
        "hook": hook.value,
        "transition": row.name,
        "conversationId.$": "$.conversationId",
        "version.$": "$.version",
    }
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": FUNCTION, "Payload": payload},
        "ResultPath": None,
    }


def _retry(errors: list[str], attempts: int, interval: int, back_off: float) -> dict[str, Any]:
    return {"ErrorEquals": errors, "IntervalSeconds": interval, "MaxAttempts": attempts, "BackoffRate": back_off}


def _first(row: Transition, source: State) -> str:
    return _hook_name(row, source, row.hooks[0]) if row.hooks else row.leads_to(source).value


def _hook_name(row: Transition, source: State, hook: Hook) -> str:
    """Hooks of a move that stays in its state must know the way back, so they are named for it."""
    return f"{row.name}: {hook}" if row.target is not None else f"{row.name} in {source}: {hook}"


def _over(state: State) -> str:
    return f"{state} time is over"


def _moved(state: State) -> str:
    return f"{state} moved"


def most_transitions(path: tuple[str, ...]) -> int:
    """How many states an execution enters when a conversation makes these transitions and each hook goes well."""
    # Where it stands, then for each move: the wait, the fork, the hooks; and the end.
    return 2 + sum(2 + len(BY_NAME[name].hooks) for name in path)
