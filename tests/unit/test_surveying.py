"""A survey by text: one question at a time, never in the way of somebody in crisis."""

from __future__ import annotations

import pytest

from shared.domain.conversation import FactKind
from shared.domain.lifecycle import State
from shared.store.models import SurveyItem
from tests.unit import aws
from tests.unit.places import now_at, wrapping
from tests.unit.staff import CRITICAL, ENTRY, EXIT, RISKY, TEXTS, Staff
from tests.unit.workflow_walk import Workflow
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    staff = Staff(world, surveys=(ENTRY, EXIT))
    staff.here("res_1")
    return staff


@pytest.fixture
def workflow(world: World, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Workflow:
    return Workflow(world, monkeypatch)


@pytest.fixture
def one(staff: Staff, workflow: Workflow) -> str:
    """Wrapping up; the exit survey's first question was put."""
    one = staff.talking()
    staff.world.reply(one)
    workflow.hear()
    staff.world.text("4")  # the entry survey
    staff.world.reply(one)
    staff.wrap_up("res_1", one)
    workflow.hear()
    return one


def said(staff: Staff, one: str) -> list[str]:
    return [text for direction, text in staff.world.words(now_at(staff.world, one)) if direction == "system"]


class TestAskedByItself:
    def test_the_entry_survey_when_it_starts_and_the_exit_survey_when_it_ends(self, staff: Staff, one: str) -> None:
        asked = [text for text in said(staff, one) if "How upset" in text]
        assert len(asked) == 2
        assert ENTRY.intro in asked[0] and EXIT.intro in asked[1]  # type: ignore[operator]
        assert now_at(staff.world, one).entry_score == 4

    @pytest.mark.parametrize("text", [RISKY, CRITICAL])
    def test_never_of_somebody_at_risk(self, staff: Staff, workflow: Workflow, text: str) -> None:
        one = staff.talking(text=text)
        workflow.hear()
        staff.wrap_up("res_1", one)
        workflow.hear()
        assert not any("How upset" in text for text in said(staff, one))

    def test_never_of_somebody_who_opted_out(self, staff: Staff, workflow: Workflow) -> None:
        staff.world.text("STOP")
        one = staff.talking(text="please")
        workflow.hear()
        assert now_at(staff.world, one).survey is None

    def test_a_program_without_surveys_asks_none(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        staff, workflow = Staff(world), Workflow(world, monkeypatch)
        one = wrapping(staff)
        workflow.hear()
        assert now_at(world, one).survey is None


class TestAnswering:
    def test_question_by_question_to_the_end_with_thanks_and_a_score(self, staff: Staff, one: str) -> None:
        staff.world.text("2")
        assert said(staff, one)[-1] == "What helped?"
        staff.world.text("an unusual answer")
        found = now_at(staff.world, one)
        assert (found.state, found.survey, found.exit_score) == (State.WRAP_UP, None, 2)
        assert said(staff, one)[-1] == TEXTS["survey_thanks"]
        assert "unusual" not in repr(aws.rows("conversations"))

    def test_a_question_may_be_skipped(self, staff: Staff, one: str) -> None:
        staff.world.text("skip")
        assert said(staff, one)[-1] == "What helped?"
        staff.world.text("talking")
        found = now_at(staff.world, one)
        assert (found.state, found.exit_score) == (State.WRAP_UP, None)

    def test_a_number_off_the_scale_is_asked_again(self, staff: Staff, one: str) -> None:
        staff.world.text("9")
        found = now_at(staff.world, one)
        assert (found.state, found.survey.asked if found.survey else 0) == (State.WRAP_UP, 2)
        assert "How upset" in said(staff, one)[-1]

    @pytest.mark.parametrize("text", ["I have to tell you something", "what do you mean?", "HELP"])
    def test_anything_else_brings_the_responder_back_and_the_survey_says_nothing_more(
        self, staff: Staff, one: str, text: str
    ) -> None:
        before = said(staff, one)
        staff.world.text(text)
        found = now_at(staff.world, one)
        assert (found.state, found.survey) == (State.ACTIVE, None)
        assert [each for each in said(staff, one)[len(before) :] if each != TEXTS["help_line"]] == []

    def test_an_answer_with_more_is_an_answer_and_brings_the_responder_back(self, staff: Staff, one: str) -> None:
        before = said(staff, one)
        staff.world.text("2, but I am afraid of going home")
        found = now_at(staff.world, one)
        assert (found.state, found.survey) == (State.ACTIVE, None)
        assert said(staff, one) == before
        answers = [f for f in staff.world.facts(found) if f.kind is FactKind.SURVEY and f.detail["step"] == "answered"]
        assert answers[-1].detail["number"] == 2

    @pytest.mark.parametrize("text", [RISKY, CRITICAL])
    def test_high_risk_ends_it_and_the_responder_is_back(self, staff: Staff, one: str, text: str) -> None:
        before = said(staff, one)
        staff.world.text(text)
        found = now_at(staff.world, one)
        assert (found.state, found.survey) == (State.ACTIVE, None)
        assert said(staff, one) == before

    def test_stop_in_the_middle_is_an_opt_out_and_no_answer(self, staff: Staff, one: str) -> None:
        staff.world.text("STOP")
        found = now_at(staff.world, one)
        assert (found.state, found.survey, found.cannot_reply) == (State.CLOSED, None, True)

    def test_given_it_is_closed_meanwhile_then_the_survey_is_over(self, staff: Staff, one: str) -> None:
        staff.close("res_1", one)
        assert now_at(staff.world, one).survey is None


class TestWhileTalking:
    @pytest.fixture
    def asked(self, staff: Staff, workflow: Workflow) -> str:
        one = staff.talking()
        workflow.hear()
        return one

    def test_other_words_are_for_the_responder_and_the_question_is_put_again(self, staff: Staff, asked: str) -> None:
        staff.world.text("my day was hard")
        found = now_at(staff.world, asked)
        assert (found.state, found.survey.asked if found.survey else 0) == (State.ACTIVE, 2)

    def test_a_question_is_put_three_times_and_no_more(self, staff: Staff, asked: str) -> None:
        for text in ("my day was hard", "very hard", "nobody listens", "nobody"):
            staff.world.text(text)
        assert now_at(staff.world, asked).survey is None
        assert len([text for text in said(staff, asked) if "How upset" in text]) == 3

    def test_high_risk_ends_it(self, staff: Staff, asked: str) -> None:
        staff.world.text(RISKY)
        found = now_at(staff.world, asked)
        assert (found.state, found.survey) == (State.ACTIVE, None)
        assert "read that" not in said(staff, asked)[-1]

    def test_given_the_survey_was_deleted_meanwhile_then_it_is_over(self, staff: Staff, asked: str) -> None:
        item = SurveyItem.get("A#aff_1", f"V#{ENTRY.id}")
        item.update(actions=[SurveyItem.active.set(False)])
        staff.world.tenants.touch("aff_1")
        staff.world.intake = staff.world.new_intake()
        staff.world.text("4")
        assert now_at(staff.world, asked).survey is None
