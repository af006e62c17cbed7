"""Who may call what, written down once more and apart from the product: the matrix is held against this table.

Each route and each action of the WebSocket has one line. What it says of the roles (R responder, S supervisor, A admin,
O outreach, P platform admin) is what is expected of whoever is not named: nothing. A new route needs a new line.

    route("GET", "/api/dm/threads", "RSAO")                          those roles, whatever it is about
    thing("GET", "/api/keywords/{id}", "keyword", R=NEAR, A=WIDE)    those roles, of things that stand so to them
    thing(..., told="RS")    who sees it without being allowed this is told so (403); everybody else finds nothing (404)

How a thing stands to who asks: `own`; `program`: somebody else's in one of their programs; `affiliate`: in another
program of their affiliate; `foreign`: another affiliate's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RELATIONS = ("own", "program", "affiliate", "foreign")
OWN, NEAR, WIDE = ("own",), ("own", "program"), ("own", "program", "affiliate")
ROLES = {"R": "responder", "S": "supervisor", "A": "admin", "O": "outreach", "P": "platform_admin"}
EVERYBODY, MEMBERS = "RSAOP", "RSAO"
WEBHOOK = {"url": "https://hooks.example.org/x", "events": ["conversation.closed"]}


@dataclass(frozen=True)
class Line:
    """One expectation. `who` are the letters that get past the role; `reach` says of which of them, and of what."""

    method: str
    path: str
    who: str
    thing: str | None = None
    reach: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    body: Any = None


def route(method: str, path: str, who: str, body: Any = None) -> Line:
    return Line(method, path, who, body=body)


def thing(
    method: str,
    path: str,
    what: str,
    body: Any = None,
    *,
    told: Mapping[str, tuple[str, ...]] | None = None,
    **reach: tuple[str, ...],
) -> Line:
    who = "".join(dict.fromkeys([*reach, *(told or {})]))
    return Line(method, path, who, what, reach, told or {}, body)


def configured(path: str, what: str, *, near: tuple[str, ...] = NEAR, readers: str = EVERYBODY) -> list[Line]:
    """The five routes of something that is configured: everybody, or who leads, reads; admins write."""
    reads: Any = {letter: WIDE if letter in "AP" else near for letter in readers}
    writes: Any = {"A": WIDE, "P": WIDE}
    return [
        route("GET", path, readers),
        route("POST", path, "AP", {}),
        thing("GET", f"{path}/{{id}}", what, **reads),
        thing("PUT", f"{path}/{{id}}", what, {}, **writes),
        thing("DELETE", f"{path}/{{id}}", what, **writes),
    ]


def on_conversations(suffix: str, body: Any = None, method: str = "POST", **more: Any) -> Line:
    """What its owner does, and a supervisor who took it over."""
    return thing(method, f"/api/conversations/{{id}}{suffix}", more.pop("what", "conversation"), body, **more)


_C = "/api/conversations/{id}"
#: Who looks after a program may; who owns it may.
_LED: Any = {"R": OWN, "S": NEAR}
#: Its owner may, also a supervisor who took it over; other supervisors are told that it is not theirs.
_OWNED: Any = {"R": OWN, "S": OWN, "told": {"S": ("program",)}}

ANYONE = "anyone"
_AUTH = [
    route("POST", f"/api/auth/{path}", ANYONE, {})
    for path in (
        "login", "otp/request", "otp/verify", "magic/request", "magic/verify", "reset/request", "reset",
        "invitation/accept", "refresh",
    )
]  # fmt: skip
_MINE = [
    route("POST", "/api/auth/logout", EVERYBODY),
    route("POST", "/api/auth/password", EVERYBODY, {}),
    route("GET", "/api/auth/session", EVERYBODY),
    route("PUT", "/api/auth/session", EVERYBODY, {"activeProgramId": None}),
    route("GET", "/api/auth/sessions", EVERYBODY),
    route("DELETE", "/api/auth/sessions", EVERYBODY),
    thing("DELETE", "/api/auth/sessions/{id}", "session", R=OWN, S=OWN, A=OWN, O=OWN, P=OWN),
    route("GET", "/api/auth/profile", EVERYBODY),
    route("PUT", "/api/auth/profile", EVERYBODY, {"name": "A. Name"}),
    route("POST", "/api/realtime/ticket", EVERYBODY),
]
_LEADING = "SAP"
_DIRECTORY = [
    *configured("/api/programs", "program"),
    *configured("/api/keywords", "keyword"),
    *configured("/api/surveys", "survey"),
    *configured("/api/canned-responses", "canned"),
    *configured("/api/tags", "tag"),
    *configured("/api/templates", "template", near=WIDE, readers=_LEADING),
    *configured("/api/admin/texts", "text", readers=_LEADING),
    *configured("/api/admin/lines", "line", readers=_LEADING),
    *configured("/api/admin/provider-accounts", "account", readers="AP"),
    *configured("/api/users", "user", near=WIDE),
    thing("POST", "/api/admin/texts/{id}/approve", "text", {}, S=NEAR, A=WIDE, P=WIDE),
    thing("PUT", "/api/admin/provider-accounts/{id}/credentials", "account", {}, A=WIDE, P=WIDE),
    thing("POST", "/api/users/{id}/invite", "user", A=WIDE, P=WIDE),
    route("GET", "/api/affiliates", EVERYBODY),
    route("POST", "/api/affiliates", "P", {}),
    thing("GET", "/api/affiliates/{id}", "affiliate", R=OWN, S=OWN, A=OWN, O=OWN, P=("own", "foreign")),
    thing("PUT", "/api/affiliates/{id}", "affiliate", {}, A=OWN, P=("own", "foreign")),
    thing("DELETE", "/api/affiliates/{id}", "affiliate", P=("own", "foreign")),
    *(
        line
        for part, body in {
            "settings": {},
            "retention": {"retentionDays": 300},
            "flags": {"flags": {}},
            "limits": {"limits": {}},
            "lexicon": {},
        }.items()
        for line in (
            route("GET", f"/api/admin/{part}", _LEADING),
            route("PUT", f"/api/admin/{part}", "AP", body),
        )
    ),
    *(
        line
        for part, body in {"hours": {"hours": None}, "timers": {"timers": {}}}.items()
        for line in (
            thing("GET", f"/api/admin/{part}/{{programId}}", "program", S=NEAR, A=WIDE, P=WIDE),
            thing("PUT", f"/api/admin/{part}/{{programId}}", "program", body, A=WIDE, P=WIDE),
        )
    ),
]
_CARE = [
    route("GET", "/api/queue", "RSA"),
    route("POST", "/api/queue/next", "R", {}),
    route("GET", "/api/queue/health", "RSA"),
    route("GET", "/api/responders", "RSA"),
    route("PUT", "/api/responders/me/presence", "RS", {"state": "available"}),
    route("GET", "/api/providers", "RSA"),
    route("GET", "/api/alerts", "RSA"),
    thing("POST", "/api/alerts/{id}/acknowledge", "alert", R=OWN, S=OWN, A=OWN),
    route("GET", "/api/conversations", "RSA"),
    thing("GET", _C, "conversation", R=OWN, S=NEAR, A=WIDE),
    thing("GET", f"{_C}/messages", "conversation", R=OWN, S=NEAR, A=WIDE),
    thing("GET", f"{_C}/timeline", "conversation", R=OWN, S=NEAR, A=WIDE),
    thing("GET", f"{_C}/summary", "conversation", R=OWN, S=NEAR, A=WIDE),
    thing("GET", f"{_C}/files", "conversation", R=OWN, S=NEAR, A=WIDE),
    on_conversations("/messages", {"content": "I am here"}, **_OWNED),
    on_conversations("/messages/{seq}/outcome", {"outcome": "sent"}, what="message", **_LED),
    # Who works in the program is told that somebody else was faster.
    on_conversations("/assign", {}, R=NEAR, S=NEAR),
    on_conversations("/accept", **_LED),
    on_conversations("/reject", **_LED),
    on_conversations("/transfer", {"responderId": "res_2"}, **_OWNED),
    on_conversations("/return", {}, **_LED),
    on_conversations("/reassign", {"responderId": "res_2"}, S=NEAR),
    on_conversations("/whisper", {"content": "ask about tonight"}, S=NEAR),
    on_conversations("/escalate", {"type": "medical", "urgency": "urgent"}, **_OWNED),
    on_conversations("/escalations/{eid}", method="GET", what="call", R=OWN, S=NEAR, A=WIDE),
    on_conversations("/escalations/{eid}", {"referenceNumber": "1"}, method="PUT", what="call", **_LED),
    # Anybody in the program may be the second person.
    on_conversations("/escalations/{eid}/confirm", what="call", R=NEAR, S=NEAR),
    on_conversations("/escalations/{eid}/contacts", {"service": "911", "note": "called"}, what="call", **_LED),
    on_conversations("/resolve", {"outcome": "resolved"}, what="call", **_LED),
    on_conversations("/typing", **_OWNED),
    on_conversations("/wrap-up", **_OWNED),
    on_conversations("/resume", **_LED),
    on_conversations("/close", {}, **_OWNED),
    on_conversations("/follow-up", {"message": "How are you today?"}, **_LED),
    on_conversations("/follow-up/cancel", **_LED),
    on_conversations("/tag", {"tags": ["alone"]}, **_LED),
    on_conversations("/ladder", {}, **_OWNED),
    on_conversations("/survey", {"surveyId": "srv_own"}, **_OWNED),
    on_conversations("/report-abuse", {"reason": "insults us"}, **_OWNED),
    on_conversations("/same-person", {"confirmed": True}, **_OWNED),
    on_conversations("/earlier", method="GET", **_LED),
    on_conversations("/opt-out", **_LED),
    on_conversations("/sender", method="GET", **_LED),
    on_conversations("/sender/reveal", {}, **_LED),
    on_conversations("/draft-reply", **_OWNED),
    route("POST", "/api/admin/legal-holds", "SA", {}),
    thing("DELETE", "/api/admin/legal-holds/{id}", "conversation", S=NEAR, A=WIDE),
    route("GET", "/api/admin/blocked-senders", "S"),
    route("POST", "/api/admin/blocked-senders", "S", {}),
    thing("DELETE", "/api/admin/blocked-senders/{id}", "block", S=NEAR),
    thing("POST", "/api/texters/{id}/export", "texter", {}, S=NEAR, A=WIDE),
    thing("POST", "/api/texters/{id}/erase", "texter", {"reason": "they asked", "code": "asked"}, S=NEAR, A=WIDE),
    thing("GET", "/api/texters/{id}/erase/{eid}", "erasure", S=NEAR, A=WIDE),
    thing("POST", "/api/texters/{id}/erase/{eid}/approve", "erasure", S=NEAR, A=WIDE),
    thing("POST", "/api/texters/{id}/erase/{eid}/cancel", "erasure", S=NEAR, A=WIDE),
    route("GET", "/api/erasures", "SA"),
]
_STAFF = [
    route("GET", "/api/dm/threads", MEMBERS),
    thing("GET", "/api/dm/{peerId}", "user", R=WIDE, S=WIDE, A=WIDE, O=WIDE),
    thing("POST", "/api/dm/{peerId}", "user", {"content": "hello"}, R=WIDE, S=WIDE, A=WIDE, O=WIDE),
    thing("POST", "/api/dm/{peerId}/read", "user", {}, R=WIDE, S=WIDE, A=WIDE, O=WIDE),
    route("GET", "/api/announcements", MEMBERS),
    route("POST", "/api/announcements", "SA", {}),
    thing("POST", "/api/announcements/{id}/read", "announcement", R=NEAR, S=NEAR, A=WIDE, O=NEAR),
    thing("DELETE", "/api/announcements/{id}", "announcement", S=OWN, A=WIDE, told={"S": ("program",)}),
    route("POST", "/api/files", MEMBERS, {}),
    thing("POST", "/api/files/{id}/complete", "file", R=OWN, S=OWN, A=OWN, O=OWN),
    thing("GET", "/api/files/{id}", "file", R=OWN, S=OWN, A=OWN, O=OWN),
    thing("DELETE", "/api/files/{id}", "file", R=OWN, S=OWN, A=OWN, O=OWN),
]
_ADMIN = [
    route("GET", "/api/admin/dead-letters", "SA"),
    route("GET", "/api/admin/dead-letters/{queue}", "SA"),
    route("POST", "/api/admin/dead-letters/{queue}/replay", "SA", {}),
    route("GET", "/api/admin/quarantine", "SA"),
    route("GET", "/api/admin/webhooks", "A"),
    route("POST", "/api/admin/webhooks", "A", {}),
    thing("GET", "/api/admin/webhooks/{id}", "webhook", A=WIDE),
    thing("PUT", "/api/admin/webhooks/{id}", "webhook", WEBHOOK, A=WIDE),
    thing("DELETE", "/api/admin/webhooks/{id}", "webhook", A=WIDE),
    thing("POST", "/api/admin/webhooks/{id}/rotate", "webhook", A=WIDE),
    thing("POST", "/api/admin/webhooks/{id}/test", "webhook", A=WIDE),
    thing("GET", "/api/admin/webhooks/{id}/deliveries", "webhook", A=WIDE),
    thing("POST", "/api/admin/webhooks/{id}/deliveries/{did}/replay", "hook_delivery", A=WIDE),
    route("POST", "/api/admin/break-glass", "AP", {}),
    route("GET", "/api/admin/break-glass", "SAP"),
    thing("DELETE", "/api/admin/break-glass/{id}", "grant", A=WIDE, P=WIDE),
    route("GET", "/api/audit", "SAP"),
    route("GET", "/api/reports/today", "SA"),
    route("GET", "/api/admin/tenant-pack", "A"),
    route("POST", "/api/admin/tenant-pack/plan", "A", {}),
    route("POST", "/api/admin/tenant-pack/apply", "A", {}),
]
PROVIDER, TEXTER = "provider", "texter"
_STRANGERS = [
    route("POST", "/api/webhooks/twilio", PROVIDER),
    route("POST", "/api/webhooks/twilio/status", PROVIDER),
    route("POST", "/api/webhooks/aws", PROVIDER),
    route("POST", "/api/webhooks/partner/{id}", PROVIDER),
    route("POST", "/api/webhooks/partner/{id}/status", PROVIDER),
    route("GET", "/api/webchat/programs/{id}", ANYONE),
    route("POST", "/api/webchat/sessions", ANYONE, {}),
    route("POST", "/api/webchat/messages", TEXTER, {}),
    route("POST", "/api/webchat/end", TEXTER, {}),
    route("GET", "/api/webchat/messages", TEXTER),
    route("POST", "/api/webchat/ticket", TEXTER),
    route("POST", "/api/webchat/read", TEXTER, {"seq": 0}),
    route("POST", "/api/webchat/typing", TEXTER),
    *(
        route("OPTIONS", f"/api/webchat/{path}", ANYONE)
        for path in ("programs/{id}", "sessions", "messages", "end", "ticket", "read", "typing")
    ),
    route("GET", "/healthz", ANYONE),
    route("GET", "/readyz", ANYONE),
    route("GET", "/api/openapi.json", ANYONE),
]
LINES: tuple[Line, ...] = (*_AUTH, *_MINE, *_DIRECTORY, *_CARE, *_STAFF, *_ADMIN, *_STRANGERS)

#: The WebSocket: of which conversations, programs and people staff may say what.
SOCKET: dict[str, Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "subscribe": {
        "conversation": {"R": OWN, "S": NEAR, "A": WIDE},
        "program": {"R": NEAR, "S": NEAR, "A": WIDE},
        "user": dict.fromkeys(EVERYBODY, OWN),
    },
    "typing": {"conversation": {"R": OWN, "S": OWN}},
    "unsubscribe": {"conversation": dict.fromkeys(EVERYBODY, RELATIONS)},
    "ping": {},
    "state": {},
}
