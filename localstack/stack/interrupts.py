"""Turning SIGINT, SIGTERM and SIGHUP into one exception, and never between starting a process and noting it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupted(KeyboardInterrupt):
    """Somebody asked us to end."""


class Interrupts:
    """Does nothing until `install`: a library user keeps the signal handling it has."""

    def __init__(self) -> None:
        self._holds = 0
        self._pending = False
        self._ending = False

    def install(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # nohup ignores SIGHUP on purpose; that stays so.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._arrived)

    def end(self) -> None:
        """From now on further signals are ignored: the stopping itself is bounded in time."""
        self._ending = True

    @contextmanager
    def hold(self) -> Iterator[None]:
        """A signal that arrives inside is raised at the end."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1
        if self._pending and not self._holds:
            self._pending = False
            raise Interrupted

    def _arrived(self, number: int, frame: FrameType | None) -> None:
        if self._ending:
            return
        if self._holds:
            self._pending = True
        else:
            raise Interrupted
