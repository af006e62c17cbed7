"""A browser's way to the realtime function: tickets, connections and frames, without a network."""

from __future__ import annotations

import json
from typing import Any

from functions.realtime.joining import Joining
from functions.realtime.listening import Listening
from functions.realtime.standing import Standing
from functions.realtime.texters import Texters
from shared.lifecycle.presence_news import PresenceNews
from shared.lifecycle.read_receipts import ReadReceipts
from shared.lifecycle.typing import Typing
from shared.runtime.identity import Identity
from shared.security.tokens import AccessTokens, hash_secret
from shared.store.chats import Chats
from shared.store.connections import Connections
from shared.store.directory import Directory
from shared.store.room_logs import RoomLogs
from tests.unit import aws
from tests.unit.sockets import assert_in_contract
from tests.unit.world import World


class Line:
    """The realtime function, and browsers in front of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.directory, connections = Directory(world.database), Connections(world.database, world.clock)
        identity = Identity(world.database, self.directory, AccessTokens("k" * 40), world.clock)
        chats, sqs = Chats(world.database), lambda: world.sqs
        typing = Typing(sqs, world.queues["push"], world.clock)
        receipts = ReadReceipts(chats, world.conversations, sqs, world.queues["receipts"], world.clock)
        self.listening = Listening(
            world.sessions,
            connections,
            identity,
            self.directory,
            Joining(connections, world.conversations, RoomLogs(world.database, world.clock)),
            Standing(connections, world.presences, world.alerts, world.clock),
            world.presences,
            PresenceNews(sqs, world.queues["push"], world.clock),
            typing,
            Texters(chats, receipts, typing),
        )

    def ticket(self, user: str = "res_1", affiliate: str = "aff_1") -> str:
        self.world.sessions.start(f"ses-{user}", user, affiliate, "refresh-hash")
        self.world.sessions.issue_ticket(hash_secret(f"ticket-{user}"), user, affiliate, f"ses-{user}")
        return f"ticket-{user}"

    def connect(self, connection: str, ticket: str | None) -> int:
        query = {"ticket": ticket} if ticket is not None else None
        event = {
            "requestContext": {"connectionId": connection, "routeKey": "$connect", "requestId": "r"},
            "queryStringParameters": query,
        }
        status: int = self.listening.answer(event)["statusCode"]
        return status

    def connected(self, user: str = "res_1", affiliate: str = "aff_1") -> str:
        assert self.connect(f"c-{user}", self.ticket(user, affiliate)) == 200
        return f"c-{user}"

    def connected_as(self, connection: str, user: str, session: str, affiliate: str = "aff_1") -> None:
        """A browser of one of somebody's sessions."""
        self.world.sessions.start(session, user, affiliate, "refresh-hash")
        ticket = f"ticket-{connection}"
        self.world.sessions.issue_ticket(hash_secret(ticket), user, affiliate, session)
        assert self.connect(connection, ticket) == 200

    def frame(self, connection: str, body: Any) -> dict[str, Any]:
        text = body if isinstance(body, str) else json.dumps(body)
        context = {"connectionId": connection, "routeKey": "$default", "requestId": "r"}
        answer = self.listening.answer({"requestContext": context, "body": text})
        assert answer["statusCode"] == 200
        reply: dict[str, Any] = json.loads(answer["body"])
        assert_in_contract(reply)
        return reply

    def hears(self, connection: str, room: str) -> str:
        reply = self.frame(connection, {"action": "subscribe", "room": room})
        return str(reply.get("code", reply["type"]))

    def rooms(self, connection: str) -> set[str]:
        return {
            row["pk"]["S"][2:]
            for row in aws.rows("sessions")
            if row["pk"]["S"].startswith("M#") and row["sk"]["S"] == f"X#{connection}"
        }
