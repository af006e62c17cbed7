"""The database of this deployment, over the environment's own session."""

from __future__ import annotations

from shared.runtime.aws import session
from shared.runtime.settings import table_prefix
from shared.store.database import Database


def database() -> Database:
    """A database bound to the tables the function was deployed with."""
    return Database(table_prefix(), session())
