"""A web chat over AWS in memory: its two functions, a page that calls them, and a responder behind it."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from functions.transcript.signs import Signs
from functions.transcript.telling import Transcript
from functions.webchat.door import ChatDoor, operations
from functions.webchat.programs import ChatPrograms
from shared.contracts.queues import IngressEnvelope, Receipt
from shared.lifecycle.read_receipts import ReadReceipts
from shared.lifecycle.typing import Typing
from shared.operator.tenants import NewLine
from shared.runtime.chat_api import ChatApi
from shared.runtime.inbound_queue import InboundQueue
from shared.runtime.secret import Secret
from shared.security.chat_tokens import ChatTokens
from shared.store.chats import Chats
from shared.store.directory import Directory
from shared.store.models import DeliveryItem
from tests.unit import aws
from tests.unit.builders import PUBLIC_URL, http_event
from tests.unit.world import World

SITE, OTHER_SITE, EVIL = "https://www.harbor.example", "https://www.meadow.example", "https://evil.example"
KEY = "a-key-of-forty-bytes-for-the-chat-tokens"

#: What the function with the keys answers.
BEHIND = {("GET", "messages"), ("POST", "ticket"), ("POST", "read"), ("POST", "typing")}

Answer = tuple[int, dict[str, Any], dict[str, str]]


class WebChat:
    """Both functions. `SITE` may show the web chat of `pro_1`, `OTHER_SITE` that of the other affiliate's `pro_9`."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.tenants.line("aff_1", NewLine("webchat", "pro_1", "pro_1", origins=(f"{SITE}/",)))
        world.tenants.line("aff_2", NewLine("webchat", "pro_9", "pro_9", origins=(OTHER_SITE,)))
        self.tokens = ChatTokens(KEY)
        self.chats = Chats(world.database)
        self.new_environment()

    def new_environment(self) -> None:
        """Nothing cached."""
        world, secrets = self.world, aws.client("secretsmanager")
        programs = ChatPrograms(Directory(world.database), PUBLIC_URL)
        inbound = InboundQueue(world.sqs, Secret(secrets, f"{aws.PREFIX}/ingress"), world.queues["inbound"])
        door = ChatDoor(programs, self.tokens, inbound, world.sessions.count_attempt, world.clock, world.ids)
        self.front = ChatApi("webchat", operations(door), self.tokens, world.clock, programs.knows)
        sqs = lambda: world.sqs  # noqa: E731
        signs = Signs(
            world.sessions,
            self.chats,
            ReadReceipts(self.chats, world.conversations, sqs, world.queues["receipts"], world.clock),
            Typing(sqs, world.queues["push"], world.clock),
            websocket_url="wss://line.example.org/ws",
        )
        transcript = Transcript(self.chats, world.conversations, world.vault, self.tokens, world.clock)
        self.back = ChatApi(
            "transcript",
            {
                "listChatMessages": transcript.messages,
                "createChatTicket": signs.ticket,
                "readChatMessages": signs.read,
                "typeInChat": signs.types,
            },
            self.tokens,
            world.clock,
        )

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        origin: str | None = None,
        **query: str,
    ) -> Answer:
        """One request: its status, its document, its headers."""
        headers = {
            name: value for name, value in (("Authorization", token and f"Bearer {token}"), ("Origin", origin)) if value
        }
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        event = http_event(method, f"/api/webchat/{path}", body=raw, headers=headers, parameters=query or None)
        behind = (method, path) in BEHIND
        found = (self.back if behind else self.front).answer(event, None)
        return found["statusCode"], json.loads(found["body"] or "null"), found["headers"]

    def opens(self, program: str = "pro_1", origin: str | None = None) -> Page:
        status, opened, _ = self.call("POST", "sessions", {"programId": program}, origin=origin)
        assert status == 201, opened
        return Page(self, opened, origin)

    def arrives(self) -> list[str]:
        """What is in the inbound queue is taken in; the bodies that were in it."""
        records = aws.drain(self.world.queues["inbound"])
        for record in records:
            self.world.intake.take(IngressEnvelope.from_json(record["body"]))
        return [record["body"] for record in records]

    def hand_over(self, conversation: str, *seqs: int) -> None:
        """`deliver` hands messages over, as it does a moment after they were written."""
        found = self.world.conversations.get(conversation)
        assert found is not None
        for seq in seqs:
            read = self.world.deliveries.read(self.world.task(found, seq))
            self.world.deliveries.begin(read, ("webchat", "pro_1"))
            item = DeliveryItem.get(f"C#{conversation}", f"D#{seq:010d}")
            item.update(actions=[DeliveryItem.status.set("sent"), DeliveryItem.status_rank.set(3)])

    def receipts(self) -> list[Receipt]:
        return [Receipt.from_json(one["body"]) for one in aws.drain(self.world.queues["receipts"])]


class Page:
    """One browser tab with its session."""

    def __init__(self, web: WebChat, opened: dict[str, Any], origin: str | None) -> None:
        self.web, self.opened, self.origin = web, opened, origin
        self.session: str = opened["sessionId"]
        self.token: str = opened["token"]
        self._names = count(1)

    def call(self, method: str, path: str, body: Any = None, **query: str) -> Answer:
        return self.web.call(method, path, body, token=self.token, origin=self.origin, **query)

    def posts(self, content: str, client_id: str | None = None) -> dict[str, Any]:
        """Into the queue, and no further."""
        name = client_id or f"c{next(self._names)}"
        status, posted, _ = self.call("POST", "messages", {"content": content, "clientId": name})
        assert status == 202, posted
        return posted

    def writes(self, content: str, client_id: str | None = None) -> dict[str, Any]:
        posted = self.posts(content, client_id)
        self.web.arrives()
        return posted

    def ends(self) -> None:
        status, body, _ = self.call("POST", "end", {})
        assert status == 202, body
        self.web.arrives()

    def reads(self, after: int = 0, **query: str) -> dict[str, Any]:
        status, body, _ = self.call("GET", "messages", after=str(after), **query)
        assert status == 200, body
        return body

    def words(self, after: int = 0) -> list[tuple[str, str]]:
        return [(one["direction"], one["content"]) for one in self.reads(after)["items"]]
