"""Starting and stopping processes: each in a group of its own, each stopped with what it started itself."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from localstack.stack.identity import Identity, identify, is_alive, members

MARKER = "HOLDFAST_STACK"
_GRACE_SECONDS = 6.0
_POLL_SECONDS = 0.02


class Processes:
    """The processes of one stack; those of an earlier one, too, as far as the state file proves they are its."""

    def __init__(self) -> None:
        self._children: dict[int, subprocess.Popen[bytes]] = {}

    def start(
        self, argv: Sequence[str], *, environment: Mapping[str, str], log: Path, directory: Path, append: bool = False
    ) -> Identity:
        """Start `argv` in a new session with its output in `log`; OSError when it cannot be started."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab" if append else "wb") as output:
            child = subprocess.Popen(
                argv,
                env=dict(environment),
                cwd=directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # A session of its own: Ctrl-C in the terminal reaches only us, and we stop the others in order.
                start_new_session=True,
            )
        self._children[child.pid] = child
        # A command that ends at once leaves only a zombie to look at; its exit status is kept all the same.
        return identify(child.pid) or Identity(child.pid, "ended", " ".join(argv))

    def exit_status(self, identity: Identity) -> int | None:
        """None while it runs, or when it was no child of ours; negative: the signal that ended it."""
        child = self._children.get(identity.pid)
        return child.poll() if child else None

    def runs(self, identity: Identity) -> bool:
        child = self._children.get(identity.pid)
        return child.poll() is None if child else is_alive(identity)

    def wait(self, identity: Identity, seconds: float) -> int | None:
        """The exit status of a child; None when it still runs after `seconds`."""
        with suppress(subprocess.TimeoutExpired):
            return self._children[identity.pid].wait(seconds)
        return None

    def stop(self, identities: Iterable[Identity], marker: str, grace_seconds: float = _GRACE_SECONDS) -> list[int]:
        """Ask all of them to end, wait, then force them and whatever they started. Returns the pids that were alive."""
        ours = list(identities)
        alive = [identity for identity in ours if self.runs(identity)]
        for identity in alive:
            _signal(os.kill, identity.pid, signal.SIGTERM)
        self._until_gone(alive, grace_seconds)
        forced = set()
        for identity in ours:
            if self.runs(identity):
                forced.add(identity.pid)
                _signal(os.killpg, identity.pid, signal.SIGKILL)
            else:
                # The leader is gone; its group may live on, and only the inherited marker proves that it is ours.
                for pid in members(identity.pid, f"{MARKER}={marker}"):
                    forced.add(pid)
                    _signal(os.kill, pid, signal.SIGKILL)
        if forced:
            self._until_gone(ours, grace_seconds)
            self._until_empty(ours, f"{MARKER}={marker}", grace_seconds)
        return sorted({identity.pid for identity in alive} | forced)

    def _until_empty(self, leaders: Sequence[Identity], marker: str, seconds: float) -> None:
        """A killed process takes a moment to be gone, also after its leader."""
        deadline = time.monotonic() + seconds
        while any(members(leader.pid, marker) for leader in leaders) and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)

    def _until_gone(self, identities: Sequence[Identity], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while any(self.runs(identity) for identity in identities) and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)


def _signal(send: object, pid: int, number: signal.Signals) -> None:
    assert callable(send)
    with suppress(ProcessLookupError):
        send(pid, number)
