"""`$connect`, `$disconnect` and every frame a client sends."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.realtime.joining import Joining
from functions.realtime.listening import Listening
from functions.realtime.standing import Standing
from functions.realtime.texters import Texters
from shared.domain.clockwork import SystemClock
from shared.lifecycle.presence_news import PresenceNews
from shared.lifecycle.read_receipts import ReadReceipts
from shared.lifecycle.typing import Typing
from shared.runtime.aws import client
from shared.runtime.identity import Identity
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.security.tokens import AccessTokens
from shared.store.alerts import Alerts
from shared.store.chats import Chats
from shared.store.connections import Connections
from shared.store.conversations import Conversations
from shared.store.directory import Directory
from shared.store.presence import Presences
from shared.store.room_logs import RoomLogs
from shared.store.sessions import Sessions


@cache
def _listening() -> Listening:
    tables, clock = database(), SystemClock()
    tokens = AccessTokens(Secret(client("secretsmanager"), required("AUTH_SECRET")).value()["token_key"])
    directory = Directory(tables)
    identity = Identity(tables, directory, tokens, clock)
    chats, conversations, connections = Chats(tables), Conversations(tables), Connections(tables, clock)
    presences = Presences(tables, clock)

    def sqs() -> Any:
        return client("sqs")

    push_queue = required("PUSH_QUEUE_URL")
    typing = Typing(sqs, push_queue, clock)
    receipts = ReadReceipts(chats, conversations, sqs, required("RECEIPTS_QUEUE_URL"), clock)
    return Listening(
        Sessions(tables, clock),
        connections,
        identity,
        directory,
        Joining(connections, conversations, RoomLogs(tables, clock)),
        Standing(connections, presences, Alerts(tables), clock),
        presences,
        PresenceNews(sqs, push_queue, clock),
        typing,
        Texters(chats, receipts, typing),
    )


@invocation("realtime")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _listening().answer(event)
