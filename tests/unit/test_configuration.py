"""Changing what an affiliate configures: checked as a whole, written at once, on record."""

from __future__ import annotations

import json

import pytest

from shared.configuration import editing
from shared.configuration.documents import House
from shared.configuration.editing import By, Editor, VersionMismatch
from shared.domain.errors import RuleBroken
from shared.store.audit import Actor
from shared.store.database import Database
from shared.store.directory import Directory
from shared.store.models import AffiliateItem
from tests.unit.configuring import Office
from tests.unit.world import World

ANA = By(Actor("adm_1", "admin"), "req_1")


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def says_when(office: Office, program: str) -> None:
    """Write and approve what the line says while it is closed."""
    words = {"programId": program, "key": "closed", "text": "Closed until {opens}. Call or text 988 at any time."}
    made = office.call("adm_1", "POST", "/api/admin/texts", words)[1]
    assert office.call("adm_1", "POST", f"/api/admin/texts/{made['id']}/approve", {})[0] == 200


def refused(office: Office, who: str, method: str, path: str, body: object, status: int) -> list[str]:
    found, problem = office.call(who, method, path, body)
    assert found == status, problem
    return sorted(one["field"] for one in problem.get("errors") or ())


def test_given_an_admin_adds_a_program_then_running_functions_know_it(office: Office) -> None:
    status, program = office.call("adm_1", "POST", "/api/programs", {"name": "Night line", "shortCode": "+12025550177"})
    assert status == 201
    assert (program["name"], program["version"], program["active"]) == ("Night line", 1, True)
    known = Directory(office.world.database).affiliate("aff_1")
    assert known is not None
    assert known.programs[program["id"]].name == "Night line"


def test_given_only_some_fields_then_a_change_leaves_the_others_as_they_are(office: Office) -> None:
    hours = {"zone": "America/New_York", "week": {"monday": ["09:00-17:00"]}}
    refused = office.refused("adm_1", "PUT", "/api/programs/pro_1", {"hours": hours})
    assert refused == ["hours"]  # nobody who texts it then would be told that it is closed
    says_when(office, "pro_1")
    office.call("adm_1", "PUT", "/api/programs/pro_1", {"hours": hours, "timers": {"fair_every": 3}})
    status, program = office.call("adm_1", "PUT", "/api/programs/pro_1", {"description": "Days"})
    assert status == 200
    assert program["hours"] == hours
    assert program["timers"] == {"fair_every": 3}
    status, program = office.call("adm_1", "PUT", "/api/programs/pro_1", {"hours": None})
    assert program["hours"] is None


def test_given_two_people_edit_the_same_version_then_the_second_is_told(office: Office) -> None:
    _, seen = office.call("adm_1", "GET", "/api/programs/pro_1")
    assert office.call("adm_1", "PUT", "/api/programs/pro_1", {"name": "A", "version": seen["version"]})[0] == 200
    status, problem = office.call("adm_1", "PUT", "/api/programs/pro_1", {"name": "B", "version": seen["version"]})
    assert (status, problem["code"]) == (412, "version_mismatch")
    status, _ = office.call("adm_1", "PUT", "/api/programs/pro_1", {"name": "B"}, if_match=f'"{seen["version"]}"')
    assert status == 412
    assert office.call("adm_1", "GET", "/api/programs/pro_1")[1]["name"] == "A"


def test_given_the_same_change_twice_then_the_version_moves_once(office: Office) -> None:
    first = office.call("adm_1", "PUT", "/api/programs/pro_1", {"name": "A"})[1]
    second = office.call("adm_1", "PUT", "/api/programs/pro_1", {"name": "A"})[1]
    assert second["version"] == first["version"]
    assert len(office.audit()) == 1


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"name": ""}, ["name"]),
        ({"zone": "Mars/Olympus"}, ["zone"]),
        ({"timers": {"patience": 3}}, ["timers.patience"]),
        ({"timers": {"queue_expires_after": 0}}, ["timers.queue_expires_after"]),
        ({"hours": {"week": {"monday": ["09:00-12:00", "11:00-13:00"]}}, "zone": "UTC"}, ["hours.week.monday"]),
        ({"name": "PRO_2"}, ["name"]),
    ],
)
def test_given_nonsense_then_the_field_is_named_and_nothing_is_written(
    office: Office, body: dict[str, object], fields: list[str]
) -> None:
    before = office.call("adm_1", "GET", "/api/programs/pro_1")[1]
    assert refused(office, "adm_1", "PUT", "/api/programs/pro_1", body, 422) == fields
    assert office.call("adm_1", "GET", "/api/programs/pro_1")[1] == before
    assert office.audit() == []


def test_given_a_keyword_that_the_line_has_then_it_is_refused_with_the_field(office: Office) -> None:
    made = {"programId": "pro_1", "keyword": "Seawall"}
    assert office.call("adm_1", "POST", "/api/keywords", made)[0] == 201
    again = {"programId": "pro_1", "keyword": "seawall"}
    assert refused(office, "adm_1", "POST", "/api/keywords", again, 422) == ["keyword"]
    assert office.call("adm_1", "POST", "/api/keywords", {**again, "programId": "pro_2"})[0] == 201


@pytest.mark.parametrize("word", ["STOP", "start"])
def test_given_a_carriers_word_then_it_cannot_be_a_keyword(office: Office, word: str) -> None:
    assert refused(office, "adm_1", "POST", "/api/keywords", {"programId": "pro_1", "keyword": word}, 422) == [
        "keyword"
    ]


