"""Operations whose desk is imported with their first request: most environments answer a few kinds of request only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from shared.contracts.api import Reply
from shared.runtime.http import Answer, Operation, Request


def later(names: Iterable[str], make: Callable[[], Mapping[str, Operation]]) -> dict[str, Operation]:
    """Operations by name that are made when the first of them is called."""
    made = cache(make)

    def one(name: str) -> Operation:
        def act(request: Request) -> Reply | Answer | None:
            return made()[name](request)

        return act

    return {name: one(name) for name in names}


def five(one: str, many: str | None = None) -> tuple[str, ...]:
    """The operations that `route_rows.directory.resource` names."""
    return f"list{many or f'{one}s'}", f"create{one}", f"get{one}", f"update{one}", f"deactivate{one}"
