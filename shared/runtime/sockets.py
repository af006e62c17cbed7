"""Cutting somebody's WebSockets, because what they may hear has changed or their session is over.

Whoever still may connects again, and every room they ask for is looked at anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.contracts.queues import FactNotice
from shared.domain.ports import Clock

#: The notice's kind, for `push`.
CUT = "cut"


class Sockets:
    """`sqs` makes an SQS client when it is needed."""

    def __init__(self, sqs: Callable[[], Any], push_queue_url: str, clock: Clock) -> None:
        self._sqs = sqs
        self._url = push_queue_url
        self._clock = clock

    def cut(self, affiliate_id: str, user_id: str, session_id: str | None = None, request_id: str = "") -> None:
        """Cut all of a user's WebSockets, or those of one session."""
        detail = {"user": user_id} | ({"session": session_id} if session_id is not None else {})
        notice = FactNotice(CUT, affiliate_id, "", "", 0, self._clock.now().isoformat(), request_id, detail)
        self._sqs().send_message(QueueUrl=self._url, MessageBody=notice.to_json())
