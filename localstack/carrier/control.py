"""The pretend carrier's own surface: what was texted, what is to go wrong, which lines there are, and the handset."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from aiohttp import web

from localstack.carrier.carrier import CARRIER, log_event
from localstack.carrier.config import CarrierConfig
from localstack.carrier.faults import KINDS, FaultKind, FaultRequest
from localstack.carrier.inbound import receive
from localstack.carrier.ledger import Direction, Message, Provider
from localstack.carrier.problems import invalid, parse_json

_HANDSET = Path(__file__).parent / "handset"
_HANDSET_FILES = {"handset.css": "text/css", "handset.js": "text/javascript"}
_HANDSET_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def _number(text: str) -> str:
    """A number from a query string, where an unescaped plus has become a blank."""
    stripped = text.strip()
    return f"+{stripped}" if text.startswith(" ") and stripped.isdigit() else stripped


def _item(message: Message) -> dict[str, object]:
    return {
        "sid": message.sid,
        "provider": message.provider.value,
        "from": message.from_,
        "to": message.to,
        "body": message.body,
        "status": message.status,
        "direction": message.direction.value,
        "at": message.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "errorCode": message.error_code,
        "lineStatus": message.line_status,
        "mediaUrls": [media.url for media in message.media],
    }


async def _messages(request: web.Request) -> web.Response:
    """`{items}` of every provider, oldest first. `?to=`, `?from=`, `?direction=outbound|inbound|all` (outbound unless
    told), `?between=<number>,<number>` for both ways of one thread, `?provider=`."""
    query = {name: value for name, value in request.query.items() if value}
    direction = query.get("direction", "all" if "between" in query else "outbound")
    if direction not in ("inbound", "outbound", "all"):
        raise invalid("direction", "must be inbound, outbound or all")
    parties = {_number(party) for party in query["between"].split(",")} if "between" in query else None
    if parties is not None and len(parties) != 2:
        raise invalid("between", "must be two numbers with a comma between them")
    provider = query.get("provider")
    if provider is not None and provider not in list(Provider):
        raise invalid("provider", f"must be one of {', '.join(Provider)}")
    to, from_ = _number(query.get("to", "")), _number(query.get("from", ""))

    def wanted(message: Message) -> bool:
        return (
            (direction == "all" or message.direction is Direction(direction))
            and (not to or message.to == to)
            and (not from_ or message.from_ == from_)
            and (parties is None or {message.from_, message.to} == parties)
            and (provider is None or message.provider == provider)
        )

    items = [_item(message) for message in request.app[CARRIER].ledger.oldest_first(wanted)]
    return web.json_response({"items": items}, headers={"Cache-Control": "no-store"})


async def _lines(request: web.Request) -> web.Response:
    """`{items: [{number, name, provider}]}`; a partner's number is its id."""
    config = request.app[CARRIER].config.current()
    return web.json_response({"items": _every_line(config) if config else []}, headers={"Cache-Control": "no-store"})


def _every_line(config: CarrierConfig) -> list[dict[str, str]]:
    found = [(line.number, line.name, Provider.TWILIO) for line in config.lines]
    if config.aws is not None:
        found += [(line.number, line.name, Provider.AWS) for line in config.aws.lines]
    if config.partner is not None:
        found.append((config.partner.id, f"Pretend partner {config.partner.id}", Provider.PARTNER))
    return [{"number": number, "name": name, "provider": provider.value} for number, name, provider in found]


async def _set_fault(request: web.Request) -> web.Response:
    carrier, wanted = request.app[CARRIER], await parse_json(request, FaultRequest)
    if wanted.kind not in KINDS[wanted.provider]:
        raise invalid("kind", f"is none of {wanted.provider.value}'s faults")
    if wanted.kind is FaultKind.DOWN:
        if wanted.seconds is None or wanted.count is not None:
            raise invalid("seconds", "down lasts for seconds, not for a count")
        if not carrier.listener.is_open:
            raise invalid("kind", "this carrier does not hold its own port")
        carrier.run_in_background(carrier.listener.shut(wanted.seconds))
    else:
        carrier.faults[wanted.provider].set(wanted)
    log_event("fault_set", kind=wanted.kind.value, provider=wanted.provider.value)
    return web.json_response(wanted.model_dump(exclude_none=True), status=201)


async def _faults(request: web.Request) -> web.Response:
    """`{items: [{provider, kind, count?, seconds?}]}` with what is left of each."""
    found = request.app[CARRIER].faults.items()
    items = [{"provider": provider.value, **one} for provider, faults in found for one in faults.describe()]
    return web.json_response({"items": items})


async def _clear_faults(request: web.Request) -> web.Response:
    carrier = request.app[CARRIER]
    for faults in carrier.faults.values():
        faults.clear()
    carrier.opted_out.clear()
    log_event("faults_cleared")
    return web.Response(status=204)


async def _health(request: web.Request) -> web.Response:
    configured = request.app[CARRIER].config.current() is not None
    return web.json_response({"status": "ok", "configured": configured})


async def _to_handset(request: web.Request) -> web.Response:
    raise web.HTTPFound("/handset")


async def _handset(request: web.Request) -> web.Response:
    page = (_HANDSET / "index.html").read_text(encoding="utf-8")
    return web.Response(text=page, content_type="text/html", headers=_HANDSET_HEADERS)


async def _handset_file(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    if name not in _HANDSET_FILES:
        raise web.HTTPNotFound
    text = (_HANDSET / name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=_HANDSET_FILES[name], headers=_HANDSET_HEADERS)


def routes() -> list[web.RouteDef]:
    return [
        web.get("/", _to_handset),
        web.get("/healthz", _health),
        web.get("/messages", _messages),
        web.get("/lines", _lines),
        web.post("/inbound", receive),
        web.post("/faults", _set_fault),
        web.get("/faults", _faults),
        web.delete("/faults", _clear_faults),
        web.get("/handset", _handset),
        web.get("/handset/", _handset),
        web.get("/handset/{name}", _handset_file),
    ]
