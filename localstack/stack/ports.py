"""Choosing the ports of a stack."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Mapping

from localstack.stack.errors import StackError
from localstack.stack.holders import who_holds

DEFAULTS: dict[str, int] = {"cloud": 4566, "edge": 8080, "carrier": 8081}
_STEPS_TO_TRY = 50


def asked_in_environment(environment: Mapping[str, str] = os.environ) -> dict[str, int]:
    """CLOUD_PORT, EDGE_PORT, CARRIER_PORT where they are set; 0 means any free port."""
    asked: dict[str, int] = {}
    for name in DEFAULTS:
        variable = _variable(name)
        text = environment.get(variable, "").strip()
        if not text:
            continue
        if not text.isdigit() or int(text) > 65535:
            raise StackError(f"{variable}={text} is no port: give a number from 1 to 65535, or 0 for any free one.")
        asked[name] = int(text)
    return asked


def choose(asked: Mapping[str, int], say: Callable[[str], None]) -> dict[str, int]:
    """A port for each of cloud, edge and carrier.

    One asked for and taken is an error that names its holder; a default that is taken moves on to the next free one.
    """
    chosen: dict[str, int] = {}
    for name in sorted(DEFAULTS, key=lambda name: name not in asked or asked[name] == 0):
        if name not in asked:
            chosen[name] = _default(name, chosen, say)
        elif asked[name] == 0:
            chosen[name] = _any_free(chosen)
        else:
            chosen[name] = _exactly(name, asked[name], chosen)
    return {name: chosen[name] for name in DEFAULTS}


def is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1:`port` now. Raises StackError for a port we may not open."""
    with socket.socket() as probe:
        # macOS lets 127.0.0.1 be bound while 0.0.0.0 listens, so ask before binding.
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            return False
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except PermissionError:
            raise StackError(f"port {port} needs more rights than this user has: choose one above 1023.") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def _default(name: str, chosen: Mapping[str, int], say: Callable[[str], None]) -> int:
    default = DEFAULTS[name]
    reason = _taken(default, chosen)
    if reason is None:
        return default
    reserved = set(DEFAULTS.values())
    for port in range(default + 1, default + _STEPS_TO_TRY):
        if port not in reserved and _taken(port, chosen) is None:
            say(f"port {default} ({name}) is taken by {reason}; using {port} instead ({_variable(name)}=… to choose).")
            return port
    raise StackError(f"no free port from {default} to {port}; set {_variable(name)}=0 for any free one.")


def _exactly(name: str, port: int, chosen: Mapping[str, int]) -> int:
    reason = _taken(port, chosen)
    if reason is None:
        return port
    variable = _variable(name)
    raise StackError(
        f"port {port} ({name}) is taken by {reason}.\n"
        f"  Stop that process, or choose another port with {variable}=…; {variable}=0 takes any free one."
    )


def _any_free(chosen: Mapping[str, int]) -> int:
    while True:
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            port = int(server.getsockname()[1])
        if port not in chosen.values():
            return port


def _taken(port: int, chosen: Mapping[str, int]) -> str | None:
    for name, other in chosen.items():
        if other == port:
            return f"this stack's own {name}"
    return None if is_free(port) else str(who_holds(port))


def _variable(name: str) -> str:
    return f"{name.upper()}_PORT"
