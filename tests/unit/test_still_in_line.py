"""What somebody who waits is told: how long it was, and how many are ahead, as it is at that moment."""

from __future__ import annotations

import pytest

from shared.domain.spoken import MOST_COUNTED
from tests.unit.places import now_at
from tests.unit.staff import CRITICAL, Staff
from tests.unit.world import World

HONEST = "Waited {waited}; right now {ahead}."


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world, **{"still_in_line": HONEST, "still_in_line@es": "Lleva {waited}; ahora {ahead}."})


def told(staff: Staff, one: str) -> str:
    """What they hear when it is time."""
    staff.look(one)
    return staff.world.words(now_at(staff.world, one))[-1][1]


def test_each_hears_their_own_place_and_the_first_hears_that_they_are_next(staff: Staff) -> None:
    first, second, third = staff.world.texters(3)
    staff.later(minutes=4)
    assert told(staff, first) == "Waited 7 minutes; right now you are next."
    assert told(staff, second) == "Waited 6 minutes; right now 1 person is ahead of you."
    assert told(staff, third) == "Waited 5 minutes; right now 2 people are ahead of you."


def test_it_is_counted_when_it_is_said(staff: Staff) -> None:
    *_, last = staff.world.texters(3)
    staff.later(minutes=4)
    staff.world.hand_out("res_1")
    assert told(staff, last) == "Waited 5 minutes; right now 1 person is ahead of you."
    staff.world.text(CRITICAL, sender="+12025559999")
    staff.later(minutes=15)
    assert told(staff, last) == "Waited 20 minutes; right now 2 people are ahead of you.", "somebody in danger came"


def test_it_is_said_in_spanish_to_whoever_writes_it(staff: Staff) -> None:
    staff.world.text("hola, necesito hablar con alguien por favor")
    one = staff.world.only().id
    staff.later(minutes=5)
    assert told(staff, one) == "Lleva 5 minutos; ahora usted es la siguiente persona."


def test_a_queue_is_not_counted_to_its_end(staff: Staff) -> None:
    one, *_, last = staff.world.texters(4)
    assert staff.world.conversations.ahead_of(now_at(staff.world, last), most=2) == 3
    assert staff.world.conversations.ahead_of(now_at(staff.world, one)) == 0
    assert MOST_COUNTED == 100


def test_a_text_that_says_nothing_of_it_is_sent_as_it_is(world: World) -> None:
    staff = Staff(world, still_in_line="You're still in line at {line}.")
    world.text("hello")
    staff.later(minutes=5)
    assert told(staff, world.only().id) == "You're still in line at PRO_1."
