"""A texter is erased: what is gone, what stays, and what stands against it."""

from __future__ import annotations

import pytest

from shared.domain.erasure import ErasureStatus
from shared.domain.errors import Conflict, Forbidden, NotFound
from shared.domain.lifecycle import State
from shared.store.models import ConsentItem, TexterItem
from shared.store.vault import KeyDestroyed
from tests.unit import aws
from tests.unit.erasure_house import WORDS, House, keys, stored, talked, texter_of
from tests.unit.places import Place, medical, planned, waiting
from tests.unit.staff import Staff
from tests.unit.world import SECOND_LINE, World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


@pytest.fixture
def house(world: World) -> House:
    return House(world)


class TestWhatIsGone:
    def test_every_key_of_the_texter_and_of_their_conversations(self, staff: Staff, house: House, world: World) -> None:
        first, second = talked(staff), talked(staff)
        texter = texter_of(world, first)
        assert keys() >= {f"K#{first}", f"K#{second}", f"K#{texter}"}
        house.erased(texter)
        assert not keys() & {f"K#{first}", f"K#{second}", f"K#{texter}"}
        house.renew()
        for one in (first, second):
            with pytest.raises(KeyDestroyed):
                world.reading.messages(world.request("sup_1", one))

    def test_whatever_led_from_the_number_to_the_texter_and_from_them_to_their_conversations(
        self, staff: Staff, house: House, world: World
    ) -> None:
        one = talked(staff)
        before = world.conversations.get(one)
        assert before is not None
        house.erased(before.texter_id)
        rows = aws.rows("conversations")
        assert not [row for row in rows if row["pk"]["S"].startswith(("X#", "E#", "T#"))]
        assert before.thread_id not in stored()
        consents = [row for table in ("conversations", "audit") for row in aws.rows(table)]
        assert before.consent_id not in repr(consents)

    def test_every_sealed_word(self, staff: Staff, house: House, world: World) -> None:
        one = talked(staff)
        house.erased(texter_of(world, one))
        mine = [row for row in aws.rows("conversations") if row["pk"]["S"] == f"C#{one}"]
        assert not [name for row in mine for name in ("content", "media", "words", "carrier") if name in row]
        assert [row["number"]["B"] for row in mine if row["sk"]["S"] == "HEAD"] == [b"erased"]

    def test_another_texter_and_another_affiliate_keep_theirs(self, staff: Staff, house: House, world: World) -> None:
        other = talked(staff, sender="+12025550177")
        kept = [row for row in aws.rows("conversations") if row["pk"]["S"] == f"C#{other}"]
        one = talked(staff)
        house.erased(texter_of(world, one))
        assert [row for row in aws.rows("conversations") if row["pk"]["S"] == f"C#{other}"] == kept
        assert world.words(world.conversations.get(other))  # type: ignore[arg-type]

    def test_given_they_write_again_then_they_are_somebody_new(self, staff: Staff, house: House, world: World) -> None:
        one = talked(staff)
        texter = texter_of(world, one)
        house.erased(texter)
        world.intake = world.new_intake()
        world.text("it is me again")
        new = next(found for found in world.all_conversations() if found.live)
        assert new.texter_id != texter and not new.seen_before
        assert ("inbound", "it is me again") in world.words(new)

    def test_the_reason_goes_with_the_texter_and_its_code_stays(self, staff: Staff, house: House, world: World) -> None:
        texter = texter_of(world, talked(staff))
        asked = house.request("sup_1", texter, "their mother wrote from Elm Street")
        assert house.see("adm_1", texter, asked.id).reason == "their mother wrote from Elm Street"
        house.approve("adm_1", texter, asked.id)
        house.carry_out(asked.id)
        done = house.see("adm_1", texter, asked.id)
        assert (done.reason, done.reason_code) == (None, "texter_asked")


