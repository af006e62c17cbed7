"""The pretend carrier, as a test asks it: what reached the texters' phones, and what is to go wrong."""

from __future__ import annotations

from typing import Any

import requests

from tests.e2e.line import Line
from tests.e2e.waiting import eventually

_FINAL = ("delivered", "undelivered")


class PretendCarrier:
    def __init__(self, line: Line) -> None:
        self._url = str(line.outputs["carrier_url"])

    def sent_to(self, number: str) -> list[dict[str, Any]]:
        """`[{sid, from, to, body, status}]`: what the line sent to `number`, oldest first."""
        return self._messages({"to": number})

    def bodies_to(self, number: str) -> list[str]:
        return [message["body"] for message in self.sent_to(number)]

    def receives(self, number: str, words: str) -> dict[str, Any]:
        """Wait until the line has sent exactly these words to `number`."""
        return eventually(
            lambda: next((one for one in self.sent_to(number) if one["body"] == words), None), "the text at the carrier"
        )

    def settle(self) -> None:
        """Wait until nothing is on its way any more."""
        eventually(lambda: all(one["status"] in _FINAL for one in self._messages({})), "every text delivered")

    def fail(self, kind: str, count: int = 1) -> None:
        """The next `count` texts fail in this way."""
        answer = requests.post(f"{self._url}/faults", json={"kind": kind, "count": count}, timeout=10)
        answer.raise_for_status()

    def recover(self) -> None:
        requests.delete(f"{self._url}/faults", timeout=10).raise_for_status()

    def _messages(self, query: dict[str, str]) -> list[dict[str, Any]]:
        answer = requests.get(f"{self._url}/messages", params=query, timeout=10)
        answer.raise_for_status()
        items: list[dict[str, Any]] = answer.json()["items"]
        return items
