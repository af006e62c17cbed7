"""One stack per home: whoever starts, keeps or stops it holds the home's lock meanwhile."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO

from localstack.stack.errors import StackError
from localstack.stack.identity import Identity, identify, is_alive

_PATIENCE_SECONDS = 30.0


class HomeLock:
    """The kernel drops it with its holder, so a held lock always means a living process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def take(self, *, yields: bool, say: Callable[[str], None]) -> bool:
        """Hold the lock; whether a stack that was kept here has been ended for it.

        `yields` says whether we may be ended by the next command on this home, as `make run` and `make up` may, and
        a test session may not. A holder that yields is asked to end first; one that does not is a StackError.
        """
        if self._file:
            return False
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+")
        try:
            held = _acquire(file, self._path, say)
        except BaseException:
            file.close()
            raise
        me = identify(os.getpid())
        file.seek(0)
        file.truncate()
        json.dump({"holder": asdict(me) if me else None, "yields": yields}, file)
        file.flush()
        self._file = file
        return held

    def drop(self) -> None:
        if self._file:
            self._file.seek(0)
            self._file.truncate()
            self._file.close()
            self._file = None


def _acquire(file: IO[str], path: Path, say: Callable[[str], None]) -> bool:
    if _locked(file):
        return False
    _ask_to_end(file, path, say)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not _locked(file):
        if time.monotonic() > deadline:
            raise StackError(f"the process that holds {path} does not end; end it and try again.")
        time.sleep(0.1)
    return True


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ask_to_end(file: IO[str], path: Path, say: Callable[[str], None]) -> None:
    file.seek(0)
    try:
        noted = json.load(file)
        holder, yields = Identity(**noted["holder"]), noted["yields"]
    except (ValueError, TypeError, KeyError):
        return  # It has the lock but has not signed yet, or is about to drop it: just wait.
    if not is_alive(holder):
        return
    if not yields:
        raise StackError(f"{path.parent} is in use by pid {holder.pid} ({holder.command[:80]}); let that end first.")
    say(f"ending the stack that pid {holder.pid} keeps in {path.parent}")
    with suppress(ProcessLookupError):
        os.kill(holder.pid, signal.SIGTERM)
