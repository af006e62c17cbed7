"""The laws of the lifecycle, over the table itself and over every draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.applying import replayed
from shared.domain.conversation import FactKind
from shared.domain.draft import Draft
from shared.domain.errors import Conflict, HoldfastError, IllegalTransition, RuleBroken
from shared.domain.lifecycle import (
    BY_NAME,
    LIVE,
    OWNED,
    STANDINGS,
    STATES,
    TERMINAL,
    TRANSITIONS,
    Actor,
    Guard,
    Holder,
    State,
    Transition,
)
from shared.domain.risk.assessment import Assessment
from shared.domain.risk.levels import Risk
from shared.domain.rules import DEFAULT
from shared.domain.timers import LONGEST_SLEEP, TIMERS, due, next_look, pending, state_ends_in
from tests.unit.builders import NOON, a_conversation, a_message
from tests.unit.drafting import MOVES, OTHER_STEPS, STEPS, WORDS, keep_time, move, take

EDGES = {(row.name, source): row.leads_to(source) for row in TRANSITIONS for source in row.sources}
ILLEGAL = sorted((name, state) for name in MOVES for state in STATES if (name, state) not in EDGES)
#: How every live state is come by, the ordinary way.
WAYS: dict[State, tuple[str, ...]] = {
    State.NEW: (),
    State.QUEUED: ("route_message",),
    State.ASSIGNED: ("route_message", "assign_responder"),
    State.ACTIVE: ("route_message", "assign_responder", "start_conversation"),
}
for _target, _by in (
    (State.TRANSFERRED, "transfer_to_responder"),
    (State.ESCALATED_MEDICAL, "escalate_to_medical"),
    (State.ESCALATED_POLICE, "escalate_to_police"),
    (State.WRAP_UP, "begin_wrap_up"),
):
    WAYS[_target] = (*WAYS[State.ACTIVE], _by)
WAYS[State.FOLLOW_UP_SCHEDULED] = (*WAYS[State.WRAP_UP], "schedule_follow_up")
WAYS[State.FOLLOW_UP_ACTIVE] = (*WAYS[State.FOLLOW_UP_SCHEDULED], "trigger_follow_up")
WAYS[State.CLOSED] = (*WAYS[State.ACTIVE], "close_from_active")
WAYS[State.EXPIRED] = (*WAYS[State.QUEUED], "timeout_expire")
WAYS[State.FAILED] = (*WAYS[State.ACTIVE], "fail")

Walk = list[tuple[str, int]]
walks = st.lists(
    st.tuples(st.sampled_from(STEPS) | st.sampled_from(MOVES[:12]), st.sampled_from([0, 1, 90, 400, 1300, 20_000])),
    max_size=30,
)


def a_draft(state: State = State.NEW) -> Draft:
    """A conversation that came to `state` by its facts, at noon."""
    draft = Draft.open(a_conversation())
    draft.receive(a_message(), NOON)
    for name in WAYS[state]:
        move(draft, name, NOON)
    return draft


def walked(walk: Walk, *, timed: bool = True) -> tuple[Draft, datetime]:
    """A draft after a walk of steps, legal ones taken and others refused; between steps the time goes on."""
    draft, now = Draft.open(a_conversation()), NOON
    for name, seconds in walk:
        now += timedelta(seconds=seconds)
        if timed:
            keep_time(draft, now)
        before, count = draft.after, len(draft.facts)
        try:
            take(draft, name, now)
        except HoldfastError:
            assert (draft.after, len(draft.facts)) == (before, count), "what is refused leaves no trace"
    if timed:
        keep_time(draft, now)
    return draft, now


class TestLaw1SomebodyAnswersForItAndATimerRuns:
    def test_every_live_state_has_a_holder_and_no_terminal_one_does(self) -> None:
        assert {state for state in STATES if STANDINGS[state].holder is Holder.NOBODY} == TERMINAL
        assert set(STATES) == LIVE | TERMINAL

    @pytest.mark.parametrize("state", sorted(LIVE))
    def test_every_live_state_has_a_timer_that_moves_it_or_calls_somebody_for_ever(self, state: State) -> None:
        timers = [one for one in TIMERS if state in one.states]
        assert any(one.move is not None or one.every is not None for one in timers)

    @pytest.mark.parametrize("state", sorted(LIVE))
    def test_who_holds_a_conversation_is_written_on_it(self, state: State) -> None:
        made = a_draft(state).after
        match STANDINGS[state].holder:
            case Holder.OWNER:
                assert made.responder_id is not None
            case Holder.QUEUE:
                assert made.responder_id is None and made.queued_at is not None
            case Holder.PROGRAM:
                assert made.responder_id is None and made.program_id

    @given(walks)
    def test_wherever_a_conversation_goes_its_holder_is_there_and_its_next_look_lies_ahead(self, walk: Walk) -> None:
        draft, now = walked(walk)
        c = draft.after
        if not c.live:
            assert next_look(c, DEFAULT, now) is None
            return
        assert pending(c, DEFAULT), f"no timer runs in {c.state}"
        look = next_look(c, DEFAULT, now)
        assert look is not None and now < look <= now + LONGEST_SLEEP
        assert (c.responder_id is not None) == (c.state in OWNED)
        assert c.state is not State.QUEUED or c.queued_at is not None
        assert 1 <= state_ends_in(c, DEFAULT, now) <= LONGEST_SLEEP.total_seconds()

    @given(walks)
    def test_given_nobody_ever_looked_then_something_is_still_pending_and_catching_up_comes_to_an_end(
        self, walk: Walk
    ) -> None:
        draft, now = walked(walk, timed=False)
        if not draft.after.live:
            return
        assert pending(draft.after, DEFAULT)
        count = len(draft.facts)
        keep_time(draft, now)
        assert due(draft.after, DEFAULT, now) is None
        assert len(draft.facts) - count <= 8

    @given(walks)
    def test_given_everybody_leaves_then_every_conversation_that_is_not_at_risk_comes_to_its_end_by_itself(
        self, walk: Walk
    ) -> None:
        draft, now = walked(walk)
        for _ in range(200):
            look = next_look(draft.after, DEFAULT, now)
            if look is None:
                break
            now = look
            keep_time(draft, now)
        c = draft.after
        held = c.at_risk or c.state in (State.ESCALATED_MEDICAL, State.ESCALATED_POLICE)
        assert not c.live or held, f"stuck in {c.state}"
        if c.live:
            last = [fact for fact in draft.facts if fact.kind is FactKind.TIMER][-1]
            assert now - last.at < LONGEST_SLEEP, "somebody goes on being called for it"


class TestLaw2EveryStateIsReachableAndEnds:
    @staticmethod
    def reachable(start: State, *, without: str = "") -> set[State]:
        found, ahead = {start}, [start]
        while ahead:
            here = ahead.pop()
            for (name, source), target in EDGES.items():
                if source is here and target not in found and name != without:
                    found.add(target)
                    ahead.append(target)
        return found

    def test_every_state_is_reached_from_new(self) -> None:
        assert self.reachable(State.NEW) == set(STATES)

    @pytest.mark.parametrize("state", STATES)
    def test_from_every_state_an_end_is_reached_that_is_not_a_failure(self, state: State) -> None:
        assert self.reachable(state, without="fail") & {State.CLOSED, State.EXPIRED}

    @pytest.mark.parametrize("state", sorted(LIVE))
    def test_no_live_state_has_one_exit_only_whatever_its_people_do(self, state: State) -> None:
        exits = {name for (name, source), target in EDGES.items() if source is state and target is not state}
        assert len(exits - {"fail"}) >= 2

    @pytest.mark.parametrize("state", sorted(TERMINAL))
    def test_the_only_exit_of_an_end_is_retention(self, state: State) -> None:
        assert {name for (name, source) in EDGES if source is state} == {"retention_expire"}
        assert EDGES["retention_expire", state] is State.EXPIRED


class TestLaw5NothingButTheTable:
    @pytest.mark.parametrize(("name", "state"), ILLEGAL)
    def test_a_move_that_is_not_in_the_table_is_refused_with_the_state_and_changes_nothing(
        self, name: str, state: State
    ) -> None:
        draft = a_draft(state)
        before, count = draft.after, len(draft.facts)
        with pytest.raises(IllegalTransition) as refused:
            move(draft, name, NOON)
        assert (refused.value.transition, refused.value.state, refused.value.status) == (name, state, 409)
        assert (draft.after, len(draft.facts)) == (before, count)

    @pytest.mark.parametrize(("name", "state"), sorted(EDGES))
    def test_a_move_of_the_table_leads_where_it_says_in_one_numbered_fact(self, name: str, state: State) -> None:
        draft = a_draft(state)
        version = draft.after.version
        move(draft, name, NOON + timedelta(seconds=1))
        made = next(fact for fact in draft.facts if fact.seq == version + 1)
        assert made.move is not None
        assert (made.move.name, made.move.source, made.move.target) == (name, state, EDGES[name, state])
        assert (draft.after.state, draft.after.moved_version) == (EDGES[name, state], version + 1)

    @pytest.mark.parametrize("row", [row for row in TRANSITIONS if row.guards], ids=lambda row: row.name)
    def test_a_guard_that_does_not_hold_leaves_the_conversation_as_it_was(self, row: Transition) -> None:
        for source in row.sources:
            for guard in row.guards:
                if guard is Guard.CAPACITY:
                    continue  # holds inside the write: the responder's own item has the limit
                draft = a_draft(source)
                draft.after = replace(draft.after, risk=Risk.HIGH, cannot_reply=True)
                before, count = draft.after, len(draft.facts)
                words = {} if guard in (Guard.OUTCOME, Guard.REASON) else WORDS
                with pytest.raises((RuleBroken, Conflict)):
                    draft.move(row.name, NOON, Actor.SYSTEM, words=words)
                assert (draft.after, len(draft.facts)) == (before, count)

    @pytest.mark.parametrize("blank", ["", "   ", "\n"])
    def test_an_outcome_or_a_reason_of_blanks_is_none(self, blank: str) -> None:
        for name, state in (("resolve_escalation", State.ESCALATED_MEDICAL), ("close_unworked", State.QUEUED)):
            with pytest.raises(RuleBroken):
                a_draft(state).move(name, NOON, "sup_1", words={"outcome": blank, "reason": blank})

    def test_every_row_is_made_by_somebody_and_a_timers_move_is_one_a_timer_may_make(self) -> None:
        assert all(row.actors for row in TRANSITIONS)
        for timer in TIMERS:
            if timer.move is not None:
                row = BY_NAME[timer.move]
                assert timer.states <= row.sources
                assert row.actors & {Actor.TIMER, Actor.SYSTEM}


class TestLaw6TheFactsAreTheTruth:
    @given(walks)
    def test_facts_are_numbered_without_gaps_and_add_up_to_the_conversation(self, walk: Walk) -> None:
        draft, _ = walked(walk)
        assert [fact.seq for fact in draft.facts] == list(range(1, draft.after.version + 1))
        assert replayed(draft.after, draft.facts) == draft.after

    @given(walks)
    def test_any_beginning_of_the_facts_is_a_conversation_too(self, walk: Walk) -> None:
        draft, _ = walked(walk)
        for count in range(1, len(draft.facts) + 1):
            assert replayed(draft.after, draft.facts[:count]).version == count


class TestLaw7SoftwareOnlyRaisesRisk:
    @given(walks)
    def test_only_a_person_with_a_reason_lowers_it(self, walk: Walk) -> None:
        draft, _ = walked(walk)
        for fact in draft.facts:
            if fact.kind is FactKind.RISK:
                lowered = Risk(str(fact.detail["level"])).rank < Risk(str(fact.detail["before"])).rank
                assert not lowered or (fact.actor == "res_1" and fact.words["reason"])

    @pytest.mark.parametrize("now", list(Risk))
    @pytest.mark.parametrize("found", list(Risk))
    def test_an_assessment_that_is_no_higher_adds_nothing(self, now: Risk, found: Risk) -> None:
        draft = Draft.on(a_conversation(risk=now))
        raised = draft.assess(Assessment(found, (), "lexicon-1"), NOON, DEFAULT)
        assert raised == (found.rank > now.rank) == bool(draft.facts)
        assert draft.after.risk.rank == max(now.rank, found.rank)

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_given_a_person_gives_no_reason_then_it_is_not_lowered_but_it_is_raised(self, reason: str) -> None:
        draft = Draft.on(a_conversation(risk=Risk.HIGH))
        with pytest.raises(RuleBroken):
            draft.judge_risk(Risk.LOW, reason, NOON, "res_1", DEFAULT)
        draft.judge_risk(Risk.CRITICAL, reason, NOON, "res_1", DEFAULT)
        assert draft.after.risk is Risk.CRITICAL


@given(walks)
def test_whatever_is_tried_a_texter_at_risk_never_expires_in_the_queue(walk: Walk) -> None:
    draft, _ = walked(walk)
    for fact in draft.facts:
        if fact.move is not None and fact.move.name == "timeout_expire":
            assert fact.detail["risk"] in ("low", "medium")


def test_each_step_of_a_walk_can_be_taken_somewhere() -> None:
    taken = set(MOVES)
    for name in OTHER_STEPS:
        for state in STATES:
            draft = a_draft(state)
            count = len(draft.facts)
            try:
                take(draft, name, NOON)
            except HoldfastError:
                continue
            if len(draft.facts) > count:
                taken.add(name)
    assert set(STEPS) - taken == {"assess low", "judge low"}