class TestWhatStays:
    def test_what_is_counted_and_who_worked_on_it(self, staff: Staff, house: House, world: World) -> None:
        one = staff.talking(text=WORDS)
        staff.tag("res_1", one, "school")
        staff.close("res_1", one)
        before = world.conversations.get(one)
        assert before is not None
        house.erased(before.texter_id)
        after = world.conversations.get(one)
        assert after is not None
        assert (after.state, after.purged) == (State.EXPIRED, True)
        assert (after.tags, after.created_at, after.closed_at) == (before.tags, before.created_at, before.closed_at)
        lines = world.reading.timeline(world.request("sup_1", one)).items
        assert lines[-1].transition == "retention_expire" and lines[-1].reason == "erasure"
        assert [line.seq for line in lines] == list(range(1, after.version + 1))

    def test_an_opt_out(self, staff: Staff, house: House, world: World) -> None:
        one = staff.talking(text=WORDS)
        consent = world.conversations.get(one).consent_id  # type: ignore[union-attr]
        world.text("STOP")
        house.erased(texter_of(world, one))
        kept = world.database.get(ConsentItem, f"O#{consent}", "CONSENT")
        assert kept is not None and kept.opted_out
        world.text("and now?")
        assert next(found for found in world.all_conversations() if found.live).cannot_reply

    def test_what_it_was_is_on_record(self, staff: Staff, house: House, world: World) -> None:
        texter = texter_of(world, talked(staff))
        house.erased(texter)
        rows = [row for row in aws.rows("audit") if row["pk"]["S"] == "U#aff_1"]
        done = [(row["action"]["S"], row["actor"]["S"]) for row in sorted(rows, key=lambda row: row["sk"]["S"])]
        assert [one for one in done if one[0].startswith("texter.")] == [
            ("texter.erasure_requested", "sup_1"),
            ("texter.erasure_approved", "adm_1"),
            ("texter.erasing", "system"),
            ("texter.erased", "system"),
            ("texter.erasure_done", "system"),
        ]


class TestTwoPeople:
    def test_whoever_asked_may_not_agree(self, staff: Staff, house: House, world: World) -> None:
        texter = texter_of(world, talked(staff))
        asked = house.request("sup_1", texter)
        with pytest.raises(Conflict) as told:
            house.approve("sup_1", texter, asked.id)
        assert told.value.code == "same_person"
        assert house.see("adm_1", texter, asked.id).status == "requested" and house.tasks() == []

    def test_agreeing_puts_it_into_the_queue_by_its_ids(self, staff: Staff, house: House, world: World) -> None:
        texter = texter_of(world, talked(staff))
        asked = house.request("sup_1", texter)
        house.approve("adm_1", texter, asked.id)
        (task,) = house.tasks()
        assert (task.affiliate_id, task.erasure_id) == ("aff_1", asked.id)

    def test_nothing_happens_before_that(self, staff: Staff, house: House, world: World) -> None:
        texter = texter_of(world, talked(staff))
        before = aws.rows("conversations"), keys()
        asked = house.request("sup_1", texter)
        assert house.run(asked.id).status is ErasureStatus.REQUESTED
        house.passing.look_after()
        assert (aws.rows("conversations"), keys()) == before

    def test_after_seven_days_it_is_void(self, staff: Staff, house: House, world: World) -> None:
        texter = texter_of(world, talked(staff))
        asked = house.request("sup_1", texter)
        world.clock.go_on(days=7)
        with pytest.raises(Conflict) as told:
            house.approve("adm_1", texter, asked.id)
        assert told.value.code == "erasure_expired"
        assert house.see("adm_1", texter, asked.id).status == "expired"
        house.passing.look_after()
        assert house.erasures.open("aff_1") == []
        assert house.request("adm_1", texter).id != asked.id

    def test_it_can_be_called_off_until_then(self, staff: Staff, house: House, world: World) -> None:
        texter = texter_of(world, talked(staff))
        asked = house.request("sup_1", texter)
        assert house.cancel("sup_1", texter, asked.id).status == "cancelled"
        with pytest.raises(Conflict):
            house.approve("adm_1", texter, asked.id)
        again = house.request("sup_1", texter)
        house.approve("adm_1", texter, again.id)
        with pytest.raises(Conflict) as told:
            house.cancel("sup_1", texter, again.id)
        assert told.value.code == "erasure_decided"

    def test_one_at_a_time(self, staff: Staff, house: House, world: World) -> None:
        texter = texter_of(world, talked(staff))
        asked = house.request("sup_1", texter)
        assert house.request("sup_1", texter).id == asked.id
        with pytest.raises(Conflict) as told:
            house.request("adm_1", texter)
        assert told.value.code == "erasure_open"


