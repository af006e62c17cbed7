"""What a connection may do. Staff: subscribe, unsubscribe, typing, ping, each authorised as an API call would be.
Texters: see `texters`."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from functions.realtime.texters import Frame, Texters
from shared.contracts.realtime import Room, chat_room, parse_room
from shared.domain.errors import FieldError, HoldfastError, InvalidInput, NotFound, NotSignedIn
from shared.lifecycle.typing import Typing
from shared.runtime.access import may_read_words
from shared.runtime.identity import Identity, Principal
from shared.runtime.invocation import note
from shared.security.tokens import hash_secret
from shared.store.conversations import Conversations
from shared.store.models import ConnectionItem
from shared.store.presence import Presences
from shared.store.sessions import TEXTER, Sessions

_OK: dict[str, Any] = {"statusCode": 200}


class Listening:
    def __init__(
        self,
        sessions: Sessions,
        conversations: Conversations,
        identity: Identity,
        presences: Presences,
        typing: Typing,
        texters: Texters,
    ) -> None:
        self._presences = presences
        self._sessions = sessions
        self._conversations = conversations
        self._identity = identity
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
            self._sessions.disconnect(connection_id)
            return _OK
        return self._frame(connection_id, event.get("body") or "", str(request.get("requestId") or ""))

    def _connect(self, connection_id: str, query: dict[str, str]) -> dict[str, Any]:
        ticket = self._sessions.redeem_ticket(hash_secret(query.get("ticket", "")))
        if ticket is None:
            note(outcome="bad_ticket")
            return {"statusCode": 401}
        self._sessions.connect(connection_id, ticket)
        if ticket.kind == TEXTER:
            self._sessions.subscribe(connection_id, chat_room(ticket.session_id))
        return _OK

    def _frame(self, connection_id: str, body: str, request_id: str) -> dict[str, Any]:
        room_name: object = None
        try:
            frame = json.loads(body)
            if not isinstance(frame, dict):
                raise InvalidInput("A frame is a JSON object")
            room_name = frame.get("room")
            connection = self._sessions.connection(connection_id)
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
            self._heard_of(connection)
            return {"type": "pong"}
        room = parse_room(frame.get("room"))
        if action == "unsubscribe":
            self._sessions.unsubscribe(connection_id, room.name)
            return {"type": "unsubscribed", "room": room.name}
        if action == "typing":
            return self._type(self._principal(connection), room, request_id)
        if action != "subscribe":
            raise InvalidInput(errors=(FieldError("action", "must be subscribe, unsubscribe, typing or ping"),))
        self._require(self._principal(connection), room)
        self._sessions.subscribe(connection_id, room.name)
        return {"type": "subscribed", "room": room.name}

    def _heard_of(self, connection: ConnectionItem | None) -> None:
        """A ping says that somebody is there. One from a connection or a session that is gone says nothing."""
        with contextlib.suppress(NotSignedIn):
            principal = self._principal(connection)
            self._presences.seen(principal.affiliate.id, principal.user_id)

    def _type(self, principal: Principal, room: Room, request_id: str) -> Frame:
        """The owner of a conversation is writing in it."""
        found = self._conversations.get(room.id) if room.kind == "conversation" else None
        if found is None or not may_read_words(principal, found):
            raise NotFound
        self._typing.owner_types(found, principal.user_id, request_id)
        return {"type": "typed", "room": room.name}

    def _principal(self, connection: ConnectionItem | None) -> Principal:
        session = self._sessions.session(connection.session_id) if connection is not None else None
        if connection is None or session is None or not self._identity.lasts(session):
            raise NotSignedIn("The session has ended", code="session_ended")
        return self._identity.of(connection.affiliate_id, connection.user_id, connection.session_id)

    def _require(self, principal: Principal, room: Room) -> None:
        """Raises `NotFound` for rooms that do not exist and for those the caller may not hear."""
        if room.kind == "user":
            allowed = room.id == principal.user_id
        elif room.kind == "program":
            allowed = room.id in principal.program_ids
        else:
            found = self._conversations.get(room.id)
            allowed = found is not None and may_read_words(principal, found)
        if not allowed:
            raise NotFound


def _reply(frame: Frame) -> dict[str, Any]:
    return {"statusCode": 200, "body": json.dumps(frame)}
