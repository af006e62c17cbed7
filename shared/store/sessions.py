"""Sessions, tickets, rate limits: what is forgotten by itself. WebSocket connections: see `connections`."""

from __future__ import annotations

from datetime import datetime, timedelta

from pynamodb.exceptions import DeleteError, UpdateError

from shared.domain.errors import TooManyRequests, Unavailable
from shared.domain.ports import Clock
from shared.security.tokens import LONGEST_SESSION, SESSION_LIFETIME
from shared.store.database import Database, Key, Transaction
from shared.store.models import RateItem, SessionItem, SessionsItem, TicketItem, UserSessionItem

_CONDITION_FAILED = "ConditionalCheckFailedException"
WINDOW_SECONDS = 300
TICKET_SECONDS = 30
#: The kind of a web chat's tickets and connections; members of staff's have none.
TEXTER = "texter"
#: For so long the refresh token before the current one gets the current one again.
GRACE = timedelta(seconds=10)
_TRIES = 8


class Reused(Exception):
    """A refresh token was presented that had been exchanged before: somebody has a copy."""


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

    def start(
        self,
        session_id: str,
        user_id: str,
        affiliate_id: str,
        nonce: str,
        medium: str = "password",
        device: str = "",
        writes: Transaction | None = None,
    ) -> SessionItem:
        """Begin a session, in the transaction that lets somebody in where there is one.

        `medium` names how they signed in, `device` on what; `nonce` is a new secret.
        """
        now = self._clock.now()
        item = SessionItem(
            f"S#{session_id}",
            "SESSION",
            user_id=user_id,
            affiliate_id=affiliate_id,
            nonce=nonce,
            created_at=now,
            rotated_at=now,
            ends_at=int((now + LONGEST_SESSION).timestamp()),
            medium=medium,
            device=device,
            expires_at=int((now + SESSION_LIFETIME).timestamp()),
        )
        listed = UserSessionItem(f"U#{user_id}", f"S#{session_id}", expires_at=item.ends_at)
        if writes is None:
            item.save()
            listed.save()
        else:
            writes.put("session", item)
            writes.put("listed", listed)
        return item

    def rotate(self, session: SessionItem, presented: int) -> SessionItem | None:
        """The session with its next refresh token, for who presents the one numbered `presented`.

        The one before the current is answered with the current for ten seconds: two tabs refresh at once, and answers
        get lost. None for a session that is over; raises `Reused` for a token that had been given up.
        """
        known: SessionItem | None = session
        for _ in range(_TRIES):
            if known is None or not self.lasts(known):
                return None
            now, current = self._clock.now(), int(known.generation)
            if presented == current - 1 and now - known.rotated_at <= GRACE:
                return known
            if presented != current:
                raise Reused
            if self._go_on(known, now):
                return known
            known = self.session(session.session_id)
        raise Unavailable("the session keeps changing")

    def _go_on(self, item: SessionItem, now: datetime) -> bool:
        try:
            item.update(
                actions=[
                    SessionItem.generation.set(int(item.generation) + 1),
                    SessionItem.rotated_at.set(now),
                    SessionItem.expires_at.set(min(self._in(SESSION_LIFETIME.total_seconds()), int(item.ends_at))),
                ],
                condition=SessionItem.generation == int(item.generation),
            )
        except UpdateError as error:
            if error.cause_response_code == _CONDITION_FAILED:
                return False
            raise
        return True

    def work_in(self, session_id: str, program_id: str | None) -> None:
        """Keep the program somebody works in at the moment; None: in all of theirs."""
        chosen = SessionItem.active_program_id
        try:
            SessionItem(f"S#{session_id}", "SESSION").update(
                actions=[chosen.remove() if program_id is None else chosen.set(program_id)],
                condition=SessionItem.pk.exists(),
            )
        except UpdateError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise

    def end(self, session_id: str) -> None:
        _gone(f"S#{session_id}", "SESSION")

    def of_user(self, user_id: str) -> list[SessionItem]:
        """Somebody's sessions that are not over, the latest first."""
        items = self._database.get_together([Key(SessionItem, sort, "SESSION") for sort in self._listed(user_id)])
        lasting = [one for one in items if one is not None and self.lasts(one)]
        return sorted(lasting, key=lambda one: one.created_at, reverse=True)

    def end_all(self, user_id: str, but: str | None = None) -> int:
        """End all of somebody's sessions, `but` one if it is named; how many there were.

        For who is deactivated, changes their password or says so. Their sockets are cut apart: see `runtime.sockets`.
        """
        ended = 0
        for sort in self._listed(user_id):
            if sort != f"S#{but}":
                _gone(sort, "SESSION")
                _gone(f"U#{user_id}", sort)
                ended += 1
        return ended

    def lasts(self, session: SessionItem) -> bool:
        """Whether the session has not expired. DynamoDB deletes what has within days, not at once."""
        return int(session.expires_at) > self._clock.now().timestamp()

    def _listed(self, user_id: str) -> list[str]:
        return [row["sk"]["S"] for row in self._database.rows(UserSessionItem, f"U#{user_id}", prefix="S#")]

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

    def session(self, session_id: str) -> SessionItem | None:
        return self._database.get(SessionItem, f"S#{session_id}", "SESSION")

    def _in(self, seconds: float) -> int:
        return int(self._clock.now().timestamp() + seconds)


def _gone(pk: str, sk: str) -> None:
    SessionsItem(pk, sk, expires_at=0).delete()
