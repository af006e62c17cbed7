"""Whose files are: who may fetch them, attach them, remove them."""

from __future__ import annotations

import pytest

from shared.contracts import care_api
from shared.domain.errors import Conflict, Forbidden, NotFound, RuleBroken, Unavailable
from shared.store.files import AFFILIATE_READS, program_reads, user_reads
from shared.store.models import OwnerKeyItem
from shared.store.vault import KeyDestroyed, owner_key
from tests.unit import aws
from tests.unit.file_house import FileHouse
from tests.unit.staff import Staff
from tests.unit.world import World


@pytest.fixture
def house(world: World) -> FileHouse:
    return FileHouse(world)


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


class TestWhoMayFetch:
    def test_a_conversations_file_is_for_whoever_may_read_its_words(self, house: FileHouse, world: World) -> None:
        world.text()
        one = world.hand_out("res_1").id
        file = house.brought("res_1", conversation=one)
        for user in ("res_1", "sup_1", "adm_1"):
            assert house.get(user, file.id).url
            assert [each.id for each in house.listed(user, one).items] == [file.id]
        for user, affiliate in (("res_2", "aff_1"), ("res_9", "aff_2")):
            with pytest.raises(NotFound):
                house.get(user, file.id, affiliate)
        with pytest.raises(NotFound):
            house.listed("res_2", one)

    def test_whoever_hands_the_conversation_on_reads_its_files_no_longer(self, house: FileHouse, staff: Staff) -> None:
        one = staff.talking()
        file = house.brought("res_1", conversation=one)
        staff.reassign("sup_1", one, "res_2")
        assert house.get("res_2", file.id).url
        with pytest.raises(NotFound):
            house.get("res_1", file.id)

    def test_a_file_of_no_conversation_is_its_uploaders_until_it_is_shared(
        self, house: FileHouse, world: World
    ) -> None:
        file = house.brought("res_1")
        for user in ("sup_1", "res_2", "adm_1"):
            with pytest.raises(NotFound):
                house.get(user, file.id)
        house.share("res_1", file.id, user_reads("res_2"))
        assert house.get("res_2", file.id).url
        with pytest.raises(NotFound):
            house.get("sup_1", file.id)

    @pytest.mark.parametrize(("to", "others"), [(program_reads("pro_1"), False), (AFFILIATE_READS, True)])
    def test_a_file_of_an_announcement_is_for_its_audience(
        self, house: FileHouse, world: World, to: str, others: bool
    ) -> None:
        world.hire("res_7", programs=("pro_2",))
        file = house.brought("sup_1")
        house.share("sup_1", file.id, to)
        assert house.get("res_2", file.id).url
        if others:
            assert house.get("res_7", file.id).url
        else:
            with pytest.raises(NotFound):
                house.get("res_7", file.id)
        with pytest.raises(NotFound):
            house.get("res_9", file.id, "aff_2")

    def test_what_is_pending_is_nobodys_but_the_uploaders(self, house: FileHouse, world: World) -> None:
        world.text()
        one = world.hand_out("res_1").id
        file = house.announce("res_1", conversation=one)
        assert house.listed("sup_1", one).items == []
        for act in (house.get, house.complete, house.delete):
            with pytest.raises(NotFound):
                act("sup_1", file.id)

    def test_nobody_completes_what_somebody_else_announced(self, house: FileHouse, world: World) -> None:
        done = house.brought("res_1")
        house.share("res_1", done.id, user_reads("res_2"))
        with pytest.raises(NotFound):
            house.complete("res_2", done.id)

    def test_unknown_and_forbidden_look_the_same(self, house: FileHouse) -> None:
        file = house.brought("res_9", affiliate="aff_2")
        refusals = []
        for file_id in (file.id, "fil_unknown"):
            with pytest.raises(NotFound) as caught:
                house.get("sup_1", file_id)
            refusals.append((caught.value.status, caught.value.code, caught.value.detail))
        assert refusals[0] == refusals[1]

    def test_files_are_brought_only_to_conversations_one_works_on(self, house: FileHouse, world: World) -> None:
        world.text()
        one = world.hand_out("res_1").id
        for user, affiliate, refusal in (
            ("res_2", "aff_1", NotFound), ("res_9", "aff_2", NotFound), ("adm_1", "aff_1", Forbidden),
        ):  # fmt: skip
            with pytest.raises(refusal):
                house.announce(user, conversation=one, affiliate=affiliate)
        with pytest.raises(NotFound):
            house.announce("sup_1", conversation="con_unknown")

    def test_a_link_to_what_belongs_to_a_conversation_is_on_record_as_a_reading(
        self, house: FileHouse, world: World
    ) -> None:
        world.text()
        one = world.hand_out("res_1").id
        file = house.brought("res_1", conversation=one)
        before = len(aws.rows("audit"))
        house.get("sup_1", file.id)
        (entry,) = [row for row in aws.rows("audit")[before:] if row.get("actor") == {"S": "sup_1"}]
        assert entry["entity"]["S"] == f"conversation:{one}"

    def test_whoever_is_outside_the_line_reads_no_conversations_files(self, house: FileHouse, world: World) -> None:
        world.hire("out_1", role="outreach", programs=())
        world.text()
        one = world.hand_out("res_1").id
        file = house.brought("res_1", conversation=one)
        with pytest.raises(NotFound):
            house.get("out_1", file.id)
        with pytest.raises(NotFound):
            house.announce("out_1", conversation=one)
        assert house.brought("out_1").url

    def test_a_list_goes_on_where_it_ended(self, house: FileHouse, world: World) -> None:
        world.text()
        one = world.hand_out("res_1").id
        made = []
        for _ in range(3):
            world.clock.go_on(seconds=1)
            made.append(house.brought("res_1", conversation=one).id)
        first = house.listed("res_1", one, limit="2")
        assert first.next_cursor is not None
        rest = house.listed("res_1", one, limit="2", cursor=first.next_cursor)
        assert [each.id for each in first.items + rest.items] == made


