"""What an affiliate's supervisors and admins may see and put back of what the line itself could not handle."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.admin import handler as admin
from shared.contracts.dead_letters import DEAD_LETTERS
from shared.contracts.queues import DeliveryTask, FactNotice, IngressEnvelope
from shared.security.tokens import AccessTokens
from shared.store.models import QuarantineItem
from tests.unit import aws
from tests.unit.builders import http_event
from tests.unit.dead_letter_house import House, rows_with
from tests.unit.world import World

SEALED = "c2VhbGVk" * 20
FORGED_CURSOR = base64.urlsafe_b64encode(json.dumps(["2026-01-01", "x" * 2000]).encode()).decode()


class Admin:
    """The function as it is put together, and who calls it."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world, self.house = world, House()
        world.hire("sup_9", role="supervisor", affiliate="aff_2", programs=())
        world.hire("sup_all", role="supervisor", programs=())
        settings = {"TABLE_PREFIX": aws.PREFIX, "AUTH_SECRET": f"{aws.PREFIX}/auth", "LOOPBACK_TARGETS": "refused"}
        environment = {**settings, **self.house.environment()}
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        for cached in (admin._api, admin._dead_letters, admin._quarantine, admin._webhooks):
            cached.cache_clear()
        self._issue = AccessTokens(aws.read_secret("auth")["token_key"]).issue

    def call(
        self,
        user: str,
        method: str,
        path: str,
        body: object = None,
        *,
        affiliate: str = "aff_1",
        **query: str,
    ) -> tuple[int, dict[str, Any]]:
        self.world.sessions.start(f"ses-{user}", user, affiliate, "refresh-hash")
        token, _ = self._issue(user, affiliate, f"ses-{user}", datetime.now(UTC))
        raw = json.dumps(body).encode() if body is not None else b""
        headers = {"Authorization": f"Bearer {token}"}
        event = http_event(method, f"/api/admin/{path}", body=raw, headers=headers, parameters=query or None)
        answer = admin.handler(event, None)
        return answer["statusCode"], json.loads(answer["body"])

    def letters(self, user: str, queue: str, affiliate: str = "aff_1") -> list[dict[str, Any]]:
        status, found = self.call(user, "GET", f"dead-letters/{queue}", affiliate=affiliate)
        assert status == 200, found
        items: list[dict[str, Any]] = found["items"]
        return items


@pytest.fixture
def desk(world: World, monkeypatch: pytest.MonkeyPatch) -> Admin:
    return Admin(world, monkeypatch)


def task(conversation: str = "con_1", affiliate: str = "aff_1", program: str = "pro_1", seq: int = 4) -> str:
    return DeliveryTask(affiliate, program, conversation, seq, "tex_1", "consent", "req-1").to_json()


def envelope() -> str:
    return IngressEnvelope("f" * 64, "twilio", SEALED, "req-1", "2026-01-01T00:00:00+00:00").to_json()


