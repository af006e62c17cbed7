"""Who is connected, and which rooms their connections listen to. Forgotten by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pynamodb.exceptions import UpdateError

from shared.domain.ports import Clock
from shared.store.database import Database
from shared.store.models import ConnectionItem, SubscriptionItem, TicketItem, UserConnectionItem

_CONDITION_FAILED = "ConditionalCheckFailedException"
#: API Gateway cuts a connection after two hours; a row lives a little longer.
CONNECTION_SECONDS = 2 * 3600 + 300


@dataclass(frozen=True)
class Listener:
    """A connection in a room, whose it is, and by what right it is there (`shared.contracts.realtime.Right`)."""

    connection_id: str
    user_id: str | None = None
    right: str | None = None


class Connections:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def open(self, connection_id: str, ticket: TicketItem) -> None:
        """Whoever had the ticket is connected. Found by its user first: what is there can always be cut."""
        expires = self._expires()
        UserConnectionItem(
            f"U#{ticket.user_id}",
            f"X#{connection_id}",
            connection_id=connection_id,
            session_id=ticket.session_id,
            expires_at=expires,
        ).save()
        ConnectionItem(
            f"X#{connection_id}",
            "CONNECTION",
            user_id=ticket.user_id,
            affiliate_id=ticket.affiliate_id,
            session_id=ticket.session_id,
            kind=ticket.kind,
            expires_at=expires,
        ).save()

    def get(self, connection_id: str) -> ConnectionItem | None:
        return self._database.get(ConnectionItem, f"X#{connection_id}", "CONNECTION")

    def of_user(self, user_id: str, session_id: str | None = None) -> list[str]:
        """The ids of somebody's connections; with a session, those it opened."""
        rows = self._database.rows(UserConnectionItem, f"U#{user_id}", prefix="X#")
        return [row["connection_id"]["S"] for row in rows if session_id is None or row["session_id"]["S"] == session_id]

    def subscribe(self, connection_id: str, room: str, user_id: str | None = None, right: str | None = None) -> None:
        """Listen to a room; kept under the connection too, so that a disconnect can clear it."""
        expires = self._expires()
        # The room's row last: what a room tells reaches only what can be cleared away.
        for pk, sk in ((f"X#{connection_id}", f"M#{room}"), (f"M#{room}", f"X#{connection_id}")):
            SubscriptionItem(
                pk, sk, connection_id=connection_id, user_id=user_id, right=right, expires_at=expires
            ).save()

    def unsubscribe(self, connection_id: str, room: str) -> None:
        for pk, sk in ((f"M#{room}", f"X#{connection_id}"), (f"X#{connection_id}", f"M#{room}")):
            SubscriptionItem(pk, sk, connection_id=connection_id, expires_at=0).delete()

    def rooms(self, connection_id: str) -> list[str]:
        """The rooms a connection listens to, in order of their names."""
        return [row["sk"]["S"][2:] for row in self._database.rows(SubscriptionItem, f"X#{connection_id}", prefix="M#")]

    def listeners(self, room: str) -> list[Listener]:
        """Who listens to a room. One query, as long as they are not thousands."""
        return [
            Listener(row["connection_id"]["S"], _text(row, "user_id"), _text(row, "right"))
            for row in self._database.rows(SubscriptionItem, f"M#{room}")
        ]

    def leave_all(self, connection_id: str) -> None:
        """Take a connection out of its rooms."""
        for room in self.rooms(connection_id):
            self.unsubscribe(connection_id, room)

    def forget(self, connection_id: str) -> None:
        """A connection is gone, with its rooms. Best effort by nature: rows expire anyway. May be repeated."""
        self.leave_all(connection_id)
        known = self.get(connection_id)
        if known is not None:
            UserConnectionItem(
                f"U#{known.user_id}", f"X#{connection_id}", connection_id=connection_id, session_id="", expires_at=0
            ).delete()
            known.delete()

    def strike(self, connection_id: str) -> int:
        """It did not take what it was sent: how often now. 0 for one that is gone."""
        item = ConnectionItem(f"X#{connection_id}", "CONNECTION")
        try:
            item.update(actions=[ConnectionItem.strikes.add(1)], condition=ConnectionItem.pk.exists())
        except UpdateError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            return 0
        return int(item.strikes or 0)

    def _expires(self) -> int:
        return int(self._clock.now().timestamp() + CONNECTION_SECONDS)


def _text(row: dict[str, Any], name: str) -> str | None:
    return row[name]["S"] if name in row else None
