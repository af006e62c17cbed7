"""One line for each step, with its time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TAIL_LINES = 30


@contextmanager
def step(name: str, detail: str, say: Callable[[str], None]) -> Iterator[None]:
    """Says the line when the step has been done; a step that fails says why by its exception."""
    started = time.monotonic()
    yield
    say(f"{name:<8} {detail:<58} {time.monotonic() - started:6.1f} s")


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log, indented; a note when there are none."""
    try:
        text = log.read_text(errors="replace").rstrip()
    except OSError:
        text = ""
    if not text:
        return f"  (nothing in {log})"
    return "\n".join(f"  | {line}" for line in text.splitlines()[-lines:])


def failure(what: str, log: Path) -> str:
    """The message of a step that failed: what happened, the end of its log, and where the rest is."""
    return f"{what}\n{tail(log)}\n  all of it: {log}"
