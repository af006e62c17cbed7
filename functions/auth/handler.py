"""The REST API of identity."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.auth.door import Door
from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime.aws import client
from shared.runtime.http import api
from shared.runtime.identity import Identity
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.security.tokens import AccessTokens
from shared.store.directory import Directory
from shared.store.sessions import Sessions


@cache
def _api() -> Any:
    tables, clock = database(), SystemClock()
    directory = Directory(tables)
    tokens = AccessTokens(Secret(client("secretsmanager"), required("AUTH_SECRET")).value()["token_key"])
    identity = Identity(tables, directory, tokens, clock)
    door = Door(
        Sessions(tables, clock),
        directory,
        identity,
        tokens,
        clock,
        RandomIds(),
        websocket_url=required("WEBSOCKET_URL"),
    )
    return api(
        "auth",
        {
            "login": door.login,
            "refresh": door.refresh,
            "logout": door.logout,
            "getProfile": door.profile,
            "updateProfile": door.update_profile,
            "createRealtimeTicket": door.ticket,
        },
        lambda: identity.from_header,
    )


@invocation("auth")
def handler(event: dict[str, Any], context: Any) -> Any:
    return _api().resolve(event, context)
