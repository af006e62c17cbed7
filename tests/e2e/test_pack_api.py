"""An admin's affiliate as one file: exported, compared and applied through the API, on an affiliate of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from shared.configuration.pack_yaml import dump, load
from tests.e2e.aws import Aws
from tests.e2e.line import Line
from tests.e2e.newcomer import Newcomer
from tests.e2e.problems import fields, problem
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

PACK = "/api/admin/tenant-pack"


class Office:
    """The admin of an affiliate that was founded a moment ago."""

    def __init__(self, newcomer: Newcomer) -> None:
        assert "Invited Dana Reyes" in newcomer.apply()
        self.newcomer = newcomer
        self._headers = newcomer.joins()

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        return self.newcomer.line.call(method, path, headers=self._headers, **options)

    def exported(self) -> Any:
        answer = self.ask("GET", PACK)
        assert answer.status_code == 200, answer.text
        return load(answer.json()["pack"])

    def plan(self, pack: Any) -> dict[str, Any]:
        answer = self.ask("POST", f"{PACK}/plan", json={"pack": dump(pack)})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def applies(self, pack: Any, stamp: str, **more: Any) -> requests.Response:
        return self.ask("POST", f"{PACK}/apply", json={"pack": dump(pack), "stamp": stamp, **more})


@pytest.fixture(scope="module")
def office(line: Line, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(Newcomer(line, Aws(line), Path(tmp_path_factory.mktemp("pack"))))


def test_what_is_exported_changes_nothing_and_holds_no_secret(office: Office) -> None:
    pack = office.exported()
    assert pack["affiliate"]["id"] == office.newcomer.affiliate
    assert office.plan(pack)["steps"] == []
    assert office.newcomer.token not in dump(pack)


def test_what_was_shown_is_applied_counts_at_once_and_is_on_record(office: Office, until_recorded: Any) -> None:
    pack = office.exported()
    pack["programs"][0]["description"] = "From a file"
    pack["tags"].append({"name": "exams"})
    planned = office.plan(pack)
    shown = {(one["sign"], one["kind"]) for one in planned["steps"]}
    assert shown == {("change", "program"), ("create", "tag")}
    (changed,) = [one["changes"] for one in planned["steps"] if one["kind"] == "program"]
    assert [(one["field"], one["after"]) for one in changed] == [("description", "From a file")]

    applied = office.applies(pack, planned["stamp"])
    assert (applied.status_code, applied.json()["applied"]) == (200, 2), applied.text
    assert office.ask("GET", f"/api/programs/{pack['programs'][0]['id']}").json()["description"] == "From a file"
    assert office.plan(pack)["steps"] == []
    entries = until_recorded(office, "program.updated", applied.json()["requestId"])
    assert [one["after"] for one in entries] == [{"description": "From a file"}]


def test_whoever_was_faster_is_not_overwritten(office: Office) -> None:
    pack = office.exported()
    pack["programs"][0]["description"] = "Never applied"
    stamp = office.plan(pack)["stamp"]
    office.ask("PUT", f"/api/programs/{pack['programs'][0]['id']}", json={"description": "By hand"})
    refused = office.applies(pack, stamp)
    problem(refused, 412, "version_mismatch")
    assert office.exported()["programs"][0]["description"] == "By hand"


def test_a_new_webhook_tells_its_secret_and_a_new_person_is_invited(office: Office, aws: Aws) -> None:
    pack, mail = office.exported(), f"eva@{office.newcomer.mark}.example.org"
    pack["webhooks"] = [{"url": "https://hooks.example.org/in", "events": ["conversation.closed"]}]
    pack["users"].append({"email": mail, "name": "Eva", "role": "responder"})
    done = office.applies(pack, office.plan(pack)["stamp"], invite=True)
    assert done.status_code == 200, done.text
    (told,) = done.json()["webhookSecrets"]
    assert told["secret"].startswith("whsec_")
    assert len(done.json()["invited"]) == 1
    assert done.json()["unfinished"] == []
    eventually(lambda: aws.mails_to(mail), "the invitation")
    (hook,) = office.ask("GET", "/api/admin/webhooks").json()["items"]
    assert (hook["id"], hook["status"]) == (told["id"], "active")
    assert told["secret"] not in dump(office.exported())


def test_what_is_no_pack_of_theirs_is_refused_with_its_place(office: Office) -> None:
    pack = office.exported()
    other = {**pack, "affiliate": {**pack["affiliate"], "id": "aff_harbor"}}
    wrong = {**pack, "programs": [{**pack["programs"][0], "zone": "Mars/Olympus"}, *pack["programs"][1:]]}
    for given, place in ((other, "pack.affiliate.id"), (wrong, "pack.programs.0.zone")):
        refused = office.ask("POST", f"{PACK}/plan", json={"pack": dump(given)})
        said = problem(refused, 422, "rule_broken")
        assert fields(said) == [place]
        assert said["errors"][0]["message"].startswith("line ")
    for text in ("a: [", "a: &a [*a]", "#" * (256 * 1024 + 1)):
        refused = office.ask("POST", f"{PACK}/plan", json={"pack": text})
        assert fields(problem(refused, 422, "rule_broken")) == ["pack"]
    problem(office.ask("POST", f"{PACK}/plan", json={"pack": "#" * 1024 * 1024}), 413, "too_large")


def test_nobody_but_its_admins_has_the_pack(line: Line) -> None:
    for who in ("rosa@harbor.example", "vera@harbor.example"):
        login = {"email": who, "password": line.password_of(who)}
        token = line.call("POST", "/api/auth/login", json=login).json()["token"]
        refused = line.call("GET", PACK, headers={"Authorization": f"Bearer {token}"})
        assert refused.status_code == 403
    assert line.call("GET", PACK).status_code == 401


@pytest.fixture
def until_recorded() -> Callable[..., list[dict[str, Any]]]:
    """The entries of one request, once they are there."""

    def entries(office: Office, action: str, request_id: str) -> list[dict[str, Any]]:
        def found() -> list[dict[str, Any]]:
            items = office.ask("GET", f"/api/audit?action={action}").json()["items"]
            return [one for one in items if one["requestId"] == request_id]

        return eventually(found, f"{action} on record")

    return entries
