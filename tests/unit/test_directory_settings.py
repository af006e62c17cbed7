"""An affiliate's settings, in whole and in part, and what running functions make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

import functions.risk.handler as risk
from functions.assist.suggesting import Suggesting
from functions.lifecycle.hooks import Hooks
from shared.ai.embedded import EmbeddedAssistant
from shared.configuration.documents import Document, House
from shared.configuration.editing import By
from shared.domain.errors import RuleBroken, Unavailable
from shared.domain.flags import FLAGS
from shared.domain.limits import LIMITS
from shared.domain.risk.assessment import Assessment
from shared.domain.risk.levels import Risk
from shared.lifecycle.reading_risk import read_quickly
from shared.store.audit import Actor
from shared.store.directory import Affiliate, Directory
from tests.unit.configuring import Office
from tests.unit.places import now_at
from tests.unit.post import Post
from tests.unit.staff import Staff
from tests.unit.world import World

SETTINGS = "/api/admin/settings"
PARTS = ("settings", "retention", "flags", "limits", "lexicon")


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def known(office: Office) -> Affiliate:
    """What a function that starts now knows."""
    found = Directory(office.world.database).affiliate("aff_1")
    assert found is not None
    return found


def put(office: Office, part: str, body: dict[str, Any]) -> dict[str, Any]:
    status, answer = office.call("adm_1", "PUT", f"/api/admin/{part}", body)
    assert status == 200, answer
    return dict(answer)


def refused(office: Office, part: str, body: object, status: int = 422) -> list[str]:
    found, problem = office.call("adm_1", "PUT", f"/api/admin/{part}", body)
    assert found == status, problem
    return sorted(one["field"] for one in problem["errors"])


# --- the document ---------------------------------------------------------------------------------


def test_given_nothing_was_set_then_everything_is_as_it_is_by_default(office: Office) -> None:
    status, settings = office.call("adm_1", "GET", SETTINGS)
    assert (status, settings["id"], settings["retentionDays"]) == (200, "aff_1", 365)
    assert settings["adminsReadContent"] is True
    flags = office.call("adm_1", "GET", "/api/admin/flags")[1]["items"]
    assert {one["name"]: one["on"] for one in flags} == {name: one.default for name, one in FLAGS.items()}
    limits = office.call("adm_1", "GET", "/api/admin/limits")[1]["items"]
    assert {one["name"]: one["value"] for one in limits} == {name: one.default for name, one in LIMITS.items()}


def test_given_parts_are_set_one_by_one_then_each_leaves_the_others(office: Office) -> None:
    put(office, "retention", {"retentionDays": 30})
    put(office, "flags", {"flags": {"ai_help": False}})
    put(office, "limits", {"limits": {"tags_per_conversation": 3}})
    put(office, "lexicon", {"riskWords": [{"phrase": "off the pier", "level": "critical"}]})
    sentence = {"id": "own.1", "text": "the tide will take me", "category": "suicidal_ideation", "level": "high"}
    put(office, "lexicon", {"riskPrototypes": [sentence]})
    settings = office.call("adm_1", "GET", SETTINGS)[1]
    assert settings["version"] == 6
    affiliate = known(office)
    assert affiliate.retention_days == 30
    assert not affiliate.flag("ai_help")
    assert affiliate.flag("risk_semantic")
    assert affiliate.limit("tags_per_conversation") == 3
    assert read_quickly("i stand off the pier", affiliate).level is Risk.CRITICAL
    assert [one["id"] for one in affiliate.risk_prototypes] == ["own.1"]
    assert affiliate.name == "AFF_1"


def test_given_a_part_was_changed_since_then_a_change_of_another_by_that_version_is_refused(office: Office) -> None:
    seen = office.call("adm_1", "GET", "/api/admin/flags")[1]["version"]
    put(office, "retention", {"retentionDays": 30, "version": seen})
    off = {"flags": {"ai_help": False}}
    status, problem = office.call("adm_1", "PUT", "/api/admin/flags", off | {"version": seen})
    assert (status, problem["code"]) == (412, "version_mismatch")
    assert office.call("adm_1", "PUT", "/api/admin/flags", off, if_match=f'"{seen}"')[0] == 412
    assert known(office).flag("ai_help")


def test_given_the_same_again_then_the_version_stays(office: Office) -> None:
    word = {"phrase": "off the pier", "ignore": True}
    first = put(office, "settings", {"retentionDays": 30, "riskWords": [word], "flags": {"ai_help": True}})
    assert put(office, "settings", {name: first[name] for name in ("retentionDays", "riskWords", "flags")}) == first


@pytest.mark.parametrize(
    ("part", "body", "fields"),
    [
        ("retention", {"retentionDays": 0}, ["retentionDays"]),
        ("retention", {"retentionDays": 3651}, ["retentionDays"]),
        ("flags", {"flags": {"time_travel": True}}, ["flags.time_travel"]),
        ("limits", {"limits": {"texters_per_day": 3}}, ["limits.texters_per_day"]),
        ("limits", {"limits": {"conversations_per_responder": 0}}, ["limits.conversations_per_responder"]),
        ("lexicon", {"riskWords": [{"phrase": "..."}]}, ["riskWords.0.phrase"]),
        ("lexicon", {"riskWords": [{"phrase": "Off"}, {"phrase": " off "}]}, ["riskWords.1.phrase"]),
        ("lexicon", {"riskWords": [{"phrase": "off", "level": "mild"}]}, ["riskWords.0.level"]),
        ("lexicon", {"riskWords": [{"phrase": f"w{n}"} for n in range(501)]}, ["riskWords"]),
        ("lexicon", {"riskPrototypes": [
            {"id": "a", "text": "x", "category": "self_harm", "level": "high"}] * 2}, ["riskPrototypes.1.id"]),
    ],
)  # fmt: skip
def test_given_nonsense_then_the_field_is_named_and_nothing_is_written(
    office: Office, part: str, body: dict[str, Any], fields: list[str]
) -> None:
    assert refused(office, part, body) == fields
    assert refused(office, "settings", body) == fields
    assert office.audit() == []


def test_given_nothing_where_something_must_be_then_it_is_told(office: Office) -> None:
    assert refused(office, "retention", {}, 400) == ["retentionDays"]
    assert refused(office, "settings", {"retentionDays": None}, 400) == ["retentionDays"]


def test_given_a_limit_that_somebody_is_beyond_then_it_says_who(office: Office) -> None:
    office.world.hire("res_5", limit=5)
    status, problem = office.call("adm_1", "PUT", "/api/admin/limits", {"limits": {"conversations_per_responder": 4}})
    assert status == 422
    assert [one["field"] for one in problem["errors"]] == ["limits.conversations_per_responder"]
    assert "res_5" in problem["errors"][0]["message"]


@pytest.mark.parametrize("part", PARTS)
def test_admins_change_them_supervisors_read_them_and_responders_neither(office: Office, part: str) -> None:
    assert office.call("sup_1", "GET", f"/api/admin/{part}")[0] == 200
    assert office.call("sup_1", "PUT", f"/api/admin/{part}", {})[0] == 403
    assert office.call("res_1", "GET", f"/api/admin/{part}")[0] == 403


def test_given_another_affiliate_then_it_keeps_its_own(office: Office) -> None:
    put(office, "settings", {"retentionDays": 30, "adminsReadContent": False})
    office.world.hire("adm_9", role="admin", affiliate="aff_2", programs=())
    theirs = office.call("adm_9", "GET", SETTINGS, affiliate="aff_2")[1]
    assert (theirs["id"], theirs["retentionDays"], theirs["adminsReadContent"]) == ("aff_2", 365, True)
    (entry,) = office.audit()
    assert (entry.action, entry.entity) == ("settings.updated", "settings:aff_1")


def test_given_an_affiliate_and_its_settings_are_changed_at_once_then_both_are_written(office: Office) -> None:
    def make(house: House) -> list[Document]:
        settings, affiliate = house.documents["settings", "aff_1"], house.documents["affiliate", "aff_1"]
        return [
            replace(settings, fields={**settings.fields, "retention_days": 30}),
            replace(affiliate, fields={**affiliate.fields, "name": "Bay"}, active=False),
        ]

    edited = office.editor.apply("aff_1", make, By(Actor("adm_1", "admin"), "req_1"))
    assert [one.after.version for one in edited] == [2, 2]
    affiliate = known(office)
    assert (affiliate.name, affiliate.retention_days, affiliate.active) == ("Bay", 30, False)
    assert sorted(one.action for one in office.audit()) == ["affiliate.deactivated", "settings.updated"]


# --- what functions make of them ------------------------------------------------------------------


def test_given_tags_and_a_limit_then_only_those_are_taken_and_no_more(office: Office) -> None:
    staff = Staff(office.world)
    one = staff.talking()
    staff.tag("res_1", one, "old")
    for name in ("grief", "family"):
        office.call("adm_1", "POST", "/api/tags", {"name": name})
    put(office, "limits", {"limits": {"tags_per_conversation": 2}})
    with pytest.raises(RuleBroken) as wrong:
        staff.tag("res_1", one, "grief", "gossip")
    assert [error.field for error in wrong.value.errors] == ["tags.1"]
    # What it has, it may keep.
    assert staff.tag("res_1", one, "grief", "old").tags == ["grief", "old"]
    with pytest.raises(RuleBroken) as many:
        staff.tag("res_1", one, "grief", "old", "family")
    assert [error.field for error in many.value.errors] == ["tags"]


def test_given_a_limit_of_segments_then_a_longer_reply_is_refused_and_not_sent(office: Office) -> None:
    one = Staff(office.world).talking()
    put(office, "limits", {"limits": {"segments_per_reply": 1}})
    with pytest.raises(RuleBroken) as wrong:
        office.world.reply(one, "x" * 161)
    assert [error.field for error in wrong.value.errors] == ["content"]
    assert office.world.reply(one, "x" * 160).content == "x" * 160


def test_given_a_limit_of_conversations_then_nobody_may_own_more(office: Office) -> None:
    put(office, "limits", {"limits": {"conversations_per_responder": 3}})
    office.world.hire("res_5", limit=5)
    assert known(office).staff["res_5"].max_concurrent == 3


def test_given_ai_help_is_off_then_nothing_is_suggested_or_summarised(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.store.directory.STAMP_SECONDS", -1.0)
    world, staff = office.world, Staff(office.world)
    suggesting = Suggesting(world.writer, EmbeddedAssistant(), world.reads)
    one = staff.talking(text="my parents are getting divorced")
    assert suggesting.summary(world.request("res_1", one)).text
    put(office, "flags", {"flags": {"ai_help": False}})
    for ask in (suggesting.summary, suggesting.draft):
        with pytest.raises(Unavailable) as off:
            ask(world.request("res_1", one))
        assert off.value.code == "feature_off"
    hooks = Hooks(world.writer, world.presences, EmbeddedAssistant(), Post().people_on_call(world))
    before = now_at(world, one).version
    hooks._summarise(one, before, "final")
    assert now_at(world, one).version == before
    put(office, "flags", {"flags": {}})
    hooks._summarise(one, before, "final")
    assert now_at(world, one).version == before + 1


def test_given_tags_in_use_then_a_machine_suggests_no_others(office: Office) -> None:
    world, staff = office.world, Staff(office.world)
    suggesting = Suggesting(world.writer, EmbeddedAssistant(), world.reads)
    one = staff.talking(text="my parents are getting divorced and I fail at school")
    suggested = suggesting.summary(world.request("res_1", one)).suggested_tags
    assert len(suggested) > 1
    office.call("adm_1", "POST", "/api/tags", {"name": suggested[0]})
    assert suggesting.summary(world.request("res_1", one)).suggested_tags == suggested[:1]


class PretendModel:
    """Finds danger in everything."""

    def assess(self, text: str, *more: Sequence[Any]) -> Assessment:
        return Assessment(Risk.HIGH, (), "pretend")


@pytest.mark.parametrize(("on", "level"), [(True, Risk.HIGH), (False, Risk.LOW)])
def test_given_the_reader_by_meaning_is_off_then_only_words_count(
    office: Office, monkeypatch: pytest.MonkeyPatch, on: bool, level: Risk
) -> None:
    world = office.world
    put(office, "flags", {"flags": {"risk_semantic": on}})
    one = Staff(world).talking(text="the water looks calm")
    monkeypatch.setattr(risk, "_model", PretendModel)
    monkeypatch.setattr(risk, "writer", lambda: world.writer)
    subject = world.writer.subject(one)
    assert subject is not None
    seq = next(fact.seq for fact in world.facts(now_at(world, one)) if fact.message is not None)
    assert risk._assess(subject, seq).level is level


# --- hours and timers -----------------------------------------------------------------------------

HOURS = {"week": {"monday": ["09:00-12:00", "13:00-17:00"]}}


def approve(office: Office, key: str, text: str) -> None:
    place = f"/api/admin/texts/pro_1.{key}"
    office.call("adm_1", "POST", "/api/admin/texts", {"programId": "pro_1", "key": key, "text": text})
    assert office.call("adm_1", "POST", f"{place}/approve")[0] == 200


def test_given_hours_then_the_line_keeps_them_once_it_can_say_that_it_is_closed(office: Office) -> None:
    body = {"zone": "America/New_York", "hours": HOURS}
    assert refused(office, "hours/pro_1", body) == ["hours"]
    approve(office, "closed", "We open {opens}.")
    answer = put(office, "hours/pro_1", body)
    assert (answer["zone"], answer["hours"], answer["version"]) == ("America/New_York", HOURS, 2)
    assert known(office).programs["pro_1"].hours is not None
    status, problem = office.call("adm_1", "DELETE", "/api/admin/texts/pro_1.closed")
    assert (status, problem["errors"][0]["field"]) == (422, "active")
    assert put(office, "hours/pro_1", {"hours": None})["hours"] is None
    assert office.call("adm_1", "DELETE", "/api/admin/texts/pro_1.closed")[0] == 200


@pytest.mark.parametrize(
    ("week", "fields"),
    [
        ({"monday": ["09:00-12:00", "11:00-13:00"]}, ["hours.week.monday"]),
        ({"moonday": ["09:00-12:00"], "friday": ["09:00-09:00"]}, ["hours.week.friday", "hours.week.moonday"]),
        ({}, ["hours.week"]),
    ],
)
def test_given_hours_nobody_can_keep_then_the_day_is_named(
    office: Office, week: dict[str, Any], fields: list[str]
) -> None:
    approve(office, "closed", "We open {opens}.")
    assert refused(office, "hours/pro_1", {"zone": "UTC", "hours": {"week": week}}) == fields


def test_given_timers_then_they_count_and_the_others_have_their_defaults(office: Office) -> None:
    answer = put(office, "timers/pro_1", {"timers": {"transfer_after": 30}})
    assert answer["timers"] == {"transfer_after": 30}
    assert (answer["inEffect"]["transfer_after"], answer["inEffect"]["wrap_up_after"]) == (30, 1800)
    assert (answer["defaults"]["transfer_after"], answer["defaults"]["wrap_up_after"]) == (120, 1800)
    assert known(office).rules("pro_1").transfer_after == 30
    assert refused(office, "timers/pro_1", {"timers": {"patience": 1}}) == ["timers.patience"]
    assert refused(office, "timers/pro_1", {"timers": {"transfer_after": 0}}) == ["timers.transfer_after"]


@pytest.mark.parametrize("part", ["hours", "timers"])
def test_given_another_affiliates_program_then_it_looks_like_an_unknown_one(office: Office, part: str) -> None:
    body: dict[str, Any] = {"timers": {}} if part == "timers" else {"hours": None}
    unknown = office.call("adm_1", "GET", f"/api/admin/{part}/pro_nowhere")
    assert unknown[0] == 404
    assert office.call("adm_1", "GET", f"/api/admin/{part}/pro_9") == unknown
    assert office.call("adm_1", "PUT", f"/api/admin/{part}/pro_9", body) == unknown
    assert office.call("sup_1", "GET", f"/api/admin/{part}/pro_2") == unknown
    assert office.call("sup_1", "GET", f"/api/admin/{part}/pro_1")[0] == 200
