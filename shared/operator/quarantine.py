"""What nobody may act on, and putting back what was verified but could not be placed, once that is mended.

    python -m shared.operator.quarantine --stage dev list [--reason unknown_line]
    python -m shared.operator.quarantine --stage dev release ID
    python -m shared.operator.quarantine --stage dev release --reason unknown_line

Nothing is opened: a message goes back into the inbound queue sealed as it came, under its permanent name, so that it is
taken in once. What still cannot be placed comes back here, with its alarm. A forgery is never released.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any

import boto3

from shared.contracts.queues import IngressEnvelope
from shared.domain.clockwork import RandomIds, SystemClock
from shared.domain.ports import Ids
from shared.store.database import Database
from shared.store.quarantine import FORGED, VERIFIED, Held, Quarantine

#: One group for all that is released: the oldest first, so that a texter's messages keep their order.
_GROUP = "released"


class NotReleasable(Exception):
    """This one stays. Its text is for the operator."""


class Releasing:
    """Puts what was quarantined back into the inbound queue."""

    def __init__(self, quarantine: Quarantine, sqs: Any, inbound_queue: str, ids: Ids) -> None:
        self._quarantine = quarantine
        self._sqs = sqs
        self._inbound_queue = inbound_queue
        self._ids = ids

    def release(self, wanted: str | None = None, reason: str | None = None) -> Iterator[Held]:
        """Release the one with the id `wanted`, or all of one reason, the oldest first; answers what was released.

        Raises `NotReleasable` for an id or a reason that can never be.
        """
        if reason is not None and reason not in VERIFIED:
            raise NotReleasable(f"'{reason}' is never released: only {', '.join(VERIFIED)} were verified")
        for held in self._quarantine.all(reason):
            if wanted is not None and held.id != wanted:
                continue
            if not held.releasable:
                if wanted is None:
                    continue
                raise NotReleasable(f"{held.id} is here for '{held.reason}' and is never released")
            if self._put_back(held):
                yield held
            if wanted is not None:
                return

    def _put_back(self, held: Held) -> bool:
        item = self._quarantine.item(held)
        if item is None:
            return False
        envelope = IngressEnvelope(
            item.quarantine_id,
            item.route.strip("/"),
            item.sealed,
            item.request_id,
            item.received_at.isoformat(),
        )
        self._sqs.send_message(
            QueueUrl=self._inbound_queue,
            MessageBody=envelope.to_json(),
            MessageGroupId=_GROUP,
            # New each time: SQS would swallow a second release within five minutes, when the first came back here.
            MessageDeduplicationId=self._ids.new("release"),
        )
        # Dying before this leaves a row that may be released again, and is taken in once.
        self._quarantine.remove(item)
        return True


def _list(quarantine: Quarantine, reason: str | None) -> None:
    for held in quarantine.all(reason):
        stays = "" if held.releasable else "  (stays)"
        print(f"{held.received_at:%Y-%m-%d %H:%M:%S}Z  {held.reason:<16} {held.route:<32} {held.id}{stays}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", required=True, help="the stage that was deployed, for example dev")
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="what is held, the oldest first")
    listing.add_argument("--reason", choices=[FORGED, *VERIFIED], help="only these")
    releasing = commands.add_parser("release", help="put it back into the inbound queue")
    which = releasing.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", help="only this one")
    which.add_argument("--reason", choices=VERIFIED, help="all that are held for this reason")
    options = parser.parse_args()
    prefix, sqs = f"holdfast-{options.stage}", boto3.client("sqs")
    quarantine = Quarantine(Database(prefix), SystemClock())
    if options.command == "list":
        _list(quarantine, options.reason)
        return
    queue = sqs.get_queue_url(QueueName=f"{prefix}-inbound.fifo")["QueueUrl"]
    count = 0
    try:
        for held in Releasing(quarantine, sqs, queue, RandomIds()).release(options.id, options.reason):
            print(f"released {held.id}")
            count += 1
    except NotReleasable as error:
        sys.exit(str(error))
    print(f"{count} released")
    if options.id and not count:
        sys.exit(f"{options.id} is not there")


if __name__ == "__main__":
    main()
