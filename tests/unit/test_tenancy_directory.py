"""Affiliates, people, lines and providers' accounts, as an admin and a platform admin look after them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.store.directory import Directory
from shared.store.models import AffiliateItem, BranchItem, LoginItem
from shared.store.provider_secrets import ProviderSecrets
from tests.unit import aws
from tests.unit.configuring import Office
from tests.unit.world import OTHER_LINE, World

NEW = {"email": "eva@line.example.org", "name": "Eva", "role": "responder", "programIds": ["pro_1"]}
TOKEN = "a-token-of-the-carriers-account"


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


class TestPeople:
    def test_somebody_new_is_invited_and_has_no_password(self, office: Office) -> None:
        status, eva = office.call("adm_1", "POST", "/api/users", NEW)
        assert (status, eva["role"], eva["programIds"]) == (201, "responder", ["pro_1"])
        assert office.told.invited == [eva["id"]]
        login = LoginItem.get("L#eva@line.example.org", "LOGIN")
        assert (login.user_id, login.password_hash) == (eva["id"], None)

    def test_an_address_signs_in_one_person_in_whatever_affiliate(self, office: Office) -> None:
        assert office.call("adm_1", "POST", "/api/users", NEW)[0] == 201
        again = {**NEW, "email": "EVA@line.example.org", "programIds": []}
        assert office.refused("adm_1", "POST", "/api/users", again) == ["email"]
        office.world.hire("adm_9", role="admin", affiliate="aff_2", programs=())
        assert office.refused("adm_9", "POST", "/api/users", again, affiliate="aff_2") == ["email"]
        assert len(office.told.invited) == 1

    def test_whoever_gets_a_new_address_keeps_the_password(self, office: Office) -> None:
        eva = office.call("adm_1", "POST", "/api/users", NEW)[1]
        login = LoginItem.get("L#eva@line.example.org", "LOGIN")
        login.update(actions=[LoginItem.password_hash.set("hashed")])
        office.call("adm_1", "PUT", f"/api/users/{eva['id']}", {"email": "eva.b@line.example.org"})
        assert LoginItem.get("L#eva.b@line.example.org", "LOGIN").password_hash == "hashed"
        assert office.world.database.get(LoginItem, "L#eva@line.example.org", "LOGIN") is None

    def test_the_last_admin_cannot_be_removed(self, office: Office) -> None:
        assert office.refused("adm_1", "DELETE", "/api/users/adm_1", None) == ["active"]
        assert office.refused("adm_1", "PUT", "/api/users/adm_1", {"role": "supervisor"}) == ["role"]
        office.world.hire("adm_2", role="admin", programs=())
        assert office.call("adm_1", "DELETE", "/api/users/adm_1")[0] == 200
        assert office.refused("adm_2", "DELETE", "/api/users/adm_2", None) == ["active"]

    def test_a_role_that_changes_cuts_what_they_hear_and_a_name_does_not(self, office: Office) -> None:
        office.call("adm_1", "PUT", "/api/users/res_1", {"name": "Renamed"})
        assert office.told.cut_off == []
        office.call("adm_1", "PUT", "/api/users/res_1", {"role": "supervisor"})
        assert office.told.cut_off == ["res_1"]
        office.call("adm_1", "PUT", "/api/users/res_1", {"programIds": ["pro_2"]})
        assert office.told.cut_off == ["res_1", "res_1"]

    def test_the_same_change_again_cuts_again_in_case_it_was_interrupted(self, office: Office) -> None:
        for _ in range(2):
            office.call("adm_1", "PUT", "/api/users/res_1", {"role": "supervisor"})
        assert office.told.cut_off == ["res_1", "res_1"]

    def test_whoever_is_deactivated_is_put_out(self, office: Office) -> None:
        assert not office.call("adm_1", "DELETE", "/api/users/res_1")[1]["active"]
        assert office.told.ended == ["res_1"]
        known = Directory(office.world.database).affiliate("aff_1")
        assert known is not None
        assert not known.staff["res_1"].active

    def test_addresses_and_numbers_are_for_those_who_have_to_reach_people(self, office: Office) -> None:
        office.call("adm_1", "PUT", "/api/users/res_2", {"phone": "+12025550143"})
        seen = office.call("res_1", "GET", "/api/users/res_2")[1]
        assert (seen["name"], seen["email"], seen["phone"]) == ("RES_2", None, None)
        assert office.call("sup_1", "GET", "/api/users/res_2")[1]["phone"] == "+12025550143"

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"email": "no address"}, "email"),
            ({"role": "platform_admin"}, "role"),
            ({"programIds": ["pro_9"]}, "programIds.0"),
            ({"programIds": ["pro_1", "pro_nowhere"]}, "programIds.1"),
            ({"maxConcurrent": 0}, "maxConcurrent"),
            ({"phone": "0202 555"}, "phone"),
            ({"languages": []}, "languages"),
        ],
    )
    def test_nonsense_is_refused_with_the_field_and_nobody_is_invited(
        self, office: Office, change: dict[str, Any], field: str
    ) -> None:
        assert office.refused("adm_1", "POST", "/api/users", {**NEW, **change}) == [field]
        assert office.told.invited == []

    def test_a_program_people_are_bound_to_is_not_taken_from_under_them(self, office: Office) -> None:
        assert "active" in office.refused("adm_1", "DELETE", "/api/programs/pro_1", None)


class TestLines:
    def account(self, office: Office, account: str = "AC77") -> str:
        made = office.call("adm_1", "POST", "/api/admin/provider-accounts", {"channel": "twilio", "account": account})
        assert made[0] == 201, made
        return account

    def line(self, **more: Any) -> dict[str, Any]:
        return {"channel": "twilio", "number": "+12025550166", "programId": "pro_2", "account": "AC77", **more}

    def test_a_new_line_is_known_at_once(self, office: Office) -> None:
        self.account(office)
        status, line = office.call("adm_1", "POST", "/api/admin/lines", self.line())
        assert (status, line["id"]) == (201, "twilio_12025550166")
        found = Directory(office.world.database).line("twilio", "+12025550166")
        assert found is not None
        assert (found[0].program_id, found[1].id) == ("pro_2", "aff_1")

    def test_a_line_that_is_deactivated_is_no_longer_ours(self, office: Office) -> None:
        self.account(office)
        office.call("adm_1", "POST", "/api/admin/lines", self.line())
        office.call("adm_1", "DELETE", "/api/admin/lines/twilio_12025550166")
        assert Directory(office.world.database).line("twilio", "+12025550166") is None

    def test_a_number_is_one_affiliates(self, office: Office) -> None:
        self.account(office)
        taken = self.line(number="+12025550100")
        first = office.call("adm_1", "POST", "/api/admin/lines", taken)
        again = office.call("adm_1", "POST", "/api/admin/lines", taken)
        assert 422 in (first[0], again[0])
        office.world.hire("adm_9", role="admin", affiliate="aff_2", programs=())
        theirs = {"channel": "twilio", "account": "AC99"}
        office.call("adm_9", "POST", "/api/admin/provider-accounts", theirs, affiliate="aff_2")
        body = {**taken, "programId": "pro_9", "account": "AC99"}
        assert office.refused("adm_9", "POST", "/api/admin/lines", body, affiliate="aff_2") == ["number"]

    def test_nobody_has_texts_of_anothers_account_brought_to_them(self, office: Office) -> None:
        self.account(office)
        office.world.hire("adm_9", role="admin", affiliate="aff_2", programs=())
        body = self.line(programId="pro_9")
        assert office.refused("adm_9", "POST", "/api/admin/lines", body, affiliate="aff_2") == ["account"]
        claim = {"channel": "twilio", "account": "AC77"}
        assert office.refused("adm_9", "POST", "/api/admin/provider-accounts", claim, affiliate="aff_2") == ["account"]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"number": "lighthouse"}, "number"),
            ({"programId": "pro_9"}, "programId"),
            ({"standsFor": "twilio#+12025550199"}, "standsFor"),
            ({"origins": ["https://example.org"]}, "origins"),
            ({"channel": "webchat", "origins": []}, "number"),
            ({"channel": "webchat", "number": "pro_2", "origins": ["example.org"]}, "origins.0"),
            ({"channel": "webchat", "number": "pro_2", "origins": ["https://example.org/page"]}, "origins.0"),
        ],
    )
    def test_nonsense_is_refused_with_the_field(self, office: Office, change: dict[str, Any], field: str) -> None:
        self.account(office)
        assert office.refused("adm_1", "POST", "/api/admin/lines", self.line(**change)) == [field]

    def test_an_account_with_lines_stays_in_use(self, office: Office) -> None:
        self.account(office)
        office.call("adm_1", "POST", "/api/admin/lines", self.line())
        assert office.refused("adm_1", "DELETE", "/api/admin/provider-accounts/twilio_AC77", None) == ["active"]

    def test_a_backup_takes_over_for_the_line_it_stands_for(self, office: Office) -> None:
        self.account(office)
        office.call("adm_1", "POST", "/api/admin/lines", self.line())
        backup = self.line(number="+12025550167", standsFor="twilio#+12025550166")
        assert office.call("adm_1", "POST", "/api/admin/lines", backup)[0] == 201
        known = Directory(office.world.database).affiliate("aff_1")
        assert known is not None
        assert known.lines["twilio", "+12025550166"].backup == ("twilio", "+12025550167")


class TestCredentials:
    def set_up(self, office: Office, account: str = "AC77") -> tuple[int, Any]:
        office.call("adm_1", "POST", "/api/admin/provider-accounts", {"channel": "twilio", "account": account})
        path = f"/api/admin/provider-accounts/twilio_{account}/credentials"
        return office.call("adm_1", "PUT", path, {"authTokens": [TOKEN]})

    def test_they_are_written_and_never_shown(self, office: Office) -> None:
        status, shown = self.set_up(office)
        assert (status, shown["credentials"]) == (200, ["authTokens"])
        assert office.credentials()["twilio"]["AC77"] == {"auth_tokens": [TOKEN]}
        everything = [
            office.call("adm_1", "GET", "/api/admin/provider-accounts"),
            office.call("adm_1", "GET", "/api/admin/provider-accounts/twilio_AC77"),
            [entry.attribute_values for entry in office.audit()],
            aws.rows("directory"),
        ]
        assert TOKEN not in repr(everything)

    def test_other_accounts_credentials_stay(self, office: Office) -> None:
        before = office.credentials()["twilio"]
        self.set_up(office)
        assert {name: office.credentials()["twilio"][name] for name in before} == before

    def test_an_account_the_operator_looks_after_cannot_be_taken_over(self, office: Office) -> None:
        (known, *_) = office.credentials()["twilio"]
        before = office.credentials()
        status, problem = self.set_up(office, known)
        assert (status, problem["errors"][0]["field"]) == (422, "account")
        assert office.credentials() == before

    def test_an_account_taken_out_of_use_is_forgotten(self, office: Office) -> None:
        self.set_up(office)
        office.call("adm_1", "DELETE", "/api/admin/provider-accounts/twilio_AC77")
        assert "AC77" not in office.credentials()["twilio"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "authTokens"),
            ({"authTokens": [TOKEN], "topics": ["arn"]}, "topics"),
            ({"authTokens": ["short"]}, "authTokens.0"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, office: Office, body: dict[str, Any], field: str) -> None:
        office.call("adm_1", "POST", "/api/admin/provider-accounts", {"channel": "twilio", "account": "AC77"})
        path = "/api/admin/provider-accounts/twilio_AC77/credentials"
        assert field in office.refused("adm_1", "PUT", path, body)

    def test_whoever_writes_at_the_same_moment_loses_nothing(self, office: Office) -> None:
        """Between reading and writing, somebody else writes."""
        name, client = f"{aws.PREFIX}/providers", aws.client("secretsmanager")

        class Interrupted:
            def __init__(self) -> None:
                self.once = True

            def __getattr__(self, what: str) -> Any:
                if what == "put_secret_value" and self.once:
                    self.once = False
                    ProviderSecrets(client, name).put("twilio", "AC88", {"auth_tokens": [TOKEN]}, first=True)
                return getattr(client, what)

        ProviderSecrets(Interrupted(), name).put("twilio", "AC77", {"auth_tokens": [TOKEN]}, first=True)
        assert {"AC77", "AC88"} <= set(office.credentials()["twilio"])


class TestAffiliates:
    def test_a_platform_admin_founds_one_with_keys_of_its_own(self, office: Office) -> None:
        pat = office.platform_admin()
        status, made = office.call(pat, "POST", "/api/affiliates", {"name": "Harbour"}, affiliate="platform")
        assert (status, made["active"]) == (201, True)
        assert BranchItem.get(f"B#{made['id']}", "ACTIVE").branch_id
        key = AffiliateItem.get(f"A#{made['id']}", "AFFILIATE").kms_key_id
        assert key != AffiliateItem.get("A#aff_1", "AFFILIATE").kms_key_id
        assert made["id"] in Directory(office.world.database).affiliate_ids()

    def test_a_platform_admin_acts_for_the_affiliate_they_name(self, office: Office) -> None:
        pat = office.platform_admin()
        status, eva = office.call(pat, "POST", "/api/users?affiliateId=aff_1", NEW, affiliate="platform")
        assert status == 201
        assert office.call("adm_1", "GET", f"/api/users/{eva['id']}")[0] == 200
        assert [entry.actor for entry in office.audit()] == [pat]

    def test_nobody_else_may_name_one(self, office: Office) -> None:
        assert office.call("adm_1", "GET", "/api/programs?affiliateId=aff_2")[0] == 404
        assert office.call("adm_1", "GET", "/api/programs?affiliateId=aff_nowhere")[0] == 404
        assert office.call("adm_1", "GET", "/api/programs?affiliateId=aff_1")[0] == 200

    def test_an_admin_sees_and_names_their_own_only(self, office: Office) -> None:
        assert [one["id"] for one in office.call("adm_1", "GET", "/api/affiliates")[1]["items"]] == ["aff_1"]
        assert office.call("adm_1", "PUT", "/api/affiliates/aff_1", {"name": "Ours"})[1]["name"] == "Ours"
        unknown = office.call("adm_1", "GET", "/api/affiliates/aff_nowhere")
        assert office.call("adm_1", "GET", "/api/affiliates/aff_2") == unknown
        assert office.call("adm_1", "GET", "/api/affiliates/platform") == unknown
        assert office.call("adm_1", "PUT", "/api/affiliates/aff_2", {"name": "Theirs"}) == unknown
        assert office.call("adm_1", "POST", "/api/affiliates", {"name": "More"})[0] == 403
        assert office.call("adm_1", "DELETE", "/api/affiliates/aff_1")[0] == 403
        assert office.refused("adm_1", "PUT", "/api/affiliates/aff_1", {"active": False}) == ["active"]

    def test_an_affiliate_out_of_use_is_not_heard_and_can_be_restored(self, office: Office) -> None:
        pat = office.platform_admin()
        assert office.call(pat, "DELETE", "/api/affiliates/aff_2", affiliate="platform")[0] == 200
        assert Directory(office.world.database).line("twilio", OTHER_LINE) is None
        listed = office.call(pat, "GET", "/api/affiliates", affiliate="platform")[1]["items"]
        assert "aff_2" not in [one["id"] for one in listed]
        office.call(pat, "PUT", "/api/affiliates/aff_2", {"active": True}, affiliate="platform")
        assert office.call(pat, "GET", "/api/affiliates/aff_2", affiliate="platform")[1]["active"]

    def test_whoever_was_interrupted_founds_it_again_under_the_same_id(self, office: Office) -> None:
        from shared.configuration.editing import By
        from shared.configuration.founding import Founding
        from shared.store.audit import Actor

        world, broken = office.world, {"left": True}
        kms = aws.client("kms")

        class DownOnce:
            def __getattr__(self, what: str) -> Any:
                if what == "generate_data_key_without_plaintext" and broken.pop("left", None):
                    raise ConnectionError
                return getattr(kms, what)

        pat = By(Actor("operator", "operator"), "req_1")
        founding = Founding(world.database, DownOnce(), world.clock, world.ids, "test")
        with pytest.raises(ConnectionError):
            founding.found({"name": "Harbour"}, pat, "aff_new")
        assert not AffiliateItem.get("A#aff_new", "AFFILIATE").active
        key = AffiliateItem.get("A#aff_new", "AFFILIATE").kms_key_id
        assert founding.found({"name": "Harbour"}, pat, "aff_new").active
        assert AffiliateItem.get("A#aff_new", "AFFILIATE").kms_key_id == key
        created = [json.loads(one.after) for one in office.audit("aff_new") if one.action == "affiliate.created"]
        assert [one["name"] for one in created] == ["Harbour"]
