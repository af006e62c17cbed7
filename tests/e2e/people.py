"""Texters, responders and supervisors: each does what such a person does, through the public endpoints."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import requests

from tests.e2e.line import Line, new_sid
from tests.e2e.waiting import eventually

CRISIS, TEEN, WELLNESS = "prg_harbor_crisis", "prg_harbor_teen", "prg_meadow_wellness"
# 555-0100 to 555-0199 are set aside for fiction, in every area.
_AREAS = (*range(301, 311), *range(312, 322), *range(401, 411), *range(501, 511), *range(601, 611), *range(701, 711))
_PLANTS = ("yarrow", "bracken", "sorrel", "tansy", "borage", "campion", "mallow", "teasel")


_RENEWED_BEFORE = timedelta(minutes=2)
#: Seconds; after 90 a responder counts as gone.
_LONGEST_UNSEEN = 30.0


@dataclass
class Texter:
    """Somebody with a phone. Each message carries a word nobody else ever writes, so that it can be found anywhere."""

    line: Line
    number: str
    to: str
    mark: Callable[[str], str] = field(repr=False)

    def writes(self, words: str, *, sid: str | None = None, **more: str) -> str:
        """Text the line, marked; the line must take it. Returns the words as sent."""
        return self.writes_exactly(self.mark(words), sid=sid, **more)

    def writes_exactly(self, words: str, *, sid: str | None = None, **more: str) -> str:
        answer = self.line.post_webhook(self.line.sms(self.number, self.to, words, sid or new_sid()) | more)
        assert answer.status_code == 200, f"the webhook answered {answer.status_code}"
        return words


class TexterFactory:
    """`numbers` and `marks` are every number and every marker word that was ever used."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._free = [f"+1{area}55501{last:02}" for area in _AREAS for last in range(100)]
        random.shuffle(self._free)
        self.numbers: list[str] = []
        self.marks: list[str] = []
        self._seen_on_shift = -_LONGEST_UNSEEN

    def __call__(self, program: str = CRISIS) -> Texter:
        """A texter who texts the number of `program`."""
        self._keep_somebody_on_shift()
        return Texter(self._line, self.number(), self._line.number_of(program), self.mark)

    def number(self) -> str:
        self.numbers.append(self._free.pop())
        return self.numbers[-1]

    def _keep_somebody_on_shift(self) -> None:
        """Where nobody of Harbor was heard of for a while, newcomers are told so, and get a text more than expected."""
        if time.monotonic() - self._seen_on_shift > _LONGEST_UNSEEN:
            sam = Responder.on(self._line, "sam@harbor.example")
            eventually(lambda: sam.presence() != "gone", "somebody is on shift")
            self._seen_on_shift = time.monotonic()

    def mark(self, words: str) -> str:
        """The words with a marker word after them."""
        self.marks.append(f"{secrets.choice(_PLANTS)}{secrets.token_hex(5)}")
        return f"{words} {self.marks[-1]}"


