"""Where a texter stands who was in line before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.domain.conversation import Conversation
from tests.unit.staff import Staff
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


def in_line(staff: Staff) -> list[str]:
    return [one.id for one in staff.world.conversations.waiting("pro_1")]


def one_in_conversation_and_others_waiting(staff: Staff) -> tuple[str, Conversation]:
    one = staff.talking("res_1", sender="+12025550142")
    found = staff.world.conversations.get(one)
    assert found is not None
    staff.world.texters(2)
    return one, found


@pytest.mark.parametrize(
    "how",
    [
        lambda staff, one: staff.give_back("res_1", one),
        lambda staff, one: staff.transfer("res_1", one, None),
        lambda staff, one: (staff.transfer("res_1", one), staff.later(minutes=2), staff.look(one)),
    ],
    ids=["by the responder", "by a transfer to nobody", "by an offer nobody took"],
)
def test_given_back_a_texter_is_first_in_line_and_keeps_their_age(
    staff: Staff, how: Callable[[Staff, str], object]
) -> None:
    one, before = one_in_conversation_and_others_waiting(staff)
    how(staff, one)
    after = staff.world.conversations.get(one)
    assert after is not None
    assert in_line(staff)[0] == one
    assert (after.queued_at, after.preferred_id) == (before.queued_at, "res_1")


def test_given_a_texter_comes_back_after_their_check_in_was_planned_then_they_are_new_in_line(staff: Staff) -> None:
    """Ahead by what their program gives those who come back, also when they had been given back once before."""
    one = staff.talking("res_1")
    staff.give_back("res_1", one)
    staff.world.hand_out("res_1")
    staff.wrap_up("res_1", one)
    staff.follow_up("res_1", one)
    longer = staff.world.texters(1)[-1]
    staff.later(minutes=31)
    staff.world.text("hello again")
    assert in_line(staff) == [longer, one]
    found = staff.world.conversations.get(one)
    assert found is not None
    assert (found.front, found.queued_at, found.preferred_id) == (False, staff.world.clock.now(), "res_1")
