"""A listener on the line's WebSocket."""

from __future__ import annotations

import json
import time
from typing import Any

import websocket

from tests.e2e.people import Staff
from tests.e2e.waiting import PATIENCE


class Listener:
    """`frames` is everything heard so far."""

    def __init__(self, url: str) -> None:
        """Raises `websocket.WebSocketBadStatusException` when the line refuses the ticket."""
        self._socket = websocket.create_connection(url, timeout=PATIENCE)
        self.frames: list[dict[str, Any]] = []

    @classmethod
    def of(cls, staff: Staff) -> Listener:
        return cls(ticket_url(staff))

    @classmethod
    def of_session(cls, staff: Staff, session: dict[str, Any]) -> Listener:
        """In a session of their own, beside the one they work in."""
        token = {"Authorization": f"Bearer {session['token']}"}
        answer = staff.line.call("POST", "/api/realtime/ticket", headers=token)
        assert answer.status_code == 200, answer.text
        return cls(str(answer.json()["url"]))

    def says(self, **frame: Any) -> None:
        self.says_raw(json.dumps(frame))

    def says_raw(self, text: str) -> None:
        self._socket.send(text)

    def subscribes(self, room: str, **more: Any) -> dict[str, Any]:
        """Ask for a room; the answer, `subscribed`, `reset` or `refused`."""
        self.says(action="subscribe", room=room, **more)
        return self.hears_one_of("subscribed", "reset", "refused", room=room)

    def hears(self, kind: str, seconds: float = PATIENCE, **members: Any) -> dict[str, Any]:
        return self.hears_one_of(kind, seconds=seconds, **members)

    def hears_one_of(self, *kinds: str, seconds: float = PATIENCE, **members: Any) -> dict[str, Any]:
        """The next frame of one of these types with these members; AssertionError after `seconds`."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                frame: dict[str, Any] = json.loads(self._socket.recv())
            except websocket.WebSocketTimeoutException:
                break
            self.frames.append(frame)
            if frame["type"] in kinds and members.items() <= frame.items():
                return frame
        raise AssertionError(f"no frame {'/'.join(kinds)} with {members} within {seconds:.0f} s: {self.frames}")

    def hears_the_end(self, seconds: float = PATIENCE) -> None:
        """Whatever is still said, until the line hangs up; AssertionError after `seconds`."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                said = self._socket.recv()
            except websocket.WebSocketTimeoutException:
                break
            except (websocket.WebSocketConnectionClosedException, OSError):
                return
            if not said:
                return
            self.frames.append(json.loads(said))
        raise AssertionError(f"the line did not hang up within {seconds:.0f} s: {self.frames}")

    def leaves(self) -> None:
        self._socket.close()

    def dies(self) -> None:
        """The network is gone: nobody says goodbye."""
        self._socket.shutdown()


def ticket_url(staff: Staff) -> str:
    answer = staff.ask("POST", "/api/realtime/ticket")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["url"])
