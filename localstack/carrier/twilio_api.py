"""Twilio's REST API 2010-04-01 as far as messages go: enough for the official SDK, unchanged."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import islice
from urllib.parse import urlencode

from aiohttp import web

from localstack.carrier.carrier import CARRIER, Carrier, log_event
from localstack.carrier.config import CarrierConfig, is_loopback_url
from localstack.carrier.faults import FaultKind
from localstack.carrier.ledger import Direction, Media, Message, Provider, new_sid
from localstack.carrier.receipts import ReceiptPlan, follow_up
from localstack.carrier.silence import cut, never_answer
from localstack.carrier.twilio_shapes import TwilioError, list_filter, media_json, message_json
from localstack.carrier.twilio_webhooks import post_receipt

MAX_BODY_CHARACTERS = 1600
DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE = 50, 1000
RETRY_AFTER_SECONDS = 1
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")

Handler = Callable[[web.Request, Carrier, CarrierConfig], Awaitable[web.StreamResponse]]


def _authenticated(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Configuration, credentials and Twilio-shaped errors around a handler."""

    async def handle(request: web.Request) -> web.StreamResponse:
        carrier = request.app[CARRIER]
        try:
            config = carrier.config.current()
            if config is None:
                raise TwilioError(503, 20503, f"Pretend carrier is not configured: {carrier.config.trouble}")
            if not _credentials_match(request, config):
                raise TwilioError(401, 20003, "Authenticate", {"WWW-Authenticate": 'Basic realm="Twilio API"'})
            return await handler(request, carrier, config)
        except TwilioError as error:
            log_event("refused", method=request.method, status=error.status, code=error.code)
            return error.response()

    return handle


def _credentials_match(request: web.Request, config: CarrierConfig) -> bool:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        given = base64.b64decode(encoded.strip(), validate=True)
    except binascii.Error:
        return False
    expected = f"{config.account_sid}:{config.auth_token}".encode()
    sid = request.match_info["account_sid"].encode()
    return (
        scheme.lower() == "basic"
        and hmac.compare_digest(given, expected)
        and hmac.compare_digest(sid, config.account_sid.encode())
    )


async def _send(request: web.Request, carrier: Carrier, config: CarrierConfig) -> web.StreamResponse:
    faults = carrier.faults[Provider.TWILIO]
    if faults.take(FaultKind.SERVER_ERROR):
        raise TwilioError(500, 20500, "Internal Server Error")
    if faults.take(FaultKind.RATE_LIMITED):
        raise TwilioError(429, 20429, "Too Many Requests", {"Retry-After": str(RETRY_AFTER_SECONDS)})
    form = await request.post()
    message, callback = _validated(
        {name: value for name, value in form.items() if isinstance(value, str)},
        [value for value in form.getall("MediaUrl", []) if isinstance(value, str)],
        config,
    )
    listed = faults.active(FaultKind.CARRIER_OPT_OUT) and (message.from_, message.to) in carrier.opted_out
    if listed or faults.take(FaultKind.OPTED_OUT):
        raise TwilioError(400, 21610, "Attempt to send to unsubscribed recipient")
    carrier.ledger.add(message)
    answer = message_json(message, config.account_sid)
    post = partial(post_receipt, carrier, config, message, callback) if callback else None
    carrier.run_in_background(follow_up(carrier, message, ReceiptPlan.under(faults), post))
    log_event("accepted", sid=message.sid)
    if faults.take(FaultKind.TIMEOUT_AFTER_ACCEPT):
        return await never_answer(request)
    return web.json_response(answer, status=201)


def _validated(form: dict[str, str], media_urls: list[str], config: CarrierConfig) -> tuple[Message, str | None]:
    """The message and its StatusCallback; raises TwilioError with the code Twilio gives each mistake."""
    to, body, callback = form.get("To", ""), form.get("Body", ""), form.get("StatusCallback") or None
    service = form.get("MessagingServiceSid") or None
    # A messaging service picks its sender; this one always picks the first line.
    from_ = form.get("From") or (config.lines[0].number if service and config.lines else "")
    if not to:
        raise TwilioError(400, 21604, "A 'To' phone number is required.")
    if not from_:
        raise TwilioError(400, 21603, "A 'From' phone number is required.")
    if not body and not media_urls:
        raise TwilioError(400, 21602, "Message body is required.")
    if not _E164.fullmatch(to):
        raise TwilioError(400, 21211, "Invalid 'To' Phone Number")
    if not config.has_line(from_):
        raise TwilioError(400, 21606, "The 'From' phone number provided is not a valid message-capable number")
    if len(body) > MAX_BODY_CHARACTERS:
        raise TwilioError(400, 21617, "The concatenated message body exceeds the 1600 character limit")
    if callback is not None and not is_loopback_url(callback):
        raise TwilioError(400, 21609, "StatusCallback is not valid: this pretend carrier posts to loopback hosts only")
    message = Message(
        sid=new_sid("MM" if media_urls else "SM"),
        direction=Direction.OUTBOUND,
        from_=from_,
        to=to,
        body=body,
        status="queued",
        media=tuple(Media.at(url) for url in media_urls),
        messaging_service_sid=service,
    )
    return message, callback


