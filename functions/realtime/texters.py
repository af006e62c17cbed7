"""What a web chat's texter says over their connection. They hear of their own chat from the moment it opens, and can
ask for no room: `ping`, `typing` and `read` are all there is."""

from __future__ import annotations

from typing import Any

from shared.domain.errors import FieldError, InvalidInput
from shared.lifecycle.read_receipts import ReadReceipts
from shared.lifecycle.typing import Typing
from shared.store.chats import Chats

Frame = dict[str, Any]

_MOST = 10**9


class Texters:
    def __init__(self, chats: Chats, receipts: ReadReceipts, typing: Typing) -> None:
        self._chats = chats
        self._receipts = receipts
        self._typing = typing

    def answer(self, session_id: str, frame: Frame, request_id: str) -> Frame:
        """The frame to send back; raises `InvalidInput` for what makes no sense."""
        action = frame.get("action")
        if action == "ping":
            return {"type": "pong"}
        if action == "typing":
            conversation = self._chats.live(session_id)
            if conversation is not None:
                self._typing.texter_types(conversation, request_id)
            return {"type": "typed"}
        if action == "read":
            seq = frame.get("seq")
            if type(seq) is not int or not 1 <= seq <= _MOST:
                raise InvalidInput(errors=(FieldError("seq", f"must be a whole number from 1 to {_MOST}"),))
            self._receipts.tell(session_id, seq, request_id)
            return {"type": "read", "seq": seq}
        raise InvalidInput(errors=(FieldError("action", "must be ping, typing or read"),))