class TestAttaching:
    def test_only_ones_own_completed_files_of_no_conversation_can_go_along(
        self, house: FileHouse, world: World
    ) -> None:
        world.text()
        one = world.hand_out("res_1").id
        mine, pending = house.brought("res_1").id, house.announce("res_1").id
        theirs, of_conversation = house.brought("res_2").id, house.brought("res_1", conversation=one).id
        principal = world.principal("res_1")
        assert [each.id for each in world.files.usable(principal, [mine, mine])] == [mine]
        for other, code in (
            (pending, "file_not_ready"), (theirs, "unknown_file"), (of_conversation, "unknown_file"),
            ("fil_unknown", "unknown_file"),
        ):  # fmt: skip
            with pytest.raises(RuleBroken) as caught:
                world.files.usable(principal, [mine, other])
            assert (caught.value.code, caught.value.errors[0].field) == (code, "files.1")

    def test_more_than_ten_are_too_many(self, house: FileHouse, world: World) -> None:
        with pytest.raises(RuleBroken) as caught:
            world.files.usable(world.principal("res_1"), [f"fil_{number}" for number in range(11)])
        assert caught.value.code == "too_many_files"

    def test_a_whisper_brings_files_of_its_conversation(self, house: FileHouse, staff: Staff) -> None:
        world, one = staff.world, staff.talking()
        file = house.brought("sup_1", conversation=one).id
        body = care_api.WhisperRequest(content="send them this", files=[file])
        message = world.hand_overs.whisper(staff.ask("sup_1", one, body))
        assert message.files == [file]
        thread = world.reading.messages(world.request("res_1", one)).items
        assert [each.files for each in thread if each.direction == "note"] == [[file]]

    def test_a_whisper_brings_no_file_of_another_conversation(self, house: FileHouse, staff: Staff) -> None:
        one, other = staff.talking(), staff.talking(sender="+12025550777")
        for foreign in (house.brought("sup_1", conversation=other).id, house.brought("sup_1").id):
            body = care_api.WhisperRequest(content="send them this", files=[foreign])
            with pytest.raises(RuleBroken) as caught:
                staff.world.hand_overs.whisper(staff.ask("sup_1", one, body))
            assert caught.value.code == "unknown_file"


class TestRemoving:
    def test_whoever_brought_it_removes_content_row_and_key(self, house: FileHouse, world: World) -> None:
        file = house.brought("res_1")
        house.delete("res_1", file.id)
        assert (house.objects_kept(), house.rows()) == ([], [])
        place = owner_key(file.id)
        assert world.database.get(OwnerKeyItem, place.pk, place.sk) is None
        with pytest.raises(NotFound):
            house.get("res_1", file.id)

    def test_given_s3_is_down_then_nothing_is_forgotten(self, house: FileHouse, world: World) -> None:
        file = house.brought("res_1")
        world.wire.fail("DeleteObject", "InternalError")
        with pytest.raises(Unavailable):
            house.delete("res_1", file.id)
        assert house.get("res_1", file.id).url
        house.delete("res_1", file.id)
        assert house.objects_kept() == []

    def test_of_a_conversations_files_supervisors_may_remove_any_others_their_own(
        self, house: FileHouse, staff: Staff
    ) -> None:
        one = staff.talking()
        file, other = house.brought("sup_1", conversation=one), house.brought("res_1", conversation=one)
        for user in ("res_1", "adm_1"):
            with pytest.raises(Forbidden):
                house.delete(user, file.id)
        house.delete("sup_1", other.id)
        house.delete("sup_1", file.id)
        assert house.rows() == []

    def test_what_a_legal_hold_keeps_stays(self, house: FileHouse, staff: Staff) -> None:
        one = staff.talking()
        file = house.brought("res_1", conversation=one)
        staff.close("res_1", one)
        staff.hold("sup_1", one)
        with pytest.raises(Conflict) as caught:
            house.delete("sup_1", file.id)
        assert caught.value.code == "legal_hold"
        assert len(house.objects_kept()) == 1

    def test_given_the_conversations_content_is_gone_then_no_file_can_be_brought(
        self, house: FileHouse, staff: Staff
    ) -> None:
        one = staff.talking()
        place = owner_key(one)
        OwnerKeyItem(place.pk, place.sk, affiliate_id="", branch_id="", wrapped=b"").delete()
        # This environment still remembers the key; the transaction does not believe it.
        with pytest.raises(KeyDestroyed):
            house.announce("res_1", conversation=one)
        assert house.rows() == []
