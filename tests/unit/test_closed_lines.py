"""A line that is not always open: what whoever comes meanwhile is told, and that nobody is given up on or forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.domain.conversation import FactKind
from shared.domain.lifecycle import State
from shared.lifecycle.texts import greeting
from shared.operator.tenants import NewProgram
from tests.unit import aws
from tests.unit.builders import LINE
from tests.unit.places import names, now_at
from tests.unit.staff import CRITICAL, RISKY, TEXTS, Staff
from tests.unit.workflow_walk import Workflow
from tests.unit.world import World

OFFICE = {day: ["09:00-17:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
MORE = {
    "closed": "{line} is closed. We are back {opens}. 988 answers at any time.",
    "closed@es": "{line} está cerrada. Volvemos {opens}. El 988 responde siempre.",
    "holiday": "{line} is closed for {holiday}. We are back {opens}. 988 answers at any time.",
    "still_in_line": "Still in line: {waited}, {ahead}.",
}


class Office(Staff):
    """A line that is open on weekdays from nine to five, UTC. It is Monday, eight in the evening."""

    def __init__(self, world: World, **hours: Any) -> None:
        super().__init__(world)
        self.keep_hours(**hours)
        self.until(0, 20)

    def keep_hours(self, **hours: Any) -> None:
        given = {"week": OFFICE} | hours
        program = NewProgram("pro_1", "PRO_1", LINE, aws.ACCOUNT, TEXTS | MORE, zone="UTC", hours=given)
        self.world.tenants.program("aff_1", program)

    def until(self, weekday: int, hour: int, minute: int = 0) -> None:
        """The next such moment."""
        now = self.world.clock.now()
        at = now.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(
            days=(weekday - now.weekday()) % 7
        )
        self.later(seconds=(at + timedelta(days=7 if at <= now else 0) - now).total_seconds())

    def sweep_through(self, hours: float) -> None:
        """Time goes by, and the sweep looks every twenty minutes."""
        for _ in range(int(hours * 3)):
            self.later(minutes=20)
            self.sweep.run()


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def workflow(world: World, office: Office, monkeypatch: pytest.MonkeyPatch) -> Workflow:
    return Workflow(world, monkeypatch)


def heard(office: Office, one: str) -> list[str]:
    """What the texter was told."""
    return [text for direction, text in office.world.words(now_at(office.world, one)) if direction == "system"]


def comes(office: Office, text: str = "hello", **inbound: Any) -> str:
    office.world.text(text, **inbound)
    return max(office.world.all_conversations(), key=lambda one: one.created_at).id


def pages(office: Office, one: str) -> int:
    """How often supervisors were called because nobody is there."""
    facts = office.world.facts(now_at(office.world, one))
    return sum(fact.kind is FactKind.HOOK_DONE for fact in facts)


class TestWhoComesWhileItIsClosed:
    def test_is_told_when_it_opens_and_where_else_to_turn_instead_of_a_welcome_and_is_queued(
        self, office: Office, workflow: Workflow
    ) -> None:
        one = comes(office)
        workflow.hear()
        assert heard(office, one) == ["PRO_1 is closed. We are back tomorrow at 9:00 AM UTC. 988 answers at any time."]
        assert now_at(office.world, one).state is State.QUEUED

    def test_calls_nobody_out_of_bed(self, office: Office, workflow: Workflow) -> None:
        one = comes(office)
        workflow.hear()
        office.sweep_through(hours=3)
        assert pages(office, one) == 0
        assert "queue_alert" not in names(office.world, one)

    @pytest.mark.parametrize("text", [RISKY, CRITICAL])
    def test_but_for_somebody_at_risk_supervisors_are_called_and_the_texter_hears_that(
        self, office: Office, workflow: Workflow, text: str
    ) -> None:
        one = comes(office, text)
        workflow.hear()
        assert pages(office, one) == 1
        assert heard(office, one)[-1] == TEXTS["nobody_online"]
        office.later(minutes=5)
        office.sweep.run()
        assert "queue_alert" in names(office.world, one)

    def test_on_a_holiday_hears_its_name(self, office: Office) -> None:
        office.until(1, 10)
        today = office.world.clock.now().date().isoformat()
        office.keep_hours(holidays={today: "Founders' Day"})
        one = comes(office)
        assert heard(office, one)[0].startswith("PRO_1 is closed for Founders' Day. We are back tomorrow at 9:00 AM")

    def test_hears_it_in_spanish_if_that_is_what_they_write(self, office: Office) -> None:
        one = comes(office, "hola, necesito hablar con alguien por favor, no puedo dormir")
        assert heard(office, one) == [
            "PRO_1 está cerrada. Volvemos mañana a las 9:00 a. m. UTC. El 988 responde siempre."
        ]

    def test_and_asks_for_help_the_carriers_way_hears_both(self, office: Office, workflow: Workflow) -> None:
        one = comes(office, "HELP")
        workflow.hear()
        said = heard(office, one)
        assert said[0] == TEXTS["help_line"]
        assert [text for text in said if "closed" in text] == said[1:]
        assert len(said) == 2

    def test_keeps_their_place_before_whoever_comes_in_the_morning(self, office: Office) -> None:
        night = comes(office)
        office.until(1, 9, 1)
        comes(office, sender="+12025550143")
        assert office.world.hand_out("res_1").id == night

    def test_a_web_chat_with_hours_of_its_own_is_greeted_by_those(self, office: Office) -> None:
        office.keep_hours(channels={"webchat": {"monday": ["00:00-24:00"]}})
        program = office.world.principal("res_1").affiliate.programs["pro_1"]
        now = office.world.clock.now()
        assert greeting(program, now, "webchat") == "welcome"
        assert greeting(program, now, "twilio") == "closed"


class TestWhoWaits:
    def test_overnight_is_not_given_up_on_and_hears_nothing_until_the_line_opens(self, office: Office) -> None:
        one = comes(office)
        greeted = heard(office, one)
        office.sweep_through(hours=13)
        assert now_at(office.world, one).state is State.QUEUED
        assert heard(office, one) == greeted

    def test_is_told_in_the_morning_how_long_it_was_and_given_up_on_only_after_four_open_hours(
        self, office: Office
    ) -> None:
        one = comes(office)
        office.until(1, 9, 5)
        office.sweep.run()
        assert heard(office, one)[-1] == "Still in line: 13 hours and 5 minutes, you are next."
        assert "queue_alert" in names(office.world, one)
        office.until(1, 12, 59)
        office.sweep.run()
        assert now_at(office.world, one).state is State.QUEUED
        office.until(1, 13, 0)
        office.sweep.run()
        assert now_at(office.world, one).state is State.EXPIRED

    def test_over_a_weekend_likewise(self, office: Office) -> None:
        office.until(4, 16, 58)
        one = comes(office)
        office.until(0, 12, 57)
        office.sweep.run()
        assert now_at(office.world, one).state is State.QUEUED
        office.until(0, 12, 58)
        office.sweep.run()
        assert now_at(office.world, one).state is State.EXPIRED

    def test_when_it_closes_is_told_so_once(self, office: Office) -> None:
        office.until(1, 16, 50)
        one = comes(office)
        assert heard(office, one) == [TEXTS["welcome"]]
        office.sweep_through(hours=2)
        closing = [text for text in heard(office, one) if "closed" in text]
        assert closing == ["PRO_1 is closed. We are back tomorrow at 9:00 AM UTC. 988 answers at any time."]

    def test_given_nobody_looked_until_it_was_open_again_then_they_are_not_told_that_it_is_closed(
        self, office: Office
    ) -> None:
        office.until(1, 16, 58)
        one = comes(office)
        office.until(2, 9, 1)
        for _ in range(2):
            office.sweep.run()
        assert [text for text in heard(office, one) if "closed" in text] == []
        assert "line_closes" in names(office.world, one)

    def test_at_risk_is_never_given_up_on_and_not_left_alone_with_the_hours(self, office: Office) -> None:
        office.until(1, 16, 50)
        one = comes(office, RISKY)
        office.sweep_through(hours=5)
        assert now_at(office.world, one).state is State.QUEUED
        assert [text for text in heard(office, one) if "closed" in text] == []
        assert any(text.startswith("Still in line") for text in heard(office, one))

    def test_given_back_while_it_is_closed_is_told_so(self, office: Office, workflow: Workflow) -> None:
        office.until(1, 16, 58)
        one = comes(office)
        office.world.hand_out("res_1")
        office.until(1, 17, 5)
        office.give_back("res_1", one)
        workflow.hear()
        assert heard(office, one)[-1].startswith("PRO_1 is closed. We are back tomorrow")


def test_the_first_look_after_a_night_is_planned_for_when_the_line_opens(office: Office) -> None:
    one = comes(office)
    planned = now_at(office.world, one).timer_at
    assert planned is not None
    opens: datetime = office.world.clock.now() + timedelta(hours=13)
    assert planned == opens + timedelta(minutes=5)