async def _send_unless_refused(request: web.Request) -> web.StreamResponse:
    if request.app[CARRIER].faults[Provider.TWILIO].take(FaultKind.REFUSE):
        log_event("cut")
        return cut(request)
    return await _authenticated(_send)(request)


async def _list(request: web.Request, carrier: Carrier, config: CarrierConfig) -> web.StreamResponse:
    """Newest first; the page token is the ledger number of the last message shown, so that pages never shift."""
    query = request.query
    wanted = list_filter(query)
    try:
        size = min(max(int(query.get("PageSize", DEFAULT_PAGE_SIZE)), 1), MAX_PAGE_SIZE)
        page = int(query.get("Page", 0))
        below = int(query["PageToken"].removeprefix("PA"), 16) if "PageToken" in query else None
    except ValueError:
        raise TwilioError(400, 20001, "Invalid paging parameter") from None
    candidates = carrier.ledger.newest_first(lambda m: (below is None or m.seq < below) and wanted(m))
    found = list(islice(candidates, size + 1))
    shown, more = found[:size], len(found) > size

    def uri(**paging: str | int) -> str:
        kept = {name: value for name, value in query.items() if name not in ("Page", "PageToken", "PageSize")}
        return f"{request.path}?{urlencode({**kept, 'PageSize': size, **paging})}"

    return web.json_response(
        {
            "end": page * size + max(len(shown) - 1, 0),
            "first_page_uri": uri(Page=0),
            "messages": [message_json(message, config.account_sid) for message in shown],
            "next_page_uri": uri(Page=page + 1, PageToken=f"PA{shown[-1].seq:x}") if more else None,
            "page": page,
            "page_size": size,
            "previous_page_uri": None,
            "start": page * size,
            "uri": uri(Page=page),
        }
    )


def _message(request: web.Request, carrier: Carrier) -> Message:
    message = carrier.ledger.find(request.match_info["sid"])
    if message is None or message.provider is not Provider.TWILIO:
        raise TwilioError(404, 20404, f"The requested resource {request.path} was not found")
    return message


async def _fetch(request: web.Request, carrier: Carrier, config: CarrierConfig) -> web.StreamResponse:
    return web.json_response(message_json(_message(request, carrier), config.account_sid))


async def _delete(request: web.Request, carrier: Carrier, config: CarrierConfig) -> web.StreamResponse:
    message = _message(request, carrier)
    carrier.ledger.remove(message.sid)
    log_event("deleted", sid=message.sid)
    return web.Response(status=204)


async def _list_media(request: web.Request, carrier: Carrier, config: CarrierConfig) -> web.StreamResponse:
    message = _message(request, carrier)
    items = [media_json(media, message, config.account_sid) for media in message.media]
    return web.json_response({"media_list": items, "next_page_uri": None, "page": 0, "page_size": len(items)})


async def _delete_media(request: web.Request, carrier: Carrier, config: CarrierConfig) -> web.StreamResponse:
    message = _message(request, carrier)
    kept = tuple(media for media in message.media if media.sid != request.match_info["media_sid"])
    if len(kept) == len(message.media):
        raise TwilioError(404, 20404, f"The requested resource {request.path} was not found")
    message.media = kept
    return web.Response(status=204)


def routes() -> list[web.RouteDef]:
    base = "/2010-04-01/Accounts/{account_sid}/Messages"
    return [
        web.post(f"{base}.json", _send_unless_refused),
        web.get(f"{base}.json", _authenticated(_list)),
        web.get(f"{base}/{{sid}}.json", _authenticated(_fetch)),
        web.delete(f"{base}/{{sid}}.json", _authenticated(_delete)),
        web.get(f"{base}/{{sid}}/Media.json", _authenticated(_list_media)),
        web.delete(f"{base}/{{sid}}/Media/{{media_sid}}.json", _authenticated(_delete_media)),
    ]
