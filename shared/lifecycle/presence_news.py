"""Somebody came, went, or said whether they are there: their colleagues hear of it in the rooms of their programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.contracts.queues import FactNotice, tens
from shared.domain.errors import Unavailable
from shared.domain.ports import Clock
from shared.runtime.invocation import tally


class PresenceNews:
    """`sqs` gives the client on first use."""

    def __init__(self, sqs: Callable[[], Any], push_queue: str, clock: Clock) -> None:
        self._sqs = sqs
        self._push_queue = push_queue
        self._clock = clock

    def tell(
        self, affiliate_id: str, user_id: str, state: str, program_ids: Sequence[str], request_id: str = ""
    ) -> bool:
        """`state` is available, busy, away or gone. One notice a program; whether all of them are on their way.

        Never raises: what colleagues see of each other keeps nobody from what they are doing.
        """
        at, detail = self._clock.now().isoformat(), {"user": user_id, "state": state}
        notices = [
            FactNotice("presence", affiliate_id, program_id, "", 0, at, request_id, detail)
            for program_id in program_ids
        ]
        try:
            for ten in tens(notices):
                entries = [{"Id": str(number), "MessageBody": one.to_json()} for number, one in enumerate(ten)]
                if self._sqs().send_message_batch(QueueUrl=self._push_queue, Entries=entries).get("Failed"):
                    raise Unavailable("part of a batch was refused")
        except (BotoCoreError, ClientError, Unavailable):
            tally("untold")
            return False
        return True
