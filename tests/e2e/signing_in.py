"""Whoever signs in by a way of their own: a browser that keeps cookies, and people whose accounts may be troubled."""

from __future__ import annotations

import json
import re
import urllib.request
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import requests

from shared.operator.tenants import NewMember
from tests.e2e.line import Line
from tests.e2e.tide import Tide
from tests.e2e.waiting import eventually

AFFILIATE = "aff_gate"
PASSWORD = "nine quiet herons at noon"
GINA, GUS, GRETA, GIL = (f"{name}@gate.example" for name in ("gina", "gus", "greta", "gil"))
ACCESS, REFRESH = "__Host-holdfast-access", "__Host-holdfast-refresh"


def settle_gate(tide: Tide) -> None:
    """An affiliate whose people's passwords and sessions may be changed; may be repeated."""
    with tide.as_operator():
        tenants = tide.tenants()
        tenants.affiliate(AFFILIATE, "Gate Test Line")
        for email in (GINA, GUS, GRETA, GIL):
            name = email.partition("@")[0]
            tenants.member(AFFILIATE, NewMember(f"usr_{name}", email, name.capitalize(), "responder", PASSWORD))


@dataclass
class Browser:
    """Keeps its cookies by hand: a client that knows only HTTP would not send those that are for TLS."""

    line: Line
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    def ask(self, method: str, path: str, *, csrf: bool = True, **options: Any) -> requests.Response:
        headers = options.pop("headers", {}) | {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if csrf:
            headers["X-CSRF-Token"] = self.csrf
        answer = self.line.call(method, path, headers=headers, **options)
        for header in answer.raw.headers.getlist("Set-Cookie"):
            for name, morsel in SimpleCookie(header).items():
                assert morsel["secure"] and morsel["samesite"] == "Lax" and morsel["path"] == "/"
                self.cookies[name] = morsel.value
        return answer

    def signs_in(self, email: str, password: str = PASSWORD) -> requests.Response:
        login = {"email": email, "password": password}
        answer = self.ask("POST", "/api/auth/login", json=login, headers={"X-Session": "cookie"}, csrf=False)
        assert answer.status_code == 200, answer.text
        self.csrf = answer.json()["csrfToken"]
        return answer

    @property
    def session(self) -> str:
        return self.cookies[REFRESH].partition(".")[0]


def mails_to(line: Line, address: str) -> list[dict[str, Any]]:
    """What was mailed to somebody, oldest first; the emulator keeps it."""
    with urllib.request.urlopen(f"{line.outputs['aws_endpoint']}/_ministack/ses/messages", timeout=20) as answer:
        accounts: dict[str, list[dict[str, Any]]] = json.load(answer)["messages"]
    return [mail for mails in accounts.values() for mail in mails if address in mail["To"]]


def next_secret(line: Line, address: str, path: str, **more: str) -> str:
    """Ask for a code or a link, and wait for the mail; the secret that it carries."""
    before = len(mails_to(line, address))
    answer = line.call("POST", f"/api/auth/{path}/request", json={"email": address, **more})
    assert answer.status_code == 202, answer.text
    mail = eventually(lambda: mails_to(line, address)[before:], "the mail")[-1]
    return secret_in(mail["BodyText"])


def secret_in(text: str) -> str:
    """The code, or the token at the end of the link."""
    link = re.search(r"/#/(?:sign-in/magic|reset|welcome)/([\w.-]+)", text)
    code = re.search(r"\b\d{6}\b", text)
    assert link is not None or code is not None, text
    return link[1] if link is not None else code[0] if code is not None else ""
