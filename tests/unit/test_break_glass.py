"""Break-glass: who may not read, reads for a while, for a reason, and everybody who must know is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.notify.calling import Calling
from shared.contracts.queues import FactNotice, NoticeTask
from shared.domain.break_glass import ENDED, OPENED, READ
from shared.store.models import AffiliateItem, AuditItem, GrantItem, UserItem
from tests.unit import aws
from tests.unit.builders import LINE
from tests.unit.front_doors import Answer, FrontDoors
from tests.unit.world import OTHER_LINE, World

WORDS = "the marmalade zeppelin is grey"
REASON = "A court ordered us to look at this case"


class Glass(FrontDoors):
    """An affiliate that keeps its content from its admins, with one conversation somebody talks in."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(world, monkeypatch)
        world.hire("adm_2", role="admin", programs=())
        world.hire("adm_9", role="admin", affiliate="aff_2", programs=())
        self.hire_platform_admin()
        for user in ("res_1", "sup_1", "adm_1", "adm_2"):
            self.sign_in(user)
        self.sign_in("adm_9", "aff_2")
        self.sign_in("pla_1", "platform")
        self.keep_content_from_admins()
        world.text(WORDS)
        self.one = world.only().id
        for step in ("assign", "accept"):
            assert self.ask("POST", f"/api/conversations/{self.one}/{step}", {}, by="res_1").status == 200

    def keep_content_from_admins(self, kept: bool = True) -> None:
        item = AffiliateItem("A#aff_1", "AFFILIATE")
        item.update(actions=[AffiliateItem.admins_read_content.set(not kept)])
        self.world.tenants.touch("aff_1")

    def open(self, by: str = "adm_1", **body: Any) -> Answer:
        return self.ask("POST", "/api/admin/break-glass", {"reason": REASON} | body, by=by)

    def opened(self, by: str = "adm_1", **body: Any) -> str:
        answer = self.open(by, **body)
        assert answer.status == 201, answer.text
        return str(answer.body["id"])

    def reads(self, by: str = "adm_1", glass: str | None = None, one: str | None = None) -> Answer:
        return self.ask("GET", f"/api/conversations/{one or self.one}/messages", by=by, glass=glass)

    def age(self, grant: str) -> None:
        """Let its time be up."""
        item = GrantItem.get("V#aff_1", grant)
        item.update(actions=[GrantItem.until.set(item.opened_at)])

    def entries(self, action: str) -> list[AuditItem]:
        rows = [AuditItem.from_raw_data(row) for row in aws.rows("audit") if "action" in row]
        return [one for one in rows if one.action == action]

    def told(self) -> list[FactNotice]:
        return [FactNotice.from_json(record["body"]) for record in aws.drain(self.world.queues["notify"])]


@pytest.fixture
def glass(world: World, monkeypatch: pytest.MonkeyPatch) -> Glass:
    return Glass(world, monkeypatch)


class TestContentKeptFromAdmins:
    def test_an_admin_reads_no_words_and_still_sees_how_the_line_does(self, glass: Glass) -> None:
        assert glass.reads().status == 404
        shown = glass.ask("GET", f"/api/conversations/{glass.one}", by="adm_1")
        timeline = glass.ask("GET", f"/api/conversations/{glass.one}/timeline", by="adm_1")
        assert (shown.status, timeline.status) == (200, 200)
        assert "marmalade" not in shown.text + timeline.text
        for path in ("summary", "files"):
            assert glass.ask("GET", f"/api/conversations/{glass.one}/{path}", by="adm_1").status == 404

    def test_supervisors_read_as_ever(self, glass: Glass) -> None:
        assert WORDS in glass.reads("sup_1").text

    def test_given_the_affiliate_lets_them_then_admins_read(self, glass: Glass) -> None:
        glass.keep_content_from_admins(False)
        assert WORDS in glass.reads().text


