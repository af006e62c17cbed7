"""Announcements: who may make them, who hears of them, who may take them back, and what is on record."""

from __future__ import annotations

import json

import pytest

from functions.relay.forwarding import Relay
from shared.contracts.messages_api import AnnouncementRequest
from shared.domain.errors import Forbidden, IdempotencyMismatch, InvalidInput, NotFound, RuleBroken
from shared.security.sealing import CannotOpen
from shared.store.models import ProgramItem
from tests.unit import aws
from tests.unit.colleagues import Colleagues, keys, stored
from tests.unit.outlets import Outlets
from tests.unit.world import World


@pytest.fixture
def colleagues(world: World) -> Colleagues:
    return Colleagues(world)


class TestWhoMayAnnounce:
    @pytest.mark.parametrize(("author", "program"), [("sup_1", "pro_1"), ("adm_1", "pro_1"), ("adm_1", None)])
    def test_supervisors_tell_their_programs_and_admins_everybody(
        self, colleagues: Colleagues, author: str, program: str | None
    ) -> None:
        posted = colleagues.announces(author, "The line closes at six", program)
        assert (posted.author_id, posted.program_id, posted.read) == (author, program, True)
        assert colleagues.hears("res_1") == ["The line closes at six"]

    def test_a_supervisor_does_not_tell_the_whole_affiliate(self, colleagues: Colleagues) -> None:
        with pytest.raises(Forbidden):
            colleagues.announces("sup_1")
        assert stored() == []

    @pytest.mark.parametrize("program", ["pro_2", "pro_9", "pro_unknown"])
    def test_a_program_that_is_not_ones_own_looks_like_one_that_does_not_exist(
        self, colleagues: Colleagues, program: str
    ) -> None:
        with pytest.raises(NotFound):
            colleagues.announces("sup_1", program=program)
        assert (stored(), aws.rows("audit")) == ([], [])

    def test_a_program_that_is_closed_is_refused_with_the_field(self, colleagues: Colleagues) -> None:
        ProgramItem("A#aff_1", "P#pro_1").update(actions=[ProgramItem.active.set(False)])
        colleagues.world.tenants.touch("aff_1")
        with pytest.raises(RuleBroken) as refused:
            colleagues.announces("adm_1", program="pro_1")
        assert [one.field for one in refused.value.errors] == ["programId"]


class TestWhoHears:
    def test_a_programs_people_and_the_author_read_it_and_others_do_not(self, colleagues: Colleagues) -> None:
        colleagues.announces("adm_1", "for the second", "pro_2")
        found = {user: colleagues.hears(user) for user in ("sup_2", "adm_1", "out_1", "res_1", "sup_1")}
        heard = ["for the second"]
        # Those who are bound to no program work in all of them.
        assert found == {"sup_2": heard, "adm_1": heard, "out_1": heard, "res_1": [], "sup_1": []}
        assert colleagues.hears("adm_9", "aff_2") == colleagues.hears("res_9", "aff_2") == []

    def test_given_its_author_moved_to_another_program_then_they_still_read_it(self, colleagues: Colleagues) -> None:
        colleagues.announces("sup_1", "mine", "pro_1")
        colleagues.world.hire("sup_1", role="supervisor", programs=("pro_2",))
        assert colleagues.hears("sup_1") == ["mine"]

    def test_what_one_may_not_read_one_cannot_mark_as_read(self, colleagues: Colleagues) -> None:
        posted = colleagues.announces("adm_1", program="pro_2")
        for user, affiliate in (("res_1", "aff_1"), ("adm_9", "aff_2")):
            with pytest.raises(NotFound):
                colleagues.announcing.read(colleagues.request(user, id=posted.id, affiliate=affiliate))

    def test_the_newest_come_first_with_what_one_has_read(self, colleagues: Colleagues) -> None:
        first = colleagues.announces("adm_1", "first")
        colleagues.announces("adm_1", "second")
        answer = colleagues.announcing.read(colleagues.request("res_1", id=first.id))
        assert (answer.id, answer.read) == (first.id, True)
        colleagues.announcing.read(colleagues.request("res_1", id=first.id))
        items = colleagues.announced("res_1").items
        assert [(one.content, one.read) for one in items] == [("second", False), ("first", True)]
        assert [one.read for one in colleagues.announced("res_2").items] == [False, False]

    def test_pages_hold_ones_own_however_many_of_others_lie_between(self, colleagues: Colleagues) -> None:
        for number in range(1, 10):
            colleagues.announces("adm_1", f"{number}", "pro_1" if number % 3 == 0 else "pro_2")
        seen: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = colleagues.announced("res_1", limit="2", **cursor)
            seen += [one.content for one in page.items]
            if page.next_cursor is None:
                break
            cursor = {"cursor": page.next_cursor}
        assert seen == ["9", "6", "3"]

    @pytest.mark.parametrize("cursor", ["", "x", "ann_", "ann_ÄÖ", "dm_1", "ann_" + "1" * 50])
    def test_a_strange_cursor_is_refused(self, colleagues: Colleagues, cursor: str) -> None:
        with pytest.raises(InvalidInput):
            colleagues.announced("res_1", cursor=cursor)


