"""Numbers are given to somebody else one day. What was written from one before is shown to who asked first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.jobs.reopening import Reopening
from functions.jobs.retention import Retention
from shared.domain.conversation import Conversation, FactKind
from shared.domain.earlier import earlier_of
from shared.domain.errors import Conflict, Forbidden, NotFound
from shared.domain.lifecycle import State
from shared.store.vault import KeyDestroyed
from tests.unit.builders import NOON, TEXTER, SetClock, a_conversation
from tests.unit.staff import Staff
from tests.unit.world import SECOND_LINE, World

SECRET = "my brother does not know that I left"


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


@pytest.fixture
def before(world: World, staff: Staff) -> str:
    """A conversation of the number's with somebody else, which has ended."""
    one = staff.talking("res_2", SECRET)
    staff.tag("res_2", one, "family")
    world.close(one, "res_2")
    staff.later(days=30)
    return one


def read(world: World, user: str, one: str) -> list[str]:
    return [message.content for message in world.reading.messages(world.request(user, one)).items]


class TestAskingFirst:
    def test_a_conversation_says_whether_the_number_wrote_before_and_that_nobody_asked_yet(
        self, world: World, staff: Staff
    ) -> None:
        world.text("hello")
        first = world.hand_out()
        assert (first.seen_before, first.same_person) == (False, None)
        world.close(first.id)
        world.text("hello again")
        second = world.hand_out()
        assert (second.seen_before, second.same_person) == (True, None)

    def test_nothing_is_shown_until_the_owner_has_asked(self, world: World, staff: Staff, before: str) -> None:
        one = staff.talking()
        for user in ("res_1", "sup_1"):
            with pytest.raises(Conflict) as refused:
                staff.earlier(user, one)
            assert refused.value.code == "not_confirmed"
        with pytest.raises(NotFound):
            read(world, "res_1", before)

    def test_given_it_is_somebody_else_then_nothing_is_shown(self, world: World, staff: Staff, before: str) -> None:
        one = staff.talking()
        assert staff.same_person("res_1", one, confirmed=False).same_person is False
        with pytest.raises(Conflict):
            staff.earlier("res_1", one)
        with pytest.raises(NotFound):
            read(world, "res_1", before)

    @pytest.mark.parametrize(("user", "error"), [("res_2", NotFound), ("sup_1", Forbidden)])
    def test_only_the_owner_can_know(
        self, world: World, staff: Staff, before: str, user: str, error: type[Exception]
    ) -> None:
        one = staff.talking()
        with pytest.raises(error):
            staff.same_person(user, one)

    def test_what_was_said_is_a_fact_and_is_said_once(self, world: World, staff: Staff, before: str) -> None:
        one = staff.talking()
        for _ in range(2):
            staff.same_person("res_1", one)
        found = world.conversations.get(one)
        assert found is not None
        facts = [fact for fact in world.facts(found) if fact.kind is FactKind.SAME_PERSON]
        assert [(fact.actor, fact.detail) for fact in facts] == [("res_1", {"confirmed": 1})]


