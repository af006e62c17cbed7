"""An affiliate that is configured through the API of the directory."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from functions.directory import tenancy
from functions.directory.handler import operations
from shared.configuration.credentials import Credentials
from shared.configuration.editing import Editor
from shared.configuration.founding import Founding
from shared.contracts.routes import ROUTES
from shared.runtime.http import Api
from shared.runtime.identity import Caller, Identity, Principal
from shared.security.tokens import AccessTokens
from shared.security.webhook_secrets import WebhookSecrets
from shared.store.directory import Affiliate, Directory, StaffMember
from shared.store.models import AffiliateItem, AuditItem, UserItem
from shared.store.provider_secrets import ProviderSecrets
from shared.store.webhooks import Webhooks
from tests.unit import aws
from tests.unit.world import World


class Told:
    """Who was invited, put out, cut off: what other parts of Holdfast are asked to do."""

    def __init__(self) -> None:
        self.invited: list[str] = []
        self.ended: list[str] = []
        self.cut_off: list[str] = []

    def invite(self, affiliate: Affiliate, member: StaffMember, request_id: str) -> None:
        self.invited.append(member.id)

    def end_all(self, affiliate_id: str, user_id: str, request_id: str) -> None:
        self.ended.append(user_id)

    def cut(self, affiliate_id: str, user_id: str, request_id: str) -> None:
        self.cut_off.append(user_id)


class Office:
    """`call` answers the status and the body, as somebody of the affiliate is answered."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.told = Told()
        self.editor = Editor(world.database, world.clock, world.ids)
        self.secrets = ProviderSecrets(aws.client("secretsmanager"), f"{aws.PREFIX}/providers")
        directory = Directory(world.database)
        tools = tenancy.Tools(
            world.database,
            directory,
            lambda: Founding(world.database, aws.client("kms"), world.clock, world.ids, "test"),
            lambda: Credentials(world.database, self.secrets, world.clock, world.ids, loopback=False),
            lambda: self.told,
            lambda: self.told,
            lambda: (Webhooks(world.database, world.clock, world.ids), WebhookSecrets(aws.client("kms"))),
            lambda: False,
        )
        self.made = operations(self.editor) | tenancy.operations(self.editor, tools, world.clock)

    def call(
        self, who: str, method: str, path: str, body: Any = None, *, affiliate: str = "aff_1", **headers: str
    ) -> tuple[int, Any]:
        identity = Identity(
            self.world.database, Directory(self.world.database), AccessTokens("k" * 40), self.world.clock
        )

        def authenticate(caller: Caller) -> Principal:
            return identity.acting(self.world.principal(who, affiliate), caller)

        rows = [(route, self.made[route.operation]) for route in ROUTES if route.function == "directory"]
        path, _, query = path.partition("?")
        event = {
            "rawPath": path,
            "headers": {name.replace("_", "-"): value for name, value in headers.items()},
            "queryStringParameters": dict(parse_qsl(query)),
            "requestContext": {"http": {"method": method, "sourceIp": "192.0.2.1"}, "requestId": "req_1"},
            "body": json.dumps(body) if body is not None else None,
        }
        answer = Api(rows, lambda: authenticate).resolve(event, None)
        return answer["statusCode"], json.loads(answer["body"]) if answer["body"] else None

    def refused(self, who: str, method: str, path: str, body: object, status: int = 422, **more: Any) -> list[str]:
        """The fields that a refusal names."""
        found, problem = self.call(who, method, path, body, **more)
        assert found == status, problem
        return sorted(one["field"] for one in problem.get("errors") or ())

    def audit(self, affiliate: str = "aff_1") -> list[AuditItem]:
        return list(AuditItem.query(f"U#{affiliate}"))

    def credentials(self) -> dict[str, Any]:
        found = aws.client("secretsmanager").get_secret_value(
            SecretId=f"{aws.PREFIX}/providers", VersionStage="AWSCURRENT"
        )
        value: dict[str, Any] = json.loads(found["SecretString"])
        return value

    def platform_admin(self) -> str:
        """Somebody who looks after all affiliates."""
        AffiliateItem("A#platform", "AFFILIATE", affiliate_id="platform", name="Platform").save()
        UserItem(
            "A#platform",
            "U#plat_1",
            user_id="plat_1",
            email="plat_1@line.example.org",
            name="Pat",
            role="platform_admin",
        ).save()
        self.world.tenants.touch("platform")
        return "plat_1"
