"""Somebody else's web site with the chat widget on it, and what its visitors do with that.

The site answers as `localhost`, the line as `127.0.0.1`: to a browser these are different sites, as in the world.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import FrameLocator, Locator, Page, Response, expect

from tests.browser.axe import small_targets, sticking_out, violations
from tests.browser.chat import ELSEWHERE
from tests.browser.conftest import Window
from tests.e2e.line import Line
from tests.e2e.people import CRISIS

_PAGE = """<!doctype html>
<html lang="en" dir="{dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A site</title>
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/site.css">
<script src="{script}" {said} async></script></head>
<body><main><h1>A site: {path}</h1><p><a href="/one">One</a> <a href="/two">Two</a></p>
<label>A field <input id="field"></label></main></body></html>"""

_STYLE = """:root { background: #fff; color: #222 } a { color: #0645ad }
a, input { display: inline-block; min-height: 2em; min-width: 2em }"""
_FILES = {
    "/icon.svg": ("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "/site.css": ("text/css", _STYLE),
}


class Site:
    """One server. A page's path is free; its query: `program`, `language`, `position`, `dir`, `isolated`, `script`."""

    def __init__(self, line: Line) -> None:
        self.line = line
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body, headers = site.answer(self.path)
                self.send_response(200)
                for name, value in (headers | {"Content-Length": str(len(body))}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def origin(self) -> str:
        return f"http://localhost:{self._server.server_port}"

    @property
    def near_origin(self) -> str:
        """The same pages by another name: of the line's own site, to a browser, where frames have a storage."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, target: str) -> tuple[bytes, dict[str, str]]:
        """A page, under the strictest policy that the widget needs."""
        address = urlsplit(target)
        if address.path in _FILES:
            kind, text = _FILES[address.path]
            return text.encode(), {"Content-Type": kind}
        asked = {name: values[0] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
        said = {name: asked[name] for name in ("program", "language", "position") if name in asked}
        attributes = " ".join(f'data-{name}="{value}"' for name, value in ({"program": CRISIS} | said).items())
        script = f"{self.line.api_url}/widget.js" if asked.get("script") != "none" else "/none.js"
        page = _PAGE.format(dir=asked.get("dir", "ltr"), script=script, said=attributes, path=address.path)
        return page.encode(), {"Content-Type": "text/html; charset=utf-8"} | self._headers("isolated" in asked)

    def _headers(self, isolated: bool) -> dict[str, str]:
        chat = self.line.api_url
        headers = {
            "Content-Security-Policy": f"default-src 'none'; script-src {chat}/widget.js; frame-src {chat}/chat/; "
            "img-src 'self'; style-src 'self'; base-uri 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        }
        if isolated:
            headers |= {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
        return headers

    @contextmanager
    def served(self) -> Iterator[Site]:
        thread = Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join(5)


class Visitor:
    """Somebody on a page of the site. `asked` are the addresses of all that was asked for, by whichever frame."""

    def __init__(self, site: Site, window: Window, path: str = "/one", page: Page | None = None) -> None:
        self.site, self._window = site, window
        self.asked: list[str] = []
        self.answers: list[Response] = []
        window.context.route(ELSEWHERE, lambda route: route.fulfill(body="<title>Weather</title>sunny"))
        self.page = page or window.opens("about:blank")
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("response", lambda answer: self.answers.append(answer))
        self.page.goto(site.origin + path)

    @property
    def button(self) -> Locator:
        return self.page.get_by_test_id("widget-button")

    @property
    def badge(self) -> Locator:
        return self.page.get_by_test_id("widget-badge")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_test_id("widget-panel")

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("holdfast-chat iframe")

    def part(self, name: str) -> Locator:
        return self.frame.get_by_test_id(name)

    def opens(self) -> None:
        """The panel, until one can write."""
        self.button.click()
        self.is_open()

    def is_open(self) -> None:
        expect(self.button).to_have_attribute("aria-expanded", "true")
        expect(self.part("chat")).to_have_attribute("data-stage", "open")

    def is_live(self) -> None:
        expect(self.part("chat")).to_have_attribute("data-connection", "live")

    def is_away(self) -> None:
        """The panel is put away, and the page is still there."""
        expect(self.button).to_have_attribute("aria-expanded", "false")
        expect(self.panel).to_be_hidden()

    def writes(self, words: str) -> None:
        self.part("composer").fill(words)
        self.part("composer").press("Enter")

    def stands(self, state: str) -> None:
        expect(self.part("chat")).to_have_attribute("data-state", state)

    def message(self, words: str) -> Locator:
        return self.part("message").filter(has_text=words)

    def hosts(self) -> set[str]:
        """Whom anything was asked of."""
        return {urlsplit(address).netloc for address in self.asked if not address.startswith(("about:", "data:"))}

    def of_the_line(self) -> list[str]:
        """The paths that the line was asked for."""
        line = urlsplit(self.site.line.api_url).netloc
        return [urlsplit(address).path for address in self.asked if urlsplit(address).netloc == line]

    def frame_may_store(self) -> bool:
        """Whether this browser lets the frame have a storage here. Several do not, most of all in private windows."""
        look = "() => { try { return sessionStorage.length >= 0 } catch { return false } }"
        return bool(self.part("chat").evaluate(look))

    def kept_by_the_site(self) -> Mapping[str, str]:
        found: dict[str, str] = self.page.evaluate("({...sessionStorage, ...localStorage})")
        return found

    def faults(self) -> list[str]:
        """What checkers of accessibility find in the frame, by itself; the site's page is looked at when pictured."""
        # They ask no more of a page than a frame can do.
        frames = [cast(Page, one) for one in self.page.frames if "/chat/" in one.url]
        return [fault for one in frames for look in (sticking_out, small_targets, violations) for fault in look(one)]

    def weight(self) -> int:
        """What the line sent for script, page and frame, compressed as CloudFront would."""
        files = {one.url: one for one in self.answers if urlsplit(one.url).path in self.of_the_line()}
        bodies = [one.body() for url, one in files.items() if "/api/" not in url and "/ws" not in url]
        return sum(len(gzip.compress(body)) for body in bodies)

    def forgives(self) -> None:
        """Take the browser's own notes of what was made to fail from the complaints."""
        self._window.complaints.clear()
