"""The REST API of suggestions."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.assist.suggesting import Suggesting
from shared.domain.clockwork import RandomIds, SystemClock
from shared.lifecycle.assisting import assistant
from shared.lifecycle.writing import Writer
from shared.runtime import staff_api
from shared.runtime.aws import client
from shared.runtime.invocation import invocation
from shared.store.conversations import Conversations
from shared.store.vault import Vault


@cache
def _api() -> Any:
    tables, clock = staff_api.tables(), SystemClock()
    writer = Writer(
        Conversations(tables), staff_api.directory(), Vault(tables, client("kms"), clock), clock, RandomIds()
    )
    suggesting = Suggesting(writer, assistant(), staff_api.reads())
    return staff_api.staff_api("assist", {"getSummary": suggesting.summary, "draftReply": suggesting.draft})


@invocation("assist")
def handler(event: dict[str, Any], context: Any) -> Any:
    return _api().resolve(event, context)
