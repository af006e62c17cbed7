"""What a connection may do: subscribe, unsubscribe, ping. Every frame is authorised as an API call would be."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from shared.contracts.realtime import Room, parse_room
from shared.domain.errors import FieldError, HoldfastError, InvalidInput, NotFound, NotSignedIn
from shared.runtime.access import may_read_words
from shared.runtime.identity import Identity, Principal
from shared.runtime.invocation import note
from shared.security.tokens import hash_secret
from shared.store.conversations import Conversations
from shared.store.presence import Presences
from shared.store.sessions import Sessions

_OK: dict[str, Any] = {"statusCode": 200}


class Listening:
    def __init__(
        self, sessions: Sessions, conversations: Conversations, identity: Identity, presences: Presences
    ) -> None:
        self._presences = presences
        self._sessions = sessions
        self._conversations = conversations
        self._identity = identity

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
        return self._frame(connection_id, event.get("body") or "")

    def _connect(self, connection_id: str, query: dict[str, str]) -> dict[str, Any]:
        ticket = self._sessions.redeem_ticket(hash_secret(query.get("ticket", "")))
        if ticket is None:
            note(outcome="bad_ticket")
            return {"statusCode": 401}
        self._sessions.connect(connection_id, ticket)
        return _OK

    def _frame(self, connection_id: str, body: str) -> dict[str, Any]:
        room_name: object = None
        try:
            frame = json.loads(body)
            if not isinstance(frame, dict):
                raise InvalidInput("A frame is a JSON object")
            action, room_name = frame.get("action"), frame.get("room")
            if action == "ping":
                self._heard_of(connection_id)
                return _reply({"type": "pong"})
            return self._room(connection_id, action, parse_room(room_name))
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

    def _heard_of(self, connection_id: str) -> None:
        """A ping says that somebody is there. One from a connection or a session that is gone says nothing."""
        with contextlib.suppress(NotSignedIn):
            principal = self._principal(connection_id)
            self._presences.seen(principal.affiliate.id, principal.user_id)

    def _room(self, connection_id: str, action: object, room: Room) -> dict[str, Any]:
        if action == "unsubscribe":
            self._sessions.unsubscribe(connection_id, room.name)
            return _reply({"type": "unsubscribed", "room": room.name})
        if action != "subscribe":
            raise InvalidInput(errors=(FieldError("action", "must be subscribe, unsubscribe or ping"),))
        self._require(self._principal(connection_id), room)
        self._sessions.subscribe(connection_id, room.name)
        return _reply({"type": "subscribed", "room": room.name})

    def _principal(self, connection_id: str) -> Principal:
        connection = self._sessions.connection(connection_id)
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


def _reply(frame: dict[str, Any]) -> dict[str, Any]:
    return {"statusCode": 200, "body": json.dumps(frame)}
