"""Frames to connections: those that are gone are cleared away, and those that do not keep up are cut.

A frame holds ids and enums, none longer than a room's name: API Gateway's 128 KB are never near.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any, cast

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError

from shared.runtime.invocation import tally
from shared.store.connections import Connections, Listener

_GONE = ("GoneException", "410")
#: The connection's buffer is full, or too much is posted at once; API Gateway does not tell which.
_LIMITED = ("LimitExceededException", "429", "TooManyRequestsException", "ThrottlingException")
#: Seconds before a frame that was not taken is posted again, and how often a batch may wait at all.
_PAUSES = (0.1, 0.4)
_WAITS_A_BATCH = 4
#: So often may a connection not take a frame; then it is cut, reconnects, and asks for what it missed.
STRIKES = 3


_HUNG = (ConnectTimeoutError, ReadTimeoutError)


class Posting:
    """`connections_client` posts to connections and closes them, and repeats nothing by itself."""

    def __init__(
        self, connections_client: Any, connections: Connections, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = connections_client
        self._connections = connections
        self._pause = pause
        self._waits = _WAITS_A_BATCH

    def begin_batch(self) -> None:
        self._waits = _WAITS_A_BATCH

    def post(self, room: str, frame: dict[str, Any], listeners: Sequence[Listener]) -> Exception | None:
        """Post a frame to everybody who listens; what kept one of them from hearing it, or None.

        Nobody waits for somebody else's slow connection: the others are served first.
        """
        data = _bytes({**frame, "room": room})
        waiting = [one.connection_id for one in listeners]
        failure: Exception | None = None
        for pause in (0.0, *_PAUSES):
            if pause and not self._may_wait(pause):
                break
            refusals = {one: error for one in waiting if (error := self._refusal(one, data)) is not None}
            hung = [error for error in refusals.values() if isinstance(error, _HUNG)]
            failure = hung[0] if hung else failure
            # Waiting for it once more would use up the time of everybody else.
            waiting = [one for one, error in refusals.items() if not isinstance(error, _HUNG)]
            if not waiting:
                return failure
        for connection_id in waiting:
            failure = self._strike(connection_id, refusals[connection_id]) or failure
        return failure

    def tell(self, connection_id: str, frame: dict[str, Any]) -> None:
        """Post to one connection, best effort: what is told here is found out without it too."""
        try:
            self._client.post_to_connection(ConnectionId=connection_id, Data=_bytes(frame))
            tally("pushes")
        except (BotoCoreError, ClientError):
            tally("untold")

    def close(self, connection_id: str, reason: str | None = None) -> None:
        """Cut a connection and clear it away. Raises what keeps API Gateway from closing it; may be repeated.

        It is out of its rooms first, so that it hears nothing more even if it stays open.
        """
        self._connections.leave_all(connection_id)
        if reason is not None:
            self.tell(connection_id, {"type": "cut", "reason": reason})
        try:
            self._client.delete_connection(ConnectionId=connection_id)
        except ClientError as error:
            if _code(error) not in _GONE:
                raise
        self._connections.forget(connection_id)
        tally("cut")

    def _refusal(self, connection_id: str, data: bytes) -> Exception | None:
        """Post to one; why it did not take it, or None. One that is gone is cleared away, and is no refusal."""
        try:
            self._client.post_to_connection(ConnectionId=connection_id, Data=data)
            tally("pushes")
        except ClientError as error:
            if _code(error) not in _GONE:
                return cast(Exception, error)
            # That socket is gone; the others still want their frame.
            tally("gone")
            self._connections.forget(connection_id)
        except BotoCoreError as error:
            return cast(Exception, error)
        return None

    def _may_wait(self, pause: float) -> bool:
        if self._waits == 0:
            return False
        self._waits -= 1
        self._pause(pause)
        return True

    def _strike(self, connection_id: str, refusal: Exception) -> Exception | None:
        """It did not take a frame, for all the patience there is: why it is to be repeated, or None once it was cut."""
        limited = isinstance(refusal, ClientError) and _code(refusal) in _LIMITED
        if not limited:
            return refusal
        tally("slow")
        if self._connections.strike(connection_id) < STRIKES:
            return refusal
        try:
            self.close(connection_id)
        except ClientError:
            return refusal
        return None


def _bytes(frame: dict[str, Any]) -> bytes:
    return json.dumps(frame, separators=(",", ":")).encode()


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code"))
