"""Who is abused says so; a supervisor looks at it; and somebody in danger is heard, whatever they call us."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import ClassVar

import pytest

from functions.jobs.retention import Retention
from shared.domain.conversation import Conversation, FactKind
from shared.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from shared.domain.lifecycle import State
from shared.store.vault import KeyDestroyed
from tests.unit import aws
from tests.unit.builders import TEXTER
from tests.unit.staff import CRITICAL, RISKY, TEXTS, Staff
from tests.unit.world import SECOND_LINE, World

INSULT = "you are all worthless"
Story = Callable[[Staff], str]


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


def quarantined(world: World) -> list[str]:
    return [json.loads(one["body"])["reason"] for one in aws.drain(world.queues["quarantine"])]


def kinds(world: World, one: str) -> list[FactKind]:
    return [fact.kind for fact in world.facts(the(world, one))]


def the(world: World, one: str) -> Conversation:
    found = world.conversations.get(one)
    assert found is not None
    return found


def waiting(staff: Staff) -> str:
    staff.world.text(INSULT)
    return staff.world.only().id


def moves(world: World, one: str) -> list[str]:
    return [fact.move.name for fact in world.facts(the(world, one)) if fact.move is not None]


class TestReporting:
    def test_given_a_responder_reports_abuse_then_it_is_flagged_and_the_texter_is_heard_as_before(
        self, world: World, staff: Staff
    ) -> None:
        one = staff.talking(text=INSULT)
        assert staff.report_abuse("res_1", one).flags == ["abuse_reported"]
        world.text("and you too")
        assert [text for direction, text in world.words(the(world, one)) if direction == "inbound"][-1] == "and you too"
        assert quarantined(world) == []

    def test_why_is_sealed(self, world: World, staff: Staff) -> None:
        one = staff.talking(text=INSULT)
        staff.report_abuse("res_1", one, "threatens me and my children")
        (fact,) = [fact for fact in world.facts(the(world, one)) if fact.kind is FactKind.ABUSE_REPORTED]
        assert (fact.actor, fact.words) == ("res_1", {"reason": "threatens me and my children"})
        assert "children" not in str(aws.rows("conversations"))

    @pytest.mark.parametrize(("user", "error"), [("res_2", NotFound), ("sup_1", Forbidden)])
    def test_only_the_owner_reports(self, world: World, staff: Staff, user: str, error: type[Exception]) -> None:
        one = staff.talking(text=INSULT)
        with pytest.raises(error):
            staff.report_abuse(user, one)
        assert FactKind.ABUSE_REPORTED not in kinds(world, one)

    def test_it_may_be_reported_after_the_conversation_has_ended(self, world: World, staff: Staff) -> None:
        one = staff.talking(text=INSULT)
        world.close(one)
        assert staff.report_abuse("res_1", one).flags == ["abuse_reported"]


class TestBlocking:
    def test_given_a_review_when_the_sender_is_blocked_then_their_texts_go_to_quarantine_and_nobody_reads_them(
        self, world: World, staff: Staff
    ) -> None:
        one = staff.talking(text=INSULT)
        staff.report_abuse("res_1", one)
        block = staff.block("sup_1", one)
        assert (block.conversation_id, block.program_id, block.blocked_by) == (one, "pro_1", "sup_1")
        world.text(INSULT)
        world.text("hello?")
        assert quarantined(world) == ["blocked_sender", "blocked_sender"]
        assert [found.id for found in world.all_conversations()] == [one]

    def test_a_supervisor_may_block_by_their_own_review_and_why_is_sealed(self, world: World, staff: Staff) -> None:
        one = staff.talking(text=INSULT)
        staff.block("sup_1", one, "an old acquaintance of ours")
        (fact,) = [fact for fact in world.facts(the(world, one)) if fact.kind is FactKind.SENDER_BLOCKED]
        assert fact.words == {"reason": "an old acquaintance of ours"}
        assert the(world, one).flags == ("sender_blocked",)
        assert "acquaintance" not in str(aws.rows("conversations")) + str(aws.rows("consents"))

    def test_the_block_is_of_one_number_on_one_line(self, world: World, staff: Staff) -> None:
        staff.block("sup_1", staff.talking(text=INSULT))
        world.text("hello", sender="+12025550188")
        world.text("hello", line=SECOND_LINE)
        assert quarantined(world) == []
        assert sum(one.live for one in world.all_conversations()) == 2

    # fmt: off
    ENDINGS: ClassVar[list[tuple[str, Story, list[str]]]] = [
        ("waits in line", waiting, ["close_unworked"]),
        ("was given to somebody", lambda s: s.assign("sup_1", waiting(s), "res_1").id,
         ["return_to_queue", "close_unworked"]),
        ("is talked with", lambda s: s.talking(text=INSULT), ["reassign", "close_from_active"]),
        ("is offered to a colleague", lambda s: s.transfer("res_1", s.talking(text=INSULT), "res_2").id,
         ["reassign", "reject_transfer", "close_from_active"]),
        ("has a follow-up planned", lambda s: s.follow_up("res_1", s.wrap_up("res_1", s.talking(text=INSULT)).id).id,
         ["cancel_follow_up"]),
        ("is the supervisor's own", lambda s: s.reassign("sup_1", s.talking(text=INSULT)).id, ["close_from_active"]),
        ("is the supervisor's own, at the end",
         lambda s: s.wrap_up("sup_1", s.reassign("sup_1", s.talking(text=INSULT)).id).id, ["close_from_wrap_up"]),
    ]
    # fmt: on

    @pytest.mark.parametrize(("story", "ending"), [row[1:] for row in ENDINGS], ids=[row[0] for row in ENDINGS])
    def test_what_is_live_ends_by_moves_a_supervisor_may_make_and_the_texter_hears_where_else_to_turn(
        self, world: World, staff: Staff, story: Story, ending: list[str]
    ) -> None:
        one = story(staff)
        before = moves(world, one)
        staff.block("sup_1", one)
        assert the(world, one).state is State.CLOSED
        assert moves(world, one)[len(before) :] == ending
        assert world.words(the(world, one))[-1] == ("system", TEXTS["blocked"])
        assert world.conversations.loads(["res_1", "sup_1"]) == {"res_1": frozenset(), "sup_1": frozenset()}

    def test_given_their_responder_is_just_ending_it_then_that_comes_first(self, world: World, staff: Staff) -> None:
        one = staff.wrap_up("res_1", staff.talking(text=INSULT)).id
        with pytest.raises(Conflict) as refused:
            staff.block("sup_1", one)
        assert refused.value.code == "still_live"
        staff.close("res_1", one)
        staff.block("sup_1", one)
        world.text(INSULT)
        assert quarantined(world) == ["blocked_sender"]

    def test_given_they_wrote_again_before_the_review_then_that_conversation_ends_too(
        self, world: World, staff: Staff
    ) -> None:
        one = staff.talking(text=INSULT)
        world.close(one)
        world.text("me again")
        staff.block("sup_1", one)
        assert [found.state for found in world.all_conversations()] == [State.CLOSED, State.CLOSED]

    def test_blocking_again_answers_with_the_block_there_is(self, world: World, staff: Staff) -> None:
        one = staff.talking(text=INSULT)
        first = staff.block("sup_1", one, key="k1")
        assert staff.block("sup_1", one, key="k1").id == first.id
        assert staff.block("sup_1", one).id == first.id
        assert kinds(world, one).count(FactKind.SENDER_BLOCKED) == 1

    def test_given_its_content_is_gone_then_nobody_can_look_at_it_and_nobody_is_blocked_for_it(
        self, world: World, staff: Staff
    ) -> None:
        one = staff.talking(text=INSULT)
        world.close(one)
        world.clock.go_on(days=400)
        Retention(world.writer, world.agenda, world.file_removal, world.purging).run()
        with pytest.raises(KeyDestroyed):
            staff.block("sup_1", one)

    def test_what_is_not_there_cannot_be_blocked(self, staff: Staff) -> None:
        with pytest.raises(NotFound):
            staff.block("sup_1", "con_none")


class TestSomebodyInDangerWhoSwears:
    @pytest.mark.parametrize("words", [RISKY, CRITICAL])
    def test_at_risk_they_are_not_blocked_unless_a_supervisor_says_that_this_was_looked_at(
        self, world: World, staff: Staff, words: str
    ) -> None:
        one = staff.talking(text=f"{words} you idiots")
        with pytest.raises(Conflict) as refused:
            staff.block("sup_1", one)
        assert refused.value.code == "at_risk"
        assert the(world, one).live
        assert aws.rows("consents") == []
        staff.block("sup_1", one, confirm=True)
        (fact,) = [fact for fact in world.facts(the(world, one)) if fact.kind is FactKind.SENDER_BLOCKED]
        assert fact.detail["risk"] in ("high", "critical")

    def test_while_help_is_being_called_they_are_not_blocked_at_all(self, world: World, staff: Staff) -> None:
        one = staff.talking(text=INSULT)
        staff.escalate("res_1", one)
        with pytest.raises(Conflict) as refused:
            staff.block("sup_1", one, confirm=True)
        assert refused.value.code == "help_is_called"

    def test_given_the_conversation_they_are_in_now_is_at_risk_then_an_old_one_does_not_get_them_blocked(
        self, world: World, staff: Staff
    ) -> None:
        one = staff.talking(text=INSULT)
        world.close(one)
        world.text(RISKY)
        with pytest.raises(Conflict) as refused:
            staff.block("sup_1", one)
        assert refused.value.code == "at_risk"
        assert FactKind.SENDER_BLOCKED not in kinds(world, one)
        assert aws.rows("consents") == []

    def test_given_a_blocked_sender_writes_what_frightens_then_they_are_heard_and_so_is_what_they_write_after_it(
        self, world: World, staff: Staff
    ) -> None:
        staff.block("sup_1", staff.talking(text=INSULT))
        world.text(CRITICAL)
        world.text("i am at home")
        assert quarantined(world) == []
        (live,) = [one for one in world.all_conversations() if one.live]
        assert (live.state, live.risk, live.flags) == (State.QUEUED, "critical", ("sender_blocked",))
        assert [text for direction, text in world.words(live) if direction == "inbound"] == [CRITICAL, "i am at home"]

    def test_and_when_that_conversation_has_ended_they_are_blocked_as_before(self, world: World, staff: Staff) -> None:
        staff.block("sup_1", staff.talking(text=INSULT))
        world.text(CRITICAL)
        world.close(world.hand_out().id)
        world.text(INSULT)
        assert quarantined(world) == ["blocked_sender"]


class TestABlockAndAnOptOutAreTwoThings:
    @pytest.mark.parametrize("words", ["STOP", "START"])
    def test_what_they_said_about_being_texted_does_not_unblock_them(
        self, world: World, staff: Staff, words: str
    ) -> None:
        one = staff.talking(text=INSULT)
        staff.block("sup_1", one)
        world.text(CRITICAL)  # so that there is a conversation in which they can say it
        world.text("STOP")
        world.text(words)
        world.text(INSULT)
        assert quarantined(world)[-1] == "blocked_sender"

    def test_given_they_opted_out_when_they_are_blocked_then_they_stay_opted_out(
        self, world: World, staff: Staff
    ) -> None:
        one = staff.talking(text=INSULT)
        world.text("STOP")
        block = staff.block("sup_1", one)
        staff.unblock("sup_1", block.id)
        world.text("hello")
        (live,) = [one for one in world.all_conversations() if one.live]
        assert live.cannot_reply

    def test_a_blocked_senders_stop_is_honoured(self, world: World, staff: Staff) -> None:
        one = staff.talking(text=INSULT)
        block = staff.block("sup_1", one)
        world.text("STOP")
        assert quarantined(world) == ["blocked_sender"]
        staff.unblock("sup_1", block.id)
        world.text("hello")
        (live,) = [found for found in world.all_conversations() if found.live]
        assert live.cannot_reply


class TestUnblocking:
    def test_given_a_sender_is_unblocked_then_their_next_text_is_heard(self, world: World, staff: Staff) -> None:
        one = staff.talking(text=INSULT)
        block = staff.block("sup_1", one)
        staff.unblock("sup_1", block.id)
        world.text("I am sorry")
        assert quarantined(world) == []
        assert sum(found.live for found in world.all_conversations()) == 1
        assert the(world, one).flags == ()
        with pytest.raises(NotFound):
            staff.unblock("sup_1", block.id)

    def test_they_may_be_blocked_again(self, world: World, staff: Staff) -> None:
        one = staff.talking(text=INSULT)
        staff.unblock("sup_1", staff.block("sup_1", one).id)
        staff.block("sup_1", one)
        world.text(INSULT)
        assert quarantined(world) == ["blocked_sender"]

    def test_who_works_in_another_program_or_affiliate_neither_sees_nor_unblocks(
        self, world: World, staff: Staff
    ) -> None:
        world.hire("sup_2", role="supervisor", programs=("pro_2",))
        world.hire("sup_9", role="supervisor", affiliate="aff_2", programs=("pro_9",))
        block = staff.block("sup_1", staff.talking(text=INSULT))
        for user, affiliate in (("sup_2", "aff_1"), ("sup_9", "aff_2")):
            request = world.request(user, block.id, affiliate=affiliate)
            assert world.abuse.blocked(request).items == []
            with pytest.raises(NotFound):
                world.abuse.unblock(request)


class TestTheList:
    def test_it_says_when_by_whom_and_why_is_with_the_conversation(self, world: World, staff: Staff) -> None:
        block = staff.block("sup_1", staff.talking(text=INSULT))
        (listed,) = world.abuse.blocked(world.request("sup_1")).items
        assert listed.model_dump() == {
            "id": block.id,
            "conversation_id": block.conversation_id,
            "program_id": "pro_1",
            "program_name": "PRO_1",
            "blocked_by": "sup_1",
            "blocked_at": world.clock.now(),
        }
        assert TEXTER not in str(aws.rows("consents"))

    def test_it_comes_in_pages(self, world: World, staff: Staff) -> None:
        for number in range(3):
            one = staff.talking(text=INSULT, sender=f"+1202555018{number}")
            staff.block("sup_1", one)
        first = world.abuse.blocked(world.request("sup_1", limit="2"))
        second = world.abuse.blocked(world.request("sup_1", limit="2", cursor=first.next_cursor or ""))
        assert [len(first.items), len(second.items), second.next_cursor] == [2, 1, None]
        assert len({one.id for one in [*first.items, *second.items]}) == 3

    def test_a_strange_cursor_is_refused(self, world: World, staff: Staff) -> None:
        with pytest.raises(InvalidInput):
            world.abuse.blocked(world.request("sup_1", cursor="ä"))
