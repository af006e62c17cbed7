"""The function that lets people in, and the one that mails them, over AWS in memory. Requests go the way events do."""

from __future__ import annotations

import base64
import contextlib
import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from functions.auth.house import operations
from functions.comms.supervisor import NoticeSupervisor
from shared.channels.mail import Mail
from shared.contracts.queues import FactNotice, NoticeTask
from shared.domain.errors import Unavailable
from shared.lifecycle.noticing import NoticeSender
from shared.lifecycle.sign_in_post import SignInPost
from shared.runtime.http import Api, api
from shared.runtime.identity import Identity
from shared.runtime.renewal import Pairs, Renewal
from shared.runtime.renewing import Renewing
from shared.runtime.session_cookies import ACCESS, CSRF_HEADER, REFRESH
from shared.runtime.sign_in_mail import Invitations, SignInMail
from shared.runtime.sockets import Sockets
from shared.security.passwords import hash_password
from shared.security.tokens import AccessTokens, SessionTokens
from shared.store.audit import Audit
from shared.store.breakers import Breakers, Pace
from shared.store.challenges import Challenges
from shared.store.directory import Directory
from shared.store.models import LoginItem, UserItem
from shared.store.notices import Notices
from tests.unit import aws
from tests.unit.builders import LINE, http_event
from tests.unit.post import LINK, Post
from tests.unit.world import World

PASSWORD = "seven brown otters at dusk"
OTHER = "a lamp that hums in winter"
ANN, PHONE = "ann@line.example.org", "+12025550190"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@cache
def hashed() -> str:
    """argon2 takes its time on purpose."""
    return hash_password(PASSWORD)


@dataclass
class Answered:
    status: int
    body: dict[str, Any]
    headers: dict[str, str]
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return str(self.body.get("code"))

    @property
    def fields(self) -> dict[str, str]:
        return {one["field"]: one["message"] for one in self.body.get("errors") or []}


