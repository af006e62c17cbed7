"""Every function that answers people, as it is put together, and people with their tokens in front of them."""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import ModuleType
from typing import Any

import pytest

from shared.contracts.routes import ROUTES
from shared.runtime import staff_api
from shared.security.chat_tokens import ChatTokens
from shared.security.tokens import AccessTokens
from shared.store import directory
from shared.store.models import AffiliateItem, UserItem
from tests.unit import aws
from tests.unit.builders import http_event
from tests.unit.dead_letter_house import House
from tests.unit.deployment import Deployment, forget_all
from tests.unit.world import World

_CACHED = type(cache(lambda: None))


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    text: str

    @property
    def problem(self) -> dict[str, Any]:
        """The whole document but the request's own id."""
        return {name: value for name, value in self.body.items() if name != "requestId"}


class FrontDoors:
    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = world
        monkeypatch.setattr(directory, "STAMP_SECONDS", 0.0)
        self.deployment = Deployment(world, monkeypatch)
        more = {"STAGE": "test", "CODES_SECRET": f"{aws.PREFIX}/codes", **House().environment()}
        for name, value in more.items():
            monkeypatch.setenv(name, value)
        aws.client("s3").create_bucket(Bucket=aws.FILES_BUCKET)
        self._functions = {one.function: _module(one.function) for one in ROUTES}
        forget_all()
        for module in (staff_api, *self._functions.values()):
            for made in vars(module).values():
                if isinstance(made, _CACHED):
                    made.cache_clear()
        self._issue = AccessTokens(aws.read_secret("auth")["token_key"]).issue
        self.tokens: dict[str, str] = {}

    def sign_in(self, user: str, affiliate: str = "aff_1", session: str | None = None) -> None:
        """In a session of theirs; `ask` goes on in the latest."""
        name = session or f"ses-{user}"
        self.world.sessions.start(name, user, affiliate, "refresh-hash")
        self.tokens[user], _ = self._issue(user, affiliate, name, datetime.now(UTC))

    def hire_platform_admin(self, user: str = "pla_1") -> None:
        AffiliateItem("A#platform", "AFFILIATE", affiliate_id="platform", name="Platform", active=True).save()
        UserItem(
            "A#platform",
            f"U#{user}",
            user_id=user,
            email=f"{user}@line.example.org",
            name="Pat",
            role="platform_admin",
            program_ids=[],
            active=True,
        ).save()
        self.world.tenants.touch("platform")

    def ask(
        self, method: str, path: str, body: Any = None, *, by: str = "", glass: str | None = None, **query: str
    ) -> Answer:
        """A request by somebody of the staff, or by nobody. A platform admin names the first affiliate."""
        headers = {"authorization": f"Bearer {self.tokens[by]}"} if by else {}
        if glass is not None:
            headers["x-break-glass"] = glass
        if by == "pla_1":
            query = {"affiliateId": "aff_1"} | query
        return self.send(method, path, body, headers, **query)

    def send(self, method: str, path: str, body: Any, headers: dict[str, str], **query: str) -> Answer:
        raw = json.dumps(body).encode() if body is not None else b""
        event = http_event(method, path, body=raw, headers=headers, parameters=query or None)
        answer = self._functions[_function(method, path)].handler(event, None)
        text = answer.get("body") or ""
        return Answer(answer["statusCode"], json.loads(text) if text.startswith("{") else {}, text)

    def chat_token(self) -> str:
        """A texter's, of a web chat."""
        tokens = ChatTokens(aws.read_secret("webchat")["token_key"])
        token, _ = tokens.open("chat-1", "pro_1", "aff_1", "", datetime.now(UTC))
        return token


def _function(method: str, path: str) -> str:
    parts = path.split("/")
    for one in ROUTES:
        own = one.path.split("/")
        if (one.method, len(own)) == (method, len(parts)) and all(
            a == b or a.startswith("{") for a, b in zip(own, parts, strict=True)
        ):
            return one.function
    raise AssertionError(f"there is no route {method} {path}")


def _module(function: str) -> ModuleType:
    return importlib.import_module(f"functions.{function}.handler")
