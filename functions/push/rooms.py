"""A notice is told in the rooms that are to hear of it; who may hear no more is taken out of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from functions.push.frames import PRESENCE, TYPING, Telling, tellings
from functions.push.posting import Posting
from shared.contracts.queues import FactNotice
from shared.contracts.realtime import Right, conversation_room
from shared.domain.holding import holders
from shared.domain.lifecycle import State
from shared.domain.ports import Clock
from shared.runtime.invocation import tally
from shared.runtime.sockets import CUT
from shared.store.connections import Connections, Listener
from shared.store.database import Database
from shared.store.models import HeadItem
from shared.store.room_logs import RoomLogs

#: Seconds after which nobody cares any more that somebody was writing.
_STILL_TYPING = 10.0
#: What is not told again to somebody who did not hear it: the next one says more.
_PASSING = (TYPING, PRESENCE)


class Rooms:
    def __init__(
        self, database: Database, posting: Posting, connections: Connections, logs: RoomLogs, clock: Clock
    ) -> None:
        self._database = database
        self._posting = posting
        self._connections = connections
        self._logs = logs
        self._clock = clock

    def begin_batch(self) -> None:
        self._posting.begin_batch()

    def announce(self, notice: FactNotice) -> None:
        """Post one frame per room and listener. A frame may come twice; clients go by `seq`.

        Raises, once everybody was served, what kept somebody from hearing it: then the notice comes again.
        """
        if notice.kind == CUT:
            self._cut(notice)
            return
        if notice.kind == TYPING and self._age(notice) > _STILL_TYPING:
            tally("late")
            return
        failure: Exception | None = None
        for telling in tellings(notice):
            listeners = self._connections.listeners(telling.room)
            failure = self._posting.post(telling.room, self._numbered(telling), listeners) or failure
            if notice.kind == "transition" and telling.room == conversation_room(notice.conversation_id):
                self._take_out(notice.conversation_id, listeners)
        if failure is not None and notice.kind not in _PASSING:
            raise failure

    def _numbered(self, telling: Telling) -> dict[str, object]:
        if telling.name is None:
            return telling.frame
        return {**telling.frame, "seq": self._logs.append(telling.room, telling.name, telling.frame)}

    def _take_out(self, conversation_id: str, listeners: Sequence[Listener]) -> None:
        """Whoever was let in because it was theirs leaves when it is not. That it moved they have been told."""
        theirs = [one for one in listeners if one.right == Right.THEIRS]
        if not theirs:
            return
        # As it stands now, not as it stood at this notice: notices overtake each other.
        head = self._database.get(HeadItem, f"C#{conversation_id}", "HEAD")
        mine = (
            holders(State(head.state), head.responder_id, head.receiver_id, head.preferred_id)
            if head is not None
            else frozenset()
        )
        room = conversation_room(conversation_id)
        for one in theirs:
            if one.user_id not in mine:
                self._connections.unsubscribe(one.connection_id, room)
                left = {"type": "unsubscribed", "room": room, "reason": "not_yours"}
                self._posting.tell(one.connection_id, left)
                tally("takenOut")

    def _cut(self, notice: FactNotice) -> None:
        """Close somebody's connections, or those of one session. They connect again if they still may."""
        session = notice.detail.get("session")
        reason = "session_ended" if session is not None else "rights_changed"
        failure: Exception | None = None
        for connection_id in self._connections.of_user(notice.detail["user"], session):
            try:
                self._posting.close(connection_id, reason)
            except Exception as error:
                # One that cannot be closed keeps none of the others open.
                failure = error
        if failure is not None:
            raise failure

    def _age(self, notice: FactNotice) -> float:
        return (self._clock.now() - datetime.fromisoformat(notice.at)).total_seconds()
