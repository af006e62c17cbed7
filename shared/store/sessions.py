"""Sessions, tickets, WebSocket connections, rate limits: what is forgotten by itself."""

from __future__ import annotations

from pynamodb.exceptions import DeleteError, UpdateError

from shared.domain.errors import TooManyRequests
from shared.domain.ports import Clock
from shared.security.tokens import SESSION_LIFETIME
from shared.store.database import Database
from shared.store.models import (
    ConnectionItem,
    RateItem,
    SessionItem,
    SubscriptionItem,
    TicketItem,
)

_CONDITION_FAILED = "ConditionalCheckFailedException"
WINDOW_SECONDS = 300
TICKET_SECONDS = 30
#: API Gateway cuts a connection after two hours; a row lives a little longer.
CONNECTION_SECONDS = 2 * 3600 + 300
#: The kind of a web chat's tickets and connections; members of staff's have none.
TEXTER = "texter"


class Sessions:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def count_attempt(self, what: str, most: int) -> None:
        """Count one attempt in this window; raises `TooManyRequests` beyond `most`."""
        now = int(self._clock.now().timestamp())
        window = now // WINDOW_SECONDS
        item = RateItem(f"Q#{what}#{window}", "RATE")
        item.update(actions=[RateItem.attempts.add(1), RateItem.expires_at.set((window + 2) * WINDOW_SECONDS)])
        if int(item.attempts) > most:
            wait = (window + 1) * WINDOW_SECONDS - now
            raise TooManyRequests(f"Too many attempts. Try again in {wait} seconds", retry_after=wait)

    def forget_attempts(self, what: str) -> None:
        window = int(self._clock.now().timestamp()) // WINDOW_SECONDS
        RateItem(f"Q#{what}#{window}", "RATE", expires_at=0).delete()

    def start(self, session_id: str, user_id: str, affiliate_id: str, refresh_hash: str) -> None:
        SessionItem(
            f"S#{session_id}",
            "SESSION",
            user_id=user_id,
            affiliate_id=affiliate_id,
            refresh_hash=refresh_hash,
            expires_at=self._in(SESSION_LIFETIME.total_seconds()),
        ).save()

    def rotate(self, session_id: str, old_hash: str, new_hash: str) -> SessionItem | None:
        """Replace the refresh token. None, and the session's end, when `old_hash` is not the current one."""
        item = SessionItem(f"S#{session_id}", "SESSION")
        current = (SessionItem.refresh_hash == old_hash) & (SessionItem.expires_at > self._in(0))
        try:
            item.update(
                actions=[
                    SessionItem.refresh_hash.set(new_hash),
                    SessionItem.expires_at.set(self._in(SESSION_LIFETIME.total_seconds())),
                ],
                condition=current,
            )
        except UpdateError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            # Somebody holds a copy of a used token: nobody keeps the session.
            self.end(session_id)
            return None
        return item

    def end(self, session_id: str) -> None:
        SessionItem(f"S#{session_id}", "SESSION", user_id="", affiliate_id="", refresh_hash="", expires_at=0).delete()

    def issue_ticket(
        self, ticket_hash: str, user_id: str, affiliate_id: str, session_id: str, kind: str | None = None
    ) -> None:
        """A ticket for one connection; `kind` is `TEXTER` for a web chat's."""
        TicketItem(
            f"W#{ticket_hash}",
            "TICKET",
            user_id=user_id,
            affiliate_id=affiliate_id,
            session_id=session_id,
            kind=kind,
            expires_at=self._in(TICKET_SECONDS),
        ).save()

    def redeem_ticket(self, ticket_hash: str) -> TicketItem | None:
        """The ticket, once, within its 30 seconds."""
        item = self._database.get(TicketItem, f"W#{ticket_hash}", "TICKET")
        if item is None or int(item.expires_at) < self._in(0):
            return None
        try:
            item.delete(condition=TicketItem.pk.exists())
        except DeleteError as error:
            if error.cause_response_code == _CONDITION_FAILED:
                return None
            raise
        return item

    def connect(self, connection_id: str, ticket: TicketItem) -> None:
        ConnectionItem(
            f"X#{connection_id}",
            "CONNECTION",
            user_id=ticket.user_id,
            affiliate_id=ticket.affiliate_id,
            session_id=ticket.session_id,
            kind=ticket.kind,
            expires_at=self._in(CONNECTION_SECONDS),
        ).save()

    def connection(self, connection_id: str) -> ConnectionItem | None:
        return self._database.get(ConnectionItem, f"X#{connection_id}", "CONNECTION")

    def session(self, session_id: str) -> SessionItem | None:
        return self._database.get(SessionItem, f"S#{session_id}", "SESSION")

    def subscribe(self, connection_id: str, room: str) -> None:
        """Listen to a room; kept under the connection too, so that a disconnect can clear it."""
        expires = self._in(CONNECTION_SECONDS)
        for pk, sk in ((f"M#{room}", f"X#{connection_id}"), (f"X#{connection_id}", f"M#{room}")):
            SubscriptionItem(pk, sk, connection_id=connection_id, expires_at=expires).save()

    def unsubscribe(self, connection_id: str, room: str) -> None:
        for pk, sk in ((f"M#{room}", f"X#{connection_id}"), (f"X#{connection_id}", f"M#{room}")):
            SubscriptionItem(pk, sk, connection_id=connection_id, expires_at=0).delete()

    def disconnect(self, connection_id: str) -> None:
        """Clear a connection and its rooms. Best effort by nature: rows expire anyway."""
        rows = self._database.query(SubscriptionItem, f"X#{connection_id}", prefix="M#")["Items"]
        for row in rows:
            self.unsubscribe(connection_id, row["sk"]["S"][2:])
        ConnectionItem(
            f"X#{connection_id}", "CONNECTION", user_id="", affiliate_id="", session_id="", expires_at=0
        ).delete()

    def _in(self, seconds: float) -> int:
        return int(self._clock.now().timestamp() + seconds)