class TestWhatStandsAgainstIt:
    @pytest.mark.parametrize("place", [waiting, medical, planned])
    def test_a_conversation_that_goes_on(self, staff: Staff, house: House, world: World, place: Place) -> None:
        one = place(staff)
        with pytest.raises(Conflict) as told:
            house.request("sup_1", texter_of(world, one))
        assert told.value.code == "conversation_live"

    def test_a_legal_hold(self, staff: Staff, house: House, world: World) -> None:
        one = talked(staff)
        staff.hold("sup_1", one)
        with pytest.raises(Conflict) as told:
            house.request("sup_1", texter_of(world, one))
        assert told.value.code == "legal_hold"

    def test_given_they_write_between_agreement_and_execution_then_it_is_refused_and_nothing_is_gone(
        self, staff: Staff, house: House, world: World
    ) -> None:
        one = talked(staff)
        texter = texter_of(world, one)
        erasure = house.decided(texter)
        world.text("please, I need somebody")
        before = keys()
        assert house.run(erasure).status is ErasureStatus.REFUSED
        assert keys() == before
        assert house.see("sup_1", texter, erasure).refused_for == "conversation_live"
        assert house.erasures.open("aff_1") == []

    def test_given_a_message_was_under_way_when_it_began_then_whoever_wrote_it_is_helped_first(
        self, staff: Staff, house: House, world: World
    ) -> None:
        one = talked(staff)
        texter = texter_of(world, one)
        erasure = house.decided(texter)
        place = f"X#{aws_hash(texter)}"
        assert house.run(erasure).wait is not None
        # Intake had read who they are before that was removed.
        TexterItem(place, "TEXTER", texter_id=texter).save()
        world.text("please, I need somebody")
        world.clock.go_on(seconds=20)
        before = keys()
        assert house.run(erasure).status is ErasureStatus.REFUSED
        assert keys() == before

    def test_a_hold_in_the_midst_of_it_stops_it_until_it_is_released(
        self, staff: Staff, house: House, world: World
    ) -> None:
        one = talked(staff)
        texter = texter_of(world, one)
        erasure = house.decided(texter)
        house.run(erasure)
        staff.hold("sup_1", one)
        world.clock.go_on(seconds=20)
        assert house.run(erasure).status is ErasureStatus.ERASING
        assert f"K#{one}" in keys() and f"K#{texter}" in keys()
        staff.release("sup_1", one)
        assert house.carry_out(erasure).status is ErasureStatus.DONE
        assert not keys() & {f"K#{one}", f"K#{texter}"}


def aws_hash(texter: str) -> str:
    """Under which hash the texter is found."""
    rows = [row for row in aws.rows("conversations") if row.get("texter_id", {}).get("S") == texter]
    return next(row["pk"]["S"] for row in rows if row["pk"]["S"].startswith("X#"))[2:]


class TestWhoMay:
    def test_another_affiliates_texter_looks_like_none(self, staff: Staff, house: House, world: World) -> None:
        world.hire("sup_9", role="supervisor", affiliate="aff_2", programs=("pro_9",))
        texter = texter_of(world, talked(staff))
        for act in (house.request, house.export):
            with pytest.raises(NotFound):
                act("sup_9", texter, affiliate="aff_2")
        asked = house.request("sup_1", texter)
        with pytest.raises(NotFound):
            house.see("sup_9", texter, asked.id, affiliate="aff_2")

    def test_whoever_works_in_some_of_the_texters_programs_only_may_not(
        self, staff: Staff, house: House, world: World
    ) -> None:
        talked(staff)
        world.text("hello", line=SECOND_LINE)
        (other,) = [one.id for one in world.all_conversations() if one.program_id == "pro_2"]
        with pytest.raises(Forbidden) as told:
            house.export("sup_1", texter_of(world, other))
        assert told.value.code == "not_all_programs"