class AuthHouse:
    """Ann is a responder who has a password, Ivo one who was invited and has none."""

    def __init__(self, world: World) -> None:
        self.world, self.post = world, Post()
        self.hire("res_5", ANN, "Ann", hashed(), phone=PHONE)
        self.hire("res_6", "ivo@line.example.org", "Ivo", None)
        self.new_environment()

    def hire(self, user: str, email: str, name: str, password_hash: str | None, **more: Any) -> None:
        UserItem(
            "A#aff_1", f"U#{user}", user_id=user, email=email, name=name, role="responder",
            program_ids=["pro_1", "pro_2"], max_concurrent=3, active=True, languages=["en"], **more,
        ).save()  # fmt: skip
        LoginItem(
            f"L#{email}", "LOGIN", affiliate_id="aff_1", user_id=user, password_hash=password_hash
        ).save()  # fmt: skip
        self.world.tenants.touch("aff_1")

    def new_environment(self) -> None:
        """The directory is read anew."""
        world, clock, ids = self.world, self.world.clock, self.world.ids
        secret = aws.read_secret("auth")
        self.access, self.tokens = AccessTokens(secret["token_key"]), SessionTokens(secret["session_key"])
        self.directory = Directory(world.database)
        self.identity = Identity(world.database, self.directory, self.access, clock, self.tokens)
        self.pairs = Pairs(self.access, self.tokens, clock)
        self.challenges = Challenges(world.database, clock)
        self.sockets = Sockets(lambda: world.sqs, world.queues["push"], clock)
        self.mail = SignInMail(lambda: world.sqs, world.queues["comms"], self.challenges, clock, ids)
        self.invitations = Invitations(self.mail)
        self.audit = Audit(clock, ids)
        self.renewal = Renewal(world.sessions, self.identity, self.pairs, lambda: self.audit, self.sockets.cut)
        self.renewing = Renewing(lambda: self.access, lambda: self.renewal, clock)
        self.api: Api = api(
            "auth",
            operations(
                world.database, self.directory, self.identity, self.pairs, clock, ids,
                sqs=lambda: world.sqs, push_queue_url=world.queues["push"], comms_queue_url=world.queues["comms"],
                code_key=self.code_key, websocket_url="wss://line.example.org/ws",
            ),
            lambda: self.identity.of_caller,
            self.renewing,
        )  # fmt: skip

    @staticmethod
    def code_key() -> bytes:
        return base64.b64decode(aws.read_secret("codes")["code_key"])

    # --- requests -------------------------------------------------------------------------------

    def ask(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        token: str | None = None,
        cookies: dict[str, str] | None = None,
        ip: str = "192.0.2.7",
        query: dict[str, str] | None = None,
        **headers: str,
    ) -> Answered:
        named = {name.replace("_", "-"): value for name, value in headers.items()} | {"user-agent": FIREFOX}
        if token is not None:
            named["authorization"] = f"Bearer {token}"
        raw = json.dumps(body).encode() if body is not None else b""
        event = http_event(method, f"/api/{path}", body=raw, headers=named, parameters=query)
        event["requestContext"]["http"]["sourceIp"] = ip
        if cookies:
            event["cookies"] = [f"{name}={value}" for name, value in cookies.items()]
        answer = self.api.resolve(event, None)
        given = tuple(answer.get("cookies", ()))
        pairs = (one.partition(";")[0].partition("=") for one in given)
        return Answered(
            answer["statusCode"],
            json.loads(answer["body"]) if answer.get("body") else {},
            answer["headers"],
            {name: value for name, _, value in pairs},
            given,
        )

    def login(self, email: str = ANN, password: str = PASSWORD, **more: Any) -> Answered:
        return self.ask("POST", "auth/login", {"email": email, "password": password}, **more)

    def signed_in(self, **more: Any) -> Answered:
        answer = self.login(**more)
        assert answer.status == 200, answer.body
        return answer

    def browser(self) -> Browser:
        """Somebody at a browser, signed in by cookie."""
        return Browser(self, self.signed_in(x_session="cookie"))

    def refresh(self, token: str, **more: Any) -> Answered:
        return self.ask("POST", "auth/refresh", {"refreshToken": token}, **more)

    def goes_on(self, token: str) -> bool:
        """Whether an access token still opens anything."""
        return self.ask("GET", "auth/profile", token=token).status == 200

    # --- what leaves ----------------------------------------------------------------------------

    def deliver(self, queue: Any = None) -> list[Mail]:
        """Let `comms` work its queue off; the mails that left. `queue` keeps what has to wait."""
        before = len(self.post.mailbox.mails)
        world = self.world
        sender = NoticeSender(
            Notices(world.database, world.clock), self.post.mailbox, self.post.provider,
            Breakers(world.database, world.clock), Pace(world.database, world.clock), world.clock, LINK,
            SignInPost(Challenges(world.database, world.clock), self.code_key, LINK),
        )  # fmt: skip
        for record in aws.drain(world.queues["comms"]):
            task = NoticeTask.from_json(record["body"])
            with contextlib.nullcontext() if queue is None else contextlib.suppress(Unavailable):
                NoticeSupervisor(sender, Directory(world.database), queue, "q").run(task, record["receiptHandle"])
        return self.post.mailbox.mails[before:]

    def mailed(self) -> str:
        """The secret in the one mail that leaves now: a code, or a link's token."""
        (mail,) = self.deliver()
        return secret_in(mail.text)

    def cuts(self) -> list[dict[str, str]]:
        """Whose sockets were to be cut since the last look."""
        notices = [FactNotice.from_json(record["body"]) for record in aws.drain(self.world.queues["push"])]
        return [one.detail for one in notices if one.kind == "cut"]

    def on_record(self) -> list[tuple[str, str, str]]:
        """The audit entries: of whom, what, of what."""
        rows = sorted(aws.rows("audit"), key=lambda row: row["sk"]["S"])
        return [(row["pk"]["S"], row["action"]["S"], row["entity"]["S"]) for row in rows if "action" in row]

    def actions(self) -> list[str]:
        return [action for _, action, _ in self.on_record()]

    def deactivate(self, user: str = "res_5") -> None:
        UserItem("A#aff_1", f"U#{user}").update(actions=[UserItem.active.set(False)])
        self.world.tenants.touch("aff_1")
        self.new_environment()


@dataclass
class Browser:
    """Keeps cookies as a browser does."""

    house: AuthHouse
    login: Answered

    def __post_init__(self) -> None:
        self.cookies = dict(self.login.cookies)
        self.csrf = str(self.login.body["csrfToken"])

    def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, csrf: str | None = "", **more: Any
    ) -> Answered:
        """With its CSRF token; `csrf=None` without one."""
        headers: dict[str, Any] = {} if csrf is None else {CSRF_HEADER.replace("-", "_"): csrf or self.csrf}
        answer = self.house.ask(method, path, body, cookies=self.cookies, **headers, **more)
        self.cookies |= answer.cookies
        return answer

    @property
    def tokens(self) -> tuple[str, str]:
        return self.cookies[ACCESS], self.cookies[REFRESH]


def secret_in(text: str) -> str:
    """The code, or the token at the end of the link."""
    link = re.search(rf"{re.escape(LINK)}/#/[a-z/-]+/([\w.-]+)", text)
    if link is not None:
        return link[1]
    code = re.search(r"\b\d{6}\b", text)
    assert code is not None, text
    return code[0]


__all__ = ["ANN", "LINE", "OTHER", "PASSWORD", "PHONE", "Answered", "AuthHouse", "Browser", "secret_in"]
