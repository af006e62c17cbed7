"""An affiliate's configuration as one file, as its admins export it, compare it and apply it through the API."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from shared.configuration.pack_yaml import dump, load
from shared.contracts.tenant_pack_api import LONGEST_PACK
from shared.domain.webhooks import MOST_WEBHOOKS
from shared.security.webhook_secrets import WebhookSecrets
from shared.store.directory import Directory
from tests.unit import aws
from tests.unit.configuring import Office
from tests.unit.world import World

PACK, PLAN, APPLY = (f"/api/admin/tenant-pack{part}" for part in ("", "/plan", "/apply"))
HOOK = {"url": "https://hooks.line.example.org/in", "events": ["conversation.closed"]}
NEW = {"email": "eva@line.example.org", "name": "Eva", "role": "responder", "programIds": ["pro_1"]}


class Desk:
    """An admin with the pack of their affiliate open."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.pack: Any = load(self.exported())

    def exported(self) -> str:
        status, body = self.office.call("adm_1", "GET", PACK)
        assert status == 200, body
        return str(body["pack"])

    def plan(self) -> Any:
        status, body = self.office.call("adm_1", "POST", PLAN, {"pack": dump(self.pack)})
        assert status == 200, body
        return body

    def apply(self, stamp: str | None = None, **more: Any) -> tuple[int, Any]:
        given = {"pack": dump(self.pack), "stamp": stamp or self.plan()["stamp"], **more}
        return self.office.call("adm_1", "POST", APPLY, given)

    def applied(self, **more: Any) -> Any:
        status, body = self.apply(**more)
        assert status == 200, body
        return body

    def refused(self) -> dict[str, str]:
        """What is wrong with the pack, by its place."""
        status, problem = self.office.call("adm_1", "POST", PLAN, {"pack": dump(self.pack)})
        assert status == 422, problem
        return {one["field"]: one["message"] for one in problem["errors"]}


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


class TestExport:
    def test_what_is_exported_changes_nothing(self, desk: Desk) -> None:
        assert desk.pack["affiliate"]["id"] == "aff_1"
        assert desk.plan()["steps"] == []

    def test_no_secret_is_in_it(self, desk: Desk, office: Office) -> None:
        desk.pack["webhooks"] = [HOOK]
        (told,) = desk.applied()["webhookSecrets"]
        assert told["secret"] not in desk.exported()
        assert "password" not in desk.exported()


class TestPlan:
    def test_each_difference_is_shown_with_what_was_there_and_what_comes(self, desk: Desk) -> None:
        desk.pack["programs"][0]["description"] = "For everybody"
        desk.pack["tags"] = [*desk.pack["tags"], {"name": "exams"}]
        steps = {(one["sign"], one["kind"], one["name"]): one["changes"] for one in desk.plan()["steps"]}
        program = next(name for sign, kind, name in steps if kind == "program")
        (change,) = steps["change", "program", program]
        assert (change["field"], change["after"]) == ("description", "For everybody")
        assert ("create", "tag", "exams") in steps

    def test_planning_changes_nothing_and_is_on_no_record(self, desk: Desk, office: Office) -> None:
        desk.pack["programs"][0]["name"] = "Renamed"
        before = office.editor.house("aff_1")
        desk.plan()
        assert office.editor.house("aff_1") == before
        assert office.audit() == []

    def test_what_the_pack_no_longer_has_is_taken_out_of_use(self, desk: Desk) -> None:
        desk.pack["users"] = [one for one in desk.pack["users"] if one["id"] != "res_2"]
        assert [(one["sign"], one["id"]) for one in desk.plan()["steps"]] == [("deactivate", "res_2")]


