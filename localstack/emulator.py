"""Starts MiniStack with two things added.

A wait of Step Functions lasts as long as `TimeoutSecondsPath` says: MiniStack 1.5.33 knows `TimeoutSeconds` only, and
would wait for a day where AWS waits for what the input says. And an HTTP API that is told nothing of CORS hands a
browser's OPTIONS to its route, as AWS does, where MiniStack refuses it by itself.

Run by MiniStack's own Python, so only it and the standard library are imported.
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


#: OPTIONS under a name that MiniStack does not answer by itself.
_ASKED = "OPTIONS "


def with_own_preflights(module: Any) -> None:
    """Let `module`, MiniStack's HTTP APIs, route OPTIONS like any method where the API has no CORS of its own."""
    execute, match, invoke = module._handle_execute_in_scope, module._match_route, module._invoke_lambda_proxy

    def executed(api_id: str, stage: str, path: str, method: str, *rest: Any, **more: Any) -> Any:
        if method == "OPTIONS" and not (module._apis.get(api_id) or {}).get("corsConfiguration"):
            method = _ASKED
        return execute(api_id, stage, path, method, *rest, **more)

    def matched(api_id: str, method: str, path: str) -> Any:
        return match(api_id, method.strip(), path)

    def invoked(*given: Any, **more: Any) -> Any:
        return invoke(*("OPTIONS" if one is _ASKED else one for one in given), **more)

    module._handle_execute_in_scope, module._match_route, module._invoke_lambda_proxy = executed, matched, invoked


def main() -> None:
    from ministack.app import main as serve
    from ministack.services import apigateway, stepfunctions

    with_time_outs_from_input(stepfunctions)
    with_own_preflights(apigateway)
    serve()


if __name__ == "__main__":
    # This file's folder must not be where MiniStack looks for packages.
    sys.path.pop(0)
    main()