class TestLookingBack:
    @pytest.fixture
    def now(self, staff: Staff, before: str) -> str:
        """The owner talks with the texter, and knows that it is them."""
        one = staff.talking()
        staff.same_person("res_1", one)
        return one

    def test_the_owner_sees_what_there_was_without_its_words(
        self, world: World, staff: Staff, before: str, now: str
    ) -> None:
        (found,) = world.earlier.conversations(world.request("res_1", now)).items
        assert (found.id, found.state, found.tags, found.erased) == (before, State.CLOSED, ["family"], False)
        assert SECRET not in found.model_dump_json()

    def test_and_may_read_it_for_as_long_as_the_texter_is_theirs(
        self, world: World, staff: Staff, before: str, now: str
    ) -> None:
        assert SECRET in read(world, "res_1", before)
        assert world.reading.conversation(world.request("res_1", before)).id == before
        world.close(now)
        with pytest.raises(NotFound):
            read(world, "res_1", before)
        with pytest.raises(NotFound):
            world.reading.conversation(world.request("res_1", before))

    def test_nor_after_the_conversation_was_given_to_somebody_else(
        self, world: World, staff: Staff, before: str, now: str
    ) -> None:
        staff.reassign("sup_1", now, "res_2")
        with pytest.raises(NotFound):
            read(world, "res_1", before)

    def test_nor_after_they_find_that_it_is_somebody_else(
        self, world: World, staff: Staff, before: str, now: str
    ) -> None:
        staff.same_person("res_1", now, confirmed=False)
        with pytest.raises(NotFound):
            read(world, "res_1", before)

    def test_nobody_else_may(self, world: World, staff: Staff, before: str, now: str) -> None:
        world.hire("res_3")
        with pytest.raises(NotFound):
            read(world, "res_3", before)
        with pytest.raises(NotFound):
            staff.earlier("res_3", now)

    def test_it_opens_nothing_of_anybody_else(self, world: World, staff: Staff, before: str, now: str) -> None:
        other = staff.talking("res_2", "somebody else", sender="+12025550188")
        world.close(other, "res_2")
        with pytest.raises(NotFound):
            read(world, "res_1", other)
        assert staff.earlier("res_1", now) == [before]

    def test_what_they_may_not_do_is_write_to_it_or_read_its_timeline(
        self, world: World, staff: Staff, before: str, now: str
    ) -> None:
        with pytest.raises(NotFound):
            world.reply(before)
        with pytest.raises(NotFound):
            world.reading.timeline(world.request("res_1", before))

    def test_conversations_of_programs_one_does_not_work_in_are_not_shown(
        self, world: World, staff: Staff, before: str, now: str
    ) -> None:
        world.hire("res_5", programs=("pro_2",))
        world.text("in another program", line=SECOND_LINE)
        world.close(world.hand_out("res_5").id, "res_5")
        staff.later(minutes=1)
        world.close(now)
        world.text("hello")
        third = world.hand_out().id
        staff.same_person("res_1", third)
        assert staff.earlier("res_1", third) == [now, before]

    def test_what_was_erased_is_listed_and_cannot_be_read(
        self, world: World, staff: Staff, before: str, now: str
    ) -> None:
        staff.later(days=350)
        Retention(world.writer, world.agenda, world.file_removal, world.purging).run()
        (found,) = world.earlier.conversations(world.request("res_1", now)).items
        assert found.erased
        with pytest.raises(KeyDestroyed):
            read(world, "res_1", before)

    def test_a_supervisor_is_shown_them_too_once_the_owner_has_asked(self, staff: Staff, before: str, now: str) -> None:
        assert staff.earlier("sup_1", now) == [before]

    def test_given_the_conversation_failed_then_the_one_that_goes_on_from_it_is_asked_about_anew(
        self, world: World, staff: Staff, before: str, now: str
    ) -> None:
        world.writer.fail(now, "test")
        assert Reopening(world.writer).reopen(now)
        again = world.hand_out()
        assert (again.seen_before, again.same_person) == (True, None)
        staff.same_person("res_1", again.id)
        assert staff.earlier("res_1", again.id) == [now, before]


class TestTheNextOneIsAskedAnew:
    def test_given_the_number_has_a_new_owner_then_what_was_before_them_stays_hidden_for_good(
        self, world: World, staff: Staff, before: str
    ) -> None:
        new_owner = staff.talking(text="who is this")
        staff.same_person("res_1", new_owner, confirmed=False)
        world.close(new_owner)
        staff.later(days=1)
        again = staff.talking(text="it is me again")
        staff.same_person("res_1", again)
        assert staff.earlier("res_1", again) == [new_owner]
        assert read(world, "res_1", new_owner)
        with pytest.raises(NotFound):
            read(world, "res_1", before)


def chain(said: list[bool | None]) -> list[Conversation]:
    """A texter's ended conversations, a day apart, with what each one's responder said; the last one is live."""
    clock = SetClock(NOON)
    found: list[Conversation] = []
    for number, same in enumerate(said):
        clock.go_on(days=1)
        state = State.ACTIVE if number == len(said) - 1 else State.CLOSED
        changes: dict[str, Any] = {"created_at": clock.now(), "state": state, "same_person": same}
        found.append(a_conversation(id=f"con_{number}", **changes))
    return found


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=8), st.randoms())
def test_nobody_looks_past_a_conversation_that_was_said_to_be_of_somebody_new(
    said: list[bool | None], dice: Any
) -> None:
    *ended, live = chain(said)
    shuffled = [*ended, live]
    dice.shuffle(shuffled)
    seen = [one.id for one in earlier_of(live, shuffled)]
    walls = [number for number, same in enumerate(said[:-1]) if same is False]
    visible = range(walls[-1] if walls else 0, len(ended))
    assert seen == ([f"con_{number}" for number in reversed(visible)] if live.same_person else [])


def test_the_number_itself_is_nowhere_beside_the_list(world: World, staff: Staff, before: str) -> None:
    world.text("hello")
    assert TEXTER not in str(world.database.client.scan(TableName="holdfast-test-conversations"))
