"""The port the pretend carrier answers on, which can be shut for a while."""

from __future__ import annotations

import asyncio
import contextlib
import socket

from aiohttp import web

HOST = "127.0.0.1"
_BACKLOG = 128
_GRACE_SECONDS = 0.5


class Listener:
    """One loopback port. While it is shut, connections to it are refused, as those to a carrier that is down.

    It accepts by itself: asyncio's server, closed in the middle of accepting a connection, leaves that one hanging.
    """

    def __init__(self) -> None:
        self._runner: web.AppRunner | None = None
        self._socket: socket.socket | None = None
        self._port = 0
        self._accepting: set[asyncio.Task[object]] = set()

    @property
    def is_open(self) -> bool:
        return self._socket is not None

    def open(self, runner: web.AppRunner, port: int) -> int:
        """Answer on `port`, 0 for any free one, with a runner that is set up; returns the port."""
        self._runner = runner
        self._listen(_bound(port))
        return self._port

    async def shut(self, seconds: float) -> None:
        """Refuse every connection for so long. Calls under way get a moment, then their connections are closed too."""
        if not self.is_open:
            return
        self.close()
        # Bound and not listening: nobody else can take the port, and the system refuses what comes to it.
        held = _bound(self._port)
        await asyncio.gather(*self._accepting, return_exceptions=True)
        try:
            if self._runner is not None and self._runner.server is not None:
                self._runner.server.pre_shutdown()
                await self._runner.server.shutdown(_GRACE_SECONDS)
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            held.close()
            raise
        self._listen(held)

    def close(self) -> None:
        """Take no further connection."""
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None

    def _listen(self, bound: socket.socket) -> None:
        bound.setblocking(False)
        bound.listen(_BACKLOG)
        self._socket, self._port = bound, bound.getsockname()[1]
        asyncio.get_running_loop().add_reader(bound, self._accept, bound)

    def _accept(self, listening: socket.socket) -> None:
        assert self._runner is not None
        assert self._runner.server is not None
        with contextlib.suppress(BlockingIOError, InterruptedError, ConnectionAbortedError):
            connection, _ = listening.accept()
            connection.setblocking(False)
            serve = asyncio.get_running_loop().connect_accepted_socket(self._runner.server, connection)
            task: asyncio.Task[object] = asyncio.get_running_loop().create_task(serve)
            self._accepting.add(task)
            task.add_done_callback(self._accepting.discard)


def _bound(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
    except OSError:
        made.close()
        raise
    return made
