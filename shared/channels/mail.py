"""E-mail to staff. It carries a link, names, enums and counts, never anything a texter wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ParamValidationError,
    ProxyConnectionError,
)
from botocore.parsers import ResponseParserError

from shared.channels.outbound import Accepted, Answer, OutcomeUnknown, Refused, TryLater

#: What SES says of a mail that it will never take. All else it answers is about our account, or passes.
_REFUSALS = frozenset({"MessageRejected", "BadRequestException", "NotFoundException", "InvalidParameterValue"})


@dataclass(frozen=True)
class Mail:
    """One plain-text mail to one address. `id` stands in SES's own records, as the tag `notice`."""

    to: str
    subject: str
    text: str
    id: str


class Mailer(Protocol):
    def send(self, mail: Mail) -> Answer:
        """Hand one mail over. Never raises for what the service or the network does."""
        ...


class SesMailer:
    """Through Amazon SES (API version 2). `client` must not repeat a request by itself: it may have been sent."""

    def __init__(self, client: Any, sender: str) -> None:
        self._client = client
        self._sender = sender

    def send(self, mail: Mail) -> Answer:
        try:
            reply = self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [mail.to]},
                Content={
                    "Simple": {
                        # A line break would begin another header.
                        "Subject": {"Data": " ".join(mail.subject.split()), "Charset": "UTF-8"},
                        "Body": {"Text": {"Data": mail.text, "Charset": "UTF-8"}},
                    }
                },
                EmailTags=[{"Name": "notice", "Value": mail.id}],
            )
        except ClientError as error:
            return _answered(error)
        except ParamValidationError:
            return Refused("invalid")
        except (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError):
            return TryLater("no_connection")
        except (HTTPClientError, ResponseParserError):
            # The request may have left: a mail that came twice is a supervisor who trusts the next one less.
            return OutcomeUnknown("no_answer")
        except BotoCoreError as error:
            # No credentials, no region, no handshake: nothing left.
            return TryLater(type(error).__name__)
        return Accepted(reply["MessageId"]) if reply.get("MessageId") else OutcomeUnknown("unreadable_answer")


def _answered(error: ClientError) -> Answer:
    code = str(error.response.get("Error", {}).get("Code") or "unknown")
    return Refused(code) if code in _REFUSALS else TryLater(code)
