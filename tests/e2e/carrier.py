"""The pretend providers, as a test drives them: what reached texters, what texters write, and what is to go wrong."""

from __future__ import annotations

import time
from typing import Any

import requests

from tests.e2e.line import Line
from tests.e2e.waiting import eventually

_FINAL = ("delivered", "undelivered")
#: Seconds a carrier may take to be back after the time it was told to be down.
_LATE = 10.0


class PretendCarrier:
    """`provider` is `twilio`, `aws` or `partner`."""

    def __init__(self, line: Line) -> None:
        self._url = str(line.outputs["carrier_url"])
        self._back_by = 0.0

    # What reached texters.

    def sent_to(self, number: str) -> list[dict[str, Any]]:
        """`[{sid, provider, from, to, body, status}]`: what the line sent to `number`, oldest first."""
        return self._messages({"to": number})

    def bodies_to(self, number: str) -> list[str]:
        return [message["body"] for message in self.sent_to(number)]

    def listed_of(self, number: str) -> list[dict[str, Any]]:
        """All that the carrier has of a number, both ways."""
        return self._messages({"direction": "all", "to": number}) + self._messages({"direction": "all", "from": number})

    def receives(self, number: str, words: str) -> dict[str, Any]:
        """Wait until the line has sent exactly these words to `number`."""
        return eventually(
            lambda: next((one for one in self.sent_to(number) if one["body"] == words), None), "the text at the carrier"
        )

    def settle(self) -> None:
        """Wait until nothing is on its way any more."""
        eventually(lambda: all(one["status"] in _FINAL for one in self._messages({})), "every text delivered")

    # What texters write.

    def writes_by_aws(self, number: str, line: str, words: str, **more: Any) -> dict[str, Any]:
        """Text an AWS number: the pretend SNS posts it. `more`: `sid` to repeat one, `signature`. See `writes`."""
        return self.writes("aws", number, words, to=line, **more)

    def writes_by_partner(self, user: str, words: str, **more: Any) -> dict[str, Any]:
        """Write as a user of the pretend partner. `more`: `sid`, `signature`, `metadata`. See `writes`."""
        return self.writes("partner", user, words, **more)

    def writes(self, provider: str, sender: str, words: str, **more: Any) -> dict[str, Any]:
        """`{sid, status}`: the provider's name for the message, and what the line's webhook answered."""
        text = {"provider": provider, "from": sender, "body": words} | more
        answer = requests.post(f"{self._url}/inbound", json=text, timeout=40)
        answer.raise_for_status()
        written: dict[str, Any] = answer.json()
        return written

    def loses(self, provider: str, sender: str, words: str, **more: Any) -> str:
        """The provider has and lists the message, and its webhook never comes. Returns the provider's name for it."""
        return str(self.writes(provider, sender, words, deliver=False, **more)["sid"])

    # The pretend SNS's subscription.

    def asks_to_confirm(self, **more: Any) -> dict[str, Any]:
        """Post a SubscriptionConfirmation: `{messageId, token, subscribeUrl, status}`, the status being the line's.

        `more`: `type` UnsubscribeConfirmation instead, `signature`, `token`.
        """
        answer = requests.post(f"{self._url}/pretend-sns/confirmations", json=more, timeout=40)
        answer.raise_for_status()
        asked: dict[str, Any] = answer.json()
        return asked

    def confirmed(self) -> set[str]:
        """The tokens of all confirmations whose address the line has visited."""
        items = self._items("pretend-sns/confirmations", {})
        return {str(one["token"]) for one in items if one["action"] == "ConfirmSubscription"}

    # What is to go wrong.

    def fail(self, kind: str, count: int = 1, provider: str = "twilio") -> None:
        """The next `count` texts fail in this way."""
        self._fault({"kind": kind, "count": count, "provider": provider})

    def fails_for(self, kind: str, seconds: float, provider: str = "twilio") -> None:
        """Every text fails in this way for so long."""
        self._fault({"kind": kind, "seconds": seconds, "provider": provider})

    def goes_down(self, seconds: float) -> None:
        """For so long no connection to any provider comes about; what is asked of this carrier meanwhile waits."""
        self._fault({"kind": "down", "seconds": seconds})
        self._back_by = time.monotonic() + seconds + _LATE

    def recover(self) -> None:
        """Nothing fails any more. A carrier that is down cannot hear of it: this waits until it is back."""
        self._asked("DELETE", "faults")

    def _fault(self, fault: dict[str, Any]) -> None:
        self._asked("POST", "faults", json=fault)

    def _messages(self, query: dict[str, str]) -> list[dict[str, Any]]:
        return self._items("messages", query)

    def _items(self, path: str, query: dict[str, str]) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self._asked("GET", path, params=query).json()["items"]
        return items

    def _asked(self, method: str, path: str, **options: Any) -> requests.Response:
        while True:
            try:
                answer = requests.request(method, f"{self._url}/{path}", timeout=10, **options)
            except requests.ConnectionError:
                if time.monotonic() > self._back_by:
                    raise
                time.sleep(0.2)
                continue
            answer.raise_for_status()
            return answer