class TestTellingTheRooms:
    def told(self, before: list[dict[str, object]]) -> list[tuple[str, str, dict[str, str]]]:
        outlets = Outlets()
        relay = Relay(outlets, outlets, facts_topic="facts", deliver_queue="deliver")
        relay.forward(aws.stream_records(before, aws.rows("conversations")))
        assert outlets.tasks() == []
        assert {one.kind for one in outlets.notices()} <= {"announcement", "dm"}
        return [(one.affiliate_id, one.program_id, one.detail) for one in outlets.notices("push")]

    def test_to_the_affiliate_is_told_to_each_program_once(self, colleagues: Colleagues) -> None:
        before = aws.rows("conversations")
        posted = colleagues.announces("adm_1")
        detail = {"announcement": posted.id, "scope": "affiliate"}
        assert self.told(before) == [("aff_1", "pro_1", detail), ("aff_1", "pro_2", detail)]

    def test_to_a_program_is_told_to_that_one(self, colleagues: Colleagues) -> None:
        before = aws.rows("conversations")
        posted = colleagues.announces("sup_1", program="pro_1")
        assert self.told(before) == [("aff_1", "pro_1", {"announcement": posted.id, "scope": "program"})]

    def test_reading_it_and_taking_it_back_tells_nobody(self, colleagues: Colleagues) -> None:
        posted = colleagues.announces("sup_1", program="pro_1")
        before = aws.rows("conversations")
        colleagues.announcing.read(colleagues.request("res_1", id=posted.id))
        assert self.told(before) == []
        colleagues.withdraws("sup_1", posted.id)
        assert self.told(before) == []

    def test_a_message_is_told_to_whom_it_was_written_with_its_number(self, colleagues: Colleagues) -> None:
        before = aws.rows("conversations")
        written = colleagues.writes("res_1", "sup_1")
        (thread,) = {row["pk"]["S"][2:] for row in stored()}
        detail = {"user": "sup_1", "thread": thread, "message": written.id, "from": "res_1"}
        assert self.told(before) == [("aff_1", "", detail)]

    def test_having_read_a_message_tells_nobody(self, colleagues: Colleagues) -> None:
        colleagues.writes("res_1", "sup_1")
        before = aws.rows("conversations")
        colleagues.reads("sup_1", "res_1")
        assert self.told(before) == []


class TestTakingBack:
    @pytest.mark.parametrize("by", ["sup_1", "adm_1"])
    def test_its_author_or_an_admin_takes_it_back_with_its_key(self, colleagues: Colleagues, by: str) -> None:
        posted = colleagues.announces("sup_1", program="pro_1")
        colleagues.announcing.read(colleagues.request("res_1", id=posted.id))
        colleagues.withdraws(by, posted.id)
        assert colleagues.hears("res_1") == []
        assert (stored(), keys("ann_")) == ([], [])
        assert [row for row in aws.rows("conversations") if row["pk"]["S"] == f"N#{posted.id}"] == []
        with pytest.raises(NotFound):
            colleagues.withdraws(by, posted.id)

    def test_another_supervisor_of_the_program_may_not(self, colleagues: Colleagues) -> None:
        colleagues.world.hire("sup_3", role="supervisor")
        posted = colleagues.announces("sup_1", program="pro_1")
        with pytest.raises(Forbidden):
            colleagues.withdraws("sup_3", posted.id)
        for user, affiliate in (("sup_2", "aff_1"), ("adm_9", "aff_2")):
            with pytest.raises(NotFound):
                colleagues.withdraws(user, posted.id, affiliate)
        assert colleagues.hears("res_1") != []

    def test_given_two_take_it_back_at_once_then_it_is_recorded_once(self, colleagues: Colleagues) -> None:
        posted = colleagues.announces("sup_1", program="pro_1")
        colleagues.world.wire.before("TransactWriteItems", lambda: colleagues.withdraws("adm_1", posted.id))
        with pytest.raises(NotFound):
            colleagues.withdraws("sup_1", posted.id)
        assert [row["action"]["S"] for row in aws.rows("audit")].count("announcement.withdrawn") == 1


