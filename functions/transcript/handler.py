"""What web chat's texters read, and the signs they give."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.transcript.signs import Signs
from functions.transcript.telling import Transcript
from shared.domain.clockwork import SystemClock
from shared.lifecycle.read_receipts import ReadReceipts
from shared.lifecycle.typing import Typing
from shared.runtime.aws import client
from shared.runtime.chat_api import ChatApi
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.security.chat_tokens import ChatTokens
from shared.store.chats import Chats
from shared.store.conversations import Conversations
from shared.store.sessions import Sessions
from shared.store.vault import Vault


@cache
def _api() -> ChatApi:
    tables, clock = database(), SystemClock()
    tokens = ChatTokens(Secret(client("secretsmanager"), required("WEBCHAT_SECRET")).value()["token_key"])
    chats, conversations = Chats(tables), Conversations(tables)
    transcript = Transcript(chats, conversations, Vault(tables, client("kms"), clock), tokens, clock)

    def sqs() -> Any:
        return client("sqs")

    signs = Signs(
        Sessions(tables, clock),
        chats,
        ReadReceipts(chats, conversations, sqs, required("RECEIPTS_QUEUE_URL"), clock),
        Typing(sqs, required("PUSH_QUEUE_URL"), clock),
        websocket_url=required("WEBSOCKET_URL"),
    )
    return ChatApi(
        "transcript",
        {
            "listChatMessages": transcript.messages,
            "createChatTicket": signs.ticket,
            "readChatMessages": signs.read,
            "typeInChat": signs.types,
        },
        tokens,
        clock,
    )


@invocation("transcript")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _api().answer(event, context)
