"""Automatic texts from draft to approval, and templates of notices."""

from __future__ import annotations

from typing import Any

import pytest

from shared.store.directory import Directory
from tests.unit.configuring import Office
from tests.unit.world import WELCOME, World

TEXTS, WELCOMES = "/api/admin/texts", "/api/admin/texts/pro_1.welcome"
TEMPLATES = "/api/templates"
NOTICE = {
    "name": "queue_deep",
    "language": "en",
    "subject": "{program}: {waiting} wait",
    "text": "{waiting} people wait for {program}.\n\n{link}\n",
    "sms": "{waiting} wait. {link}",
}


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def sent(office: Office, key: str = "welcome") -> str | None:
    """What a texter of the program gets at this moment."""
    known = Directory(office.world.database).affiliate("aff_1")
    assert known is not None
    return known.programs["pro_1"].approved_version(key)


def refused(office: Office, method: str, path: str, body: object, who: str = "adm_1") -> list[str]:
    status, problem = office.call(who, method, path, body)
    assert status == 422, problem
    return sorted(one["field"] for one in problem["errors"])


# --- automatic texts ------------------------------------------------------------------------------


def test_given_new_words_then_the_former_ones_are_sent_until_somebody_approves(office: Office) -> None:
    status, text = office.call("adm_1", "PUT", WELCOMES, {"text": "Welcome to {line}."})
    assert (status, text["text"], text["draft"], text["draftedBy"]) == (200, WELCOME, "Welcome to {line}.", "adm_1")
    assert sent(office) == WELCOME

    status, text = office.call("sup_1", "POST", f"{WELCOMES}/approve", {"version": text["version"]})
    assert (status, text["text"], text["draft"]) == (200, "Welcome to {line}.", None)
    assert text["approvedBy"] == "sup_1"
    assert text["approvedAt"] is not None
    assert sent(office) == "Welcome to {line}."


def test_given_a_text_there_was_none_of_then_it_is_sent_once_it_is_approved(office: Office) -> None:
    new = {"programId": "pro_1", "key": "still_there@es", "text": "¿Sigue ahí?"}
    status, text = office.call("adm_1", "POST", TEXTS, new)
    assert (status, text["id"], text["text"]) == (201, "pro_1.still_there@es", None)
    assert sent(office, "still_there@es") is None
    assert refused(office, "POST", TEXTS, new) == ["key"]
    assert office.call("adm_1", "POST", f"{TEXTS}/{text['id']}/approve")[0] == 200
    assert sent(office, "still_there@es") == "¿Sigue ahí?"


def test_given_the_words_that_are_sent_already_then_nothing_waits(office: Office) -> None:
    office.call("adm_1", "PUT", WELCOMES, {"text": "Hello from {line}"})
    assert office.call("adm_1", "PUT", WELCOMES, {"text": WELCOME})[1]["draft"] is None
    status, problem = office.call("adm_1", "POST", f"{WELCOMES}/approve")
    assert (status, problem["code"]) == (409, "nothing_to_approve")


def test_given_a_draft_was_changed_since_it_was_read_then_it_is_not_approved_unread(office: Office) -> None:
    seen = office.call("adm_1", "PUT", WELCOMES, {"text": "Hello from {line}"})[1]
    office.call("adm_1", "PUT", WELCOMES, {"text": "Go away"})
    approval = {"version": seen["version"]}
    assert office.call("sup_1", "POST", f"{WELCOMES}/approve", approval)[0] == 412
    assert office.call("sup_1", "POST", f"{WELCOMES}/approve", if_match=str(seen["version"]))[0] == 412
    assert sent(office) == WELCOME


def test_given_texts_need_a_second_person_then_their_author_does_not_approve_them(office: Office) -> None:
    office.call("adm_1", "PUT", "/api/admin/settings", {"textsNeedSecondPerson": True})
    office.call("adm_1", "PUT", WELCOMES, {"text": "Hello from {line}"})
    status, problem = office.call("adm_1", "POST", f"{WELCOMES}/approve")
    assert (status, problem["code"]) == (403, "second_person_needed")
    assert sent(office) == WELCOME
    assert office.call("sup_1", "POST", f"{WELCOMES}/approve")[0] == 200
    assert sent(office) == "Hello from {line}"


@pytest.mark.parametrize(
    ("new", "fields"),
    [
        ({"text": "Hello {texter}"}, ["text"]),
        ({"text": "We open {opens}"}, ["text"]),
        ({"text": " "}, ["text"]),
        ({"text": "ł" * 500}, ["text"]),
        ({"key": "closed", "text": "We are closed."}, ["text"]),
        ({"key": "goodbye"}, ["key"]),
        ({"key": "still_there@fr"}, ["key"]),
        ({"key": "Still There"}, ["key"]),
        ({"programId": "pro_9"}, ["programId"]),
        ({"programId": "pro_nowhere"}, ["programId"]),
    ],
)
def test_given_a_text_that_cannot_be_sent_then_the_field_is_named(
    office: Office, new: dict[str, Any], fields: list[str]
) -> None:
    body = {"programId": "pro_1", "key": "still_there", "text": "Are you there?"} | new
    assert refused(office, "POST", TEXTS, body) == fields
    assert office.audit() == []