class TestOnRecord:
    def test_that_it_was_announced_and_taken_back_is_on_record_and_not_what_it_said(
        self, colleagues: Colleagues
    ) -> None:
        posted = colleagues.announces("sup_1", "zebra lantern", "pro_1")
        colleagues.later(seconds=1)
        colleagues.withdraws("adm_1", posted.id)
        rows = sorted(aws.rows("audit"), key=lambda row: row["sk"]["S"])
        assert [(row["action"]["S"], row["actor"]["S"], row["actor_role"]["S"]) for row in rows] == [
            ("announcement.posted", "sup_1", "supervisor"),
            ("announcement.withdrawn", "adm_1", "admin"),
        ]
        assert {row["entity"]["S"] for row in rows} == {f"announcement:{posted.id}"}
        assert {row["request_id"]["S"] for row in rows} == {"req-1"}
        assert json.loads(rows[0]["detail"]["S"]) == {"scope": "program", "program": "pro_1"}
        assert "zebra" not in str(rows)


class TestRepeating:
    def test_the_same_key_announces_once_and_records_once(self, colleagues: Colleagues) -> None:
        first = colleagues.announces("adm_1", key="k-1")
        assert colleagues.announces("adm_1", key="k-1").id == first.id
        assert (len(colleagues.hears("res_1")), len(aws.rows("audit")), len(keys("ann_"))) == (1, 1, 1)

    def test_given_the_repeat_comes_while_the_first_is_at_work_then_it_is_announced_once(
        self, colleagues: Colleagues
    ) -> None:
        made: list[str] = []
        wire = colleagues.world.wire
        wire.before("TransactWriteItems", lambda: made.append(colleagues.announces("adm_1", key="k-1").id))
        assert [colleagues.announces("adm_1", key="k-1").id] == made
        assert len(colleagues.hears("res_1")) == 1

    def test_other_words_under_the_same_key_are_a_conflict(self, colleagues: Colleagues) -> None:
        colleagues.announces("adm_1", "this", key="k-1")
        with pytest.raises(IdempotencyMismatch):
            colleagues.announces("adm_1", "that", key="k-1")
        with pytest.raises(IdempotencyMismatch):
            colleagues.announces("adm_1", "this", "pro_1", key="k-1")

    def test_given_a_conflict_then_it_is_tried_again(self, colleagues: Colleagues) -> None:
        colleagues.world.wire.fail("TransactWriteItems", "TransactionConflictException")
        assert colleagues.announces("adm_1", "again").content == "again"
        assert colleagues.hears("res_1") == ["again"]


class TestSealing:
    def test_each_has_a_key_of_its_own_and_does_not_open_as_another(self, colleagues: Colleagues) -> None:
        colleagues.announces("adm_1", "zebra")
        colleagues.announces("adm_1", "lantern")
        assert len(keys("ann_")) == 2
        assert not [one for one in ("zebra", "lantern") if one in str(aws.rows("conversations"))]
        one, other = stored()
        for row, content in ((one, other["content"]), (other, one["content"])):
            aws.client("dynamodb").put_item(TableName=f"{aws.PREFIX}-conversations", Item=row | {"content": content})
        colleagues.announcing = colleagues.new_announcing()
        with pytest.raises(CannotOpen):
            colleagues.hears("res_1")

    def test_a_message_put_in_an_announcements_place_does_not_open(self, colleagues: Colleagues) -> None:
        colleagues.announces("adm_1", "to all")
        colleagues.writes("res_1", "res_2", "between us")
        announced = next(row for row in stored() if row["kind"]["S"] == "announcement")
        written = next(row for row in stored() if row["kind"]["S"] == "dm")
        table = f"{aws.PREFIX}-conversations"
        aws.client("dynamodb").put_item(TableName=table, Item=announced | {"content": written["content"]})
        with pytest.raises(CannotOpen):
            colleagues.hears("res_1")


def test_words_are_needed_and_four_thousand_characters_are_enough() -> None:
    assert AnnouncementRequest(content="x" * 4000).program_id is None
    for content in ("", " ", "x" * 4001):
        with pytest.raises(ValueError, match="content"):
            AnnouncementRequest(content=content)
