"""Noticing that `make` was told to end.

GNU make passes SIGTERM on to its command, but a SIGINT sent to make alone (a terminal sends it to the whole group) only
makes it wait for the command's end, for ever. Make gives the signal its default back before it waits, and that
shows in /proc; so does make's death.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

_POLL_SECONDS = 0.3


def watch_make() -> None:
    """When our parent is make, send ourselves SIGTERM as soon as it is interrupted or gone. Linux only."""
    parent = os.getppid()
    if _name(parent) in ("make", "gmake") and _catches_interrupt(parent):
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent and _catches_interrupt(parent):
        time.sleep(_POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _catches_interrupt(pid: int) -> bool:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return False
    caught = next((int(line.split()[1], 16) for line in lines if line.startswith("SigCgt:")), 0)
    return bool(caught & 1 << (signal.SIGINT - 1))
