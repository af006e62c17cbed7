"""A texter's message on its way to the line: POST /inbound posts the webhook the provider would."""

from __future__ import annotations

import asyncio
import string
import uuid
from dataclasses import dataclass, replace

from aiohttp import web

from localstack.carrier import aws_events, partner, twilio_webhooks
from localstack.carrier.carrier import CARRIER, Carrier, NoAnswer, log_event, own_origin
from localstack.carrier.config import CarrierConfig
from localstack.carrier.events import Errand
from localstack.carrier.faults import FaultKind
from localstack.carrier.inbound_request import InboundRequest
from localstack.carrier.ledger import Direction, Media, Message, Provider, new_sid, now
from localstack.carrier.mishaps import Mishaps, hold
from localstack.carrier.problems import invalid, parse_json, problem

# Twilio's own default keywords; Holdfast's list is longer and lives with Holdfast.
_STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
_START = frozenset({"START", "YES", "UNSTOP"})


@dataclass
class _Delivery:
    """A message on its way to the line. `told` is what is posted, `message` what the ledger has of it.

    `passes` belongs to the message that this one overtakes.
    """

    carrier: Carrier
    config: CarrierConfig
    origin: str
    wanted: InboundRequest
    message: Message
    told: Message
    mishaps: Mishaps
    passes: asyncio.Event | None

    async def now(self) -> web.Response:
        """Post it, as often as it is to be posted; the first answer counts."""
        times = 2 if self.mishaps.twice else 1
        answers = await asyncio.gather(*(self._post() for _ in range(times)), return_exceptions=True)
        if self.passes is not None:
            self.passes.set()
        answer = next((one for one in answers if isinstance(one, int)), answers[0])
        if isinstance(answer, NoAnswer):
            return _undelivered(self.message, None, f"The line did not answer ({answer}).")
        if isinstance(answer, BaseException):
            raise answer
        if answer >= 500:
            return _undelivered(self.message, answer, f"The line answered {answer}.")
        _settle(self.message, "received" if answer < 300 else "refused_by_line", answer)
        return web.json_response({"sid": self.message.sid, "status": answer})

    async def held(self, passed: asyncio.Event) -> None:
        await hold(self.mishaps, passed, self.carrier.late_seconds)
        thread = (self.told.to, self.told.from_)
        if self.carrier.overtakable.get(thread) is passed:
            del self.carrier.overtakable[thread]
        await self.now()

    async def _post(self) -> int:
        """The webhook's HTTP status. Raises NoAnswer."""
        carrier, config, wanted, told = self.carrier, self.config, self.wanted, self.told
        errand = Errand(wanted.provider, "text", told.sid, self.mishaps.note(wanted))
        if self.mishaps.forged:
            wanted = wanted.model_copy(update={"signature": "wrong"})
        if wanted.provider is Provider.AWS and config.aws is not None:
            return await aws_events.post_inbound(carrier, config.aws, self.origin, wanted, told, errand)
        if wanted.provider is Provider.PARTNER and config.partner is not None:
            return await partner.post_inbound(carrier, config.partner, wanted, told, errand)
        return await twilio_webhooks.post_inbound(carrier, config, wanted, told, errand)


async def receive(request: web.Request) -> web.Response:
    """Answers `{sid, status}`, the webhook's HTTP status; 502 when it was 5xx or silent. `status` is None when it was
    not posted, and with 202 when it will be.

    Nothing is tried again: Twilio only logs, and what SNS would repeat for an hour is repeated here by asking for it. A
    `sid` used before is posted again as a repeat, with what is given now; the ledger keeps the first.
    """
    carrier = request.app[CARRIER]
    wanted = await parse_json(request, InboundRequest)
    config = carrier.config.current()
    if config is None:
        return problem(503, "starting", f"The pretend carrier is not configured: {carrier.config.trouble}.")
    line = _line(config, wanted)
    message = _recorded(carrier, wanted, line)
    told = replace(message, from_=wanted.from_, to=line, body=wanted.body)
    _keep_opt_outs(carrier, wanted, told)
    thread = (line, wanted.from_)
    mishaps = Mishaps.of(carrier.faults[wanted.provider], wanted, overtakes=thread in carrier.overtakable)
    if mishaps.lost or not wanted.deliver:
        _settle(message, "not_posted", None)
        return web.json_response({"sid": message.sid, "status": None})
    passes, passed = carrier.overtakable.pop(thread, None), asyncio.Event()
    delivery = _Delivery(carrier, config, own_origin(request), wanted, message, told, mishaps, passes)
    if not mishaps.is_held:
        return await delivery.now()
    if mishaps.overtaken:
        carrier.overtakable[thread] = passed
    carrier.run_in_background(delivery.held(passed))
    return web.json_response({"sid": message.sid, "status": None}, status=202)


def _line(config: CarrierConfig, wanted: InboundRequest) -> str:
    """The line the message is for. Raises Rejected for what the provider does not have."""
    configured = {Provider.TWILIO: config, Provider.AWS: config.aws, Provider.PARTNER: config.partner}
    if configured[wanted.provider] is None:
        raise invalid("provider", "is not in the pretend carrier's configuration")
    if wanted.provider is not Provider.TWILIO and (wanted.media_urls or wanted.opt_out_type):
        raise invalid("provider", "has neither mediaUrls nor optOutType")
    if wanted.provider is not Provider.PARTNER and wanted.metadata is not None:
        raise invalid("metadata", "is for a partner's messages")
    if wanted.provider is not Provider.AWS and wanted.signature == "v1":
        raise invalid("signature", "v1 is for AWS")
    if wanted.to is not None:
        return wanted.to
    if wanted.provider is Provider.PARTNER and config.partner is not None:
        return config.partner.id
    raise invalid("to", "is missing")


def _recorded(carrier: Carrier, wanted: InboundRequest, line: str) -> Message:
    known = carrier.ledger.find(wanted.sid) if wanted.sid else None
    if known is not None:
        if known.direction is not Direction.INBOUND or known.provider is not wanted.provider:
            raise invalid("sid", "names another message")
        return known
    message = Message(
        sid=wanted.sid or _new_id(wanted),
        direction=Direction.INBOUND,
        from_=wanted.from_,
        to=line,
        body=wanted.body,
        status="receiving",
        provider=wanted.provider,
        media=tuple(Media.at(url) for url in wanted.media_urls),
    )
    carrier.ledger.add(message)
    return message


def _new_id(wanted: InboundRequest) -> str:
    if wanted.provider is Provider.TWILIO:
        return new_sid("MM" if wanted.media_urls else "SM")
    return str(uuid.uuid4())


def _keep_opt_outs(carrier: Carrier, wanted: InboundRequest, told: Message) -> None:
    if not carrier.faults[wanted.provider].active(FaultKind.CARRIER_OPT_OUT):
        return
    word = wanted.body.strip().strip(string.punctuation).upper()
    if word in _STOP or wanted.opt_out_type == "STOP":
        carrier.opted_out.add((told.to, told.from_))
    elif word in _START or wanted.opt_out_type == "START":
        carrier.opted_out.discard((told.to, told.from_))


def _undelivered(message: Message, status: int | None, detail: str) -> web.Response:
    _settle(message, "undelivered_to_line", status)
    return problem(502, "undelivered_to_line", detail, extra={"sid": message.sid, "lineStatus": status})


def _settle(message: Message, status: str, line_status: int | None) -> None:
    message.status, message.line_status, message.updated_at = status, line_status, now()
    log_event("inbound", sid=message.sid, status=status, answer=line_status)
