"""The REST API of suggestions."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.assist.suggesting import Suggesting
from shared.domain.clockwork import RandomIds, SystemClock
from shared.lifecycle.assisting import assistant
from shared.lifecycle.writing import Writer
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
from shared.store.vault import Vault


@cache
def _api() -> Any:
    tables, clock = database(), SystemClock()
    directory = Directory(tables)
    secret = Secret(client("secretsmanager"), required("AUTH_SECRET")).value()
    identity = Identity(tables, directory, AccessTokens(secret["token_key"]), clock)
    writer = Writer(Conversations(tables), directory, Vault(tables, client("kms"), clock), clock, RandomIds())
    suggesting = Suggesting(writer, assistant())
    return api(
        "assist",
        {"getSummary": suggesting.summary, "draftReply": suggesting.draft},
        lambda: identity.from_header,
    )


@invocation("assist")
def handler(event: dict[str, Any], context: Any) -> Any:
    return _api().resolve(event, context)
