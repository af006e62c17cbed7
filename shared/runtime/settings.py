"""Settings come from the environment, read on first use and never at import."""

from __future__ import annotations

import os


class MissingSetting(RuntimeError):
    """The function was deployed without a variable it needs."""


def required(name: str) -> str:
    """The variable's value; raises `MissingSetting` naming it when it is absent or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise MissingSetting(f"the environment variable {name} is not set")
    return value


def optional(name: str) -> str | None:
    """The variable's value, None when it is absent or empty."""
    return os.environ.get(name) or None


def table_prefix() -> str:
    return required("TABLE_PREFIX")
