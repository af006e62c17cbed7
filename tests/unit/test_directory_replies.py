"""Surveys, canned responses and tags: what responders have at hand."""

from __future__ import annotations

from typing import Any

import pytest

from shared.store.directory import Directory
from tests.unit.configuring import Office
from tests.unit.world import World

SCALE = {"kind": "scale", "text": "How upset are you, 1 to 5?", "measuresDistress": True}
CHOICE = {"kind": "choice", "text": "Did it help?", "choices": ["Yes", "No"]}
SURVEY: dict[str, Any] = {"programId": "pro_1", "type": "entry", "title": "Before", "questions": [SCALE, CHOICE]}
CANNED: dict[str, Any] = {"title": "Hello", "text": "This is {responder} of {line}.", "shortcut": "hi"}


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def made(office: Office, path: str, body: dict[str, Any]) -> dict[str, Any]:
    status, answer = office.call("adm_1", "POST", path, body)
    assert status == 201, answer
    return dict(answer)


def refused(office: Office, method: str, path: str, body: object, status: int = 422) -> list[str]:
    found, problem = office.call("adm_1", method, path, body)
    assert found == status, problem
    return sorted(one["field"] for one in problem["errors"])


# --- surveys --------------------------------------------------------------------------------------


def test_given_a_survey_then_texters_of_the_program_are_asked_it(office: Office) -> None:
    survey = made(office, "/api/surveys", SURVEY)
    assert [one["id"] for one in survey["questions"]] == ["q1", "q2"]
    known = Directory(office.world.database).affiliate("aff_1")
    asked = known.survey_for("pro_1", "entry") if known is not None else None
    assert asked is not None
    assert [(one.kind, one.text, one.choices) for one in asked.questions] == [
        ("scale", SCALE["text"], ()),
        ("choice", CHOICE["text"], ("Yes", "No")),
    ]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"questions": []}, ["questions"]),
        ({"questions": [SCALE | {"text": "  "}]}, ["questions.0.text"]),
        ({"questions": [SCALE, SCALE | {"least": 5, "most": 5}]}, ["questions.1.least"]),
        ({"questions": [CHOICE | {"choices": ["Yes"]}]}, ["questions.0.choices"]),
        ({"questions": [CHOICE | {"choices": ["Go on", "Stop"]}]}, ["questions.0.choices"]),
        ({"questions": [SCALE | {"id": "a"}, CHOICE | {"id": "a"}]}, ["questions.0.id", "questions.1.id"]),
        ({"questions": [SCALE | {"kind": "smell"}]}, ["questions.0.kind"]),
        ({"programId": "pro_9"}, ["programId"]),
        ({"programId": "pro_nowhere"}, ["programId"]),
        ({"type": "middle"}, ["type"]),
    ],
)
def test_given_a_survey_that_cannot_be_asked_then_the_field_is_named(
    office: Office, change: dict[str, Any], fields: list[str]
) -> None:
    assert refused(office, "POST", "/api/surveys", SURVEY | change) == fields
    assert office.call("adm_1", "GET", "/api/surveys?active=all")[1]["items"] == []


def test_given_a_program_has_an_entry_survey_then_a_second_is_refused_until_the_first_is_out_of_use(
    office: Office,
) -> None:
    first = made(office, "/api/surveys", SURVEY)
    assert refused(office, "POST", "/api/surveys", SURVEY) == ["type"]
    made(office, "/api/surveys", SURVEY | {"type": "exit"})
    assert office.call("adm_1", "DELETE", f"/api/surveys/{first['id']}")[0] == 200
    made(office, "/api/surveys", SURVEY)
    assert refused(office, "PUT", f"/api/surveys/{first['id']}", {"active": True}) == ["type"]


def test_given_a_program_is_asked_about_then_it_cannot_be_taken_out_of_use(office: Office) -> None:
    program = made(office, "/api/programs", {"name": "Short"})
    made(office, "/api/surveys", SURVEY | {"programId": program["id"]})
    assert refused(office, "DELETE", f"/api/programs/{program['id']}", None) == ["active"]


def test_given_a_survey_out_of_use_then_nobody_is_asked_it(office: Office) -> None:
    survey = made(office, "/api/surveys", SURVEY)
    office.call("adm_1", "DELETE", f"/api/surveys/{survey['id']}")
    known = Directory(office.world.database).affiliate("aff_1")
    assert known is not None
    assert known.survey_for("pro_1", "entry") is None


# --- canned responses -----------------------------------------------------------------------------


def test_given_a_program_then_canned_responses_are_filled_in_for_whoever_asks(office: Office) -> None:
    made(office, "/api/canned-responses", CANNED)
    made(office, "/api/canned-responses", CANNED | {"text": "We open {opens}.", "shortcut": "open"})
    listed = office.call("res_1", "GET", "/api/canned-responses?program=pro_1")[1]["items"]
    by_shortcut = {one["shortcut"]: one for one in listed}
    assert by_shortcut["hi"]["filled"] == "This is RES_1 of PRO_1."
    assert by_shortcut["hi"]["segments"] == 1
    # The line is always open: there is nothing to say.
    assert by_shortcut["open"]["filled"] is None


