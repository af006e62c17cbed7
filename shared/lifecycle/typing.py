"""Somebody is writing: a word to the other side of a web chat, forgotten as soon as it was said."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal

from shared.contracts.queues import FactNotice
from shared.domain.conversation import Conversation
from shared.domain.errors import Forbidden
from shared.domain.lifecycle import MAY_SEND
from shared.domain.ports import Clock
from shared.domain.web_chat import CHANNEL

#: Clients say it at most so often; what comes faster than this is not passed on.
PAUSE = timedelta(seconds=1)
_REMEMBERED = 1000

Side = Literal["texter", "responder"]


class Typing:
    """Goes through the queue of pushes and no table: nothing of it is kept. `sqs` gives the client on first use."""

    def __init__(self, sqs: Callable[[], Any], push_queue: str, clock: Clock) -> None:
        self._sqs = sqs
        self._push_queue = push_queue
        self._clock = clock
        self._said: OrderedDict[tuple[str, Side], datetime] = OrderedDict()

    def owner_types(self, conversation: Conversation, user_id: str, request_id: str) -> None:
        """Tell the texter, if they are in a web chat. Raises `Forbidden` for anyone but the owner."""
        if conversation.responder_id != user_id:
            raise Forbidden("Only the responder who owns the conversation may do this", code="not_owner")
        if conversation.state in MAY_SEND and not conversation.cannot_reply:
            self._tell(conversation, "responder", request_id)

    def texter_types(self, conversation: Conversation, request_id: str) -> None:
        """Tell whoever looks at the conversation."""
        if conversation.live:
            self._tell(conversation, "texter", request_id)

    def _tell(self, conversation: Conversation, by: Side, request_id: str) -> None:
        now, key = self._clock.now(), (conversation.id, by)
        last = self._said.get(key)
        if conversation.channel != CHANNEL or (last is not None and now - last < PAUSE):
            return
        self._said[key] = now
        self._said.move_to_end(key)
        while len(self._said) > _REMEMBERED:
            self._said.popitem(last=False)
        c = conversation
        detail = {"by": by, "chat": c.thread_id}
        notice = FactNotice("typing", c.affiliate_id, c.program_id, c.id, 0, now.isoformat(), request_id, detail)
        self._sqs().send_message(QueueUrl=self._push_queue, MessageBody=notice.to_json())