class TestOpening:
    def test_an_admin_opens_it_and_reads_until_its_time_is_up(self, glass: Glass) -> None:
        grant = glass.opened(minutes=5)
        assert WORDS in glass.reads(glass=grant).text
        glass.age(grant)
        over = glass.reads(glass=grant)
        assert (over.status, over.body["code"]) == (403, "break_glass_over")

    def test_it_lasts_thirty_minutes_unless_said_otherwise(self, glass: Glass) -> None:
        body = glass.open().body
        item = GrantItem.get("V#aff_1", body["id"])
        assert (item.until - item.opened_at).total_seconds() == 1800
        assert body["active"] is True

    def test_a_platform_admin_opens_it_for_an_affiliate_they_name_and_reads_as_its_admin(self, glass: Glass) -> None:
        assert glass.reads("pla_1").status == 403
        grant = glass.opened("pla_1")
        assert WORDS in glass.reads("pla_1", grant).text
        assert glass.reads("pla_1").status == 403

    def test_a_platform_admin_who_names_no_affiliate_is_told_so(self, glass: Glass) -> None:
        headers = {"authorization": f"Bearer {glass.tokens['pla_1']}"}
        answer = glass.send("POST", "/api/admin/break-glass", {"reason": REASON}, headers)
        assert (answer.status, answer.body["errors"][0]["field"]) == (400, "affiliateId")

    def test_an_admin_who_may_read_anyway_needs_none(self, glass: Glass) -> None:
        glass.keep_content_from_admins(False)
        answer = glass.open()
        assert (answer.status, answer.body["code"]) == (409, "content_is_open")

    @pytest.mark.parametrize("by", ["res_1", "sup_1"])
    def test_nobody_else_opens_it(self, glass: Glass, by: str) -> None:
        assert glass.open(by).status == 403
        assert glass.told() == []

    @pytest.mark.parametrize(
        "body",
        [{"reason": "short"}, {"reason": " " * 40}, {"reason": "x" * 501}, {"minutes": 4}, {"minutes": 121}],
    )
    def test_without_a_reason_somebody_can_judge_by_or_for_too_long_it_stays_shut(
        self, glass: Glass, body: dict[str, Any]
    ) -> None:
        answer = glass.open(**body)
        assert (answer.status, answer.body["errors"][0]["field"]) == (422, next(iter(body)))
        assert glass.told() == []

    def test_for_one_conversation_it_opens_no_other(self, glass: Glass) -> None:
        glass.world.text("another", sender="+12025551999")
        other = next(one.id for one in glass.world.all_conversations() if one.id != glass.one)
        grant = glass.opened(conversationId=glass.one)
        assert glass.reads(glass=grant).status == 200
        assert glass.reads(glass=grant, one=other).status == 404


class TestReading:
    def test_every_change_under_it_is_refused_and_nothing_is_done(self, glass: Glass) -> None:
        grant = glass.opened()
        before = aws.rows("conversations")
        for method, path, body in (
            ("POST", f"/api/conversations/{glass.one}/messages", {"content": "hi"}),
            ("POST", "/api/keywords", {"programId": "pro_1", "keyword": "x"}),
            ("DELETE", f"/api/admin/break-glass/{grant}", None),
        ):
            answer = glass.ask(method, path, body, by="adm_1", glass=grant)
            assert (answer.status, answer.body["code"]) == (403, "break_glass_reads_only")
        assert aws.rows("conversations") == before

    def test_another_session_of_the_same_person_cannot_use_it(self, glass: Glass) -> None:
        grant = glass.opened()
        glass.sign_in("adm_1", session="ses-on-another-machine")
        assert glass.reads(glass=grant).status == 404

    @pytest.mark.parametrize("by", ["adm_2", "sup_1", "res_1", "adm_9"])
    def test_nobody_else_can_use_it_and_it_looks_like_none(self, glass: Glass, by: str) -> None:
        theirs, nobodys = glass.reads(by, glass.opened()), glass.reads(by, "bgl_nobody")
        assert (theirs.status, theirs.problem) == (404, nobodys.problem)

    def test_it_opens_nothing_of_another_affiliate(self, glass: Glass) -> None:
        glass.world.text("theirs", line=OTHER_LINE, sender="+12025551998")
        other = next(one.id for one in glass.world.all_conversations() if one.affiliate_id == "aff_2")
        for by in ("adm_1", "pla_1"):
            assert glass.reads(by, glass.opened(by), other).status == 404

    def test_a_platform_admin_cannot_take_one_affiliates_grant_to_another(self, glass: Glass) -> None:
        grant = glass.opened("pla_1")
        headers = {"authorization": f"Bearer {glass.tokens['pla_1']}", "x-break-glass": grant}
        assert glass.send("GET", "/api/conversations", None, headers, affiliateId="aff_2").status == 404

    def test_each_reading_is_on_record_with_the_grant_before_it_is_shown(self, glass: Glass) -> None:
        grant = glass.opened("pla_1")
        for _ in range(2):
            glass.reads("pla_1", grant)
        entries = glass.entries(READ)
        assert [(one.actor, one.actor_role, one.detail["grant"], one.affiliate_id) for one in entries] == [
            ("pla_1", "platform_admin", grant, "aff_1")
        ] * 2
        assert entries[0].entity == f"path:/api/conversations/{glass.one}/messages"

    def test_given_it_cannot_be_put_on_record_then_nothing_is_shown(self, glass: Glass) -> None:
        grant = glass.opened()
        glass.world.wire.fail("PutItem", "InternalServerError")
        answer = glass.reads(glass=grant)
        assert answer.status == 503
        assert "marmalade" not in answer.text

    def test_without_the_header_the_grant_does_nothing(self, glass: Glass) -> None:
        glass.opened()
        assert glass.reads().status == 404


