"""Connections that are closed: because somebody signed out or may hear less, or because they do not keep up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from functions.push.posting import STRIKES
from shared.contracts.queues import FactNotice
from shared.runtime.sockets import Sockets as Cutting
from tests.unit import aws
from tests.unit.outlets import told_of
from tests.unit.realtime_line import Line
from tests.unit.sockets import Push, Sockets
from tests.unit.staff import Staff
from tests.unit.world import World

LIMITED = "LimitExceededException"


class Shift:
    """Browsers of staff over the realtime function and `push`."""

    def __init__(self, world: World) -> None:
        self.world, self.sockets, self.line = world, Sockets(), Line(world)
        self.push = Push(world, self.sockets)
        self.cutting = Cutting(lambda: world.sqs, world.queues["push"], world.clock)

    def browser(self, name: str, user: str, session: str, *rooms: str) -> str:
        self.line.connected_as(name, user, session)
        for room in rooms:
            assert self.line.hears(name, room) == "subscribed"
        return name

    def settle(self) -> None:
        for record in aws.drain(self.world.queues["push"]):
            self.push.rooms.announce(FactNotice.from_json(record["body"]))

    def say(self, name: str = "al_1", program: str = "pro_1") -> None:
        detail = {"alert": name, "call": "queue_deep", "level": "notice"}
        self.push.rooms.begin_batch()
        self.push.rooms.announce(FactNotice("alert", "aff_1", program, "", 0, "2025-11-20T12:00:00+00:00", "", detail))

    def hear(self, story: Callable[[], object]) -> None:
        """What a story writes to the table is told."""
        for notice in told_of(story):
            self.push.rooms.announce(notice)

    def kinds(self, connection: str) -> list[str]:
        return [frame["type"] for frame in self.sockets.frames[connection]]

    def left(self, connection: str) -> list[dict[str, Any]]:
        """The rows that still speak of a connection."""
        return [row for row in aws.rows("sessions") if connection in row["pk"]["S"] + row["sk"]["S"]]


@pytest.fixture
def shift(world: World) -> Shift:
    return Shift(world)


class TestCut:
    def test_given_somebody_signs_out_then_that_sessions_connections_are_closed_and_no_other(
        self, shift: Shift
    ) -> None:
        for name, user, session in (("a", "res_1", "ses-a"), ("b", "res_1", "ses-a"), ("c", "res_1", "ses-c")):
            shift.browser(name, user, session, "user:res_1", "program:pro_1")
        shift.browser("d", "res_2", "ses-d", "program:pro_1")
        shift.cutting.cut("aff_1", "res_1", "ses-a")
        shift.settle()
        assert shift.sockets.closed == ["a", "b"]
        assert shift.sockets.frames["a"] == [{"type": "cut", "reason": "session_ended"}]
        assert (shift.left("X#a"), shift.left("X#b")) == ([], [])
        shift.say()
        assert [len(shift.sockets.frames[name]) for name in ("a", "c", "d")] == [1, 1, 1]

    def test_given_somebodys_rights_change_then_all_their_connections_are_closed(self, shift: Shift) -> None:
        for name, session in (("a", "ses-a"), ("c", "ses-c")):
            shift.browser(name, "res_1", session, "user:res_1")
        shift.cutting.cut("aff_1", "res_1")
        shift.settle()
        assert shift.sockets.closed == ["a", "c"]
        assert shift.sockets.frames["c"] == [{"type": "cut", "reason": "rights_changed"}]

    def test_given_a_role_is_taken_when_they_come_back_at_once_then_what_they_asked_for_is_judged_anew(
        self, shift: Shift
    ) -> None:
        staff = Staff(shift.world)
        one = staff.talking("res_1")
        shift.browser("a", "sup_1", "ses-a", f"conversation:{one}", "program:pro_1")
        # The environment has just read the directory, and does not look again by itself for some seconds.
        shift.world.hire("sup_1", role="responder", programs=("pro_2",))
        shift.cutting.cut("aff_1", "sup_1")
        shift.settle()
        shift.line.connected_as("b", "sup_1", "ses-a")
        assert shift.line.hears("b", f"conversation:{one}") == "not_found"
        assert shift.line.hears("b", "program:pro_1") == "not_found"
        assert shift.line.hears("b", "program:pro_2") == "subscribed"

    def test_given_it_cannot_be_closed_then_it_hears_nothing_more_and_is_tried_again(self, shift: Shift) -> None:
        for name in ("a", "b"):
            shift.browser(name, "res_1", "ses-a", "program:pro_1")
        shift.sockets.errors["delete a"] = "InternalServerErrorException"
        shift.cutting.cut("aff_1", "res_1", "ses-a")
        (record,) = aws.drain(shift.world.queues["push"])
        notice = FactNotice.from_json(record["body"])
        with pytest.raises(ClientError):
            shift.push.rooms.announce(notice)
        assert shift.sockets.closed == ["b"]
        shift.say()
        assert [frame["type"] for frame in shift.sockets.frames["a"]] == ["cut"]
        shift.sockets.errors.clear()
        shift.push.rooms.announce(notice)
        assert (shift.sockets.closed, shift.left("X#a")) == (["b", "a"], [])

    def test_given_it_hung_up_meanwhile_then_there_is_nothing_to_close(self, shift: Shift) -> None:
        shift.browser("a", "res_1", "ses-a", "program:pro_1")
        shift.sockets.closed.append("a")
        shift.cutting.cut("aff_1", "res_1")
        shift.settle()
        assert shift.left("X#a") == []

    def test_given_they_signed_out_with_a_ticket_in_hand_then_it_opens_nothing(self, shift: Shift) -> None:
        ticket = shift.line.ticket("res_1")
        shift.world.sessions.end("ses-res_1")
        assert shift.line.connect("a", ticket) == 401


class TestOwnersChange:
    def test_given_a_conversation_changes_hands_then_its_former_owner_is_taken_out_and_told(self, shift: Shift) -> None:
        staff = Staff(shift.world)
        one = staff.talking("res_1")
        room = f"conversation:{one}"
        shift.browser("a", "res_1", "ses-a", room)
        shift.browser("s", "sup_1", "ses-s", room)
        shift.hear(lambda: staff.reassign("sup_1", one, "res_2"))
        assert shift.kinds("a") == ["fact", "unsubscribed"]
        assert shift.sockets.frames["a"][-1] == {"type": "unsubscribed", "room": room, "reason": "not_yours"}
        assert shift.kinds("s") == ["fact"]
        shift.hear(lambda: shift.world.text("are you there"))
        assert (len(shift.sockets.frames["a"]), shift.kinds("s")) == (2, ["fact", "fact"])

    def test_given_an_offer_is_declined_then_whoever_it_was_offered_to_hears_no_more_of_it(self, shift: Shift) -> None:
        staff = Staff(shift.world)
        one = staff.talking("res_1")
        staff.transfer("res_1", one, "res_2")
        shift.browser("a", "res_1", "ses-a", f"conversation:{one}")
        shift.browser("b", "res_2", "ses-b", f"conversation:{one}")
        shift.hear(lambda: staff.reject("res_2", one))
        assert (shift.kinds("a"), shift.kinds("b")) == (["fact"], ["fact", "unsubscribed"])

    def test_given_an_offer_is_accepted_then_the_new_owner_stays(self, shift: Shift) -> None:
        staff = Staff(shift.world)
        one = staff.talking("res_1")
        staff.transfer("res_1", one, "res_2")
        shift.browser("a", "res_1", "ses-a", f"conversation:{one}")
        shift.browser("b", "res_2", "ses-b", f"conversation:{one}")
        shift.hear(lambda: staff.accept("res_2", one))
        assert (shift.kinds("a"), shift.kinds("b")) == (["fact", "unsubscribed"], ["fact"])

    def test_given_it_came_back_before_the_notice_was_heard_then_its_owner_stays(self, shift: Shift) -> None:
        staff = Staff(shift.world)
        one = staff.talking("res_1")
        shift.browser("a", "res_1", "ses-a", f"conversation:{one}")

        def there_and_back() -> None:
            staff.reassign("sup_1", one, "res_2")
            staff.reassign("sup_1", one, "res_1")

        shift.hear(there_and_back)
        assert shift.kinds("a") == ["fact", "fact"]

    def test_given_it_changes_hands_while_its_owner_is_being_let_in_then_they_are_not(self, shift: Shift) -> None:
        staff = Staff(shift.world)
        one = staff.talking("res_1")
        shift.browser("a", "res_1", "ses-a")
        shift.world.wire.before("PutItem", lambda: staff.reassign("sup_1", one, "res_2"))
        assert shift.line.hears("a", f"conversation:{one}") == "not_found"
        assert shift.line.rooms("a") == set()


class TestSlowConnections:
    def test_given_one_does_not_keep_up_then_the_others_are_served_first_and_it_is_tried_again(
        self, shift: Shift
    ) -> None:
        for name in ("a", "b", "c"):
            shift.browser(name, "res_1", f"ses-{name}", "program:pro_1")
        shift.sockets.errors["a"], shift.sockets.times["a"] = LIMITED, 1
        shift.say()
        assert [len(shift.sockets.frames[name]) for name in ("a", "b", "c")] == [1, 1, 1]
        assert (shift.sockets.posts, len(shift.push.waited)) == (4, 1)

    def test_given_it_never_does_then_it_is_cut_after_three_strikes_and_finds_what_it_missed(
        self, shift: Shift
    ) -> None:
        shift.browser("a", "res_1", "ses-a", "program:pro_1")
        before = shift.push.logs.begin("program:pro_1")
        shift.sockets.errors["a"] = LIMITED
        for strike in range(1, STRIKES):
            with pytest.raises(ClientError):
                shift.say(f"al_{strike}")
            assert shift.sockets.closed == []
        shift.say(f"al_{STRIKES}")
        assert (shift.sockets.closed, shift.left("X#a")) == (["a"], [])
        shift.browser("b", "res_1", "ses-a")
        reply = shift.line.frame("b", {"action": "subscribe", "room": "program:pro_1", "after": before})
        assert [frame["id"] for frame in reply["missed"]] == ["al_1", "al_2", "al_3"]

    def test_given_it_cannot_be_cut_either_then_the_notice_comes_again_and_the_others_hear_it(
        self, shift: Shift
    ) -> None:
        for name in ("a", "b"):
            shift.browser(name, "res_1", f"ses-{name}", "program:pro_1")
        shift.sockets.errors |= {"a": LIMITED, "delete a": LIMITED}
        for _ in range(STRIKES):
            with pytest.raises(ClientError):
                shift.say()
        assert len(shift.sockets.frames["b"]) == STRIKES
        shift.sockets.errors.clear()
        shift.cutting.cut("aff_1", "res_1")
        shift.settle()
        assert (shift.sockets.closed, shift.left("X#a")) == (["a", "b"], [])

    def test_a_batch_waits_for_slow_connections_a_few_times_and_not_for_each_of_its_messages(
        self, shift: Shift
    ) -> None:
        shift.browser("a", "res_1", "ses-a", "user:res_1")
        shift.sockets.errors["a"] = LIMITED
        shift.push.rooms.begin_batch()
        for number in range(10):
            detail = {"user": "res_1", "thread": "t", "message": f"m{number}", "from": "res_2"}
            notice = FactNotice("dm", "aff_1", "", "", 0, "2025-11-20T12:00:00+00:00", "", detail)
            if number < STRIKES - 1:
                with pytest.raises(ClientError):
                    shift.push.rooms.announce(notice)
            else:
                shift.push.rooms.announce(notice)
        assert sum(shift.push.waited) <= 2

    @pytest.mark.parametrize("kind", ["typing", "presence"])
    def test_what_passes_is_not_told_again(self, shift: Shift, kind: str) -> None:
        shift.browser("a", "res_1", "ses-a", "program:pro_1")
        shift.push.connections.subscribe("a", "conversation:con_1")
        shift.sockets.errors["a"] = LIMITED
        at = shift.world.clock.now().isoformat()
        detail = {"user": "res_2", "state": "busy", "by": "texter", "chat": "chat_1"}
        shift.push.rooms.announce(FactNotice(kind, "aff_1", "pro_1", "con_1", 0, at, "", detail))
        assert shift.sockets.frames["a"] == []

    @pytest.mark.parametrize(
        ("error", "posts"),
        [
            ("InternalServerErrorException", 3),
            (EndpointConnectionError(endpoint_url="https://ws"), 3),
            # Whoever hangs is waited for once.
            (ReadTimeoutError(endpoint_url="https://ws"), 1),
        ],
        ids=["refused", "unreachable", "hangs"],
    )
    def test_given_api_gateway_fails_then_the_others_hear_it_nobody_is_cut_and_the_notice_comes_again(
        self, shift: Shift, error: str | Exception, posts: int
    ) -> None:
        for name in ("a", "b"):
            shift.browser(name, "res_1", f"ses-{name}", "program:pro_1")
        shift.sockets.errors["a"] = error
        for _ in range(STRIKES + 1):
            with pytest.raises(type(error) if isinstance(error, Exception) else ClientError):
                shift.say()
        assert {frame["seq"] for frame in shift.sockets.frames["b"]} == {shift.push.logs.begin("program:pro_1")}
        assert shift.sockets.closed == []
        assert shift.sockets.posts == (STRIKES + 1) * (posts + 1)
