"""The writer of an environment, put together once, on first use."""

from __future__ import annotations

from functools import cache

from shared.domain.clockwork import RandomIds, SystemClock
from shared.lifecycle.writing import Writer
from shared.runtime.aws import client
from shared.runtime.tables import database
from shared.store.conversations import Conversations
from shared.store.directory import Directory
from shared.store.vault import Vault


@cache
def writer() -> Writer:
    tables, clock = database(), SystemClock()
    return Writer(Conversations(tables), Directory(tables), Vault(tables, client("kms"), clock), clock, RandomIds())