@pytest.mark.parametrize("key", ["welcome", "opt_out_confirmation"])
def test_given_a_text_a_line_cannot_do_without_then_it_stays(office: Office, key: str) -> None:
    assert refused(office, "DELETE", f"{TEXTS}/pro_1.{key}", None) == ["active"]
    assert sent(office, key) is not None


def test_given_a_text_out_of_use_then_it_is_not_sent_and_comes_back_as_it_was(office: Office) -> None:
    new = {"programId": "pro_1", "key": "returned", "text": "Somebody else will be with you."}
    text = office.call("adm_1", "POST", TEXTS, new)[1]
    place = f"{TEXTS}/{text['id']}"
    office.call("adm_1", "POST", f"{place}/approve")
    assert office.call("adm_1", "DELETE", place)[1]["active"] is False
    assert sent(office, "returned") is None
    office.call("adm_1", "PUT", place, {"active": True})
    assert sent(office, "returned") == new["text"]


def test_given_a_program_then_only_its_texts_are_listed(office: Office) -> None:
    listed = office.call("sup_1", "GET", f"{TEXTS}?program=pro_1")[1]["items"]
    assert {one["programId"] for one in listed} == {"pro_1"}
    assert {one["key"] for one in listed} == {"welcome", "opt_out_confirmation"}
    # A supervisor sees those of the programs they work in, an admin all; a responder none.
    assert office.call("sup_1", "GET", f"{TEXTS}?program=pro_2")[1]["items"] == []
    assert len(office.call("adm_1", "GET", TEXTS)[1]["items"]) == 4
    assert office.call("sup_1", "POST", f"{TEXTS}/pro_2.welcome/approve")[0] == 404
    assert office.call("res_1", "GET", TEXTS)[0] == 403


def test_given_another_affiliates_text_then_it_looks_like_an_unknown_one(office: Office) -> None:
    unknown = office.call("adm_1", "GET", f"{TEXTS}/pro_nowhere.welcome")
    assert unknown[0] == 404
    assert office.call("adm_1", "GET", f"{TEXTS}/pro_9.welcome") == unknown
    assert office.call("adm_1", "PUT", f"{TEXTS}/pro_9.welcome", {"text": "Hello"}) == unknown
    assert office.call("adm_1", "POST", f"{TEXTS}/pro_9.welcome/approve") == unknown


def test_who_wrote_and_who_approved_is_on_record(office: Office) -> None:
    office.call("adm_1", "PUT", WELCOMES, {"text": "Hello from {line}"})
    office.call("sup_1", "POST", f"{WELCOMES}/approve")
    assert [(one.actor, one.action, one.entity) for one in office.audit()] == [
        ("adm_1", "text.updated", "text:pro_1.welcome"),
        ("sup_1", "text.updated", "text:pro_1.welcome"),
    ]
    assert "Hello from {line}" in office.audit()[-1].after


# --- templates ------------------------------------------------------------------------------------


def test_given_a_template_then_notices_say_it_until_it_is_taken_out_of_use(office: Office) -> None:
    status, made = office.call("adm_1", "POST", TEMPLATES, NOTICE)
    assert (status, made["id"], made["variables"]) == (201, "queue_deep@en", ["program", "link", "waiting"])
    known = Directory(office.world.database).affiliate("aff_1")
    assert known is not None
    assert known.templates["queue_deep", "en"].sms == NOTICE["sms"]
    assert refused(office, "POST", TEMPLATES, NOTICE) == ["id"]
    office.call("adm_1", "DELETE", f"{TEMPLATES}/queue_deep@en")
    known = Directory(office.world.database).affiliate("aff_1")
    assert known is not None
    assert known.templates == {}


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"sms": "{texter} waits {link}"}, ["sms"]),
        ({"text": "{reference} {link}", "subject": "{urgency}"}, ["subject", "text"]),
        ({"sms": "no link"}, ["sms"]),
        ({"subject": ""}, ["subject"]),
        ({"name": "rumour"}, ["name"]),
        ({"language": "fr"}, ["language"]),
    ],
)
def test_given_a_template_that_cannot_be_sent_then_the_field_is_named(
    office: Office, change: dict[str, Any], fields: list[str]
) -> None:
    assert refused(office, "POST", TEMPLATES, NOTICE | change) == fields


def test_given_two_people_edit_a_template_then_the_second_is_told_and_what_it_is_of_stays(office: Office) -> None:
    office.call("adm_1", "POST", TEMPLATES, NOTICE)
    place = f"{TEMPLATES}/queue_deep@en"
    assert office.call("adm_1", "PUT", place, {"sms": "Go: {link}", "name": "risk_raised"})[1]["name"] == "queue_deep"
    assert office.call("adm_1", "PUT", place, {"sms": "Run: {link}"}, if_match='"1"')[0] == 412
    assert office.call("sup_1", "GET", place)[1]["sms"] == "Go: {link}"
    assert office.call("sup_1", "PUT", place, {"sms": "Run: {link}"})[0] == 403
    assert office.call("res_1", "GET", place)[0] == 403
    office.world.hire("adm_9", role="admin", affiliate="aff_2", programs=())
    assert office.call("adm_9", "GET", place, affiliate="aff_2")[0] == 404
