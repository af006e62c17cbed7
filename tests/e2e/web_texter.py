"""Somebody at the web chat, as its page speaks to the line: public endpoints only."""

from __future__ import annotations

import secrets
from typing import Any

import requests

from tests.e2e.line import ANSWER_SECONDS, Line
from tests.e2e.listening import Listener
from tests.e2e.people import CRISIS, TexterFactory
from tests.e2e.waiting import eventually


class WebTexter:
    """One session. `origin` is the web site whose page it is; None: no browser."""

    def __init__(self, line: Line, texters: TexterFactory, program: str = CRISIS, origin: str | None = None) -> None:
        self._line, self._texters, self.origin = line, texters, origin
        answer = opens(line, program, origin=origin)
        assert answer.status_code == 201, answer.text
        self.opened: dict[str, Any] = answer.json()
        self.token = str(self.opened["token"])

    @property
    def session(self) -> str:
        return str(self.opened["sessionId"])

    def ask(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **query: Any
    ) -> requests.Response:
        headers = {"Authorization": f"Bearer {token or self.token}"} | ({"Origin": self.origin} if self.origin else {})
        return self._line.call(method, f"/api/webchat/{path}", json=body, headers=headers, params=query)

    def posts(self, words: str, client_id: str | None = None) -> dict[str, Any]:
        """Exactly these words; the line must take them."""
        answer = self.ask("POST", "messages", {"content": words, "clientId": client_id or secrets.token_hex(8)})
        assert answer.status_code == 202, answer.text
        posted: dict[str, Any] = answer.json()
        return posted

    def writes(self, words: str) -> str:
        """The words with a marker, as sent."""
        marked = self._texters.mark(words)
        self.posts(marked)
        return marked

    def reads(self, after: int = 0, **query: Any) -> dict[str, Any]:
        answer = self.ask("GET", "messages", after=after, **query)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def words(self, direction: str) -> list[str]:
        return [str(one["content"]) for one in self.reads()["items"] if one["direction"] == direction]

    def sees(self, words: str) -> dict[str, Any]:
        """Wait until the words can be read, by asking; the message."""

        def look() -> dict[str, Any] | None:
            return next((one for one in self.reads()["items"] if one["content"] == words), None)

        return eventually(look, "the words in the chat")

    def sees_state(self, state: str) -> None:
        eventually(lambda: self.reads()["state"] == state, f"the chat {state}")

    def listens(self) -> Listener:
        answer = self.ask("POST", "ticket")
        assert answer.status_code == 200, answer.text
        return Listener(str(answer.json()["url"]))


def opens(line: Line, program: str, *, origin: str | None = None, address: str | None = None) -> requests.Response:
    """Ask for a session; `address` is where a proxy before the line says the caller is."""
    headers = {name: value for name, value in (("Origin", origin), ("X-Forwarded-For", address)) if value}
    return requests.post(
        f"{line.api_url}/api/webchat/sessions", json={"programId": program}, headers=headers, timeout=ANSWER_SECONDS
    )