def test_given_a_keyword_opens_a_program_then_the_program_cannot_be_deactivated(office: Office) -> None:
    office.call("adm_1", "POST", "/api/keywords", {"programId": "pro_1", "keyword": "BAY", "opens": "pro_2"})
    assert "active" in refused(office, "adm_1", "DELETE", "/api/programs/pro_2", None, 422)
    assert office.call("adm_1", "GET", "/api/programs/pro_2")[1]["active"]


def test_given_a_deactivated_program_then_it_is_kept_and_can_be_restored(office: Office) -> None:
    made = office.call("adm_1", "POST", "/api/programs", {"name": "Short"})[1]
    assert not office.call("adm_1", "DELETE", f"/api/programs/{made['id']}")[1]["active"]
    assert made["id"] not in [one["id"] for one in office.call("adm_1", "GET", "/api/programs")[1]["items"]]
    listed = office.call("adm_1", "GET", "/api/programs?active=false")[1]["items"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert office.call("adm_1", "PUT", f"/api/programs/{made['id']}", {"active": True})[1]["active"]


def test_given_another_affiliates_id_then_it_looks_like_an_unknown_one(office: Office) -> None:
    theirs = office.call("adm_1", "GET", "/api/programs/pro_9")
    unknown = office.call("adm_1", "GET", "/api/programs/pro_nowhere")
    assert theirs == unknown
    assert theirs[0] == 404
    assert office.call("adm_1", "PUT", "/api/programs/pro_9", {"name": "X"}) == unknown
    assert office.call("adm_1", "DELETE", "/api/programs/pro_9") == unknown


def test_given_a_responder_then_they_read_their_programs_and_change_nothing(office: Office) -> None:
    listed = office.call("res_1", "GET", "/api/programs")[1]["items"]
    assert [one["id"] for one in listed] == ["pro_1"]
    assert office.call("res_1", "GET", "/api/programs/pro_2")[0] == 404
    assert office.call("res_1", "PUT", "/api/programs/pro_1", {"name": "Mine"})[0] == 403
    assert office.call("res_1", "POST", "/api/programs", {"name": "Mine"})[0] == 403


def test_given_a_list_longer_than_a_page_then_the_cursor_goes_on(office: Office) -> None:
    for number in range(5):
        office.call("adm_1", "POST", "/api/keywords", {"programId": "pro_2", "keyword": f"word{number}"})
    seen: list[str] = []
    cursor = ""
    while True:
        page = office.call("adm_1", "GET", f"/api/keywords?program=pro_2&limit=2{cursor}")[1]
        seen += [one["keyword"] for one in page["items"]]
        if page["nextCursor"] is None:
            break
        cursor = f"&cursor={page['nextCursor']}"
    assert sorted(seen) == [f"word{number}" for number in range(5)]


def test_what_changed_is_on_record_and_only_that(office: Office) -> None:
    office.call("adm_1", "PUT", "/api/programs/pro_1", {"description": "Days"})
    (entry,) = office.audit()
    assert (entry.actor, entry.actor_role, entry.action, entry.entity, entry.request_id) == (
        "adm_1",
        "admin",
        "program.updated",
        "program:pro_1",
        "req_1",
    )
    assert (json.loads(entry.before), json.loads(entry.after)) == ({"description": ""}, {"description": "Days"})


def test_given_an_affiliate_is_renamed_elsewhere_then_what_no_document_speaks_of_stays(office: Office) -> None:
    key = AffiliateItem.get("A#aff_1", "AFFILIATE").kms_key_id
    office.call("adm_1", "PUT", "/api/programs/pro_1", {"description": "Days"})
    assert AffiliateItem.get("A#aff_1", "AFFILIATE").kms_key_id == key


def test_given_somebody_saves_while_one_is_being_checked_then_one_is_checked_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two programs take the same free name at the same moment: one of them gets it."""
    editor = Editor(world.database, world.clock, world.ids)
    reads = iter([True])
    read_house = editing.read_house

    def read_and_be_overtaken(database: Database, affiliate_id: str) -> House:
        house = read_house(database, affiliate_id)
        if next(reads, False):
            Editor(world.database, world.clock, world.ids).create("aff_1", "program", {"name": "Wanted"}, ANA)
        return house

    monkeypatch.setattr(editing, "read_house", read_and_be_overtaken)
    with pytest.raises(RuleBroken) as refused:
        editor.create("aff_1", "program", {"name": "Wanted"}, ANA)
    assert [one.field for one in refused.value.errors] == ["name"]
    assert [one["name"] for one in editor.house("aff_1").of("program")].count("Wanted") == 1


def test_given_a_new_one_is_asked_for_twice_under_one_key_then_it_is_made_once(office: Office) -> None:
    body = {"programId": "pro_1", "keyword": "Seawall"}
    first = office.call("adm_1", "POST", "/api/keywords", body, idempotency_key="k-1")
    again = office.call("adm_1", "POST", "/api/keywords", body, idempotency_key="k-1")
    assert again == first
    other = office.call("adm_1", "POST", "/api/keywords", {**body, "keyword": "Jetty"}, idempotency_key="k-1")
    assert (other[0], other[1]["code"]) == (409, "idempotency_mismatch")
    assert office.call("adm_1", "POST", "/api/keywords", {**body, "keyword": "Jetty"}, idempotency_key="k-2")[0] == 201


def test_given_a_stale_version_then_the_editor_says_so(world: World) -> None:
    editor = Editor(world.database, world.clock, world.ids)
    editor.change("aff_1", "program", "pro_1", {"name": "A"}, ANA)
    with pytest.raises(VersionMismatch):
        editor.change("aff_1", "program", "pro_1", {"name": "B"}, ANA, version=1)
