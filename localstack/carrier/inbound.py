"""A texter's message on its way to the line: POST /inbound posts the webhook Twilio would."""

from __future__ import annotations

import string
from typing import Annotated, Literal

import phonenumbers
from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from localstack.carrier.carrier import CARRIER, Carrier, NoAnswer, log_event
from localstack.carrier.config import CarrierConfig
from localstack.carrier.faults import FaultKind
from localstack.carrier.ledger import Direction, Media, Message, new_sid, now
from localstack.carrier.problems import invalid, parse_json, problem
from localstack.carrier.segments import count_segments
from localstack.carrier.twilio_shapes import API_VERSION

# Twilio's own default keywords; Holdfast's list is longer and lives with Holdfast.
_STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
_START = frozenset({"START", "YES", "UNSTOP"})

Party = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^\S+$")]


class InboundRequest(BaseModel):
    """`from` and `to` are not held to the configured lines: a number the line does not know must be tryable."""

    model_config = ConfigDict(extra="forbid")

    from_: Annotated[Party, Field(alias="from")]
    to: Party
    body: str = ""
    sid: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = None
    media_urls: Annotated[list[str], Field(alias="mediaUrls", max_length=10)] = Field(default_factory=list)
    opt_out_type: Annotated[Literal["STOP", "START", "HELP"] | None, Field(alias="optOutType")] = None
    signature: Literal["good", "wrong", "none"] = "good"


async def receive(request: web.Request) -> web.Response:
    """Answers `{sid, status}`, the webhook's HTTP status; 502 when it was 5xx or silent. Twilio only logs, so no retry.

    A `sid` used before is posted again as a repeat, with the body given now; the ledger keeps the first.
    """
    carrier = request.app[CARRIER]
    wanted = await parse_json(request, InboundRequest)
    config = carrier.config.current()
    if config is None:
        return problem(503, "starting", f"The pretend carrier is not configured: {carrier.config.trouble}.")
    message = _recorded(carrier, wanted)
    _keep_opt_outs(carrier, wanted)
    token = {"good": config.auth_token, "wrong": config.auth_token + "-wrong", "none": None}[wanted.signature]
    try:
        status = await carrier.post_signed(config.webhook_url, _params(config, wanted, message.sid), token)
    except NoAnswer as silent:
        return _undelivered(message, None, f"The line did not answer ({silent}).")
    if status >= 500:
        return _undelivered(message, status, f"The line answered {status}.")
    _settle(message, "received" if status < 300 else "refused_by_line", status)
    return web.json_response({"sid": message.sid, "status": status})


def _recorded(carrier: Carrier, wanted: InboundRequest) -> Message:
    known = carrier.ledger.find(wanted.sid) if wanted.sid else None
    if known is not None:
        if known.direction is not Direction.INBOUND:
            raise invalid("sid", "names a message the line sent")
        return known
    message = Message(
        sid=wanted.sid or new_sid("MM" if wanted.media_urls else "SM"),
        direction=Direction.INBOUND,
        from_=wanted.from_,
        to=wanted.to,
        body=wanted.body,
        status="receiving",
        media=tuple(Media.at(url) for url in wanted.media_urls),
    )
    carrier.ledger.add(message)
    return message


def _keep_opt_outs(carrier: Carrier, wanted: InboundRequest) -> None:
    if not carrier.faults.active(FaultKind.CARRIER_OPT_OUT):
        return
    word = wanted.body.strip().strip(string.punctuation).upper()
    if word in _STOP or wanted.opt_out_type == "STOP":
        carrier.opted_out.add((wanted.to, wanted.from_))
    elif word in _START or wanted.opt_out_type == "START":
        carrier.opted_out.discard((wanted.to, wanted.from_))


def _params(config: CarrierConfig, wanted: InboundRequest, sid: str) -> dict[str, str]:
    params = {
        "AccountSid": config.account_sid,
        "ApiVersion": API_VERSION,
        "Body": wanted.body,
        "From": wanted.from_,
        "FromCountry": _country(wanted.from_),
        "MessageSid": sid,
        "NumMedia": str(len(wanted.media_urls)),
        "NumSegments": str(count_segments(wanted.body)),
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "SmsStatus": "received",
        "To": wanted.to,
        "ToCountry": _country(wanted.to),
    }
    for index, media in enumerate(map(Media.at, wanted.media_urls)):
        params[f"MediaUrl{index}"] = media.url
        params[f"MediaContentType{index}"] = media.content_type
    if wanted.opt_out_type:
        params["OptOutType"] = wanted.opt_out_type
    return params


def _country(number: str) -> str:
    """ISO country by calling code; short codes and what is no number count as US, where the line is."""
    try:
        code = phonenumbers.parse(number, "US").country_code or 1
    except phonenumbers.NumberParseException:
        code = 1
    return phonenumbers.region_code_for_country_code(code)


def _undelivered(message: Message, status: int | None, detail: str) -> web.Response:
    _settle(message, "undelivered_to_line", status)
    return problem(502, "undelivered_to_line", detail, extra={"sid": message.sid, "lineStatus": status})


def _settle(message: Message, status: str, line_status: int | None) -> None:
    message.status, message.line_status, message.updated_at = status, line_status, now()
    log_event("inbound", sid=message.sid, status=status, answer=line_status)