class TestDeadLetters:
    def test_every_queue_is_listed_with_what_its_letters_mean_for_a_texter(self, desk: Admin) -> None:
        desk.house.die("inbound", envelope())
        desk.house.die("push", "one")
        desk.house.die("push", "two")
        status, found = desk.call("sup_1", "GET", "dead-letters")
        assert status == 200
        by_name = {one["queue"]: one for one in found["items"]}
        assert set(by_name) == set(DEAD_LETTERS)
        assert {name: one["waiting"] for name, one in by_name.items() if one["waiting"]} == {"inbound": 1, "push": 2}
        assert 0 <= by_name["push"]["oldestSeconds"] < 60
        assert by_name["risk"]["oldestSeconds"] is None
        assert "has not been heard" in by_name["inbound"]["means"]

    def test_counting_leaves_the_letters_where_they_are(self, desk: Admin) -> None:
        desk.house.die("deliver", task())
        desk.call("sup_1", "GET", "dead-letters")
        assert [one["ids"]["conversationId"] for one in desk.letters("sup_1", "deliver")] == ["con_1"]

    def test_a_letter_is_shown_with_ids_and_why_it_is_here(self, desk: Admin) -> None:
        letter_id = desk.house.die("deliver", task())
        (letter,) = desk.letters("sup_1", "deliver")
        assert (letter["id"], letter["kind"], letter["why"]) == (letter_id, "delivery task", "gave_up")
        assert letter["ids"] == {
            "programId": "pro_1",
            "conversationId": "con_1",
            "seq": "4",
            "texterId": "tex_1",
            "consentId": "consent",
            "requestId": "req-1",
        }

    def test_only_ones_own_affiliates_letters_are_shown(self, desk: Admin) -> None:
        desk.house.die("deliver", task("con_mine"), group="a")
        desk.house.die("deliver", task("con_theirs", "aff_2", "pro_9"), group="b")
        shown = {one["ids"]["conversationId"] for one in desk.letters("adm_1", "deliver")}
        theirs = {one["ids"]["conversationId"] for one in desk.letters("sup_9", "deliver", "aff_2")}
        assert (shown, theirs) == ({"con_mine"}, {"con_theirs"})

    def test_a_supervisor_of_some_programs_sees_theirs_and_an_admin_those_of_a_program_that_is_gone(
        self, desk: Admin
    ) -> None:
        desk.house.die("deliver", task("con_1", program="pro_1"), group="a")
        desk.house.die("deliver", task("con_2", program="pro_gone"), group="b")
        assert {one["ids"]["conversationId"] for one in desk.letters("sup_1", "deliver")} == {"con_1"}
        assert {one["ids"]["conversationId"] for one in desk.letters("adm_1", "deliver")} == {"con_1", "con_2"}

    @pytest.mark.parametrize("queue", [row.name for row in rows_with(says_whose=False)])
    def test_what_does_not_say_whose_it_is_is_counted_and_no_more(self, desk: Admin, queue: str) -> None:
        desk.house.die(queue, envelope())
        assert desk.letters("adm_1", queue) == []
        status, problem = desk.call("adm_1", "POST", f"dead-letters/{queue}/replay", {})
        assert (status, problem["code"]) == (403, "forbidden")
        assert desk.house.left(queue) == [envelope()]

    @pytest.mark.parametrize("queue", [row.name for row in rows_with(says_whose=True)])
    def test_what_cannot_be_read_is_nobodys(self, desk: Admin, queue: str) -> None:
        desk.house.die(queue, "not what this queue carries")
        assert desk.letters("adm_1", queue) == []
        status, found = desk.call("adm_1", "POST", f"dead-letters/{queue}/replay", {})
        assert (status, found["replayed"]) == (200, [])
        assert desk.house.left(queue) == ["not what this queue carries"]

    def test_replaying_puts_ones_own_back_and_leaves_the_others(self, desk: Admin) -> None:
        mine = desk.house.die("deliver", task("con_mine"), group="a")
        desk.house.die("deliver", task("con_theirs", "aff_2", "pro_9"), group="b")
        status, found = desk.call("sup_1", "POST", "dead-letters/deliver/replay", {})
        assert (status, found["replayed"], found["notFound"]) == (200, [mine], [])
        assert desk.house.bodies("deliver") == [task("con_mine")]
        assert desk.house.left("deliver") == [task("con_theirs", "aff_2", "pro_9")]

    def test_another_affiliates_letter_is_not_found_by_its_id(self, desk: Admin) -> None:
        theirs = desk.house.die("deliver", task("con_theirs", "aff_2", "pro_9"))
        _, found = desk.call("adm_1", "POST", "dead-letters/deliver/replay", {"ids": [theirs]})
        assert (found["replayed"], found["notFound"]) == ([], [theirs])
        assert desk.house.bodies("deliver") == []

    def test_only_the_letters_that_were_asked_for_are_put_back(self, desk: Admin) -> None:
        first = desk.house.die("push", FactNotice("tags", "aff_1", "pro_1", "con_1", 4, "2026", "req-1", {}).to_json())
        desk.house.die("push", FactNotice("tags", "aff_1", "pro_1", "con_2", 4, "2026", "req-1", {}).to_json())
        _, found = desk.call("sup_1", "POST", "dead-letters/push/replay", {"ids": [first, "gone"]})
        assert (found["replayed"], found["notFound"]) == ([first], ["gone"])
        assert len(desk.house.bodies("push")) == 1

    def test_no_more_are_put_back_than_the_limit_says(self, desk: Admin) -> None:
        for number in range(3):
            desk.house.die("deliver", task(f"con_{number}"), group=str(number))
        _, found = desk.call("sup_1", "POST", "dead-letters/deliver/replay", {"limit": 2})
        assert len(found["replayed"]) == 2
        assert len(desk.house.left("deliver")) == 1

    def test_a_queue_that_does_not_exist_is_not_found(self, desk: Admin) -> None:
        assert desk.call("adm_1", "GET", "dead-letters/nothing")[0] == 404
        assert desk.call("adm_1", "POST", "dead-letters/nothing/replay", {})[0] == 404

    @pytest.mark.parametrize("body", [{"ids": []}, {"limit": 0}, {"limit": 101}, {"ids": ["x" * 101]}])
    def test_a_replay_that_makes_no_sense_is_refused(self, desk: Admin, body: dict[str, Any]) -> None:
        desk.house.die("push", task())
        assert desk.call("adm_1", "POST", "dead-letters/push/replay", body)[0] == 422


