"""Sending through AWS End User Messaging SMS (`pinpoint-sms-voice-v2`).

https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ParamValidationError,
    ProxyConnectionError,
    ReadTimeoutError,
)

from shared.channels.aws.events import ATTEMPT
from shared.channels.outbound import (
    Accepted,
    Answer,
    CannotTell,
    LookUp,
    OutboundMessage,
    OutcomeUnknown,
    Provider,
    Refused,
    TryLater,
)

_CONNECT_SECONDS = 3.05
_READ_SECONDS = 10.0
#: The reason AWS gives for somebody on the opt-out list of the number's.
OPTED_OUT = "DESTINATION_PHONE_NUMBER_OPTED_OUT"


def sender(account: str, credentials: Mapping[str, Any], setting: Callable[[str], str]) -> Provider:
    """See `outbound.MakeSender`. `credentials` are `{topics, configuration_set}`; what may send is the function's role.

    The setting AWS_SMS_URL is the service's endpoint: AWS's in the deployment's region, or the local cloud's.
    """
    # Sent once and no more: botocore's own second try after a time-out would be a second text.
    once = {"mode": "standard", "total_max_attempts": 1}
    config = Config(connect_timeout=_CONNECT_SECONDS, read_timeout=_READ_SECONDS, retries=once)
    session = botocore.session.get_session()
    client = session.create_client("pinpoint-sms-voice-v2", endpoint_url=setting("AWS_SMS_URL"), config=config)
    return AwsProvider(client, credentials.get("configuration_set"))


class AwsProvider:
    """`client` sends a request once. The configuration set says to which topic delivery events go."""

    def __init__(self, client: Any, configuration_set: str | None) -> None:
        self._client = client
        self._more = {"ConfigurationSetName": configuration_set} if configuration_set else {}

    def send(self, message: OutboundMessage) -> Answer:
        try:
            answer = self._client.send_text_message(
                DestinationPhoneNumber=message.number,
                OriginationIdentity=message.line,
                MessageBody=message.text,
                MessageType="TRANSACTIONAL",
                Context={ATTEMPT: message.attempt},
                **self._more,
            )
        except ClientError as error:
            return _refusal(error.response)
        except (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError):
            return TryLater("no_connection")
        except ReadTimeoutError:
            return OutcomeUnknown("no_answer")
        except HTTPClientError:
            # TLS that fails, too: whether before or after the request, botocore does not say.
            return OutcomeUnknown("connection_lost")
        except ParamValidationError:
            return Refused("invalid_parameter")
        except BotoCoreError:
            # Credentials and addresses that cannot be had: nothing has left.
            return TryLater("not_sent")
        except Exception:
            # An answer that botocore stumbles over: it names no one error for that.
            return OutcomeUnknown("unreadable_answer")
        provider_id = (answer or {}).get("MessageId")
        return Accepted(str(provider_id)) if provider_id else OutcomeUnknown("unreadable_answer")

    def look_up(self, message: OutboundMessage, since: datetime, taken: Collection[str]) -> LookUp:
        """AWS lists no messages. Its delivery event, which carries our attempt, tells without being asked."""
        return CannotTell()


def _refusal(response: Mapping[str, Any]) -> Answer:
    kind = str(response.get("Error", {}).get("Code", ""))
    reason = str(response.get("Reason") or kind)
    if kind == "ConflictException" and reason.startswith("DESTINATION_"):
        return Refused(reason, opted_out=reason == OPTED_OUT)
    if kind == "ValidationException":
        return Refused(reason)
    # The rest is about AWS, or about our account: no rights, no money, no such number. None of it is a reason to drop
    # a texter's message, and another provider may carry it meanwhile.
    return TryLater(reason or "unreadable_answer")
