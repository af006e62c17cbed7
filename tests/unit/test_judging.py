"""What responders make of a conversation: risk, tags, the ladder; software raises, only people lower."""

from __future__ import annotations

import pytest

from shared.domain.conversation import FactKind
from shared.domain.errors import Conflict, Forbidden, IllegalTransition, NotFound, RuleBroken
from shared.domain.lifecycle import State
from shared.domain.risk.levels import Risk
from tests.unit import aws
from tests.unit.places import answered, names, now_at, waiting, wrapping
from tests.unit.refusals import refused
from tests.unit.staff import CRITICAL, ENTRY, EXIT, RISKY, Staff
from tests.unit.world import World

RUNGS = ("wish", "thoughts", "method", "intent", "plan", "behaviour")


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world, surveys=(ENTRY, EXIT))


def risk(staff: Staff, one: str) -> Risk:
    return now_at(staff.world, one).risk


class TestRisk:
    @pytest.mark.parametrize(("text", "level"), [("hello", Risk.LOW), (RISKY, Risk.HIGH), (CRITICAL, Risk.CRITICAL)])
    def test_what_a_texter_writes_raises_it_at_once_and_moves_them_ahead(
        self, staff: Staff, text: str, level: Risk
    ) -> None:
        world = staff.world
        world.text("hello", sender="+12025550199")
        staff.later(minutes=1)
        world.text(text)
        (one,) = [c.id for c in world.all_conversations() if c.risk is level][-1:]
        first = world.conversations.waiting("pro_1")[0].id
        assert (first == one) is (level is not Risk.LOW)

    def test_it_never_falls_by_what_is_written_later(self, staff: Staff) -> None:
        one = staff.talking(text=CRITICAL)
        for text in ("hello", "I feel better now", RISKY):
            staff.world.text(text)
        assert risk(staff, one) is Risk.CRITICAL

    def test_the_phrases_are_sealed_and_shown_to_who_may_read_them(self, staff: Staff) -> None:
        one = staff.talking(text=RISKY)
        assert "kill myself" not in repr(aws.rows("conversations"))
        shown = staff.world.reading.conversation(staff.world.request("res_1", one)).risk_reasons
        assert any("kill myself" in reason for reason in shown)

    def test_a_person_lowers_it_with_a_reason_and_it_is_on_record(self, staff: Staff) -> None:
        one = staff.talking(text=CRITICAL)
        assert staff.tag("res_1", one, risk="low", reason="a film they saw").risk_level == "low"
        fact = staff.world.facts(now_at(staff.world, one))[-1]
        assert (fact.actor, fact.words["reason"], fact.detail["before"]) == ("res_1", "a film they saw", "critical")
        staff.world.text(CRITICAL)
        assert risk(staff, one) is Risk.CRITICAL, "what is written after that counts again"

    def test_without_a_reason_it_is_not_lowered_and_the_tags_that_came_along_are_not_set(self, staff: Staff) -> None:
        one = staff.talking(text=CRITICAL)
        error = refused(staff, RuleBroken, "tag", "res_1", one, "film", risk="low")
        assert isinstance(error, RuleBroken) and error.errors[0].field == "reason"

    def test_raising_it_needs_none(self, staff: Staff) -> None:
        assert staff.tag("res_1", answered(staff), risk="critical").risk_level == "critical"


class TestTags:
    def test_they_are_set_as_a_whole_each_once_in_order(self, staff: Staff) -> None:
        one = answered(staff)
        staff.tag("res_1", one, "school", "family", "school")
        assert now_at(staff.world, one).tags == ("family", "school")
        assert staff.tag("sup_1", one, "grief").tags == ["grief"]

    def test_the_same_again_is_no_news(self, staff: Staff) -> None:
        one = answered(staff)
        staff.tag("res_1", one, "school")
        version = now_at(staff.world, one).version
        staff.tag("res_1", one, "school")
        assert now_at(staff.world, one).version == version

    def test_by_the_owner_or_a_supervisor(self, staff: Staff) -> None:
        one = answered(staff)
        refused(staff, NotFound, "tag", "res_2", one, "school")
        refused(staff, Forbidden, "tag", "res_2", waiting_of(staff), "school")
        refused(staff, RuleBroken, "tag", "res_1", one)


