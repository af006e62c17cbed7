"""Compares the carriers' lists with what was taken in, now, and takes in what is missing.

    python -m shared.operator.missed --stage dev                 # what the job does every five minutes
    python -m shared.operator.missed --stage dev --hours 12      # twelve hours back, an hour at a time

The deployed function `jobs` does it, with the deployment's own secrets; asking twice takes nothing in twice. Think
before going far back: whoever wrote days ago is answered as if they had written now.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from botocore.config import Config

#: Hours of one call: what is asked for in one go has to be read in less than a minute.
_STEP = 1.0


class JobFailed(Exception):
    """The function did not answer. Its text is for the operator."""


def compare(functions: Any, name: str, hours: float | None, grace: float, now: datetime) -> Iterator[dict[str, Any]]:
    """The job's answers, `{missed, unread}`, one for each hour, the oldest first.

    `grace`: seconds; what is younger may still be on its way.
    """
    for event in _events(hours, grace, now):
        reply = functions.invoke(FunctionName=name, Payload=json.dumps(event))
        answer = json.loads(reply["Payload"].read())
        if "FunctionError" in reply:
            raise JobFailed(f"{name} failed; its log says why")
        yield answer


def _events(hours: float | None, grace: float, now: datetime) -> Iterator[dict[str, Any]]:
    event = {"job": "missed", "grace": grace}
    if hours is None:
        yield event
        return
    while hours > 0:
        step = min(hours, _STEP)
        until = now - timedelta(hours=hours - step)
        yield {**event, "hours": step, "until": until.isoformat()}
        hours -= step


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", required=True, help="the stage that was deployed, for example dev")
    parser.add_argument("--hours", type=float, help="so many hours back, instead of since the last comparison")
    parser.add_argument("--grace", type=float, default=120, help="seconds for which a message may be on its way")
    options = parser.parse_args()
    # One try: a call that takes long must not be made again beside itself.
    functions = boto3.client("lambda", config=Config(read_timeout=70, retries={"total_max_attempts": 1}))
    missed, unread = 0, set()
    for answer in compare(functions, f"holdfast-{options.stage}-jobs", options.hours, options.grace, datetime.now(UTC)):
        missed += answer["missed"]
        unread |= set(answer["unread"])
    print(f"{missed} messages were missing and are in the inbound queue")
    if unread:
        sys.exit(f"not read to the end: {', '.join(sorted(unread))}; the log of jobs says why (notListed)")


if __name__ == "__main__":
    main()
