"""What a supervisor is shown of a call for help without opening it: who may confirm, and when they are reminded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.contracts import api
from tests.unit.places import answered, medical, police
from tests.unit.staff import Staff
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


def listed(staff: Staff, one: str, user: str = "sup_1") -> api.Escalation:
    state = staff.world.conversations.get(one)
    assert state is not None
    items = staff.world.reading.conversations(staff.world.request(user, state=str(state.state))).items
    (found,) = (item.escalation for item in items if item.id == one)
    assert found is not None
    return found


def test_given_a_call_for_the_police_when_it_waits_then_it_says_from_when_others_may_confirm(staff: Staff) -> None:
    one = police(staff)
    call = listed(staff, one)
    assert (call.may_confirm, call.has_location) == (True, True)
    assert call.second_from == call.opened_at + timedelta(minutes=3)
    assert call.alone_from == call.opened_at + timedelta(minutes=5)
    staff.confirm("sup_1", one)
    call = listed(staff, one)
    assert (call.may_confirm, call.second_from, call.alone_from) == (False, None, None)


def test_given_medical_help_when_it_was_called_then_nobody_has_to_confirm(staff: Staff) -> None:
    call = listed(staff, medical(staff))
    assert (call.may_confirm, call.second_from, call.alone_from) == (False, None, None)


def test_given_a_call_when_supervisors_were_reminded_then_it_says_when_they_are_next(staff: Staff) -> None:
    one = police(staff)
    opened = listed(staff, one).opened_at
    assert listed(staff, one).reminder_at == opened + timedelta(minutes=10)
    staff.confirm("sup_1", one)
    staff.later(minutes=11)
    staff.look(one)
    assert listed(staff, one).reminder_at == opened + timedelta(minutes=21)
    staff.resolve("sup_1", one)
    assert listed(staff, one).reminder_at is None


def test_given_contacts_when_they_are_written_down_then_they_are_counted_and_not_told(staff: Staff) -> None:
    one = medical(staff)
    assert listed(staff, one).contacts == 0
    staff.log_contact("res_1", one, "a service nobody else should see")
    staff.log_contact("sup_1", one)
    assert listed(staff, one).contacts == 2
    assert "nobody else" not in listed(staff, one).model_dump_json()


def test_given_a_second_call_when_it_is_opened_then_its_contacts_begin_anew(staff: Staff) -> None:
    one = medical(staff)
    staff.log_contact("res_1", one)
    staff.resolve("res_1", one)
    staff.escalate("res_1", one, "police", "at home")
    assert listed(staff, one).contacts == 0


def test_given_a_texter_when_nobody_has_answered_then_the_list_says_since_when(staff: Staff) -> None:
    world = staff.world
    one = answered(staff)

    def since() -> object:
        (item,) = world.reading.conversations(world.request("sup_1", state="active")).items
        return item.unanswered_since

    assert since() is None
    asked = world.clock.now()
    world.text("are you there?")
    staff.later(minutes=2)
    world.text("hello?")
    assert since() == asked
    world.reply(one)
    assert since() is None