def waiting_of(staff: Staff) -> str:
    staff.world.text("hello", sender="+12025550199")
    return staff.world.conversations.waiting("pro_1")[0].id


class TestTheLadder:
    @pytest.mark.parametrize("rung", RUNGS)
    @pytest.mark.parametrize("recent", [False, True])
    def test_each_rung_counts_for_what_it_is(self, staff: Staff, rung: str, recent: bool) -> None:
        one = answered(staff)
        staff.ladder("res_1", one, **{rung: True}, recent=recent)
        expected = Risk.MEDIUM if rung in ("wish", "thoughts") else Risk.HIGH
        if recent and rung in ("intent", "plan", "behaviour"):
            expected = Risk.CRITICAL
        assert risk(staff, one) is expected

    def test_no_rung_lowers_nothing_and_is_on_record(self, staff: Staff) -> None:
        one = staff.talking(text=RISKY)
        staff.ladder("res_1", one)
        assert risk(staff, one) is Risk.HIGH
        fact = staff.world.facts(now_at(staff.world, one))[-1]
        assert (fact.kind, fact.detail["plan"], fact.detail["recent"]) == (FactKind.LADDER, 0, 0)

    def test_the_owner_heard_it_and_nobody_else(self, staff: Staff) -> None:
        one = answered(staff)
        refused(staff, NotFound, "ladder", "res_2", one, wish=True)
        refused(staff, Forbidden, "ladder", "sup_1", one, wish=True)


class TestAskingASurvey:
    def test_the_entry_survey_is_a_move_and_puts_its_first_question(self, staff: Staff) -> None:
        one = answered(staff)
        asked = staff.survey("res_1", one, ENTRY.id)
        assert (asked.state, asked.survey.survey_id, asked.survey.question) == (State.ACTIVE, ENTRY.id, 1)
        assert names(staff.world, one)[-1] == "send_entry_survey"
        assert "How upset" in staff.world.words(now_at(staff.world, one))[-1][1]

    def test_never_of_somebody_at_risk_and_never_after_an_opt_out(self, staff: Staff) -> None:
        one = staff.talking(text=RISKY)
        assert refused(staff, Conflict, "survey", "res_1", one, ENTRY.id).code == "at_risk"
        staff.world.text("STOP", sender="+12025550199")
        other = staff.talking("res_2", "please", sender="+12025550199")
        assert refused(staff, Conflict, "survey", "res_2", other, EXIT.id).code == "texter_opted_out"

    def test_as_a_form_it_is_recorded_whoever_is_at_risk(self, staff: Staff) -> None:
        one = staff.talking(text=RISKY)
        staff.survey("res_1", one, ENTRY.id, {"upset": 5})
        staff.survey("res_1", one, EXIT.id, {"upset": "2", "helped": "talking"})
        shown = staff.world.reading.conversation(staff.world.request("res_1", one)).outcome
        assert shown is not None
        assert (shown.entry_score, shown.exit_score, shown.change) == (5, 2, -3)

    @pytest.mark.parametrize(
        ("responses", "field"),
        [({"upset": 6}, "responses.upset"), ({"other": 1}, "responses.other"), ({}, "responses")],
    )
    def test_a_form_that_breaks_the_rules_names_the_field(
        self, staff: Staff, responses: dict[str, int | str], field: str
    ) -> None:
        error = refused(staff, RuleBroken, "survey", "res_1", answered(staff), EXIT.id, responses)
        assert isinstance(error, RuleBroken) and error.errors[0].field == field

    def test_not_another_programs_not_in_another_state_not_by_another(self, staff: Staff) -> None:
        one = wrapping(staff)
        refused(staff, RuleBroken, "survey", "res_1", one, "srv_other")
        refused(staff, IllegalTransition, "survey", "res_1", one, ENTRY.id)
        refused(staff, NotFound, "survey", "res_2", one, EXIT.id)
        refused(staff, Forbidden, "survey", "sup_1", one, EXIT.id)
        staff.close("res_1", one)
        refused(staff, Conflict, "survey", "res_1", one, EXIT.id)


def test_a_waiting_texter_is_nobodys_to_judge(staff: Staff) -> None:
    one = waiting(staff)
    for act in ("tag", "ladder", "survey"):
        refused(staff, Forbidden, act, "res_1", one, *(("school",) if act == "tag" else ()))
