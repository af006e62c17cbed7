"""A pretend SNS as a subscriber knows it: notifications, confirmations, and the certificate they are signed with.

It posts to the one webhook that is configured, whether or not the subscription was confirmed, and never repeats by
itself. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
"""

from __future__ import annotations

import json
import secrets
import uuid
from typing import Annotated, Literal
from urllib.parse import urlencode

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from localstack.carrier.carrier import CARRIER, Carrier, NoAnswer, log_event, own_origin
from localstack.carrier.config import AwsConfig
from localstack.carrier.events import Errand
from localstack.carrier.ledger import Provider, now
from localstack.carrier.problems import invalid, parse_json, problem

BASE = "/pretend-sns"
_XMLNS = "http://sns.amazonaws.com/doc/2010-03-31/"

Signature = Literal["good", "wrong", "none", "v1"]


class ConfirmationRequest(BaseModel):
    """What to post to the webhook about its subscription; `signature` as with inbound messages."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["SubscriptionConfirmation", "UnsubscribeConfirmation"] = "SubscriptionConfirmation"
    signature: Signature = "good"
    token: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,256}$")] | None = None


async def publish(
    carrier: Carrier,
    aws: AwsConfig,
    origin: str,
    message: str,
    errand: Errand,
    *,
    message_id: str,
    signature: Signature = "good",
) -> int:
    """Post a notification to the webhook; its HTTP status. Raises NoAnswer."""
    return await _post(
        carrier,
        aws,
        origin,
        {
            "Type": "Notification",
            "MessageId": message_id,
            "TopicArn": aws.topic_arn,
            "Message": message,
            "Timestamp": _timestamp(),
            "UnsubscribeURL": _address(origin, "Unsubscribe", SubscriptionArn=_subscription(aws)),
        },
        signature,
        errand,
    )


async def _post(
    carrier: Carrier, aws: AwsConfig, origin: str, envelope: dict[str, str], signature: Signature, errand: Errand
) -> int:
    """`signature`: good (version 2), v1, wrong (of other words), or none (no such field)."""
    signed = envelope | {"SignatureVersion": "1" if signature == "v1" else "2"}
    if signature != "none":
        meant = signed | {"Message": f"{signed['Message']}!"} if signature == "wrong" else signed
        signed["Signature"] = carrier.sns_key.sign(meant)
    signed["SigningCertURL"] = f"{origin}{BASE}/{carrier.sns_key.name}"
    headers = {
        "Content-Type": "text/plain; charset=UTF-8",
        "x-amz-sns-message-id": envelope["MessageId"],
        "x-amz-sns-message-type": envelope["Type"],
        "x-amz-sns-topic-arn": envelope["TopicArn"],
    }
    if envelope["Type"] != "SubscriptionConfirmation":
        headers["x-amz-sns-subscription-arn"] = _subscription(aws)
    return await carrier.post(aws.webhook_url, json.dumps(signed, indent=2).encode(), headers, errand)


async def _confirmation(request: web.Request) -> web.Response:
    """Post a confirmation; answers `{messageId, token, subscribeUrl, status}`, the webhook's; 502 when it is silent."""
    carrier, origin = request.app[CARRIER], own_origin(request)
    wanted = await parse_json(request, ConfirmationRequest)
    config = carrier.config.current()
    if config is None or config.aws is None:
        raise invalid("provider", "AWS is not in the pretend carrier's configuration")
    token = wanted.token or secrets.token_hex(64)
    subscribe_url = _address(origin, "ConfirmSubscription", TopicArn=config.aws.topic_arn, Token=token)
    said = f"You have chosen to subscribe to the topic {config.aws.topic_arn}.\nTo confirm the subscription, visit"
    if wanted.type == "UnsubscribeConfirmation":
        said = (
            f"You have chosen to deactivate subscription {_subscription(config.aws)}.\n"
            "To cancel this operation and restore the subscription, visit"
        )
    envelope = {
        "Type": wanted.type,
        "MessageId": str(uuid.uuid4()),
        "Token": token,
        "TopicArn": config.aws.topic_arn,
        "Message": f"{said} the SubscribeURL included in this message.",
        "SubscribeURL": subscribe_url,
        "Timestamp": _timestamp(),
    }
    answer = {"messageId": envelope["MessageId"], "token": token, "subscribeUrl": subscribe_url}
    try:
        errand = Errand(Provider.AWS, wanted.type)
        status = await _post(carrier, config.aws, origin, envelope, wanted.signature, errand)
    except NoAnswer as silent:
        return problem(502, "undelivered_to_line", f"The line did not answer ({silent}).", extra=answer)
    log_event("sns_confirmation", answer=status)
    return web.json_response(answer | {"status": status})


async def _visited(request: web.Request) -> web.Response:
    """What a SubscribeURL or an UnsubscribeURL leads to: the visit is kept, and answered as SNS does."""
    action = request.query.get("Action", "")
    if action not in ("ConfirmSubscription", "Unsubscribe"):
        raise invalid("Action", "must be ConfirmSubscription or Unsubscribe")
    carrier = request.app[CARRIER]
    topic, token = request.query.get("TopicArn", ""), request.query.get("Token", "")
    visit = {"action": action, "topicArn": topic, "token": token, "at": _timestamp()}
    carrier.confirmations.append(visit)
    log_event("sns_visit")
    config = carrier.config.current()
    arn = _subscription(config.aws) if config is not None and config.aws is not None else ""
    result = f"<{action}Result><SubscriptionArn>{arn}</SubscriptionArn></{action}Result>"
    metadata = f"<ResponseMetadata><RequestId>{uuid.uuid4()}</RequestId></ResponseMetadata>"
    body = f'<{action}Response xmlns="{_XMLNS}">{result if arn else ""}{metadata}</{action}Response>'
    return web.Response(text=body, content_type="text/xml")


async def _visits(request: web.Request) -> web.Response:
    """`{items: [{action, topicArn, token, at}]}`, oldest first."""
    items = request.app[CARRIER].confirmations
    return web.json_response({"items": items}, headers={"Cache-Control": "no-store"})


async def _certificate(request: web.Request) -> web.Response:
    key = request.app[CARRIER].sns_key
    if request.match_info["name"] != key.name:
        raise web.HTTPNotFound
    return web.Response(body=key.certificate, content_type="application/x-pem-file")


def _subscription(aws: AwsConfig) -> str:
    """The one subscription's ARN: the same for the same webhook."""
    return f"{aws.topic_arn}:{uuid.uuid5(uuid.NAMESPACE_URL, aws.webhook_url)}"


def _address(origin: str, action: str, **parameters: str) -> str:
    return f"{origin}{BASE}/?{urlencode({'Action': action, **parameters})}"


def _timestamp() -> str:
    return now().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def routes() -> list[web.RouteDef]:
    return [
        web.get(f"{BASE}/", _visited),
        web.get(f"{BASE}/confirmations", _visits),
        web.post(f"{BASE}/confirmations", _confirmation),
        web.get(f"{BASE}/{{name}}", _certificate),
    ]
