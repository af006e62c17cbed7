"""A pretend partner: a service that passes its users' messages on to the line, takes the line's, and lists its own."""

from __future__ import annotations

import json
from functools import partial
from itertools import islice
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, Field

from localstack.carrier.carrier import CARRIER, Carrier, NoAnswer, log_event
from localstack.carrier.config import PartnerConfig
from localstack.carrier.events import Errand
from localstack.carrier.faults import FaultKind
from localstack.carrier.inbound_request import InboundRequest, Party
from localstack.carrier.ledger import Direction, Message, Provider
from localstack.carrier.partner_signing import SIGNATURE_HEADER, genuine, sign
from localstack.carrier.problems import invalid, parse_json, problem
from localstack.carrier.receipts import Receipt, ReceiptPlan, follow_up
from localstack.carrier.silence import cut, never_answer

PAGE_SIZE = 50


class PartnerMessage(BaseModel):
    """What the line posts; members beyond these are for the partner's own use and ignored here."""

    id: Annotated[str, Field(min_length=1, max_length=256)]
    to: Party
    message: Annotated[str, Field(min_length=1)]


async def post_inbound(
    carrier: Carrier, partner: PartnerConfig, wanted: InboundRequest, told: Message, errand: Errand
) -> int:
    """Post a user's message to the line; the HTTP status. Raises NoAnswer."""
    document: dict[str, object] = dict(_item(told))
    if wanted.metadata is not None:
        document["metadata"] = wanted.metadata
    body = json.dumps(document, ensure_ascii=False).encode()
    secret = {"good": partner.secret, "wrong": f"{partner.secret}-wrong"}.get(wanted.signature)
    return await _post(carrier, partner.webhook_url, body, secret, errand)


async def _post_receipt(carrier: Carrier, partner: PartnerConfig, message: Message, receipt: Receipt) -> None:
    """Tell the line what became of its message: `{id, status, errorCode?}`."""
    document: dict[str, object] = {"id": message.sid, "status": receipt.status}
    if receipt.reason is not None:
        document["errorCode"] = receipt.reason
    errand = Errand(Provider.PARTNER, f"receipt: {receipt.status}", message.sid, receipt.note)
    try:
        body = json.dumps(document).encode()
        answer: int | None = await _post(carrier, f"{partner.webhook_url}/status", body, partner.secret, errand)
    except NoAnswer:
        answer = None
    log_event("receipt", sid=message.sid, status=receipt.status, answer=answer)


async def _post(carrier: Carrier, url: str, body: bytes, secret: str | None, errand: Errand) -> int:
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers[SIGNATURE_HEADER] = sign(secret, body)
    return await carrier.post(url, body, headers, errand)


async def _take(request: web.Request) -> web.StreamResponse:
    """201 with `{id, status}` for a message the partner takes, 200 for one it had; the same id is one message."""
    carrier = request.app[CARRIER]
    faults = carrier.faults[Provider.PARTNER]
    if faults.take(FaultKind.REFUSE):
        log_event("cut")
        return cut(request)
    if faults.take(FaultKind.SERVER_ERROR):
        return problem(500, "failed_on_purpose", "The pretend partner failed on purpose.")
    if faults.take(FaultKind.RATE_LIMITED):
        return problem(429, "rate_limited", "The pretend partner failed on purpose.", headers={"Retry-After": "1"})
    partner = _partner(request)
    if partner is None:
        return problem(404, "not_found", "There is no such partner.")
    if not genuine(partner.secret, request.headers.get(SIGNATURE_HEADER, ""), await request.read()):
        log_event("refused", method="partner", status=401)
        return problem(401, "bad_signature", "The signature does not match, or is too old.")
    asked = await parse_json(request, PartnerMessage)
    known = carrier.ledger.find(asked.id)
    if known is not None and (known.provider is not Provider.PARTNER or known.direction is not Direction.OUTBOUND):
        raise invalid("id", "names another message")
    if known is None:
        message = Message(
            sid=asked.id,
            direction=Direction.OUTBOUND,
            from_=partner.id,
            to=asked.to,
            body=asked.message,
            status="queued",
            provider=Provider.PARTNER,
        )
        carrier.ledger.add(message)
        post = partial(_post_receipt, carrier, partner, message)
        carrier.run_in_background(follow_up(carrier, message, ReceiptPlan.under(faults), post))
        log_event("accepted", sid=asked.id)
    if faults.take(FaultKind.TIMEOUT_AFTER_ACCEPT):
        return await never_answer(request)
    return web.json_response({"id": asked.id, "status": "accepted"}, status=201 if known is None else 200)


async def _list(request: web.Request) -> web.Response:
    """`{items: [{id, from, message, timestamp}], nextCursor?}`: what the partner's users wrote, oldest first.

    `?since=` and `?until=`, both of that second, are in seconds since 1970; `?cursor=` is a page's `nextCursor`.
    """
    carrier, partner = request.app[CARRIER], _partner(request)
    if partner is None:
        return problem(404, "not_found", "There is no such partner.")
    if not genuine(partner.secret, request.headers.get(SIGNATURE_HEADER, ""), request.raw_path.encode()):
        return problem(401, "bad_signature", "The signature does not match, or is too old.")
    since, until, after = (_whole(request, name) for name in ("since", "until", "cursor"))

    def wanted(message: Message) -> bool:
        second = int(message.at.timestamp())
        return (
            message.provider is Provider.PARTNER
            and message.direction is Direction.INBOUND
            and message.to == partner.id
            and message.seq > (after or 0)
            and (since or 0) <= second
            and (until is None or second <= until)
        )

    found = list(islice(carrier.ledger.oldest_first(wanted), PAGE_SIZE + 1))
    page: dict[str, object] = {"items": [_item(message) for message in found[:PAGE_SIZE]]}
    if len(found) > PAGE_SIZE:
        page["nextCursor"] = str(found[PAGE_SIZE - 1].seq)
    return web.json_response(page, headers={"Cache-Control": "no-store"})


def _whole(request: web.Request, name: str) -> int | None:
    """A whole number of the query, None where it is not given. Raises Rejected for what is none."""
    given = request.query.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= 12):
        raise invalid(name, "must be a whole number")
    return int(given)


def _item(message: Message) -> dict[str, str | int]:
    """A user's message as the partner shows it; `timestamp` in whole seconds since 1970."""
    return {
        "id": message.sid,
        "from": message.from_,
        "message": message.body,
        "timestamp": int(message.at.timestamp()),
    }


def _partner(request: web.Request) -> PartnerConfig | None:
    config = request.app[CARRIER].config.current()
    partner = config.partner if config is not None else None
    return partner if partner is not None and partner.id == request.match_info["id"] else None


def routes() -> list[web.RouteDef]:
    return [web.post("/partner/{id}/messages", _take), web.get("/partner/{id}/messages", _list)]
