"""What the pretend Twilio posts, signed as Twilio does: texters' messages to the webhook, and delivery receipts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from localstack.carrier.carrier import Carrier, NoAnswer, log_event
from localstack.carrier.config import CarrierConfig
from localstack.carrier.countries import country_of
from localstack.carrier.events import Errand
from localstack.carrier.inbound_request import InboundRequest
from localstack.carrier.ledger import Media, Message, Provider
from localstack.carrier.receipts import Receipt
from localstack.carrier.segments import count_segments
from localstack.carrier.twilio_shapes import API_VERSION
from localstack.carrier.twilio_signing import SIGNATURE_HEADER, sign


async def post_inbound(
    carrier: Carrier, config: CarrierConfig, wanted: InboundRequest, told: Message, errand: Errand
) -> int:
    """The webhook's HTTP status. Raises NoAnswer."""
    token = {"good": config.auth_token, "wrong": config.auth_token + "-wrong"}.get(wanted.signature)
    return await _post(carrier, config.webhook_url, _inbound_params(config, wanted, told), token, errand)


async def post_receipt(
    carrier: Carrier, config: CarrierConfig, message: Message, callback: str, receipt: Receipt
) -> None:
    params = {
        "AccountSid": config.account_sid,
        "ApiVersion": API_VERSION,
        "From": message.from_,
        "MessageSid": message.sid,
        "MessageStatus": receipt.status,
        "SmsSid": message.sid,
        "SmsStatus": receipt.status,
        "To": message.to,
    }
    if receipt.reason is not None:
        params["ErrorCode"] = str(receipt.reason)
    errand = Errand(Provider.TWILIO, f"receipt: {receipt.status}", message.sid, receipt.note)
    try:
        answer: int | None = await _post(carrier, callback, params, config.auth_token, errand)
    except NoAnswer:
        answer = None  # as Twilio: logged and let go
    log_event("receipt", sid=message.sid, status=receipt.status, answer=answer)


async def _post(carrier: Carrier, url: str, params: Mapping[str, str], token: str | None, errand: Errand) -> int:
    """Post a form as Twilio does; `token` None leaves the signature out.

    The URL goes without its fragment: Twilio's connection overrides live there and are not signed. This carrier
    ignores them.
    """
    exact = url.partition("#")[0]
    headers = {"I-Twilio-Idempotency-Token": str(uuid.uuid4())}
    if token is not None:
        headers[SIGNATURE_HEADER] = sign(token, exact, params)
    return await carrier.post(exact, params, headers, errand)


def _inbound_params(config: CarrierConfig, wanted: InboundRequest, told: Message) -> dict[str, str]:
    params = {
        "AccountSid": config.account_sid,
        "ApiVersion": API_VERSION,
        "Body": told.body,
        "From": told.from_,
        "FromCountry": country_of(told.from_),
        "MessageSid": told.sid,
        "NumMedia": str(len(wanted.media_urls)),
        "NumSegments": str(count_segments(told.body)),
        "SmsMessageSid": told.sid,
        "SmsSid": told.sid,
        "SmsStatus": "received",
        "To": told.to,
        "ToCountry": country_of(told.to),
    }
    for index, media in enumerate(map(Media.at, wanted.media_urls)):
        params[f"MediaUrl{index}"] = media.url
        params[f"MediaContentType{index}"] = media.content_type
    if wanted.opt_out_type:
        params["OptOutType"] = wanted.opt_out_type
    return params
