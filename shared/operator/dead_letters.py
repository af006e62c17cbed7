"""Every queue's dead letters: how many, what they are, and putting them back.

    python -m shared.operator.dead_letters --stage dev list
    python -m shared.operator.dead_letters --stage dev show deliver [--limit 20] [--why]
    python -m shared.operator.dead_letters --stage dev replay deliver (--id ID … | --all)

Shows ids, enums and moments, never what anybody wrote. Find and mend the cause first: `--why` looks into the function's
log. Replaying twice, or dying in the middle, doubles nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

from shared.contracts.dead_letters import DEAD_LETTERS, STREAM, DeadLetterRow, contents
from shared.operator.stream_letters import NotPassedOn, StreamLetters, TooOld
from shared.runtime.dead_letters import DeadLetters, Letter

_UNREADABLE = "not what this queue carries: replaying does not help; find out who put it there"
_GAVE_UP = "handled as often as the queue allows, and failed each time"
_AT_ONCE = 100


class Operator:
    """The dead letters of one deployment, whose names begin with `prefix`."""

    def __init__(self, prefix: str, client: Callable[[str], Any]) -> None:
        self._prefix = prefix
        self._client = client
        self._sqs = client("sqs")

    def counts(self) -> Iterator[tuple[DeadLetterRow, int, datetime | None]]:
        """Each queue, how many letters it has, and when the oldest of them that was seen was sent."""
        for row in DEAD_LETTERS.values():
            letters = self.of(row)
            waiting = letters.count()
            yield row, waiting, letters.oldest() if waiting else None

    def of(self, row: DeadLetterRow) -> DeadLetters:
        suffix = ".fifo" if row.fifo else ""
        source = "" if row.name == STREAM else self._url(f"{row.name}{suffix}")
        return DeadLetters(self._sqs, self._url(f"{row.name}-dead{suffix}"), source)

    def replay(self, row: DeadLetterRow, ids: Collection[str] | None) -> Iterator[Letter]:
        """Put the letters with these ids back, or all there are. Raises `TooOld` for records the stream has dropped."""
        wanted = (lambda _: True) if ids is None else lambda letter: letter.id in ids
        if row.name == STREAM:
            stream = StreamLetters(self._client("dynamodbstreams"), self._client("lambda"), f"{self._prefix}-relay")
            yield from stream.replay(self.of(row), wanted)
            return
        letters, left = self.of(row), None if ids is None else len(ids)
        # No more than there are now: what dies again at once would go round for ever.
        for _ in range(0, letters.count() if left is None else left, _AT_ONCE):
            done = letters.replay(_AT_ONCE if left is None else min(_AT_ONCE, left), wanted)
            yield from done
            if not done:
                return

    def why(self, row: DeadLetterRow, letter: Letter) -> str:
        """What the log of the queue's function says of the letter's request, by its latest error."""
        found = contents(row, letter.body)
        request = found.ids.get("requestId") if found is not None else None
        if request is None:
            return "no request id to look for"
        reply = self._client("logs").filter_log_events(
            logGroupName=f"/aws/lambda/{self._prefix}-{row.consumer}",
            filterPattern=f'{{ $.requestId = "{request}" && $.error = "*" }}',
            startTime=int((letter.sent_at - timedelta(minutes=5)).timestamp() * 1000),
        )
        lines = [event["message"].strip() for event in reply.get("events", [])]
        return lines[-1] if lines else "the log has no error under its request id (any more)"

    def _url(self, name: str) -> str:
        return str(self._sqs.get_queue_url(QueueName=f"{self._prefix}-{name}")["QueueUrl"])


def line_of(row: DeadLetterRow, letter: Letter) -> str:
    """One letter, as a line for a person."""
    found = contents(row, letter.body)
    ids = " ".join(f"{name}={value}" for name, value in found.ids.items()) if found is not None else ""
    whose = f"affiliateId={found.affiliate_id} " if found is not None and found.affiliate_id else ""
    first = letter.first_received_at
    return "\n    ".join(
        (
            f"{letter.id}  {found.kind if found is not None else 'unreadable'}",
            f"{whose}{ids}",
            f"sent {letter.sent_at:%Y-%m-%d %H:%M:%S}Z"
            + (f", first received {first:%Y-%m-%d %H:%M:%S}Z" if first is not None else "")
            + f", received {letter.received} times",
            "why: " + _why(row, found is not None),
        )
    )


def _why(row: DeadLetterRow, readable: bool) -> str:
    if not readable:
        return _UNREADABLE
    return "relay could not pass it on; the condition says how it gave up" if row.name == STREAM else _GAVE_UP


def _list(operator: Operator) -> None:
    for row, waiting, oldest in operator.counts():
        age = f", the oldest that was seen {_age(oldest)}" if oldest is not None else ""
        print(f"{row.name:<12} {waiting:>6}{age}")
        if waiting:
            print(f"    {row.does}\n    For a texter: {row.means}")


def _show(operator: Operator, row: DeadLetterRow, limit: int, why: bool) -> None:
    print(f"{row.name}: {row.does}\nFor a texter: {row.means}\nReplayed: {row.again}\n")
    for letter in operator.of(row).peek(limit):
        print(line_of(row, letter))
        if why:
            print(f"    log: {operator.why(row, letter)}")


def _replay(operator: Operator, row: DeadLetterRow, ids: list[str] | None) -> bool:
    done = []
    try:
        for letter in operator.replay(row, ids):
            done.append(letter.id)
            print(f"put back {letter.id}")
    except (TooOld, NotPassedOn) as error:
        print(error)
    missing = sorted(set(ids or ()) - set(done))
    print(f"{row.name}: {len(done)} put back" + (f", not found: {', '.join(missing)}" if missing else ""))
    return not missing


def _age(moment: datetime) -> str:
    return f"{str(datetime.now(UTC) - moment).split('.')[0]} ago"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", required=True, help="the stage that was deployed, for example dev")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="how many letters each queue has")
    show = commands.add_parser("show", help="what they are")
    show.add_argument("queue", choices=list(DEAD_LETTERS))
    show.add_argument("--limit", type=int, default=20, help="at most so many")
    show.add_argument("--why", action="store_true", help="look into the function's log for what went wrong")
    replay = commands.add_parser("replay", help="put them back into their queue")
    replay.add_argument("queue", choices=list(DEAD_LETTERS))
    which = replay.add_mutually_exclusive_group(required=True)
    which.add_argument("--id", action="append", dest="ids", help="only this one; may be repeated")
    which.add_argument("--all", action="store_true", help="all there are")
    options = parser.parse_args()
    operator = Operator(f"holdfast-{options.stage}", boto3.client)
    match options.command:
        case "list":
            _list(operator)
        case "show":
            _show(operator, DEAD_LETTERS[options.queue], options.limit, options.why)
        case "replay":
            sys.exit(0 if _replay(operator, DEAD_LETTERS[options.queue], options.ids) else 1)


if __name__ == "__main__":
    main()
