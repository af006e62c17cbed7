"""What a connection may do. Staff: subscribe, unsubscribe, typing, state, ping, each authorised as an API call would
be, by the directory as it stands at that moment. Texters: see `texters`."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from functions.realtime.joining import Joining
from functions.realtime.standing import Standing
from functions.realtime.texters import Frame, Texters
from shared.contracts.realtime import ACTIONS, Room, chat_room, parse_after, parse_room
from shared.domain.errors import FieldError, HoldfastError, InvalidInput, NotSignedIn
from shared.lifecycle.presence_news import PresenceNews
from shared.lifecycle.typing import Typing
from shared.runtime.identity import Identity, Principal
from shared.runtime.invocation import note
from shared.security.tokens import hash_secret
from shared.store.connections import Connections
from shared.store.directory import Directory
from shared.store.models import ConnectionItem, TicketItem
from shared.store.presence import Presences
from shared.store.sessions import TEXTER, Sessions

_OK: dict[str, Any] = {"statusCode": 200}
_ALL_ACTIONS = f"must be {', '.join(ACTIONS[:-1])} or {ACTIONS[-1]}"


class Listening:
    def __init__(
        self,
        sessions: Sessions,
        connections: Connections,
        identity: Identity,
        directory: Directory,
        joining: Joining,
        standing: Standing,
        presences: Presences,
        news: PresenceNews,
        typing: Typing,
        texters: Texters,
    ) -> None:
        self._sessions = sessions
        self._connections = connections
        self._identity = identity
        self._directory = directory
        self._joining = joining
        self._standing = standing
        self._presences = presences
        self._news = news
        self._typing = typing
        self._texters = texters

    def answer(self, event: dict[str, Any]) -> dict[str, Any]:
        """The answer to a WebSocket event; a frame's answer is the frame to send back."""
        request = event["requestContext"]
        connection_id, route = request["connectionId"], request["routeKey"]
        note(requestId=request.get("requestId"), connectionId=connection_id, route=route)
        if route == "$connect":
            return self._connect(connection_id, event.get("queryStringParameters") or {})
        if route == "$disconnect":
            self._connections.forget(connection_id)
            return _OK
        return self._frame(connection_id, event.get("body") or "", str(request.get("requestId") or ""))

    def _connect(self, connection_id: str, query: dict[str, str]) -> dict[str, Any]:
        ticket = self._sessions.redeem_ticket(hash_secret(query.get("ticket", "")))
        if ticket is None or not self._still_signed_in(ticket):
            note(outcome="bad_ticket")
            return {"statusCode": 401}
        self._connections.open(connection_id, ticket)
        if ticket.kind == TEXTER:
            self._connections.subscribe(connection_id, chat_room(ticket.session_id), ticket.user_id)
        return _OK

    def _still_signed_in(self, ticket: TicketItem) -> bool:
        """Somebody may have signed out, or been signed out, since they had the ticket. A chat's session is a token."""
        if ticket.kind == TEXTER:
            return True
        session = self._sessions.session(ticket.session_id)
        return session is not None and self._identity.lasts(session)

    def _frame(self, connection_id: str, body: str, request_id: str) -> dict[str, Any]:
        room_name: object = None
        try:
            frame = json.loads(body)
            if not isinstance(frame, dict):
                raise InvalidInput("A frame is a JSON object")
            room_name = frame.get("room")
            connection = self._connections.get(connection_id)
            if connection is not None and connection.kind == TEXTER:
                return _reply(self._texters.answer(connection.session_id, frame, request_id))
            return _reply(self._of_staff(connection_id, connection, frame, request_id))
        except HoldfastError as error:
            note(code=error.code)
            return _reply(
                {
                    "type": "refused",
                    "room": room_name if isinstance(room_name, str) else None,
                    "code": error.code,
                    "detail": error.detail,
                }
            )
        except (ValueError, RecursionError):
            note(code="not_json")
            return _reply({"type": "refused", "room": None, "code": "not_json", "detail": "A frame is a JSON object"})

    def _of_staff(self, connection_id: str, connection: ConnectionItem | None, frame: Frame, request_id: str) -> Frame:
        action = frame.get("action")
        if action == "ping":
            self._heard_of(connection, request_id)
            return {"type": "pong"}
        if action == "state":
            return self._standing.state(connection_id, self._principal(connection))
        if action not in ACTIONS:
            raise InvalidInput(errors=(FieldError("action", _ALL_ACTIONS),))
        room = parse_room(frame.get("room"))
        if action == "unsubscribe":
            return self._joining.unsubscribe(connection_id, room)
        if action == "typing":
            return self._type(self._principal(connection, now=False), room, request_id)
        after = parse_after(frame.get("after"))
        return self._joining.subscribe(connection_id, self._principal(connection), room, after)

    def _heard_of(self, connection: ConnectionItem | None, request_id: str) -> None:
        """A ping says that somebody is there. One from a connection or a session that is gone says nothing."""
        with contextlib.suppress(NotSignedIn):
            principal = self._principal(connection, now=False)
            affiliate_id, user_id = principal.affiliate.id, principal.user_id
            back = self._presences.seen(affiliate_id, user_id)
            if back is not None:
                self._news.tell(affiliate_id, user_id, back, principal.program_ids, request_id)

    def _type(self, principal: Principal, room: Room, request_id: str) -> Frame:
        """The owner of a conversation is writing in it."""
        found = self._joining.conversation(principal, room)
        self._typing.owner_types(found, principal.user_id, request_id)
        return {"type": "typed", "room": room.name}

    def _principal(self, connection: ConnectionItem | None, *, now: bool = True) -> Principal:
        """Whose connection it is. With `now`, by the directory as it stands at this moment: whoever was cut because
        their rights have changed is back sooner than an environment hears of the change by itself."""
        session = self._sessions.session(connection.session_id) if connection is not None else None
        if connection is None or session is None or not self._identity.lasts(session):
            raise NotSignedIn("The session has ended", code="session_ended")
        if now:
            self._directory.affiliate(connection.affiliate_id, now=True)
        return self._identity.of(connection.affiliate_id, connection.user_id, connection.session_id)


def _reply(frame: Frame) -> dict[str, Any]:
    return {"statusCode": 200, "body": json.dumps(frame)}