def test_given_a_long_text_then_its_segments_are_shown(office: Office) -> None:
    assert made(office, "/api/canned-responses", CANNED | {"text": "ñ¡" * 80})["segments"] == 1
    assert made(office, "/api/canned-responses", CANNED | {"text": "ł" * 71, "shortcut": None})["segments"] == 2


def test_given_a_response_of_another_program_then_a_responder_is_not_shown_it(office: Office) -> None:
    theirs = made(office, "/api/canned-responses", CANNED | {"programIds": ["pro_2"]})
    everybodys = made(office, "/api/canned-responses", CANNED | {"shortcut": "all"})
    own = made(office, "/api/canned-responses", CANNED | {"shortcut": "own", "programIds": ["pro_2", "pro_1"]})
    listed = office.call("res_1", "GET", "/api/canned-responses")[1]["items"]
    assert {one["id"] for one in listed} == {everybodys["id"], own["id"]}
    assert office.call("res_1", "GET", f"/api/canned-responses/{theirs['id']}")[0] == 404
    of_two = office.call("adm_1", "GET", "/api/canned-responses?program=pro_2")[1]["items"]
    assert {one["id"] for one in of_two} == {theirs["id"], everybodys["id"], own["id"]}


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"text": "Dear {texter}"}, ["text"]),
        ({"text": "An open { brace"}, ["text"]),
        ({"text": ""}, ["text"]),
        ({"text": "x" * 1601}, ["text"]),
        ({"programIds": ["pro_1", "pro_9"]}, ["programIds.1"]),
        ({"shortcut": "no blanks"}, ["shortcut"]),
        ({"language": "xx"}, ["language"]),
    ],
)
def test_given_a_response_that_cannot_be_sent_then_the_field_is_named(
    office: Office, change: dict[str, Any], fields: list[str]
) -> None:
    assert refused(office, "POST", "/api/canned-responses", CANNED | change) == fields


def test_given_a_shortcut_that_is_taken_then_it_is_refused_and_free_again_once_its_owner_is_out_of_use(
    office: Office,
) -> None:
    first = made(office, "/api/canned-responses", CANNED)
    assert refused(office, "POST", "/api/canned-responses", CANNED) == ["shortcut"]
    office.call("adm_1", "DELETE", f"/api/canned-responses/{first['id']}")
    made(office, "/api/canned-responses", CANNED)


# --- tags -----------------------------------------------------------------------------------------


def test_given_no_tags_are_defined_then_any_is_taken_and_given_some_then_only_those(office: Office) -> None:
    def takes(name: str, program: str = "pro_1") -> bool:
        known = Directory(office.world.database).affiliate("aff_1")
        assert known is not None
        return known.takes_tag(name, program)

    assert takes("grief")
    school = made(office, "/api/tags", {"name": "school", "programIds": ["pro_2"]})
    assert not takes("grief")
    assert takes("school", "pro_2")
    assert not takes("school", "pro_1")
    office.call("adm_1", "DELETE", f"/api/tags/{school['id']}")
    assert takes("grief")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"name": "grief"}, ["name"]),
        ({"name": "Grief"}, ["name"]),
        ({"name": "two words"}, ["name"]),
        ({"name": "fine", "programIds": ["pro_9"]}, ["programIds.0"]),
    ],
)
def test_given_a_tag_nobody_can_use_then_the_field_is_named(
    office: Office, body: dict[str, Any], fields: list[str]
) -> None:
    made(office, "/api/tags", {"name": "grief"})
    assert refused(office, "POST", "/api/tags", body) == fields


# --- all of them ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body", "change"),
    [
        ("/api/surveys", SURVEY, {"title": "After"}),
        ("/api/canned-responses", CANNED, {"title": "After"}),
        ("/api/tags", {"name": "grief"}, {"description": "After"}),
    ],
)
def test_given_two_people_edit_then_the_second_is_told_another_affiliate_sees_nothing_and_it_is_on_record(
    office: Office, path: str, body: dict[str, Any], change: dict[str, Any]
) -> None:
    office.world.hire("adm_9", role="admin", affiliate="aff_2", programs=())
    one = made(office, path, body)
    place = f"{path}/{one['id']}"
    assert office.call("adm_9", "GET", place, affiliate="aff_2")[0] == 404
    assert office.call("adm_9", "PUT", place, change, affiliate="aff_2")[0] == 404
    assert office.call("adm_9", "GET", path, affiliate="aff_2")[1]["items"] == []
    assert office.call("adm_1", "PUT", place, change | {"version": 1})[1]["version"] == 2
    assert office.call("adm_1", "PUT", place, change | {"version": 1})[0] == 412
    assert office.call("res_1", "PUT", place, change)[0] == 403
    kind = office.audit()[-1].entity.split(":")[0]
    assert [one.action for one in office.audit()] == [f"{kind}.created", f"{kind}.updated"]


@pytest.mark.parametrize(
    ("path", "body"), [("/api/surveys", SURVEY), ("/api/canned-responses", CANNED), ("/api/tags", {"name": "grief"})]
)
def test_given_the_same_again_then_nothing_changes(office: Office, path: str, body: dict[str, Any]) -> None:
    one = made(office, path, body)
    given = {name: one[name] for name in body}
    assert office.call("adm_1", "PUT", f"{path}/{one['id']}", given)[1]["version"] == one["version"]
