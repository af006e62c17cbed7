"""Who holds a TCP port of this machine."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_LISTEN = "0A"
_COMMAND_LENGTH = 120


@dataclass(frozen=True)
class Holder:
    """`pid` is None when the process belongs to somebody whose processes we may not look into."""

    pid: int | None
    command: str

    def __str__(self) -> str:
        return f"pid {self.pid}: {self.command}" if self.pid else self.command


def who_holds(port: int) -> Holder:
    """The process that listens on `port`, as exactly as this machine lets us know."""
    if Path("/proc/net/tcp").exists():
        return _from_proc(port)
    return _from_lsof(port)


def _from_proc(port: int) -> Holder:
    inodes: dict[str, int] = {}
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == _LISTEN and int(fields[1].rsplit(":", 1)[1], 16) == port:
                inodes[fields[9]] = int(fields[7])
    if not inodes:
        return Holder(None, "a process that is ending, or one outside this container")
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and _has_open(process, wanted):
            return Holder(int(process.name), _command(int(process.name)))
    users = ", ".join(str(user) for user in sorted(set(inodes.values())))
    return Holder(None, f"a process of another user (uid {users})")


def _has_open(process: Path, wanted: set[str]) -> bool:
    try:
        return any(str(entry.readlink()) in wanted for entry in (process / "fd").iterdir())
    except OSError:
        return False


def _command(pid: int) -> str:
    try:
        words = (Path("/proc") / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return "(ended just now)"
    return " ".join(words).strip()[:_COMMAND_LENGTH]


def _from_lsof(port: int) -> Holder:
    if shutil.which("lsof") is None:
        return Holder(None, "another process")
    listed = _output(["lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fp"])
    pids = [line[1:] for line in listed.splitlines() if line.startswith("p")]
    if not pids:
        return Holder(None, "a process of another user")
    return Holder(int(pids[0]), _output(["ps", "-o", "command=", "-p", pids[0]]).strip()[:_COMMAND_LENGTH])


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
