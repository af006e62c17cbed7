"""What tests of the pretend providers share: the carrier on loopback, and a webhook that keeps what it is posted."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from aiohttp import web

from localstack.carrier.app import build_app
from localstack.carrier.listener import Listener

TEXTER, AWS_LINE, SECOND_AWS_LINE = "+12025550142", "+12025550160", "+12025550161"
TOPIC = "arn:aws:sns:us-east-1:000000000000:pretend-topic"
PARTNER, SECRET = "par_pier", "not-a-secret"
TWILIO_SID, TWILIO_TOKEN, TWILIO_LINE = "AC" + "0" * 32, "not-a-token", "+18335550100"
RECEIPT_DELAY = 0.02


@contextmanager
def served(app: web.Application, listener: Listener | None = None) -> Iterator[str]:
    """The application on a free loopback port, in a loop and thread of its own; yields its URL."""
    ready, port, door = threading.Event(), [0], listener or Listener()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def run() -> None:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        port[0] = door.open(runner, 0)
        ready.set()
        await stop.wait()
        door.close()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    assert ready.wait(5)
    try:
        yield f"http://127.0.0.1:{port[0]}"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)
        loop.close()


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline, "gave up waiting"
        time.sleep(0.01)


@dataclass
class Posted:
    """One request the webhook was posted; header names in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.body)
        return document


@dataclass
class Webhook:
    """Holdfast's side: keeps what it is posted and answers as told."""

    url: str = ""
    answer: int = 200
    posts: list[Posted] = field(default_factory=list)

    def app(self) -> web.Application:
        async def take(request: web.Request) -> web.Response:
            headers = {name.lower(): value for name, value in request.headers.items()}
            self.posts.append(Posted(request.raw_path, headers, await request.read()))
            return web.Response(status=self.answer)

        app = web.Application()
        app.router.add_post("/{path:.*}", take)
        return app


@dataclass
class Bench:
    """`url` is the carrier's."""

    url: str
    webhook: Webhook
    config_path: Path

    def configure(self, **changes: object) -> None:
        config: dict[str, object] = {
            "account_sid": TWILIO_SID,
            "auth_token": TWILIO_TOKEN,
            "webhook_url": f"{self.webhook.url}/twilio",
            "lines": [{"number": TWILIO_LINE, "name": "Harbor"}],
            "aws": self.aws(),
            "partner": {"id": PARTNER, "secret": SECRET, "webhook_url": f"{self.webhook.url}/partner/{PARTNER}"},
        }
        draft = self.config_path.with_suffix(".draft")
        draft.write_text(json.dumps(config | changes))
        os.replace(draft, self.config_path)

    def aws(self, **changes: object) -> dict[str, object]:
        lines = [{"number": AWS_LINE, "name": "Backup"}, {"number": SECOND_AWS_LINE, "name": "Second"}]
        return {"webhook_url": f"{self.webhook.url}/aws?x=1", "topic_arn": TOPIC, "lines": lines} | changes

    def fault(self, kind: str, provider: str, **limits: object) -> None:
        wanted = {"kind": kind, "provider": provider, **limits}
        assert requests.post(f"{self.url}/faults", json=wanted, timeout=5).status_code == 201

    def text_in(self, provider: str, **changes: object) -> requests.Response:
        text = {"provider": provider, "from": TEXTER, "body": "hello"} | changes
        return requests.post(f"{self.url}/inbound", json=text, timeout=5)

    def messages(self, **query: str) -> list[dict[str, Any]]:
        answer = requests.get(f"{self.url}/messages", params=query, timeout=5)
        items: list[dict[str, Any]] = answer.json()["items"]
        return items


@contextmanager
def pretend_providers(folder: Path) -> Iterator[Bench]:
    """All of them, configured, with a webhook to post to."""
    webhook, config_path, listener = Webhook(), folder / "carrier.json", Listener()
    app = build_app(config_path, RECEIPT_DELAY, listener)
    with served(webhook.app()) as webhook_url, served(app, listener) as carrier_url:
        webhook.url = webhook_url
        bench = Bench(carrier_url, webhook, config_path)
        bench.configure()
        yield bench
