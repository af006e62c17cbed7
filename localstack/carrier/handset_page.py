"""The handset: a page of pretend phones beside each other, and what it asks for every second."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from localstack.carrier.carrier import CARRIER, log_event
from localstack.carrier.config import CarrierConfig
from localstack.carrier.control import every_line, faults_left, message_item
from localstack.carrier.inbound_request import Party
from localstack.carrier.ledger import Message
from localstack.carrier.phones import PhoneState
from localstack.carrier.problems import parse_json

#: A phone shows the latest of its texts.
TEXTS_SHOWN = 200
MOST_PHONES = 8

_FOLDER = Path(__file__).parent / "handset"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".png": "image/png"}
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class PhoneRequest(BaseModel):
    """What a phone is from now on. The number stands in the body, not in the address."""

    model_config = ConfigDict(extra="forbid")

    number: Party
    state: PhoneState


class NowRequest(BaseModel):
    """The numbers of the phones on the page, and the latest event it has."""

    model_config = ConfigDict(extra="forbid")

    numbers: Annotated[list[Party], Field(max_length=MOST_PHONES)]
    after: Annotated[int, Field(ge=0, strict=True)] = 0


async def _set_phone(request: web.Request) -> web.Response:
    carrier, wanted = request.app[CARRIER], await parse_json(request, PhoneRequest)
    carrier.phones.set(wanted.number, wanted.state)
    carrier.events.told(f"A phone is {_WORDS[wanted.state]}")
    log_event("phone_set", state=wanted.state.value)
    return web.json_response({"state": wanted.state.value}, headers={"Cache-Control": "no-store"})


_WORDS = {PhoneState.ON: "on", PhoneState.OFF: "off", PhoneState.LANDLINE: "a landline"}


async def _now(request: web.Request) -> web.Response:
    """`{lines, pages, faults, phones: [{number, state, items}], events, latest}`.

    `lines`, `faults` and `events` as at their own addresses; `items` are the latest texts of the phone with any line,
    oldest first.
    """
    carrier, wanted = request.app[CARRIER], await parse_json(request, NowRequest)
    config = carrier.config.current()

    def texts(number: str) -> list[dict[str, object]]:
        def its(message: Message) -> bool:
            return number in (message.from_, message.to)

        latest = list(islice(carrier.ledger.newest_first(its), TEXTS_SHOWN))
        return [message_item(message) for message in reversed(latest)]

    document = {
        "lines": every_line(config) if config else [],
        "pages": _pages(config) if config else [],
        "faults": faults_left(carrier),
        "phones": [
            {"number": number, "state": carrier.phones.state(number).value, "items": texts(number)}
            for number in dict.fromkeys(wanted.numbers)
        ],
        "events": [event.item() for event in carrier.events.after(wanted.after)],
        "latest": carrier.events.latest,
    }
    return web.json_response(document, headers={"Cache-Control": "no-store"})


def _pages(config: CarrierConfig) -> list[dict[str, str]]:
    site = "/sample/" if config.chat_url else None
    known = {"Console": config.console_url, "Sample chat": config.chat_url, "Sample site": site}
    return [{"name": name, "url": url} for name, url in known.items() if url is not None]


async def _to_handset(request: web.Request) -> web.Response:
    raise web.HTTPFound("/handset")


async def _page(request: web.Request) -> web.Response:
    page = (_FOLDER / "index.html").read_text(encoding="utf-8")
    return web.Response(text=page, content_type="text/html", headers=_HEADERS)


async def _file(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    kind = _TYPES.get(Path(name).suffix)
    if kind is None or name not in {file.name for file in _FOLDER.iterdir()}:
        raise web.HTTPNotFound
    return web.Response(body=(_FOLDER / name).read_bytes(), content_type=kind, headers=_HEADERS)


def routes() -> list[web.RouteDef]:
    return [
        web.get("/", _to_handset),
        web.post("/phones", _set_phone),
        web.get("/handset", _page),
        web.get("/handset/", _page),
        web.post("/handset/now", _now),
        web.get("/handset/{name}", _file),
    ]
