"""The web chat's front door. With every table down it takes what those write who have a session."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.webchat.door import ChatDoor, operations
from functions.webchat.programs import ChatPrograms
from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime.aws import client, session
from shared.runtime.chat_api import ChatApi
from shared.runtime.inbound_queue import InboundQueue
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required, table_prefix
from shared.security.chat_tokens import ChatTokens
from shared.store.database import Database
from shared.store.directory import Directory
from shared.store.sessions import Sessions

#: Seconds. A texter does not wait for a limit to be looked up.
_PATIENCE = 1.0


@cache
def _api() -> ChatApi:
    secrets, clock = client("secretsmanager"), SystemClock()
    tables = Database(table_prefix(), session(), patience=_PATIENCE)
    tokens = ChatTokens(Secret(secrets, required("WEBCHAT_SECRET")).value()["token_key"])
    programs = ChatPrograms(Directory(tables), required("PUBLIC_URL"))
    inbound = InboundQueue(client("sqs"), Secret(secrets, required("INGRESS_SECRET")), required("INBOUND_QUEUE_URL"))
    door = ChatDoor(programs, tokens, inbound, Sessions(tables, clock).count_attempt, clock, RandomIds())
    return ChatApi("webchat", operations(door), tokens, clock, programs.knows)


@invocation("webchat")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _api().answer(event, context)
