"""What the other side of a web chat sees of a responder beside their messages."""

from __future__ import annotations

from functions.conversations.moving import Mover
from shared.lifecycle.typing import Typing
from shared.runtime.http import Request


class Signs:
    def __init__(self, mover: Mover, typing: Typing) -> None:
        self._mover = mover
        self._typing = typing

    def types(self, request: Request) -> None:
        """The owner is writing. Of a texter who has a phone it says nothing to anybody."""
        self._typing.owner_types(self._mover.seen(request), request.principal.user_id, request.request_id)
