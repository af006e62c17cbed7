"""What happens to somebody who is signed in when an admin changes what they may do."""

from __future__ import annotations

from shared.runtime.sockets import Sockets
from shared.store.sessions import Sessions


class Entries:
    def __init__(self, sessions: Sessions, sockets: Sockets) -> None:
        self._sessions = sessions
        self._sockets = sockets

    def end_all(self, affiliate_id: str, user_id: str, request_id: str) -> None:
        """End their sessions, sockets included."""
        self._sessions.end_all(user_id)
        self._sockets.cut(affiliate_id, user_id, request_id=request_id)

    def cut(self, affiliate_id: str, user_id: str, request_id: str) -> None:
        """Cut their sockets: they connect again, and are let into what they still may hear."""
        self._sockets.cut(affiliate_id, user_id, request_id=request_id)
