"""A clock for the product's caches, without stopping everybody else's."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock


@contextmanager
def product_clock(monotonic: Callable[[], float]) -> Iterator[None]:
    """`time.monotonic` is `monotonic` in the product's modules that are loaded by now.

    The standard library's waits (subprocesses, sockets, pools) keep the real one: on a clock that stands still they
    would never time out.
    """

    class Clock:
        def __getattr__(self, name: str) -> Any:
            return getattr(time, name)

    clock = Clock()
    vars(clock)["monotonic"] = monotonic
    with ExitStack() as patches:
        for name, module in list(sys.modules.items()):
            if name.startswith(("functions.", "shared.")) and getattr(module, "time", None) is time:
                patches.enter_context(mock.patch.object(module, "time", clock))
        yield
