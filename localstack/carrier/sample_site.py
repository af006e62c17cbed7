"""A pretend affiliate's web site with the chat widget on it: another origin than ours, and a policy of its own.

`/sample/` is a quiet site, `/sample/groups` its second page, `/sample/hostile` the same under rules that no widget
should have to live with. `?program=`, `?language=` and `?position=` are what the script's element says.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from localstack.carrier.carrier import CARRIER

_FOLDER = Path(__file__).resolve().parents[2] / "console" / "sample-host"
_FILES = {"site.css": "text/css; charset=utf-8", "hostile.css": "text/css; charset=utf-8", "site.svg": "image/svg+xml"}
#: The pages and their additional style sheets.
_PAGES: dict[str, tuple[str, str]] = {
    "": ("index.html", ""),
    "groups": ("groups.html", ""),
    "hostile": ("index.html", '<link rel="stylesheet" href="hostile.css" />'),
}
#: What may stand in an attribute of the script's element.
_WORD = re.compile(r"[\w.~:@%+-]{1,128}", re.ASCII)
_CHOICES = {"language": "auto", "position": "end"}


async def _page(request: web.Request) -> web.Response:
    config = request.app[CARRIER].config.current()
    found = _PAGES.get(request.match_info.get("page", ""))
    if found is None or config is None or config.chat_url is None:
        raise web.HTTPNotFound
    chat = urlsplit(config.chat_url)
    origin = f"{chat.scheme}://{chat.netloc}"
    program = parse_qs(chat.query).get("program", [""])[0]
    said = {"program": request.query.get("program", program)} | {
        name: request.query.get(name, usual) for name, usual in _CHOICES.items()
    }
    if not all(_WORD.fullmatch(value) for value in said.values()):
        raise web.HTTPBadRequest
    name, more = found
    values = {key: escape(value, quote=True) for key, value in {**said, "script": f"{origin}/widget.js"}.items()}
    body = Template((_FOLDER / name).read_text()).substitute(values | {"styles": more})
    return web.Response(text=body, content_type="text/html", charset="utf-8", headers=_headers(origin))


def _headers(chat: str) -> dict[str, str]:
    """The strictest policy under which the widget works: our script, our frame, and nothing else of ours."""
    policy = (
        f"default-src 'none'; script-src {chat}/widget.js; frame-src {chat}/chat/; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    )
    return {"Content-Security-Policy": policy, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


async def _file(request: web.Request) -> web.FileResponse:
    name = request.match_info["name"]
    return web.FileResponse(_FOLDER / name, headers={"Content-Type": _FILES[name], "Cache-Control": "no-cache"})


async def _to_page(request: web.Request) -> web.Response:
    raise web.HTTPFound("/sample/")


def routes() -> list[web.RouteDef]:
    return [
        web.get("/sample", _to_page),
        web.get("/sample/", _page),
        web.get("/sample/{name:" + "|".join(re.escape(name) for name in _FILES) + "}", _file),
        web.get("/sample/{page}", _page),
    ]
