"""`$connect`, `$disconnect` and every frame a client sends."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.realtime.listening import Listening
from functions.realtime.texters import Texters
from shared.domain.clockwork import SystemClock
from shared.lifecycle.read_receipts import ReadReceipts
from shared.lifecycle.typing import Typing
from shared.runtime.aws import client
from shared.runtime.identity import Identity
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.security.tokens import AccessTokens
from shared.store.chats import Chats
from shared.store.conversations import Conversations
from shared.store.directory import Directory
from shared.store.presence import Presences
from shared.store.sessions import Sessions


@cache
def _listening() -> Listening:
    tables, clock = database(), SystemClock()
    tokens = AccessTokens(Secret(client("secretsmanager"), required("AUTH_SECRET")).value()["token_key"])
    identity = Identity(tables, Directory(tables), tokens, clock)
    chats, conversations = Chats(tables), Conversations(tables)

    def sqs() -> Any:
        return client("sqs")

    typing = Typing(sqs, required("PUSH_QUEUE_URL"), clock)
    receipts = ReadReceipts(chats, conversations, sqs, required("RECEIPTS_QUEUE_URL"), clock)
    return Listening(
        Sessions(tables, clock),
        conversations,
        identity,
        Presences(tables, clock),
        typing,
        Texters(chats, receipts, typing),
    )


@invocation("realtime")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _listening().answer(event)