class TestTelling:
    @pytest.fixture
    def call(self, glass: Glass) -> Callable[[], list[NoticeTask]]:
        """Let `notify` handle what was told; the mails and texts that come of it."""
        world, queues = glass.world, glass.world.queues
        calling = Calling(
            world.alerts, world.directory, world.presences, world.clock, world.sqs, queues["push"], queues["comms"]
        )

        def run() -> list[NoticeTask]:
            for notice in glass.told():
                calling.call(notice)
            return [NoticeTask.from_json(record["body"]) for record in aws.drain(queues["comms"])]

        return run

    def test_every_supervisor_and_admin_of_the_affiliate_is_mailed_and_texted_and_shown_it(
        self, glass: Glass, call: Callable[[], list[NoticeTask]]
    ) -> None:
        glass.world.hire("sup_2", role="supervisor", programs=("pro_2",))
        UserItem("A#aff_1", "U#sup_2").update(actions=[UserItem.phone.set("+12025550190")])
        glass.world.tenants.touch("aff_1")
        glass.opened("pla_1")
        tasks = call()
        assert sorted((one.user_id, one.medium) for one in tasks) == [
            ("adm_1", "email"),
            ("adm_2", "email"),
            ("sup_1", "email"),
            ("sup_2", "email"),
            ("sup_2", "sms"),
        ]
        assert all(one.at_once and one.kind == "break_glass" for one in tasks)
        shown = [json.loads(record["body"]) for record in aws.drain(glass.world.queues["push"])]
        assert {one["detail"].get("user") for one in shown if one["kind"] == "alert"} == {
            "adm_1", "adm_2", "sup_1", "sup_2",
        }  # fmt: skip

    def test_it_is_in_a_supervisors_list_of_alerts(self, glass: Glass, call: Callable[[], list[NoticeTask]]) -> None:
        glass.opened()
        call()
        (alert,) = glass.ask("GET", "/api/alerts", by="sup_1").body["items"]
        assert (alert["kind"], alert["level"]) == ("break_glass", "page")
        assert glass.ask("POST", f"/api/alerts/{alert['id']}/acknowledge", by="sup_1").status == 200

    def test_given_nobody_can_be_told_then_nothing_is_opened(self, glass: Glass) -> None:
        glass.world.wire.fail("SendMessage", "InternalError")
        assert glass.open().status == 500
        assert [row for row in aws.rows("sessions") if row["pk"]["S"].startswith("V#")] == []
        assert glass.entries(OPENED) == []

    def test_what_is_told_has_no_reason_and_names_no_texter(self, glass: Glass) -> None:
        glass.opened(reason="about the zeppelin of line " + LINE)
        (notice,) = glass.told()
        assert "zeppelin" not in notice.to_json() and LINE not in notice.to_json()


class TestLookingBack:
    def test_who_opened_it_why_and_when_is_listed_for_those_who_lead_and_for_nobody_else(self, glass: Glass) -> None:
        mine, theirs = glass.opened(), glass.opened("pla_1")
        for by in ("adm_2", "sup_1", "pla_1"):
            items = glass.ask("GET", "/api/admin/break-glass", by=by).body["items"]
            assert [one["id"] for one in items] == [theirs, mine]
            assert items[1]["reason"] == REASON
        assert glass.ask("GET", "/api/admin/break-glass", by="adm_9").body["items"] == []
        assert glass.ask("GET", "/api/admin/break-glass", by="res_1").status == 403

    def test_the_cursor_leads_through_all_of_them(self, glass: Glass) -> None:
        opened = [glass.opened() for _ in range(3)]
        first = glass.ask("GET", "/api/admin/break-glass", by="adm_1", limit="2").body
        rest = glass.ask("GET", "/api/admin/break-glass", by="adm_1", limit="2", cursor=first["nextCursor"]).body
        assert [one["id"] for one in (*first["items"], *rest["items"])] == opened[::-1]
        assert rest["nextCursor"] is None

    def test_ended_by_its_opener_or_a_colleague_it_opens_nothing_more(self, glass: Glass) -> None:
        for by in ("adm_1", "adm_2"):
            grant = glass.opened()
            for _ in range(2):
                assert glass.ask("DELETE", f"/api/admin/break-glass/{grant}", by=by).status == 204
            assert glass.reads(glass=grant).body["code"] == "break_glass_over"
        assert [one.actor for one in glass.entries(ENDED)] == ["adm_1", "adm_2"]

    def test_another_affiliates_grant_is_not_ended_and_looks_like_none(self, glass: Glass) -> None:
        grant = glass.opened()
        theirs = glass.ask("DELETE", f"/api/admin/break-glass/{grant}", by="adm_9")
        assert theirs.problem == glass.ask("DELETE", "/api/admin/break-glass/bgl_x", by="adm_9").problem
        assert glass.reads(glass=grant).status == 200

    def test_it_is_on_record_who_opened_it_with_the_reason(self, glass: Glass) -> None:
        grant = glass.opened()
        (entry,) = glass.entries(OPENED)
        assert (entry.actor, entry.actor_role, entry.entity) == ("adm_1", "admin", f"grant:{grant}")
        assert json.loads(entry.after)["reason"] == REASON
