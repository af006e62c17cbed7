"""Telling a process of ours from another that has its number by now.

A pid alone proves nothing: numbers come round again. So we remember when the process started and what it was
called with, and believe a pid only when all three agree.
"""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
#: So often, with so many seconds in between, is a process asked that has not said yet what it is.
_GLANCES, _PAUSE = 100, 0.002


@dataclass(frozen=True)
class Identity:
    """`started` is opaque: boot id and clock ticks on Linux, a date elsewhere. Compare it, do not read it."""

    pid: int
    started: str
    command: str


def identify(pid: int) -> Identity | None:
    """Who has this pid now; None when nobody has, or only a zombie that its parent has not collected."""
    return _identify_linux(pid) if _is_linux() else _identify_elsewhere(pid)


def is_alive(identity: Identity) -> bool:
    """Whether exactly this process still runs."""
    return identify(identity.pid) == identity


def members(group: int, marker: str | None = None) -> list[int]:
    """The living processes of a process group.

    With `marker` ("NAME=value"), only those that inherited it in their environment: the proof that they are ours once
    the group's leader is gone. Nothing is provable that way outside Linux, so the answer there is empty.
    """
    if not _is_linux():
        return [] if marker else _members_elsewhere(group)
    found = []
    for entry in _PROC.iterdir():
        if not entry.name.isdigit():
            continue
        fields = _stat(int(entry.name))
        if fields is None or fields[0] in "ZX" or int(fields[2]) != group:
            continue
        if marker is None or _inherited(entry, marker):
            found.append(int(entry.name))
    return found


def _is_linux() -> bool:
    return (_PROC / "self" / "stat").exists()


def _identify_linux(pid: int) -> Identity | None:
    fields = _stat(pid)
    if fields is None or fields[0] in "ZX":
        return None
    try:
        command = _command(pid)
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    return Identity(pid, f"{boot}/{fields[19]}", command)


def _command(pid: int) -> str:
    """What the process was called with. One that is only just being started has no words yet: they come at once."""
    for _ in range(_GLANCES):
        said = (_PROC / str(pid) / "cmdline").read_bytes().rstrip(b"\0")
        if said:
            return said.replace(b"\0", b" ").decode(errors="replace")
        time.sleep(_PAUSE)
    return ""


def _stat(pid: int) -> list[str] | None:
    """/proc/<pid>/stat from its third field on: [0] state, [2] process group, [19] start in clock ticks."""
    try:
        # The second field, the name, may hold spaces and brackets; the last bracket ends it.
        return (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None


def _inherited(process: Path, marker: str) -> bool:
    try:
        return marker.encode() in (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def _identify_elsewhere(pid: int) -> Identity | None:
    line = _ps("-o", "stat=,lstart=,command=", "-p", str(pid)).strip()
    # stat, then a date of five words ("Thu Nov 20 16:45:01 2025"), then the command.
    words = line.split(None, 6)
    if len(words) < 7 or words[0].startswith("Z"):
        return None
    return Identity(pid, " ".join(words[1:6]), words[6])


def _members_elsewhere(group: int) -> list[int]:
    rows = (line.split() for line in _ps("-axo", "pid=,pgid=,stat=").splitlines())
    return [int(row[0]) for row in rows if int(row[1]) == group and not row[2].startswith("Z")]


def _ps(*arguments: str) -> str:
    # A fixed language: `lstart` is printed in the reader's otherwise.
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(["ps", *arguments], capture_output=True, text=True, check=False, env=environment).stdout
