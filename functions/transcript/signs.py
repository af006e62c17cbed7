"""What a texter's page says beside messages: that it wants to be told, how far was read, that somebody is writing."""

from __future__ import annotations

from shared.contracts import api, webchat_api
from shared.lifecycle.read_receipts import ReadReceipts
from shared.lifecycle.typing import Typing
from shared.runtime.http import Request
from shared.security.tokens import hash_secret, new_secret
from shared.store.chats import Chats
from shared.store.sessions import TEXTER, Sessions

#: Connections a session may ask for in five minutes.
TICKETS_OF_ONE_SESSION = 60


class Signs:
    def __init__(
        self, sessions: Sessions, chats: Chats, receipts: ReadReceipts, typing: Typing, *, websocket_url: str
    ) -> None:
        self._sessions = sessions
        self._chats = chats
        self._receipts = receipts
        self._typing = typing
        self._websocket_url = websocket_url

    def ticket(self, request: Request) -> api.RealtimeTicket:
        """A one-time ticket: tokens never travel in a URL. What it opens hears of this chat and of nothing else."""
        session, ticket = request.chat, new_secret()
        self._sessions.count_attempt(f"chat-ticket#{session.id}", TICKETS_OF_ONE_SESSION)
        self._sessions.issue_ticket(hash_secret(ticket), session.user_id, session.affiliate_id, session.id, TEXTER)
        return api.RealtimeTicket(ticket=ticket, url=f"{self._websocket_url}?ticket={ticket}")

    def read(self, request: Request) -> webchat_api.ChatAccepted:
        number = request.parsed(webchat_api.ChatReadRequest).seq
        self._receipts.tell(request.chat.id, number, request.request_id)
        return webchat_api.ChatAccepted()

    def types(self, request: Request) -> None:
        conversation = self._chats.live(request.chat.id)
        if conversation is not None:
            self._typing.texter_types(conversation, request.request_id)
