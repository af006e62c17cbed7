"""Where a conversation may stand: each brings one there, the ordinary way, and says its id."""

from __future__ import annotations

from collections.abc import Callable

from shared.domain.conversation import Conversation, FactKind
from tests.unit.staff import Staff
from tests.unit.world import World

Place = Callable[[Staff], str]


def waiting(staff: Staff) -> str:
    staff.world.text("hello")
    return staff.world.only().id


def assigned(staff: Staff) -> str:
    one = waiting(staff)
    staff.assign("sup_1", one, "res_1")
    return one


def transferred(staff: Staff) -> str:
    one = staff.talking()
    staff.transfer("res_1", one)
    return one


def answered(staff: Staff) -> str:
    one = staff.talking()
    staff.world.reply(one)
    return one


def medical(staff: Staff) -> str:
    one = staff.talking()
    staff.escalate("res_1", one)
    return one


def police(staff: Staff) -> str:
    one = staff.talking()
    staff.escalate("res_1", one, "police", "at home")
    return one


def wrapping(staff: Staff) -> str:
    one = staff.talking()
    staff.wrap_up("res_1", one)
    return one


def planned(staff: Staff) -> str:
    one = wrapping(staff)
    staff.follow_up("res_1", one)
    return one


def checked_on(staff: Staff) -> str:
    one = planned(staff)
    found = staff.world.conversations.get(one)
    assert found is not None and found.follow_up_at is not None
    staff.later(seconds=(found.follow_up_at - staff.world.clock.now()).total_seconds())
    staff.look(one)
    return one


def names(world: World, one: str, after: int = 0) -> list[str]:
    """The transitions and notices of a conversation above a fact."""
    found = world.conversations.get(one)
    assert found is not None
    facts = [fact for fact in world.facts(found) if fact.seq > after]
    return [
        fact.move.name if fact.move else fact.detail["timer"]
        for fact in facts
        if fact.kind in (FactKind.TIMER, FactKind.TRANSITION)
    ]


def now_at(world: World, one: str) -> Conversation:
    found = world.conversations.get(one)
    assert found is not None
    return found