class Staff:
    """Somebody who signs in."""

    def __init__(self, line: Line, email: str) -> None:
        self.line, self.email = line, email
        self._http = requests.Session()
        self.session = self.signs_in()
        self._http.headers["Authorization"] = f"Bearer {self.session['token']}"

    @property
    def id(self) -> str:
        return str(self.session["user"]["id"])

    def signs_in(self) -> dict[str, Any]:
        """A session of its own: `{token, refreshToken, expiresAt, user}`."""
        login = {"email": self.email, "password": self.line.password_of(self.email)}
        answer = self.line.call("POST", "/api/auth/login", json=login)
        assert answer.status_code == 200, answer.text
        session: dict[str, Any] = answer.json()
        return session

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        """One request to the API as this person, whose token is renewed before it ends as a console does it."""
        if datetime.fromisoformat(self.session["expiresAt"]) - datetime.now(UTC) < _RENEWED_BEFORE:
            self._renew()
        return self._http.request(method, self.line.api_url + path, timeout=40, **options)

    def _renew(self) -> None:
        answer = self.line.call("POST", "/api/auth/refresh", json={"refreshToken": self.session["refreshToken"]})
        assert answer.status_code == 200, answer.text
        self.session = answer.json()
        self._http.headers["Authorization"] = f"Bearer {self.session['token']}"

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        """What GET answers, which must be 200."""
        answer = self.ask("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def conversation(self, conversation_id: str) -> dict[str, Any]:
        return self.get(f"/api/conversations/{conversation_id}")

    def thread(self, conversation_id: str) -> list[dict[str, Any]]:
        """Every message, oldest first."""
        items: list[dict[str, Any]] = self.get(f"/api/conversations/{conversation_id}/messages", limit=100)["items"]
        return items

    def words_in(self, conversation_id: str) -> list[str]:
        """What the texter wrote, oldest first; nothing once it has been erased."""
        answer = self.ask("GET", f"/api/conversations/{conversation_id}/messages", params={"limit": 100})
        if answer.status_code == 410:
            return []
        assert answer.status_code == 200, answer.text
        return [one["content"] for one in answer.json()["items"] if one["direction"] == "inbound"]

    def queue(self) -> dict[str, Any]:
        return self.get("/api/queue", limit=100)

    def acts(self, conversation_id: str, what: str, **body: Any) -> requests.Response:
        """POST to one of a conversation's routes."""
        return self.ask("POST", f"/api/conversations/{conversation_id}/{what}", json=body)

    def does(self, conversation_id: str, what: str, **body: Any) -> dict[str, Any]:
        """The same, which must work."""
        answer = self.acts(conversation_id, what, **body)
        assert answer.ok, f"{what}: {answer.status_code} {answer.text}"
        done: dict[str, Any] = answer.json()
        return done

    def status_in(self, conversation_id: str, message_id: str) -> str:
        """What became of a message."""
        return next(str(one["status"]) for one in self.thread(conversation_id) if one["id"] == message_id)

    def state_of(self, conversation_id: str) -> str:
        return str(self.conversation(conversation_id)["state"])

    def sees_state(self, conversation_id: str, state: str) -> dict[str, Any]:
        """Wait until the conversation is in a state; the conversation."""

        def there() -> dict[str, Any] | None:
            found = self.conversation(conversation_id)
            return found if found["state"] == state else None

        return eventually(there, f"state {state}")

    def timeline(self, conversation_id: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.get(f"/api/conversations/{conversation_id}/timeline", limit=100)["items"]
        return items

    def moves_of(self, conversation_id: str) -> list[str]:
        """The transitions the conversation has made."""
        return [one["transition"] for one in self.timeline(conversation_id) if one["transition"]]

    def alerts_about(self, conversation_id: str) -> list[str]:
        """The kinds of alert this person was called for, oldest first."""
        items = self.get("/api/alerts", limit=100)["items"]
        return [one["kind"] for one in reversed(items) if one["conversationId"] == conversation_id]


class Responder(Staff):
    @classmethod
    @cache
    def on(cls, line: Line, email: str) -> Responder:
        """The responder, signed in once per run."""
        return cls(line, email)

    def presence(self) -> str:
        """What colleagues see. To ask is to be heard of."""
        return str(next(one["state"] for one in self.get("/api/responders")["items"] if one["id"] == self.id))

    def presses_next(self, **options: Any) -> requests.Response:
        """`Help the next texter`."""
        return self.ask("POST", "/api/queue/next", json={}, **options)

    def helps(self, conversation_id: str) -> None:
        """Take exactly this texter from the queue, and start."""
        for step in ("assign", "accept"):
            answer = self.ask("POST", f"/api/conversations/{conversation_id}/{step}")
            assert answer.status_code == 200, answer.text

    def sends(self, conversation_id: str, words: str, key: str | None = None) -> requests.Response:
        headers = {"Idempotency-Key": key} if key else None
        path = f"/api/conversations/{conversation_id}/messages"
        return self.ask("POST", path, json={"content": words}, headers=headers)

    def replies(self, conversation_id: str, words: str) -> dict[str, Any]:
        """Send, which must work; the message."""
        answer = self.sends(conversation_id, words)
        assert answer.status_code == 201, answer.text
        message: dict[str, Any] = answer.json()
        return message

    def closes(self, conversation_id: str) -> requests.Response:
        return self.ask("POST", f"/api/conversations/{conversation_id}/close")

    def status_of(self, conversation_id: str, message_id: str) -> str:
        return self.status_in(conversation_id, message_id)

    def sees_status(self, conversation_id: str, message_id: str, status: str) -> None:
        """Wait until the message has this status."""
        eventually(lambda: self.status_of(conversation_id, message_id) == status, f"status {status}")

    def close_everything(self) -> None:
        """Leave nobody behind: start what is only assigned, close what is open."""
        for one in self.get("/api/conversations", responder="me", limit=100)["items"]:
            self._ends(one["id"], one["state"])

    def _ends(self, conversation_id: str, state: str) -> None:
        """From wherever it stands, by the moves its owner has."""
        if state == "assigned":
            self.acts(conversation_id, "accept")
        elif state == "transferred":
            self.acts(conversation_id, "reject")
        elif state.startswith("escalated"):
            self.acts(conversation_id, "resolve", outcome="the test is over")
        if state == "follow_up_scheduled":
            self.acts(conversation_id, "follow-up/cancel")
        elif state not in ("closed", "expired", "failed"):
            self.closes(conversation_id)

    def empty_the_queue(self) -> None:
        while (answer := self.presses_next()).status_code == 200:
            self.closes(answer.json()["id"])
        assert answer.status_code == 204, answer.text


class Supervisor(Staff):
    """Sees all conversations of the affiliate, their words too: how a test finds out what became of a text."""

    def __init__(self, line: Line, email: str) -> None:
        super().__init__(line, email)
        self._read: dict[str, tuple[int, list[str]]] = {}

    def with_words(self, words: str) -> list[dict[str, Any]]:
        """Every conversation in which a texter wrote exactly these words."""
        found, cursor = [], None
        while True:
            page = self.get("/api/conversations", limit=100, cursor=cursor)
            found += [one for one in page["items"] if words in self._words(one)]
            cursor = page["nextCursor"]
            if cursor is None:
                return found

    def finds(self, words: str) -> str:
        """Wait for the one conversation in which a texter wrote these words; its id."""
        found = eventually(lambda: self.with_words(words), "a conversation with the texter's words")
        assert len(found) == 1
        return str(found[0]["id"])

    def _words(self, conversation: dict[str, Any]) -> list[str]:
        known = self._read.get(conversation["id"])
        if known is None or known[0] != conversation["version"]:
            known = (conversation["version"], self.words_in(conversation["id"]))
            self._read[conversation["id"]] = known
        return known[1]
