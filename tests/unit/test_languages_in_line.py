"""A texter who writes Spanish is helped by somebody who speaks it, if that does not cost them their turn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.conversation import Conversation, FactKind, Risk
from shared.domain.errors import RuleBroken
from shared.domain.queue import awaits_speaker, next_in_line
from shared.domain.rules import DEFAULT, Rules
from shared.operator.tenants import NewMember
from tests.unit.builders import NOON, a_waiting
from tests.unit.staff import TEXTS, Staff
from tests.unit.test_queue_order import a_texter
from tests.unit.world import WELCOME, World

IN_SPANISH = "hola, tengo mucho miedo y no se que hacer"
BOTH = ("en", "es")


def a_spanish_one(name: str, minutes: float = 0, **changes: Any) -> Conversation:
    return a_texter(name, minutes, language="es", **changes)


class TestWhoIsLeftToASpeaker:
    @pytest.mark.parametrize(("seconds", "left"), [(0, True), (119, True), (120, False), (3000, False)])
    def test_for_the_first_two_minutes_in_line(self, seconds: int, left: bool) -> None:
        one = a_spanish_one("es", seconds / 60)
        assert awaits_speaker(one, "res_1", ("en",), DEFAULT, NOON) is left

    @pytest.mark.parametrize("risk", list(Risk))
    def test_never_somebody_at_high_or_critical_risk(self, risk: Risk) -> None:
        one = a_spanish_one("es", risk=risk)
        assert awaits_speaker(one, "res_1", ("en",), DEFAULT, NOON) is (risk in (Risk.LOW, Risk.MEDIUM))

    def test_nobody_whose_language_one_speaks_or_does_not_know_and_nobody_one_talked_with(self) -> None:
        for one, languages in (
            (a_spanish_one("es"), BOTH),
            (a_texter("unclear"), ("en",)),
            (a_texter("en", language="en"), ("en",)),
            (a_spanish_one("mine", preferred_id="res_1"), ("en",)),
        ):
            assert not awaits_speaker(one, "res_1", languages, DEFAULT, NOON), one.id

    def test_who_speaks_only_spanish_leaves_english_texters_likewise(self) -> None:
        assert awaits_speaker(a_texter("en", language="en"), "res_1", ("es",), DEFAULT, NOON)

    def test_a_program_says_how_long_and_may_turn_it_off(self) -> None:
        one = a_spanish_one("es", 4)
        assert awaits_speaker(one, "res_1", ("en",), Rules(language_wait=300), NOON)
        assert not awaits_speaker(a_spanish_one("es"), "res_1", ("en",), Rules(language_wait=0), NOON)
        with pytest.raises(RuleBroken):
            Rules.of({"language_wait": 24 * 3600})

    @given(st.integers(0, 10_000), st.sampled_from(list(Risk)), st.sampled_from([None, "en", "es"]), st.booleans())
    def test_whoever_they_are_it_comes_to_an_end(
        self, seconds: int, risk: Risk, language: str | None, front: bool
    ) -> None:
        one = a_waiting("c1", seconds / 60, risk=risk, language=language, front=front)
        later = NOON + timedelta(seconds=DEFAULT.language_wait)
        assert not awaits_speaker(one, "res_1", ("en",), DEFAULT, later)


class TestWhoGoesFirst:
    def test_who_speaks_spanish_is_given_a_spanish_texter_before_others_who_came_earlier(self) -> None:
        waiting = [a_spanish_one("es", 1), a_texter("en", 30, language="en")]
        found = next_in_line(waiting, 1, "res_1", languages=BOTH)
        assert found is not None
        assert (found[0].id, found[1]) == ("es", "writes Spanish, which you speak")

    @pytest.mark.parametrize("other", [{"risk": Risk.MEDIUM}, {"front": True}, {"risk": Risk.CRITICAL}])
    def test_but_not_before_somebody_at_higher_risk_or_in_front(self, other: dict[str, Any]) -> None:
        waiting = [a_spanish_one("es", 5), a_texter("other", 1, **other)]
        found = next_in_line(waiting, 1, "res_1", languages=BOTH)
        assert found is not None
        assert found[0].id == "other"

    def test_nor_on_the_fifth_hand_out(self) -> None:
        waiting = [a_spanish_one("es", 1), a_texter("longest", 30)]
        found = next_in_line(waiting, 5, "res_1", languages=BOTH)
        assert found is not None
        assert found[0].id == "longest"

    def test_who_is_left_to_somebody_else_is_passed_over_and_the_reason_says_so(self) -> None:
        waiting = [a_spanish_one("es", 1), a_texter("en")]
        found = next_in_line(waiting, 1, "res_1", left={"es"})
        assert found is not None
        assert found[0].id == "en"
        assert found[1].endswith("whoever is ahead waits for somebody who speaks their language")

    def test_given_all_are_left_to_somebody_else_then_there_is_nobody_next(self) -> None:
        assert next_in_line([a_spanish_one("es", 1)], 1, left={"es"}) is None

    def test_whoever_gets_a_texter_they_may_not_understand_is_told(self) -> None:
        found = next_in_line([a_spanish_one("es", 5)], 1, "res_1")
        assert found is not None
        assert found[1] == "waited longest; writes Spanish"


@pytest.fixture
def staff(world: World) -> Staff:
    """Two responders, of whom the second speaks Spanish; both are there."""
    world.hire("res_2", languages=BOTH)
    texts: dict[str, Any] = {"welcome@es": "Bienvenido."}
    found = Staff(world, **texts)
    found.here("res_1", "res_2")
    return found


class TestAtTheDesk:
    def test_a_spanish_texter_is_left_to_the_one_who_speaks_it_and_she_is_given_them(
        self, world: World, staff: Staff
    ) -> None:
        world.text(IN_SPANISH)
        assert world.hand_out("res_1") is None
        given = world.hand_out("res_2")
        assert (given.language, given.state) == ("es", "active")

    def test_nobody_starves_after_two_minutes_anybody_helps(self, world: World, staff: Staff) -> None:
        world.text(IN_SPANISH)
        staff.later(seconds=120)
        staff.here("res_2")
        assert world.hand_out("res_1").reason == "waited longest; writes Spanish"

    def test_given_somebody_at_risk_then_whoever_is_there_first_helps(self, world: World, staff: Staff) -> None:
        world.text("me quiero matar esta noche")
        assert world.hand_out("res_1").language == "es"

    @pytest.mark.parametrize("state", ["away", "busy", None])
    def test_given_who_speaks_it_is_not_there_then_nobody_waits_for_them(
        self, world: World, staff: Staff, state: str | None
    ) -> None:
        if state is not None:
            staff.here("res_2", state=state)
        else:
            staff.later(seconds=91)
            staff.here("res_1")
        world.text(IN_SPANISH)
        assert world.hand_out("res_1").language == "es"

    def test_given_who_speaks_it_has_no_room_then_nobody_waits_for_them(self, world: World, staff: Staff) -> None:
        world.hire("res_2", languages=BOTH, limit=1)
        world.text("hello", sender="+12025550188")
        world.hand_out("res_2")
        world.text(IN_SPANISH)
        assert world.hand_out("res_1").language == "es"

    def test_given_nobody_speaks_it_then_they_are_an_ordinary_texter(self, world: World, staff: Staff) -> None:
        world.hire("res_2")
        world.text(IN_SPANISH)
        assert world.hand_out("res_1").language == "es"

    def test_what_a_supervisor_or_a_responder_picks_is_not_restricted(self, world: World, staff: Staff) -> None:
        world.text(IN_SPANISH)
        assert staff.assign("sup_1", world.only().id, "res_1").responder_id == "res_1"

    def test_given_back_after_long_then_they_do_not_wait_for_a_speaker_again(self, world: World, staff: Staff) -> None:
        world.text(IN_SPANISH)
        one = world.hand_out("res_2").id
        staff.later(minutes=5)
        staff.here("res_1", "res_2")
        staff.give_back("res_2", one)
        assert world.hand_out("res_1").id == one


class TestWhatIsWritten:
    def test_the_language_is_on_the_message_that_told_it_and_on_the_conversation(
        self, world: World, staff: Staff
    ) -> None:
        world.text("hola")
        assert world.only().language is None
        world.text(IN_SPANISH)
        world.text("gracias por contestar, no tengo a nadie")
        conversation = world.only()
        assert conversation.language == "es"
        told = [fact.seq for fact in world.facts(conversation) if fact.detail.get("language")]
        messages = [fact.seq for fact in world.facts(conversation) if fact.kind is FactKind.MESSAGE and fact.message]
        assert told == [messages[2]]  # hola, the welcome, this

    def test_automatic_texts_are_in_the_texters_language_where_there_is_one(self, world: World, staff: Staff) -> None:
        world.text(IN_SPANISH)
        world.text("STOP")
        assert [text for direction, text in world.words(world.only()) if direction == "system"] == [
            "Bienvenido.",
            TEXTS["opt_out_confirmation"],
        ]

    def test_an_english_texter_gets_the_programs_own(self, world: World, staff: Staff) -> None:
        world.text("hello i dont know what to do")
        assert world.words(world.only())[-1] == ("system", WELCOME)

    def test_a_member_of_staff_speaks_languages_that_are_heard(self, world: World) -> None:
        for languages in ((), ("fr",), ("en", "xx")):
            member = NewMember("res_7", "r7@line.example.org", "R", "responder", "x", languages=languages)
            with pytest.raises(RuleBroken):
                world.tenants.member("aff_1", member)
        assert world.principal("res_1").member.languages == ("en",)
