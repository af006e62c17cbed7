"""E-mail to staff. It carries a link and ids, never anything a texter wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class Mailer(Protocol):
    def send(self, to: str, subject: str, text: str) -> None:
        """Send one plain-text mail. Raises what the service raises."""
        ...


class SesMailer:
    """Through Amazon SES (API version 2)."""

    def __init__(self, client: Any, sender: str) -> None:
        self._client = client
        self._sender = sender

    def send(self, to: str, subject: str, text: str) -> None:
        self._client.send_email(
            FromEmailAddress=self._sender,
            Destination={"ToAddresses": [to]},
            Content={"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}}},
        )


def mail_all(mailer: Mailer, addresses: Sequence[str], subject: str, text: str) -> int:
    """Mail everybody; how many it could be sent to. One address that does not work keeps nobody else from hearing.

    Raises the last failure when there was somebody and it could be sent to nobody.
    """
    reached = 0
    failure: Exception | None = None
    for address in addresses:
        try:
            mailer.send(address, subject, text)
            reached += 1
        except Exception as error:
            failure = error
    if failure is not None and not reached:
        raise failure
    return reached
