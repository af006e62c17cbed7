"""Starts MiniStack with one thing added: a wait of Step Functions that lasts as long as `TimeoutSecondsPath` says.

MiniStack 1.5.33 knows `TimeoutSeconds` only, and would wait for a day where AWS waits for what the input says. Run by
MiniStack's own Python, so only it and the standard library are imported.
"""

from __future__ import annotations

import sys
from typing import Any


def with_time_outs_from_input(module: Any) -> None:
    """Let `module`, MiniStack's Step Functions, read a task's time-out from its input."""
    execute = module._execute_task

    def timed(state: dict[str, Any], raw_input: Any, *rest: Any) -> Any:
        path = state.get("TimeoutSecondsPath")
        if path is not None:
            state = {**state, "TimeoutSeconds": seconds_at(path, raw_input)}
        return execute(state, raw_input, *rest)

    module._execute_task = timed


def seconds_at(path: str, raw_input: Any) -> float:
    """The number at a reference path such as `$.timeoutSeconds`; raises `KeyError` where there is none."""
    found = raw_input
    for name in path.removeprefix("$").strip(".").split("."):
        found = found[name]
    return float(found)


def main() -> None:
    from ministack.app import main as serve
    from ministack.services import stepfunctions

    with_time_outs_from_input(stepfunctions)
    serve()


if __name__ == "__main__":
    # This file's folder must not be where MiniStack looks for packages.
    sys.path.pop(0)
    main()
