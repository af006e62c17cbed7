"""The stream's dead letters. They are pointers: a stretch of one shard that relay gave up on.

Replaying one reads its records again and hands them to relay, as the stream would. That is possible while the stream
keeps them, for 24 hours; afterwards what is derived from the facts is mended by the reconcilers, and by people.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.runtime.dead_letters import DeadLetters, Letter

#: Bytes of one event for relay: well below the 6 MB that Lambda takes.
_EVENT = 1_000_000
_PAGE = 1000
#: How often a shard may answer with nothing before there is said to be no more.
_EMPTY = 50
_GONE = ("TrimmedDataAccessException", "ResourceNotFoundException", "ExpiredIteratorException")

_TOO_OLD = """point to records older than the stream's 24 hours, and stay here.
The facts are in the table. The job 'reconcile' gives their conversations the timers and executions they lack, each
minute; 'sweep' acts on what is due; consoles show everything once it is opened. Nobody was alerted, and no event was
published. A message of a responder that never left stands as queued in its thread, and is for them to write again.
When that is done, purge the queue."""


class TooOld(Exception):
    """The stream has dropped the records of a letter. Its text is for the operator."""


class NotPassedOn(Exception):
    """Relay failed on the records. Its text is for the operator."""


@dataclass(frozen=True)
class _Stretch:
    stream: str
    shard: str
    first: str
    last: str

    @classmethod
    def of(cls, body: str) -> _Stretch | None:
        try:
            where = json.loads(body)["DDBStreamBatchInfo"]
            first, last = str(where["startSequenceNumber"]), str(where["endSequenceNumber"])
            int(first), int(last)
            return cls(str(where["streamArn"]), str(where["shardId"]), first, last)
        except (ValueError, KeyError, TypeError):
            return None


class StreamLetters:
    """`relay` is the deployed function's name."""

    def __init__(self, streams: Any, functions: Any, relay: str) -> None:
        self._streams = streams
        self._functions = functions
        self._relay = relay

    def replay(self, letters: DeadLetters, wanted: Callable[[Letter], bool]) -> Iterator[Letter]:
        """Pass on the records of each wanted letter, then delete it; answers those that are done.

        Raises `TooOld` at the end if there were letters whose records are gone: they stay where they are.
        """
        dropped: list[str] = []

        def settle(letter: Letter) -> bool:
            stretch = _Stretch.of(letter.body)
            if stretch is None:
                return False
            try:
                self._pass_on(stretch)
            except self._gone():
                dropped.append(letter.id)
                return False
            return True

        yield from letters.work_off(settle, letters.count(), wanted)
        if dropped:
            raise TooOld(f"{len(dropped)} of them {_TOO_OLD}")

    def _pass_on(self, stretch: _Stretch) -> None:
        records: list[str] = []
        size = 0
        for record in self._records(stretch):
            wire = json.dumps(record, default=_as_lambda_does)
            if size + len(wire) > _EVENT and records:
                self._invoke(records)
                records, size = [], 0
            records.append(wire)
            size += len(wire)
        if records:
            self._invoke(records)

    def _invoke(self, records: list[str]) -> None:
        reply = self._functions.invoke(FunctionName=self._relay, Payload=f'{{"Records": [{", ".join(records)}]}}')
        if "FunctionError" in reply:
            raise NotPassedOn(f"{self._relay} failed on the records: mend that first; the letter stays")

    def _records(self, stretch: _Stretch) -> Iterator[dict[str, Any]]:
        """The stretch's records from first to last."""
        iterator = self._streams.get_shard_iterator(
            StreamArn=stretch.stream,
            ShardId=stretch.shard,
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=stretch.first,
        )["ShardIterator"]
        empty = 0
        while iterator is not None and empty < _EMPTY:
            page = self._streams.get_records(ShardIterator=iterator, Limit=_PAGE)
            for record in page["Records"]:
                if int(record["dynamodb"]["SequenceNumber"]) > int(stretch.last):
                    return
                yield record
                if int(record["dynamodb"]["SequenceNumber"]) == int(stretch.last):
                    return
            empty = 0 if page["Records"] else empty + 1
            iterator = page.get("NextShardIterator")

    def _gone(self) -> tuple[type[Exception], ...]:
        known = self._streams.exceptions
        return tuple(getattr(known, name) for name in _GONE)


def _as_lambda_does(value: object) -> str | float:
    """Lambda gives functions bytes as base64 and moments as seconds."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(type(value).__name__)
