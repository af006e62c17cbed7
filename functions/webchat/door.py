"""What the web chat's front door does.

a program   → whether somebody is there by its hours, and from when
a session   → a name nobody can guess, and a token for it; nothing is written anywhere
a message   → sealed, into the inbound queue of its session
"end chat"  → the same way, so that it comes after what was written before it
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.webchat.programs import ChatPrograms
from shared.contracts import webchat_api
from shared.domain.errors import HoldfastError, Unavailable
from shared.domain.inbound import InboundMessage
from shared.domain.ports import Clock, Ids
from shared.domain.web_chat import CHANNEL, ChatSession, message_id, provider_id
from shared.runtime.cross_origin import OriginNotAllowed, origin_of
from shared.runtime.http import Answer, Request
from shared.runtime.inbound_queue import InboundQueue
from shared.runtime.invocation import note
from shared.security.chat_tokens import ChatTokens, new_session_id
from shared.security.tokens import hash_secret

#: In five minutes: sessions of one address, which a school or a shelter may share, and messages of one session.
SESSIONS_OF_ONE_SOURCE = 100
MESSAGES_OF_ONE_SESSION = 60
#: Likewise of one address: looks at whether a program is open. Its page asks each time that it is opened.
LOOKS_OF_ONE_SOURCE = 300

#: Seconds for which a browser may keep what it was told about a program's hours.
_STANDS_FOR = 60

#: Seconds without limits after one could not be looked up: nobody has to wait for that again and again.
_BLIND = 10.0

_PREFLIGHTS = (
    "maySeeChatProgram",
    "mayOpenChat",
    "mayUseChatMessages",
    "mayEndChat",
    "mayAskForChatTicket",
    "mayReadChat",
    "mayTypeInChat",
)

CountAttempt = Callable[[str, int], None]


class ChatDoor:
    """`count_attempt` counts something against a limit and raises `TooManyRequests` beyond it (`store.sessions`)."""

    def __init__(
        self,
        programs: ChatPrograms,
        tokens: ChatTokens,
        inbound: InboundQueue,
        count_attempt: CountAttempt,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._programs = programs
        self._tokens = tokens
        self._inbound = inbound
        self._count_attempt = count_attempt
        self._clock = clock
        self._ids = ids
        self._blind_until = 0.0

    def look(self, request: Request) -> Answer:
        """Whether the program's people are there, by its hours. Says nothing of who is there just now."""
        self._count(f"chat-look#{hash_secret(request.source_ip)[:32]}", LOOKS_OF_ONE_SOURCE)
        program, now = self._programs.find(request.path["id"]), self._clock.now()
        is_open = program.hours is None or program.hours.is_open(now)
        found = webchat_api.ChatProgram(
            id=program.id,
            name=program.name,
            open=is_open,
            opens_at=None if is_open or program.hours is None else program.hours.opens_at(now),
            zone=program.zone,
            languages=list(program.languages),
        )
        return Answer(found, headers={"Cache-Control": f"public, max-age={_STANDS_FOR}"})

    def open(self, request: Request) -> webchat_api.ChatOpened:
        """A session with a program. Nothing is kept: the token says it all."""
        self._count(f"chat-source#{hash_secret(request.source_ip)[:32]}", SESSIONS_OF_ONE_SOURCE)
        program = self._programs.find(request.parsed(webchat_api.ChatOpenRequest).program_id)
        origin = origin_of(request.headers)
        if not self._programs.admits(program, origin):
            raise OriginNotAllowed
        session_id = new_session_id()
        token, expires = self._tokens.open(
            session_id, program.id, program.affiliate_id, origin or "", self._clock.now()
        )
        note(chat=session_id, program=program.id)
        return webchat_api.ChatOpened(
            session_id=session_id,
            token=token,
            expires_at=expires,
            program_id=program.id,
            program_name=program.name,
        )

    def post(self, request: Request) -> webchat_api.ChatPosted:
        """Take a message. The same `clientId` again is the same message."""
        body = request.parsed(webchat_api.ChatPostRequest)
        name = provider_id(request.chat.id, body.client_id)
        self._take(request, name, body.content)
        return webchat_api.ChatPosted(client_id=body.client_id, id=message_id(name))

    def end(self, request: Request) -> webchat_api.ChatAccepted:
        """The texter ends the conversation they have now, if they have one."""
        given = request.parsed(webchat_api.ChatEndRequest).client_id or self._ids.new("end")
        # No client may choose a name with two colons, so no message is ever taken for this.
        self._take(request, provider_id(request.chat.id, f"end:{given}"), "", signal="end")
        return webchat_api.ChatAccepted()

    def preflight(self, request: Request) -> None:
        """A browser asks whether a page may ask. The answer stands in the headers."""

    def _take(self, request: Request, name: str, text: str, signal: str | None = None) -> None:
        session: ChatSession = request.chat
        self._count(f"chat#{session.id}", MESSAGES_OF_ONE_SESSION)
        message = InboundMessage(
            CHANNEL, "", name, session.program_id, session.id, text, self._clock.now(), signal=signal
        )
        try:
            key = self._inbound.put(message, request.request_id)
        except (BotoCoreError, ClientError):
            raise Unavailable("The message could not be taken. Send it again in a moment") from None
        note(messageKey=key[:16])

    def _count(self, what: str, most: int) -> None:
        """A limit that cannot be looked up holds nobody back: the door stays open while the tables are down."""
        if time.monotonic() < self._blind_until:
            return
        try:
            self._count_attempt(what, most)
        except HoldfastError:
            raise
        except Exception:
            self._blind_until = time.monotonic() + _BLIND
            note(limits="down")


def operations(door: ChatDoor) -> dict[str, Callable[[Request], Any]]:
    """The door's part of the route table."""
    own: dict[str, Callable[[Request], Any]] = {
        "getChatProgram": door.look,
        "openChat": door.open,
        "postChatMessage": door.post,
        "endChat": door.end,
    }
    return own | dict.fromkeys(_PREFLIGHTS, door.preflight)
