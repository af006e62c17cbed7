"""An admin sets up where events are posted, and sees what became of them; nobody else does."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.admin import handler as admin
from shared.contracts import hooks_api as api
from shared.contracts.events import EVENTS
from shared.contracts.hooks import HookTask
from shared.domain.errors import Conflict, InvalidInput, NotFound, RuleBroken
from shared.domain.webhooks import MOST_WEBHOOKS
from shared.runtime.http import Request
from shared.security.tokens import AccessTokens
from tests.unit import aws
from tests.unit.builders import http_event
from tests.unit.dead_letter_house import House as DeadLetters
from tests.unit.webhook_house import CLOSED, CREATED, OK, URL, House, answer
from tests.unit.world import World


@pytest.fixture
def house(world: World) -> House:
    return House(world)


def a_webhook(**changes: Any) -> api.NewWebhook:
    return api.NewWebhook(**{"url": URL, "events": [CLOSED]} | changes)


class TestSettingUp:
    def test_a_new_webhook_answers_its_secret_and_never_again(self, house: House) -> None:
        made = house.desk.create(house.request(body=a_webhook(description="our archive")))
        assert made.secret.startswith("whsec_")
        assert (made.status, made.version, made.description) == ("active", 1, "our archive")
        found = house.view(made.id)
        assert "secret" not in found.model_dump(exclude={"secret_since", "previous_secret_until"})
        assert found.model_dump() == made.model_dump(exclude={"secret"})

    def test_no_two_secrets_are_alike(self, house: House) -> None:
        secrets = {house.desk.create(house.request(body=a_webhook())).secret for _ in range(5)}
        assert len(secrets) == 5
        assert all(len(secret) >= 40 for secret in secrets)

    def test_every_event_there_is_may_be_asked_for(self, house: House) -> None:
        names = [event.detail_type for event in EVENTS]
        made = house.desk.create(house.request(body=a_webhook(events=[*names, names[0]])))
        assert made.events == names

    @pytest.mark.parametrize(
        ("changes", "field", "complaint"),
        [
            ({"url": "http://hooks.example.org/"}, "url", "https"),
            ({"url": "https://me:word@hooks.example.org/"}, "url", "credentials"),
            ({"url": "https://hooks.example.org/#x"}, "url", "fragment"),
            ({"url": "https:///nowhere"}, "url", "host"),
            ({"url": "https://169.254.169.254/latest"}, "url", "public"),
            ({"url": "https://127.0.0.1/"}, "url", "public"),
            ({"events": [CLOSED, "conversation.shouted"]}, "events.1", "'conversation.shouted'"),
            ({"events": ["holdfast.ping"]}, "events.0", "'holdfast.ping'"),
            ({"events": ["*"]}, "events.0", "'*'"),
        ],
    )
    def test_what_cannot_be_is_refused_by_field_and_nothing_is_written(
        self, house: House, changes: dict[str, Any], field: str, complaint: str
    ) -> None:
        webhook = house.register(CREATED)
        before = aws.rows("directory")
        attempts: list[Callable[[], object]] = [
            lambda: house.desk.create(house.request(body=a_webhook(**changes))),
            lambda: house.desk.update(
                house.request(webhook, api.WebhookUpdate(**{"url": URL, "events": [CLOSED]} | changes))
            ),
        ]
        for attempt in attempts:
            with pytest.raises(RuleBroken) as refused:
                attempt()
            assert [one.field for one in refused.value.errors] == [field]
            assert complaint in refused.value.errors[0].message
        assert aws.rows("directory") == before

    def test_given_an_affiliate_has_as_many_as_it_may_then_another_one_is_refused(self, house: House) -> None:
        for _ in range(MOST_WEBHOOKS):
            house.desk.create(house.request(body=a_webhook()))
        with pytest.raises(Conflict) as refused:
            house.desk.create(house.request(body=a_webhook()))
        assert refused.value.code == "too_many_webhooks"
        assert len(house.desk.webhooks(house.request()).items) == MOST_WEBHOOKS

    def test_given_somebody_else_changed_it_then_ones_own_change_is_refused(self, house: House) -> None:
        webhook = house.register(CLOSED)
        seen = house.view(webhook).version
        house.change(webhook, url="https://elsewhere.example.org/")
        mine = api.WebhookUpdate(url=URL, events=[CLOSED], version=seen)
        with pytest.raises(Conflict):
            house.desk.update(house.request(webhook, mine))
        assert house.view(webhook).url == "https://elsewhere.example.org/"

    def test_given_a_change_the_functions_hear_of_it_by_the_affiliates_stamp(self, house: House) -> None:
        webhook = house.register(CLOSED)
        stamps = [house.world.principal("adm_1").affiliate.stamp]
        for change in (
            lambda: house.change(webhook, url="https://elsewhere.example.org/"),
            lambda: house.desk.rotate(house.request(webhook)),
            lambda: house.desk.delete(house.request(webhook)),
        ):
            change()
            stamps.append(house.world.principal("adm_1").affiliate.stamp)
        assert len(set(stamps)) == len(stamps)

    def test_given_it_is_deleted_then_it_and_its_secret_are_gone(self, house: House) -> None:
        webhook = house.register(CLOSED)
        assert house.desk.delete(house.request(webhook)) is None
        assert not [row for row in aws.rows("directory") if row["sk"]["S"] == f"W#{webhook}"]
        with pytest.raises(NotFound):
            house.view(webhook)

    def test_another_affiliates_webhook_looks_like_none_at_all(self, house: House) -> None:
        theirs = house.register(CLOSED, user="adm_9")
        body = api.WebhookUpdate(url=URL, events=[CLOSED])
        operations: list[Callable[[Request], object]] = [
            house.desk.webhook, house.desk.update, house.desk.delete, house.desk.rotate, house.desk.test,
            house.desk.deliveries, house.desk.replay,
        ]  # fmt: skip
        for operation in operations:
            with pytest.raises(NotFound):
                operation(house.request(theirs, body, did="dlv_1"))
        assert house.desk.webhooks(house.request()).items == []
        assert house.queue.waiting == []

    def test_given_the_local_cloud_then_an_address_on_this_machine_is_taken(self, house: House) -> None:
        house.desk._loopback = True
        made = house.desk.create(house.request(body=a_webhook(url="http://127.0.0.1:8080/hooks")))
        assert made.url == "http://127.0.0.1:8080/hooks"


class TestWatching:
    def test_deliveries_are_listed_newest_first_page_by_page(self, house: House) -> None:
        webhook = house.register(CLOSED)
        for _ in range(5):
            house.happen(CLOSED)
        pages, cursor = [], None
        while True:
            query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
            request = Request("r", {"id": webhook}, query, {}, "ip", None, house.world.principal("adm_1"))
            page = house.desk.deliveries(request)
            pages.append([one.id for one in page.items])
            cursor = page.next_cursor
            if cursor is None:
                break
        assert [name for page in pages for name in page] == [posted.delivery for posted in house.posted[::-1]]
        assert [len(page) for page in pages] == [2, 2, 1]

    def test_a_cursor_that_nobody_answered_is_refused(self, house: House) -> None:
        webhook = house.register(CLOSED)
        request = Request("r", {"id": webhook}, {"cursor": "STREAK"}, {}, "ip", None, house.world.principal("adm_1"))
        with pytest.raises(InvalidInput) as refused:
            house.desk.deliveries(request)
        assert refused.value.errors[0].field == "cursor"

    def test_the_log_is_forgotten_after_thirty_days(self, house: House) -> None:
        webhook = house.register(CLOSED)
        house.happen(CLOSED)
        (row,) = house.rows(webhook)
        expires = datetime.fromtimestamp(int(row.expires_at), UTC)
        assert expires - house.world.clock.now() == pytest.approx(timedelta(days=30), abs=timedelta(seconds=1))

    def test_given_it_was_given_up_when_replayed_then_it_is_delivered_under_the_same_id(self, house: House) -> None:
        webhook = house.register(CLOSED, max_attempts=1)
        house.receiver.answers = [answer(500), OK]
        house.happen(CLOSED)
        (failed,) = house.log(webhook)
        replayed = house.desk.replay(house.request(webhook, did=failed.id))
        assert (replayed.status, replayed.attempts) == ("pending", 0)
        house.settle()
        first, second = house.posted
        assert (first.delivery, first.body) == (second.delivery, second.body)
        assert [one.status for one in house.log(webhook)] == ["delivered"]

    def test_given_it_is_still_under_way_or_nobody_wants_it_then_it_is_not_replayed(self, house: House) -> None:
        webhook = house.register(CLOSED)
        house.receiver.answers = [answer(500)]
        house.happen(CLOSED)
        (waiting,) = house.log(webhook)
        with pytest.raises(Conflict):
            house.desk.replay(house.request(webhook, did=waiting.id))
        house.settle()
        house.change(webhook, active=False)
        with pytest.raises(Conflict) as refused:
            house.desk.replay(house.request(webhook, did=waiting.id))
        assert refused.value.code == "webhook_inactive"
        with pytest.raises(NotFound):
            house.desk.replay(house.request(webhook, did="dlv_unknown"))
        assert house.queue.waiting == []


class TestOverHttp:
    """The function as it is put together."""

    @pytest.fixture
    def call(self, world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, Any]]:
        environment = DeadLetters().environment() | {
            "TABLE_PREFIX": aws.PREFIX, "AUTH_SECRET": f"{aws.PREFIX}/auth", "LOOPBACK_TARGETS": "refused",
        }  # fmt: skip
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        admin._api.cache_clear()
        admin._webhooks.cache_clear()
        issue = AccessTokens(aws.read_secret("auth")["token_key"]).issue

        def call(user: str, method: str, path: str = "", body: object = None) -> tuple[int, Any]:
            world.sessions.start(f"ses-{user}", user, "aff_1", "refresh-hash")
            token, _ = issue(user, "aff_1", f"ses-{user}", datetime.now(UTC))
            raw = json.dumps(body).encode() if body is not None else b""
            headers = {"Authorization": f"Bearer {token}"}
            found = admin.handler(http_event(method, f"/api/admin/webhooks{path}", body=raw, headers=headers), None)
            return found["statusCode"], json.loads(found["body"] or "null")

        return call

    def test_from_making_it_to_removing_it(self, call: Callable[..., tuple[int, Any]], world: World) -> None:
        status, made = call("adm_1", "POST", body={"url": URL, "events": [CLOSED]})
        assert (status, set(made) >= {"id", "secret", "requestId"}) == (201, True)
        path = f"/{made['id']}"
        assert call("adm_1", "GET", path)[1]["maxAttempts"] == 8
        changed = {"url": URL, "events": [CLOSED], "active": False, "version": made["version"]}
        assert call("adm_1", "PUT", path, changed)[1]["status"] == "paused"
        assert call("adm_1", "PUT", path, changed)[0] == 409
        assert call("adm_1", "POST", f"{path}/rotate")[1]["secret"] != made["secret"]
        status, tested = call("adm_1", "POST", f"{path}/test")
        (record,) = aws.drain(world.queues["hooks"])
        task = HookTask.from_json(record["body"])
        assert (status, task.kind, task.webhook_id) == (202, "holdfast.ping", made["id"])
        assert tested["deliveryId"].startswith("dlv_")
        assert call("adm_1", "GET", f"{path}/deliveries")[1]["items"] == []
        assert [one["id"] for one in call("adm_1", "GET")[1]["items"]] == [made["id"]]
        assert call("adm_1", "DELETE", path)[0] == 204
        assert call("adm_1", "GET", path)[0] == 404

    @pytest.mark.parametrize("user", ["res_1", "sup_1"])
    def test_only_admins(self, call: Callable[..., tuple[int, Any]], user: str) -> None:
        for method, path in (
            ("GET", ""), ("POST", ""), ("GET", "/w"), ("PUT", "/w"), ("DELETE", "/w"), ("POST", "/w/rotate"),
            ("POST", "/w/test"), ("GET", "/w/deliveries"), ("POST", "/w/deliveries/d/replay"),
        ):  # fmt: skip
            assert call(user, method, path, {})[0] == 403, f"{method} {path}"

    @pytest.mark.parametrize(
        ("body", "status", "fields"),
        [
            ({}, 400, {"url", "events"}),
            ({"url": URL, "events": []}, 422, {"events"}),
            ({"url": URL, "events": "conversation.closed"}, 400, {"events"}),
            ({"url": "", "events": [CLOSED]}, 422, {"url"}),
            ({"url": URL, "events": [CLOSED], "maxAttempts": 9}, 422, {"maxAttempts"}),
            ({"url": URL, "events": [CLOSED], "disableAfter": 0}, 422, {"disableAfter"}),
            ({"url": "https://10.0.0.1/", "events": ["x"]}, 422, {"url", "events.0"}),
        ],
    )
    def test_bad_input_is_named_field_by_field(
        self, call: Callable[..., tuple[int, Any]], body: object, status: int, fields: set[str]
    ) -> None:
        answered, problem = call("adm_1", "POST", body=body)
        assert (answered, {one["field"] for one in problem["errors"]}) == (status, fields)