class TestRefusals:
    def test_another_affiliates_pack_is_not_this_ones(self, desk: Desk) -> None:
        desk.pack["affiliate"]["id"] = "aff_2"
        assert set(desk.refused()) == {"pack.affiliate.id"}

    def test_nobody_is_founded_by_it(self, desk: Desk, office: Office) -> None:
        desk.pack["affiliate"]["id"] = "aff_new"
        assert set(desk.refused()) == {"pack.affiliate.id"}
        assert "aff_new" not in Directory(office.world.database).affiliate_ids()

    def test_everything_wrong_is_said_at_once_with_its_line(self, desk: Desk) -> None:
        desk.pack["programs"][0]["zone"] = "Mars/Olympus"
        desk.pack["users"][0]["role"] = "platform_admin"
        found = desk.refused()
        assert {"pack.programs.0.zone", "pack.users.0.role"} <= set(found)
        line = int(found["pack.programs.0.zone"].removeprefix("line ").partition(":")[0])
        assert dump(desk.pack).splitlines()[line - 1].strip() == "zone: Mars/Olympus"

    @pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2\n", "!!python/object/apply:os.system ['true']", "just words"])
    def test_what_is_no_pack_is_refused(self, office: Office, text: str) -> None:
        assert office.refused("adm_1", "POST", PLAN, {"pack": text}) == ["pack"]

    def test_one_that_means_a_billion_values_is_refused(self, office: Office) -> None:
        levels = "".join(
            f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        )
        assert office.refused("adm_1", "POST", PLAN, {"pack": f"a: &a [x, x]\n{levels}"}) == ["pack"]

    def test_one_that_is_nested_without_end_is_refused(self, office: Office) -> None:
        assert office.refused("adm_1", "POST", PLAN, {"pack": "[" * 5000}) == ["pack"]
        assert office.refused("adm_1", "POST", PLAN, {"pack": "a: &a [*a]"}) == ["pack"]

    def test_one_that_is_too_long_is_refused_by_its_field(self, office: Office) -> None:
        assert office.refused("adm_1", "POST", PLAN, {"pack": "#" * (LONGEST_PACK + 1)}) == ["pack"]
        assert office.call("adm_1", "POST", PLAN, {"pack": "#" * LONGEST_PACK * 5})[0] == 413

    def test_only_the_affiliates_own_admins_have_packs(self, office: Office) -> None:
        for who in ("sup_1", "res_1"):
            assert office.call(who, "GET", PACK)[0] == 403
        assert office.call(office.platform_admin(), "GET", f"{PACK}?affiliateId=aff_1", affiliate="platform")[0] == 403


class TestApply:
    def test_what_was_planned_is_done_and_then_there_is_nothing_to_do(self, desk: Desk, office: Office) -> None:
        desk.pack["programs"][0]["description"] = "For everybody"
        desk.pack["tags"] = [{"name": "exams"}]
        planned = desk.plan()
        assert desk.applied(stamp=planned["stamp"])["applied"] == len(planned["steps"])
        assert desk.plan()["steps"] == []
        assert office.call("adm_1", "GET", "/api/programs/pro_1")[1]["description"] == "For everybody"

    def test_each_change_is_on_record_as_the_admins(self, desk: Desk, office: Office) -> None:
        desk.pack["tags"] = [{"name": "exams"}]
        desk.applied()
        assert {(one.actor, one.actor_role) for one in office.audit()} == {("adm_1", "admin")}
        assert "tag.created" in {one.action for one in office.audit()}

    def test_what_was_edited_since_the_plan_is_not_overwritten_unseen(self, desk: Desk, office: Office) -> None:
        desk.pack["programs"][0]["description"] = "For everybody"
        stamp = desk.plan()["stamp"]
        office.call("adm_1", "PUT", "/api/programs/pro_1", {"description": "Edited by hand"})
        status, problem = desk.apply(stamp)
        assert (status, problem["code"]) == (412, "version_mismatch")
        assert office.call("adm_1", "GET", "/api/programs/pro_1")[1]["description"] == "Edited by hand"

    def test_another_pack_than_the_one_that_was_planned_is_refused(self, desk: Desk) -> None:
        stamp = desk.plan()["stamp"]
        desk.pack["programs"][0]["description"] = "Never shown"
        assert desk.apply(stamp)[0] == 412

    def test_a_new_webhooks_secret_is_told_once_and_signs(self, desk: Desk, office: Office) -> None:
        desk.pack["webhooks"] = [HOOK]
        (told,) = desk.applied()["webhookSecrets"]
        known = Directory(office.world.database).affiliate("aff_1")
        assert known is not None
        hook = known.webhooks[told["id"]]
        assert hook.wants("conversation.closed")
        assert WebhookSecrets(aws.client("kms")).open("aff_1", hook.id, hook.sealed) == told["secret"]
        assert desk.applied()["webhookSecrets"] == []

    def test_a_webhook_may_not_lead_into_the_machine_itself(self, desk: Desk) -> None:
        desk.pack["webhooks"] = [{**HOOK, "url": "http://127.0.0.1:4566/x"}]
        assert set(desk.refused()) == {"pack.webhooks.0.url"}

    def test_an_affiliate_has_no_more_webhooks_than_by_hand(self, desk: Desk) -> None:
        desk.pack["webhooks"] = [{**HOOK, "url": f"{HOOK['url']}/{one}"} for one in range(MOST_WEBHOOKS + 1)]
        assert any("one too many" in one for one in desk.refused().values())

    def test_a_line_may_only_belong_to_an_account_of_ones_own(self, desk: Desk) -> None:
        line = {"channel": "twilio", "number": "+12025550188", "programId": "pro_1", "account": "AC_somebody_elses"}
        desk.pack["lines"] = [*desk.pack["lines"], line]
        place = f"pack.lines.{len(desk.pack['lines']) - 1}.account"
        assert set(desk.refused()) == {place}
        desk.pack["providerAccounts"] = [
            *desk.pack["providerAccounts"],
            {"channel": "twilio", "account": line["account"]},
        ]
        desk.applied()


