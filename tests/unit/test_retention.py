"""When its time is up, content is destroyed; what is counted stays."""

from __future__ import annotations

import pytest

from functions.jobs.retention import Retention
from shared.domain.errors import NotFound
from shared.domain.lifecycle import State
from shared.store.models import OwnerKeyItem
from shared.store.vault import KeyDestroyed, owner_key
from tests.unit import aws
from tests.unit.places import Place, answered, medical, now_at, planned, waiting
from tests.unit.refusals import refused
from tests.unit.staff import EXIT, Staff
from tests.unit.world import World

SEALED = ("content", "words", "media")


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world, surveys=(EXIT,))


@pytest.fixture
def retention(world: World) -> Retention:
    return Retention(world.writer, world.agenda, world.file_removal, world.purging)


def ended(staff: Staff, **words: str) -> str:
    """A conversation with a little of everything, closed."""
    one = answered(staff)
    staff.tag("res_1", one, "school", risk="medium", reason="an unusual reason")
    staff.survey("res_1", one, EXIT.id, {"upset": 2, "helped": "an unusual answer"})
    staff.whisper("sup_1", one)
    staff.close("res_1", one, **words)
    return one


def sealed_words(one: str) -> list[str]:
    """What of the conversation's facts still holds words."""
    mine = [row for row in aws.rows("conversations") if row["pk"]["S"] == f"C#{one}" and row["sk"]["S"][:2] == "F#"]
    return [name for row in mine for name in SEALED if name in row]


class TestWhenItsTimeIsUp:
    def test_the_key_is_destroyed_and_every_word_removed(
        self, staff: Staff, retention: Retention, world: World
    ) -> None:
        one = ended(staff)
        assert sealed_words(one)
        staff.later(days=366)
        retention.run()
        found = now_at(world, one)
        assert (found.state, found.purged) == (State.EXPIRED, True)
        assert sealed_words(one) == []
        place = owner_key(one)
        assert world.database.get(OwnerKeyItem, place.pk, place.sk) is None
        with pytest.raises(KeyDestroyed):
            world.vault.key("aff_1", one)

    def test_states_tags_durations_and_scores_stay(self, staff: Staff, retention: Retention, world: World) -> None:
        one = ended(staff)
        before = now_at(world, one)
        staff.later(days=366)
        retention.run()
        found = now_at(world, one)
        assert (found.tags, found.exit_score, found.closed_at) == (("school",), 2, before.closed_at)
        assert found.created_at == before.created_at
        items, _ = world.conversations.facts(one, 0, 1000)
        assert [int(item.seq) for item in items] == list(range(1, found.version + 1))
        assert [item.move for item in items if item.move][-2:] == ["close_from_active", "retention_expire"]

    def test_its_timeline_still_tells_what_happened_without_a_word(
        self, staff: Staff, retention: Retention, world: World
    ) -> None:
        one = ended(staff)
        staff.later(days=366)
        retention.run()
        lines = world.reading.timeline(world.request("sup_1", one)).items
        assert lines[-1].transition == "retention_expire"
        assert all(line.words == {} for line in lines)
        with pytest.raises(KeyDestroyed):
            world.reading.messages(world.request("sup_1", one))

    def test_not_a_day_before(self, staff: Staff, retention: Retention, world: World) -> None:
        one = ended(staff)
        staff.later(days=364)
        retention.run()
        assert now_at(world, one).state is State.CLOSED and sealed_words(one)

    def test_each_affiliate_has_its_own_time(self, staff: Staff, retention: Retention, world: World) -> None:
        world.tenants.affiliate("aff_1", "AFF_1", retention_days=7)
        world.directory._affiliates.clear()
        one = ended(staff)
        staff.later(days=8)
        retention.run()
        assert now_at(world, one).purged

    @pytest.mark.parametrize("place", [waiting, answered, medical, planned])
    def test_what_lives_is_never_touched(self, staff: Staff, retention: Retention, place: Place) -> None:
        one = place(staff)
        before = now_at(staff.world, one)
        staff.later(days=800)
        retention.run()
        assert now_at(staff.world, one) == before

    def test_a_conversation_that_expired_in_the_queue_is_purged_too(
        self, staff: Staff, retention: Retention, world: World
    ) -> None:
        one = waiting(staff)
        staff.later(hours=4)
        staff.look(one)
        staff.later(days=366)
        retention.run()
        assert (now_at(world, one).state, now_at(world, one).purged) == (State.EXPIRED, True)


class TestRunningAgain:
    def test_a_second_run_does_nothing(self, staff: Staff, retention: Retention, world: World) -> None:
        one = ended(staff)
        staff.later(days=366)
        retention.run()
        version = now_at(world, one).version
        retention.run()
        assert now_at(world, one).version == version

    def test_given_it_died_between_words_and_key_then_the_next_run_finishes_it(
        self, staff: Staff, retention: Retention, world: World
    ) -> None:
        one = ended(staff)
        staff.later(days=366)
        world.wire.fail("TransactWriteItems", "InternalServerError")
        retention.run()
        assert not now_at(world, one).purged
        retention.run()
        assert now_at(world, one).purged

    def test_given_one_cannot_be_purged_then_the_others_are(
        self, staff: Staff, retention: Retention, world: World
    ) -> None:
        for _ in range(2):
            ended(staff)
        staff.later(days=366)
        world.wire.fail("TransactWriteItems", "InternalServerError")
        retention.run()
        assert sorted(one.purged for one in world.all_conversations()) == [False, True]


class TestALegalHold:
    def test_stops_it_for_as_long_as_it_lasts(self, staff: Staff, retention: Retention, world: World) -> None:
        one = ended(staff)
        assert staff.hold("sup_1", one).held
        staff.later(days=366)
        retention.run()
        assert now_at(world, one).state is State.CLOSED and sealed_words(one)
        assert not staff.release("sup_1", one).held
        retention.run()
        assert now_at(world, one).purged

    def test_many_held_ones_do_not_keep_the_others(self, staff: Staff, retention: Retention, world: World) -> None:
        held = ended(staff)
        staff.hold("sup_1", held)
        one = ended(staff)
        staff.later(days=366)
        assert world.agenda.ended("aff_1", world.clock.now()) == [one]
        retention.run()
        assert (now_at(world, held).purged, now_at(world, one).purged) == (False, True)

    def test_twice_is_once(self, staff: Staff, world: World) -> None:
        one = ended(staff)
        staff.hold("adm_1", one)
        version = now_at(world, one).version
        staff.hold("sup_1", one)
        assert now_at(world, one).version == version

    def test_what_is_gone_cannot_be_held(self, staff: Staff, retention: Retention) -> None:
        one = ended(staff)
        staff.later(days=366)
        retention.run()
        refused(staff, NotFound, "hold", "sup_1", one)

    def test_another_affiliates_conversation_cannot_be_held(self, staff: Staff, world: World) -> None:
        one = ended(staff)
        request = world.request("res_9", one, affiliate="aff_2")
        with pytest.raises(NotFound):
            world.endings.release(request)
