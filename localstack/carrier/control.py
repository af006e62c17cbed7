"""The pretend carrier's own surface: what was texted, what is to go wrong, which lines there are, what happened."""

from __future__ import annotations

from datetime import UTC

from aiohttp import web

from localstack.carrier.carrier import CARRIER, Carrier, log_event
from localstack.carrier.config import CarrierConfig
from localstack.carrier.fault_catalogue import CATALOGUE, described
from localstack.carrier.faults import KINDS, FaultKind, FaultRequest
from localstack.carrier.inbound import receive
from localstack.carrier.ledger import Direction, Message, Provider
from localstack.carrier.problems import invalid, parse_json

_NO_STORE = {"Cache-Control": "no-store"}


def _number(text: str) -> str:
    """A number from a query string, where an unescaped plus has become a blank."""
    stripped = text.strip()
    return f"+{stripped}" if text.startswith(" ") and stripped.isdigit() else stripped


def message_item(message: Message) -> dict[str, object]:
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

    items = [message_item(message) for message in request.app[CARRIER].ledger.oldest_first(wanted)]
    return web.json_response({"items": items}, headers=_NO_STORE)


async def _lines(request: web.Request) -> web.Response:
    """`{items: [{number, name, provider}]}`; a partner's number is its id."""
    config = request.app[CARRIER].config.current()
    return web.json_response({"items": every_line(config) if config else []}, headers=_NO_STORE)


def every_line(config: CarrierConfig) -> list[dict[str, str]]:
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
    carrier.events.told(f"{CATALOGUE[wanted.kind].title}, {_lasting(wanted)}", wanted.provider)
    log_event("fault_set", kind=wanted.kind.value, provider=wanted.provider.value)
    return web.json_response(wanted.model_dump(exclude_none=True), status=201)


def _lasting(wanted: FaultRequest) -> str:
    if wanted.seconds is not None:
        return f"for {wanted.seconds:g}\N{NO-BREAK SPACE}s"
    if wanted.count is None:
        return "until stopped"
    return "once" if wanted.count == 1 else f"{wanted.count}\N{NO-BREAK SPACE}times"


def faults_left(carrier: Carrier) -> list[dict[str, object]]:
    """`[{provider, kind, count?, seconds?}]` with what is left of each."""
    return [{"provider": provider.value, **one} for provider, kept in carrier.faults.items() for one in kept.describe()]


async def _faults(request: web.Request) -> web.Response:
    return web.json_response({"items": faults_left(request.app[CARRIER])}, headers=_NO_STORE)


async def _fault_kinds(request: web.Request) -> web.Response:
    """`{items}`: every fault in words, see `fault_catalogue.described`."""
    return web.json_response({"items": described()})


async def _stop_fault(request: web.Request) -> web.Response:
    carrier = request.app[CARRIER]
    try:
        provider, kind = Provider(request.match_info["provider"]), FaultKind(request.match_info["kind"])
    except ValueError:
        raise web.HTTPNotFound from None
    carrier.faults[provider].stop(kind)
    carrier.events.told(f"{CATALOGUE[kind].title}, stopped", provider)
    return web.Response(status=204)


async def _clear_faults(request: web.Request) -> web.Response:
    carrier = request.app[CARRIER]
    for faults in carrier.faults.values():
        faults.clear()
    carrier.opted_out.clear()
    carrier.events.told("All faults stopped")
    log_event("faults_cleared")
    return web.Response(status=204)


async def _events(request: web.Request) -> web.Response:
    """`{items, latest}`, oldest first; `?after=` a number leaves out what came up to it."""
    events, after = request.app[CARRIER].events, request.query.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) <= 9):
        raise invalid("after", "must be a whole number")
    items = [event.item() for event in events.after(int(after))]
    return web.json_response({"items": items, "latest": events.latest}, headers=_NO_STORE)


async def _as_curl(request: web.Request) -> web.Response:
    """The command that posts a webhook again, with the texter's words in it: signed with the pretend secret only."""
    event = request.app[CARRIER].events.find(int(request.match_info["seq"]))
    if event is None or event.posted is None:
        raise web.HTTPNotFound
    return web.Response(text=event.posted.as_curl(), headers=_NO_STORE)


async def _health(request: web.Request) -> web.Response:
    configured = request.app[CARRIER].config.current() is not None
    return web.json_response({"status": "ok", "configured": configured})


def routes() -> list[web.RouteDef]:
    return [
        web.get("/healthz", _health),
        web.get("/messages", _messages),
        web.get("/lines", _lines),
        web.post("/inbound", receive),
        web.post("/faults", _set_fault),
        web.get("/faults", _faults),
        web.delete("/faults", _clear_faults),
        web.get("/faults/kinds", _fault_kinds),
        web.delete("/faults/{provider}/{kind}", _stop_fault),
        web.get("/events", _events),
        web.get("/events/{seq:[0-9]{1,9}}/curl", _as_curl),
    ]
