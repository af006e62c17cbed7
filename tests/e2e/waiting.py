"""Waiting for what happens soon, in another process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")

#: Ample for a small machine whose functions start cold; a warm line takes a fraction of a second.
PATIENCE = 45.0
_PAUSE = 0.1


def eventually(look: Callable[[], T | None], what: str, seconds: float = PATIENCE, pause: float = _PAUSE) -> T:
    """The first truthy thing `look` gives; AssertionError naming `what` and the last look after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds:.0f} s; last seen: {seen!r}")
        time.sleep(pause)


def all_at_once(do: Callable[[T], U], things: Sequence[T]) -> list[U]:
    """`do` with every one of `things`, each in a thread of its own; answers in the order of `things`."""
    with ThreadPoolExecutor(max_workers=len(things)) as threads:
        return list(threads.map(do, things))
