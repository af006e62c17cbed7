"""What an admin configures counts without a deploy, and what makes no sense is refused with the field."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.carrier import PretendCarrier
from tests.e2e.people import TexterFactory
from tests.e2e.problems import fields, problem
from tests.e2e.reef import AFFILIATE, OPEN, SETTLED, Reef, surface
from tests.e2e.tide import Tide

pytestmark = pytest.mark.e2e

WELCOME = f"/api/admin/texts/{OPEN}.welcome"


def name_of_ours() -> str:
    """What an admin writes stands in the directory and in the audit for everybody to see: it is no texter's word."""
    return f"reef{secrets.token_hex(5)}"


@pytest.fixture(scope="module")
def the_reef(tide: Tide) -> Reef:
    return surface(tide)


@pytest.fixture
def reef(the_reef: Reef) -> Iterator[Reef]:
    """Nobody is left behind."""
    yield the_reef
    the_reef.rey.close_everything()
    the_reef.rey.empty_the_queue()


def does(reef: Reef, method: str, path: str, **body: Any) -> dict[str, Any]:
    """What the admin changes, which must work."""
    answer = reef.ada.ask(method, path, json=body)
    assert answer.ok, f"{path}: {answer.status_code} {answer.text}"
    done: dict[str, Any] = answer.json()
    return done


def refused(reef: Reef, method: str, path: str, **body: Any) -> list[str]:
    return fields(problem(reef.ada.ask(method, path, json=body), 422, "rule_broken"))


def test_a_welcome_that_is_changed_and_approved_is_what_the_next_texter_gets(
    reef: Reef, texters: TexterFactory, carrier: PretendCarrier
) -> None:
    before = str(reef.ada.get(WELCOME)["text"]).replace("{line}", "Reef Open")
    words = f"Welcome to {{line}} {name_of_ours()}"
    draft = does(reef, "PUT", WELCOME, text=words)
    time.sleep(SETTLED)
    first = reef.texter(texters)
    first.writes("hello")
    carrier.receives(first.number, before)

    approved = reef.sol.ask("POST", f"{WELCOME}/approve", json={"version": draft["version"]})
    assert approved.json()["approvedBy"] == reef.sol.id
    time.sleep(SETTLED)
    second = reef.texter(texters)
    second.writes("hello")
    carrier.receives(second.number, words.replace("{line}", "Reef Open"))


def test_a_new_keyword_and_a_tag_count_for_the_next_texter_and_a_feature_that_is_off_is_off(
    reef: Reef, texters: TexterFactory
) -> None:
    other = does(reef, "POST", "/api/programs", name=f"Other {name_of_ours()}", shortCode="+12025550184")
    word = name_of_ours()
    does(reef, "POST", "/api/keywords", programId=OPEN, keyword=word, opens=other["id"])
    does(reef, "POST", "/api/tags", name=name_of_ours())  # stays: an affiliate without any takes every tag
    tag = does(reef, "POST", "/api/tags", name=name_of_ours())
    does(reef, "PUT", "/api/admin/flags", flags={"ai_help": False})
    time.sleep(SETTLED)

    texter = reef.texter(texters)
    texter.writes_exactly(word)
    conversation_id = reef.sol.finds(word)
    assert reef.sol.conversation(conversation_id)["programId"] == other["id"]
    reef.rey.helps(conversation_id)
    assert reef.rey.does(conversation_id, "tag", tags=[tag["name"]])["tags"] == [tag["name"]]
    assert fields(problem(reef.rey.acts(conversation_id, "tag", tags=["gossip"]), 422, "rule_broken")) == ["tags.0"]
    problem(reef.rey.ask("GET", f"/api/conversations/{conversation_id}/summary"), 503, "feature_off")

    does(reef, "PUT", "/api/admin/flags", flags={})
    does(reef, "DELETE", f"/api/tags/{tag['id']}")
    time.sleep(SETTLED)
    assert reef.rey.get(f"/api/conversations/{conversation_id}/summary")["text"]
    # What the conversation has it may keep; what is no longer in use is given to nobody anew.
    assert reef.rey.does(conversation_id, "tag", tags=[])["tags"] == []
    assert fields(problem(reef.rey.acts(conversation_id, "tag", tags=[tag["name"]]), 422, "rule_broken")) == ["tags.0"]


def test_what_makes_no_sense_is_refused_with_the_field(reef: Reef) -> None:
    word = name_of_ours()
    does(reef, "POST", "/api/keywords", programId=OPEN, keyword=word)
    assert refused(reef, "POST", "/api/keywords", programId=OPEN, keyword=word.upper()) == ["keyword"]
    overlapping = {"week": {"monday": ["09:00-12:00", "11:00-13:00"]}}
    hours = refused(reef, "PUT", f"/api/admin/hours/{OPEN}", zone="UTC", hours=overlapping)
    assert hours == ["hours.week.monday"]
    assert refused(reef, "PUT", WELCOME, text="Hello {texter}") == ["text"]
    survey = {"programId": OPEN, "type": "entry", "title": "Before", "questions": []}
    assert refused(reef, "POST", "/api/surveys", **survey) == ["questions"]
    assert refused(reef, "PUT", "/api/admin/limits", limits={"wishes": 3}) == ["limits.wishes"]


def test_two_people_who_edit_the_same_version_do_not_overwrite_each_other(reef: Reef) -> None:
    seen = reef.ada.get("/api/admin/retention")["version"]
    days = reef.ada.get("/api/admin/retention")["retentionDays"] % 300 + 31
    done = does(reef, "PUT", "/api/admin/retention", retentionDays=days, version=seen)
    assert done["version"] == seen + 1
    stale = reef.ada.ask("PUT", "/api/admin/retention", json={"retentionDays": 200}, headers={"If-Match": f'"{seen}"'})
    problem(stale, 412, "version_mismatch")
    assert reef.ada.get("/api/admin/settings")["retentionDays"] == days


def test_a_canned_response_is_filled_in_for_whoever_sends_it(reef: Reef) -> None:
    shortcut = name_of_ours()
    made = does(
        reef, "POST", "/api/canned-responses", title="Hello", text="{responder} of {line} here.", shortcut=shortcut
    )
    items = reef.rey.get("/api/canned-responses", program=OPEN, limit=100)["items"]
    assert [one["filled"] for one in items if one["id"] == made["id"]] == ["Rey of Reef Open here."]


def test_another_affiliates_configuration_looks_like_none(reef: Reef, tide: Tide) -> None:
    for path in (WELCOME, f"/api/admin/hours/{OPEN}", f"/api/programs/{OPEN}"):
        problem(tide.supervisor().ask("GET", path), 404, "not_found")
    problem(tide.supervisor().ask("GET", "/api/admin/settings", params={"affiliateId": AFFILIATE}), 404, "not_found")