class TestQuarantine:
    @pytest.fixture
    def held(self, world: World) -> Callable[..., str]:
        def hold(reason: str = "unknown_line", *, hours_ago: float = 0, route: str = "/twilio") -> str:
            at = datetime.now(UTC) - timedelta(hours=hours_ago)
            name = f"{reason}-{hours_ago}".replace(".", "_")
            QuarantineItem(
                f"Z#{at:%Y-%m-%d}",
                f"{at:%H:%M:%S}#{name}",
                quarantine_id=name,
                reason=reason,
                route=route,
                sealed=SEALED,
                request_id="req-1",
                received_at=at,
                expires_at=0,
            ).save()
            return name

        return hold

    def test_what_is_held_is_listed_newest_first_without_what_it_says(
        self, desk: Admin, held: Callable[..., str]
    ) -> None:
        old, new = held(hours_ago=50), held("bad_signature", hours_ago=1, route="/api/webhooks/partner/acme/secret")
        status, found = desk.call("adm_1", "GET", "quarantine")
        assert status == 200
        assert [(one["id"], one["releasable"], one["route"]) for one in found["items"]] == [
            (new, False, "/api/webhooks/partner"),
            (old, True, "/twilio"),
        ]
        assert SEALED not in json.dumps(found)

    def test_the_cursor_leads_through_all_of_it_once(self, desk: Admin, held: Callable[..., str]) -> None:
        names = [held(hours_ago=hours) for hours in (1, 2, 3, 30, 31, 60, 100)]
        seen: list[str] = []
        query: dict[str, str] = {"limit": "2"}
        for _ in range(20):
            _, found = desk.call("adm_1", "GET", "quarantine", **query)
            assert len(found["items"]) <= 2
            seen += [one["id"] for one in found["items"]]
            if found["nextCursor"] is None:
                break
            query["cursor"] = found["nextCursor"]
        assert seen == names

    def test_one_reason_is_found_among_many_forgeries(self, desk: Admin, held: Callable[..., str]) -> None:
        for hours in range(10):
            held("bad_signature", hours_ago=hours)
        wanted = [held("unknown_line", hours_ago=hours) for hours in (2.5, 3.5, 4.5)]
        _, found = desk.call("adm_1", "GET", "quarantine", reason="unknown_line", limit="2")
        assert [one["id"] for one in found["items"]] == wanted[:2]
        _, rest = desk.call("adm_1", "GET", "quarantine", reason="unknown_line", cursor=found["nextCursor"])
        assert [one["id"] for one in rest["items"]] == wanted[2:]

    @pytest.mark.parametrize(
        "query", [{"cursor": "x"}, {"cursor": "e30="}, {"cursor": FORGED_CURSOR}, {"reason": "because"}, {"limit": "0"}]
    )
    def test_a_question_that_makes_no_sense_is_refused(self, desk: Admin, query: dict[str, str]) -> None:
        assert desk.call("adm_1", "GET", "quarantine", **query)[0] == 400

    def test_a_cursor_of_the_far_future_begins_today(self, desk: Admin, held: Callable[..., str]) -> None:
        name = held()
        cursor = base64.urlsafe_b64encode(json.dumps(["9999-12-31", None]).encode()).decode()
        _, found = desk.call("adm_1", "GET", "quarantine", cursor=cursor)
        assert [one["id"] for one in found["items"]] == [name]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "dead-letters"),
        ("GET", "dead-letters/deliver"),
        ("POST", "dead-letters/deliver/replay"),
        ("GET", "quarantine"),
    ],
)
def test_a_responder_may_none_of_it(desk: Admin, method: str, path: str) -> None:
    desk.house.die("deliver", task())
    assert desk.call("res_1", method, path, {} if method == "POST" else None)[0] == 403
    assert desk.house.left("deliver") == [task()]
