"""`python -m localstack.stack run|up|down|status|logs [--home .local]`

Ports come from CLOUD_PORT, EDGE_PORT and CARRIER_PORT; CLOUD=localstack takes the official LocalStack container.
Exit status: 0 done, 1 failed with a message, 3 from `status` when something is not healthy, 130 `up` interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from localstack.stack import report
from localstack.stack.errors import StackError
from localstack.stack.interrupts import Interrupted, Interrupts
from localstack.stack.parent import watch_make
from localstack.stack.places import REPOSITORY, Places
from localstack.stack.ports import asked_in_environment
from localstack.stack.stack import Stack

_LOOK_SECONDS = 0.5
_INTERRUPTED = 130
_UNHEALTHY = 3


def main(arguments: list[str] | None = None) -> int:
    """The exit status of the command."""
    options = _parser().parse_args(arguments)
    places = Places(Path(options.home).resolve())
    interrupts = Interrupts()
    interrupts.install()
    try:
        match options.verb:
            case "run":
                return _run(_stack(options.home, interrupts), interrupts)
            case "up":
                return _up(_stack(options.home, interrupts))
            case "down":
                return _down(_stack(options.home, interrupts))
            case "status":
                found = report.rows(places)
                _say(report.status(found, places))
                return 0 if report.healthy(found) else _UNHEALTHY
            case _:
                report.show_logs(places, options.lines, options.follow, _say)
                return 0
    except StackError as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        return 1
    except Interrupted:
        return 0 if options.verb == "logs" else _INTERRUPTED
    except BrokenPipeError:
        # `make logs | head`: whoever read has enough. Python would complain once more while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(stack: Stack, interrupts: Interrupts) -> int:
    watch_make()
    try:
        outputs = stack.up()
        try:
            _say(f"\n{report.summary(outputs)}\n\n  {_shown(stack.places.outputs)} has all of it. Ctrl-C stops it.\n")
            while True:
                time.sleep(_LOOK_SECONDS)
                stack.check()
        finally:
            interrupts.end()
            _say(f"\nstopped: {', '.join(stack.down())}")
    except Interrupted:
        return 0


def _up(stack: Stack) -> int:
    watch_make()
    outputs = stack.up()
    stack.leave()
    _say(f"\n{report.summary(outputs)}\n\n  {_shown(stack.places.outputs)} has all of it. `make down` stops it.\n")
    return 0


def _down(stack: Stack) -> int:
    stopped = stack.down()
    _say(f"stopped: {', '.join(stopped)}" if stopped else f"nothing ran in {stack.places.home}")
    return 0


def _stack(home: str, interrupts: Interrupts) -> Stack:
    asked = asked_in_environment()
    return Stack(
        home,
        cloud_port=asked.get("cloud"),
        edge_port=asked.get("edge"),
        carrier_port=asked.get("carrier"),
        cloud=os.environ.get("CLOUD") or "ministack",
        yields=True,
        say=_say,
        interrupts=interrupts,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m localstack.stack", description="Holdfast's local cloud")
    verbs = parser.add_subparsers(dest="verb", required=True)
    explained = {
        "run": "start, stay until Ctrl-C, stop",
        "up": "start in the background; returns when ready",
        "down": "stop what was started in this home",
        "status": "what runs, and how it is",
        "logs": "the end of every log",
    }
    for verb, explanation in explained.items():
        command = verbs.add_parser(verb, help=explanation)
        command.add_argument("--home", default=str(REPOSITORY / ".local"), help="where the stack keeps its files")
        if verb == "logs":
            command.add_argument("--lines", type=int, default=20)
            command.add_argument("--follow", action="store_true")
    return parser


def _shown(path: Path) -> str:
    return str(path.relative_to(REPOSITORY) if path.is_relative_to(REPOSITORY) else path)


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
