"""`$connect`, `$disconnect` and every frame a client sends."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.realtime.listening import Listening
from shared.domain.clockwork import SystemClock
from shared.runtime.aws import client
from shared.runtime.identity import Identity
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required, table_prefix
from shared.security.tokens import AccessTokens
from shared.store.conversations import Conversations
from shared.store.database import Database
from shared.store.directory import Directory
from shared.store.sessions import Sessions


@cache
def _listening() -> Listening:
    database, clock = Database(table_prefix()), SystemClock()
    tokens = AccessTokens(Secret(client("secretsmanager"), required("AUTH_SECRET")).value()["token_key"])
    return Listening(
        Sessions(database, clock), Conversations(database), Identity(database, Directory(database), tokens, clock)
    )


@invocation("realtime")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _listening().answer(event)
