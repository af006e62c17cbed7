"""Whom a fact calls, and how loudly. The facts are those the line really writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.lifecycle.hooks import Hooks
from shared.ai.embedded import EmbeddedAssistant
from shared.contracts.alerts import NOTICE, PAGE, SECOND_PERSON, SENTENCES, alerts_for
from shared.contracts.fanout import NOTIFY, destinations
from shared.contracts.queues import FactNotice
from shared.domain.lifecycle import Hook
from tests.unit.outlets import told_of
from tests.unit.post import Post
from tests.unit.staff import CRITICAL, Staff
from tests.unit.world import World

#: Kind, level and whom: None are the program's supervisors.
Called = set[tuple[str, str, str | None]]
Story = Callable[[Staff], object]


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


def hooks(world: World) -> Hooks:
    return Hooks(world.writer, world.presences, EmbeddedAssistant(), Post().people_on_call(world))


def called_by(what: Callable[[], object]) -> Called:
    """The calls of what happened; each of its facts reaches whoever makes them."""
    called: Called = set()
    for notice in told_of(what):
        alerts = alerts_for(notice)
        assert not alerts or NOTIFY in destinations(notice.kind, notice.detail)
        called |= {(one.kind, one.level, one.user_id) for one in alerts}
    return called


def talking(staff: Staff) -> str:
    return staff.talking("res_1")


def waiting(staff: Staff) -> str:
    staff.world.text("hello")
    return staff.world.only().id


def assigned(staff: Staff) -> str:
    one = waiting(staff)
    staff.assign("sup_1", one, "res_1")
    return one


def offered(staff: Staff) -> str:
    one = talking(staff)
    staff.transfer("res_1", one, "res_2")
    return one


def police(staff: Staff) -> str:
    one = talking(staff)
    staff.escalate("res_1", one, "police", location="12 Elm Street")
    return one


def medical(staff: Staff) -> str:
    one = talking(staff)
    staff.escalate("res_1", one, "medical")
    return one


def at_risk(staff: Staff) -> str:
    return staff.talking("res_1", CRITICAL)


def planned(staff: Staff) -> str:
    one = talking(staff)
    staff.wrap_up("res_1", one)
    staff.follow_up("res_1", one)
    return one


def opted_out(staff: Staff) -> str:
    staff.world.text("STOP")
    return ""


def stopped(staff: Staff) -> str:
    one = medical(staff)
    staff.world.text("STOP")
    return one


def wrote_on(staff: Staff) -> str:
    one = stopped(staff)
    staff.world.text("hello")
    return one


def answered(staff: Staff) -> str:
    one = talking(staff)
    staff.world.reply(one)
    return one


def after(**by: float) -> Callable[[Staff, str], object]:
    """Time goes by, and what is due is done."""

    def look(staff: Staff, one: str) -> None:
        staff.later(**by)
        staff.look(one)

    return look


def minutes_later(staff: Staff, one: str, minutes: float) -> Called:
    return called_by(lambda: after(minutes=minutes)(staff, one))


def leaves(staff: Staff, one: str) -> None:
    """The owner was there once, and is heard of no more."""
    staff.here("res_1")
    staff.later(seconds=91)
    staff.sweep.run()


#: How things stood, what then happened, whom that calls.
# fmt: off
CALLS: list[tuple[str, Callable[[Staff], str], Callable[[Staff, str], Any], Called]] = [
    ("a supervisor assigns a texter", waiting, lambda s, c: s.assign("sup_1", c, "res_1"),
     {("given_to_you", NOTICE, "res_1")}),
    ("a supervisor hands a texter to somebody else", talking, lambda s, c: s.reassign("sup_1", c, "res_2"),
     {("given_to_you", NOTICE, "res_2"), ("taken_from_you", NOTICE, "res_1")}),
    ("a supervisor takes a texter over", talking, lambda s, c: s.reassign("sup_1", c),
     {("taken_from_you", NOTICE, "res_1")}),
    ("a texter is offered to a colleague", talking, lambda s, c: s.transfer("res_1", c, "res_2"),
     {("transfer_offered", PAGE, "res_2")}),
    ("the colleague accepts", offered, lambda s, c: s.accept("res_2", c), {("transfer_accepted", NOTICE, "res_1")}),
    ("the colleague declines", offered, lambda s, c: s.reject("res_2", c), {("transfer_rejected", NOTICE, "res_1")}),
    ("the colleague does not answer", offered, after(minutes=2),
     {("transfer_unanswered", PAGE, None), ("transfer_unanswered", NOTICE, "res_1"),
      ("transfer_unanswered", NOTICE, "res_2")}),
    ("the sender takes the offer back", offered, lambda s, c: s.reject("res_1", c),
     {("transfer_rejected", NOTICE, "res_2")}),
    ("nobody starts with an assigned texter", assigned, after(minutes=2),
     {("returned_by_timer", PAGE, None), ("taken_from_you", NOTICE, "res_1")}),
    ("a responder closes the laptop", talking, leaves,
     {("returned_by_timer", PAGE, None), ("taken_from_you", NOTICE, "res_1")}),
    ("medical help is called", talking, lambda s, c: s.escalate("res_1", c, "medical"), {("escalated", PAGE, None)}),
    ("the police are called", talking, lambda s, c: s.escalate("res_1", c, "police", "12 Elm Street"),
     {("escalated", PAGE, None), ("confirmation_needed", PAGE, None)}),
    ("the police are called, nobody knows where to", talking, lambda s, c: s.escalate("res_1", c, "police"),
     {("escalated", PAGE, None), ("confirmation_needed", PAGE, None)}),
    ("nobody has confirmed a dispatch for three minutes", police, after(minutes=3),
     {("confirmation_needed", PAGE, None), ("second_person_needed", NOTICE, None)}),
    ("a call for help is open for ten minutes", medical, after(minutes=10), {("escalation_open", PAGE, None)}),
    ("the owner of a call for help is gone and so is everybody", medical, leaves, {("owner_gone", PAGE, None)}),
    ("a responder leaves the texter waiting for three minutes", talking, after(minutes=3),
     {("texter_waits_for_you", PAGE, "res_1")}),
    ("a texter waits in line for five minutes", waiting, after(minutes=5), {("waiting_long", PAGE, None)}),
    ("a texter in conversation says what frightens", talking, lambda s, _: s.world.text(CRITICAL),
     {("risk_raised", PAGE, None), ("risk_raised", NOTICE, "res_1")}),
    ("a texter in line says what frightens", waiting, lambda s, _: s.world.text(CRITICAL),
     {("risk_raised", PAGE, None)}),
    ("a texter at risk wants no more texts", at_risk, lambda s, _: s.world.text("STOP"),
     {("texter_stopped", PAGE, None), ("texter_stopped", NOTICE, "res_1"), ("ended_at_risk", PAGE, None)}),
    ("a texter for whom help is called wants no more texts", medical, lambda s, _: s.world.text("STOP"),
     {("texter_stopped", PAGE, None), ("texter_stopped", NOTICE, "res_1")}),
    ("a texter who opted out writes", opted_out, lambda s, _: s.world.text("hello"),
     {("wrote_after_stop", PAGE, None)}),
    ("somebody for whom help is called writes after their STOP", stopped, lambda s, _: s.world.text("hello"),
     {("wrote_after_stop", PAGE, None)}),
    ("and goes on writing", wrote_on, lambda s, _: s.world.text("hello?"),
     set()),
    ("a texter asks in a sentence for no more texts", talking, lambda s, _: s.world.text("please stop texting me"),
     {("asks_to_stop", NOTICE, "res_1")}),
    ("the same, and nobody talks with them", waiting, lambda s, _: s.world.text("please stop texting me"),
     {("asks_to_stop", NOTICE, None)}),
    ("a responder reports abuse", talking, lambda s, c: s.report_abuse("res_1", c), {("abuse_reported", PAGE, None)}),
    ("a supervisor blocks the sender", talking, lambda s, c: s.block("sup_1", c),
     {("taken_from_you", NOTICE, "res_1")}),
    ("the texter does not answer for twenty minutes", answered, after(minutes=20),
     {("texter_silent", NOTICE, "res_1")}),
    ("a texter comes back before their check-in", planned, lambda s, _: s.world.text("hello again"),
     {("texter_returned", NOTICE, "res_1")}),
    ("a check-in is sent", planned, after(hours=40), {("follow_up_sent", NOTICE, "res_1")}),
    ("nobody is there when a texter comes", waiting, lambda s, c: hooks(s.world).run(Hook.ANNOUNCE_WAITING, c, 3),
     {("nobody_online", PAGE, None)}),
    ("help could not be reached", medical,
     lambda s, c: hooks(s.world).give_up(Hook.CONTACT_SERVICES, c, 7, "gave_up"), {("hook_failed", PAGE, None)}),
    ("a summary could not be made", offered,
     lambda s, c: hooks(s.world).give_up(Hook.SUMMARISE_HAND_OFF, c, 7, "gave_up"), {("hook_failed", NOTICE, None)}),
    ("a conversation cannot go on", talking, lambda s, c: s.world.writer.fail(c, "test"),
     {("conversation_failed", PAGE, None)}),
]
# fmt: on


@pytest.mark.parametrize(("before", "happens", "expected"), [row[1:] for row in CALLS], ids=[row[0] for row in CALLS])
def test_whoever_must_know_is_called(
    staff: Staff, before: Callable[[Staff], str], happens: Callable[[Staff, str], object], expected: Called
) -> None:
    one = before(staff)
    assert called_by(lambda: happens(staff, one)) == expected


def test_a_texter_left_waiting_is_brought_to_ever_more_people(staff: Staff) -> None:
    one = talking(staff)
    assert minutes_later(staff, one, 3) == {("texter_waits_for_you", PAGE, "res_1")}
    assert minutes_later(staff, one, 3) == {("texter_unanswered", PAGE, None)}
    assert minutes_later(staff, one, 4) == {
        ("returned_by_timer", PAGE, None),
        ("taken_from_you", NOTICE, "res_1"),
        # In line again with the age they had.
        ("waiting_long", PAGE, None),
    }


def test_a_dispatch_nobody_confirms_is_brought_to_ever_more_people_until_the_owner_goes_ahead_alone(
    staff: Staff,
) -> None:
    one = police(staff)
    asked = ("confirmation_needed", PAGE, None)
    assert minutes_later(staff, one, 3) == {asked, ("second_person_needed", NOTICE, None)}
    assert minutes_later(staff, one, 2) == {asked, ("you_may_go_ahead_alone", PAGE, "res_1")}
    assert called_by(lambda: staff.confirm("res_1", one)) == {("confirmed_alone", PAGE, None)}


@pytest.mark.parametrize(
    ("before", "happens"),
    [
        (waiting, lambda s, _: s.world.hand_out("res_1")),
        (waiting, lambda s, c: s.assign("res_1", c)),
        (talking, lambda s, c: s.give_back("res_1", c)),
        (talking, lambda s, c: s.wrap_up("res_1", c)),
        (talking, lambda s, c: s.close("res_1", c)),
        (talking, lambda s, c: s.world.reply(c)),
        (talking, lambda s, c: s.tag("res_1", c, "grief", risk="high")),
        (talking, lambda s, _: s.world.text("STOP")),
        (police, lambda s, c: s.confirm("sup_1", c)),
        (medical, lambda s, c: s.resolve("res_1", c)),
    ],
)
def test_nobody_is_called_for_what_they_did_themselves_or_for_what_is_ordinary(
    staff: Staff, before: Callable[[Staff], str], happens: Callable[[Staff, str], object]
) -> None:
    one = before(staff)
    assert called_by(lambda: happens(staff, one)) == set()


def test_every_call_there_is_has_a_sentence_and_every_sentence_a_call() -> None:
    called = {kind for *_, calls in CALLS for kind, _, _ in calls}
    # Told in stories of their own.
    elsewhere = {
        "queue_deep",
        "texter_unanswered",
        "confirmed_alone",
        "you_may_go_ahead_alone",
        SECOND_PERSON,
        "owner_gone",
        "break_glass",
    }
    assert called | elsewhere == set(SENTENCES)


def test_the_same_fact_makes_the_same_alerts_and_they_sort_by_when_it_happened(staff: Staff) -> None:
    one = offered(staff)
    (notice,) = [n for n in told_of(lambda: after(minutes=2)(staff, one)) if n.kind == "transition"]
    alerts = alerts_for(notice)
    assert len({alert.id for alert in alerts}) == 3
    assert alerts_for(FactNotice.from_json(notice.to_json())) == alerts
    later = alerts_for(replace(notice, at="2030-01-01T00:00:00+00:00", seq=1))
    assert max(alert.id for alert in alerts) < min(alert.id for alert in later)


def test_an_alert_carries_ids_and_nothing_that_was_written(staff: Staff) -> None:
    notices = told_of(lambda: at_risk(staff))
    said = "".join(alert.to_json() for notice in notices for alert in alerts_for(notice))
    assert "risk_raised" in said
    assert not any(word in said for word in CRITICAL.split() if len(word) > 3)