class TestTexts:
    WORDS = "You have reached {line}. Somebody answers soon."

    def given(self, desk: Desk) -> None:
        approved = {"programId": "pro_1", "key": "welcome", "text": self.WORDS, "approvedBy": "Whoever"}
        others = [one for one in desk.pack["texts"] if (one["programId"], one["key"]) != ("pro_1", "welcome")]
        desk.pack["texts"] = [*others, approved]

    def test_words_that_the_pack_says_are_approved_are_sent(self, desk: Desk, office: Office) -> None:
        self.given(desk)
        desk.applied()
        known = Directory(office.world.database).affiliate("aff_1")
        assert known is not None
        assert known.programs["pro_1"].approved_text("welcome") == self.WORDS

    def test_where_a_second_person_approves_they_wait_for_somebody_else(self, desk: Desk, office: Office) -> None:
        office.call("adm_1", "PUT", "/api/admin/settings", {"textsNeedSecondPerson": True})
        desk.pack = load(desk.exported())
        self.given(desk)
        # Nor does the pack itself take the rule away for its own texts.
        desk.pack["settings"].pop("textsNeedSecondPerson")
        assert desk.plan()["drafts"] == 1
        desk.pack["settings"]["textsNeedSecondPerson"] = True
        desk.applied()
        known = Directory(office.world.database).affiliate("aff_1")
        assert known is not None
        assert known.programs["pro_1"].approved_text("welcome") != self.WORDS
        status, problem = office.call("adm_1", "POST", "/api/admin/texts/pro_1.welcome/approve", {})
        assert (status, problem["code"]) == (403, "second_person_needed")
        office.world.hire("adm_2", role="admin", programs=())
        assert office.call("adm_2", "POST", "/api/admin/texts/pro_1.welcome/approve", {})[0] == 200


class TestWhatFollows:
    def test_whoever_is_new_is_invited_if_that_is_wished(self, desk: Desk, office: Office) -> None:
        desk.pack["users"].append(NEW)
        invited = desk.applied(invite=True)["invited"]
        assert office.told.invited == invited
        assert len(invited) == 1

    def test_nobody_is_invited_without_asking(self, desk: Desk, office: Office) -> None:
        desk.pack["users"].append(NEW)
        assert desk.applied()["invited"] == []
        assert office.told.invited == []

    def test_whoever_is_taken_out_is_signed_out_and_whose_role_changes_is_cut_off(
        self, desk: Desk, office: Office
    ) -> None:
        desk.pack["users"] = [one for one in desk.pack["users"] if one["id"] != "res_2"]
        next(one for one in desk.pack["users"] if one["id"] == "res_1")["role"] = "supervisor"
        desk.applied()
        assert (office.told.ended, office.told.cut_off) == (["res_2"], ["res_1"])

    def test_what_could_not_be_done_afterwards_is_told(
        self, desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fails(*_: object) -> None:
            raise ConnectionError("the queue does not answer")

        monkeypatch.setattr(office.told, "end_all", fails)
        desk.pack["users"] = [one for one in desk.pack["users"] if one["id"] != "res_2"]
        with caplog.at_level(logging.CRITICAL):
            assert desk.applied()["unfinished"] == ["user:res_2"]
        assert not office.editor.house("aff_1").in_use("user", "res_2")
