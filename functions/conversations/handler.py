"""The REST API of queue and conversations."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from functions.conversations.desk import Desk
from functions.conversations.reading import Reading
from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime.aws import client
from shared.runtime.http import api
from shared.runtime.identity import Identity
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.security.tokens import AccessTokens
from shared.store.conversations import Conversations
from shared.store.directory import Directory
from shared.store.idempotency import Idempotency
from shared.store.vault import Vault


@cache
def _api() -> Any:
    tables, clock = database(), SystemClock()
    directory, conversations = Directory(tables), Conversations(tables)
    vault = Vault(tables, client("kms"), clock)
    secret = Secret(client("secretsmanager"), required("AUTH_SECRET")).value()
    identity = Identity(tables, directory, AccessTokens(secret["token_key"]), clock)
    claims = Idempotency(tables, base64.b64decode(secret["idempotency_key"]), clock)
    reading = Reading(conversations, vault, clock)
    desk = Desk(conversations, vault, claims, reading, clock, RandomIds())
    return api(
        "conversations",
        {
            "getQueue": reading.queue,
            "listConversations": reading.conversations,
            "getConversation": reading.conversation,
            "listMessages": reading.messages,
            "takeNext": desk.take_next,
            "sendMessage": desk.send,
            "assign": desk.assign,
            "accept": desk.accept,
            "close": desk.close,
        },
        lambda: identity.from_header,
    )


@invocation("conversations")
def handler(event: dict[str, Any], context: Any) -> Any:
    return _api().resolve(event, context)
