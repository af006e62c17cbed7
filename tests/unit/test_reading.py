"""Who sees what, and lists that are complete."""

from __future__ import annotations

import base64
import json

import pytest

from shared.domain.errors import InvalidInput, NotFound
from tests.unit.world import World


class TestAccess:
    def test_another_affiliates_conversation_looks_like_none_at_all(self, world: World) -> None:
        world.text("hello")
        one = world.only()
        for read in (world.reading.conversation, world.reading.messages):
            with pytest.raises(NotFound) as other:
                read(world.request("res_9", one, affiliate="aff_2"))
            with pytest.raises(NotFound) as none:
                read(world.request("res_1", "con_none"))
            assert (other.value.detail, other.value.code) == (none.value.detail, none.value.code)

    def test_a_responder_sees_who_waits_but_not_what_they_wrote(self, world: World) -> None:
        world.text("hello")
        one = world.only()
        assert world.reading.conversation(world.request("res_1", one)).state == "queued"
        with pytest.raises(NotFound):
            world.reading.messages(world.request("res_1", one))

    def test_a_responder_does_not_see_what_another_has_taken(self, world: World) -> None:
        world.text("hello")
        one = world.hand_out("res_2").id
        for read in (world.reading.conversation, world.reading.messages):
            with pytest.raises(NotFound):
                read(world.request("res_1", one))

    @pytest.mark.parametrize("user", ["res_1", "sup_1", "adm_1"])
    def test_the_owner_supervisors_and_admins_read_the_thread(self, world: World, user: str) -> None:
        world.text("hello")
        one = world.hand_out("res_1").id
        thread = world.reading.messages(world.request(user, one))
        assert [m.content for m in thread.items if m.direction == "inbound"] == ["hello"]

    def test_a_supervisor_sees_the_programs_they_are_bound_to_and_an_admin_all(self, world: World) -> None:
        world.text("hello", line="+12025550102")
        one = world.only()
        with pytest.raises(NotFound):
            world.reading.conversation(world.request("sup_1", one))
        assert world.reading.conversation(world.request("adm_1", one)).program_id == "pro_2"

    def test_the_moves_offered_are_those_the_caller_may_make(self, world: World) -> None:
        world.text("hello")
        one = world.only()

        def offered(user: str) -> list[str]:
            return world.reading.conversation(world.request(user, one)).allowed_transitions

        assert (offered("res_1"), offered("sup_1"), offered("adm_1")) == (
            ["assign_responder"],
            ["assign_responder", "close_unworked"],
            [],
        )
        world.hand_out("res_1")
        assert offered("res_1") == [
            "send_entry_survey",
            "transfer_to_responder",
            "return_to_queue",
            "escalate_to_medical",
            "escalate_to_police",
            "begin_wrap_up",
            "close_from_active",
        ]
        assert (offered("sup_1"), offered("adm_1")) == (["return_to_queue", "reassign"], [])


class TestThread:
    def test_the_thread_is_read_in_pages_without_gap_or_double(self, world: World) -> None:
        for number in range(12):
            world.text(f"message {number}")
        one = world.hand_out().id
        world.reply(one)
        seen, cursor = [], None
        for _ in range(40):
            query = {"limit": "4"} | ({"cursor": cursor} if cursor else {})
            page = world.reading.messages(world.request("res_1", one, **query))
            seen += page.items
            cursor = page.next_cursor
            if cursor is None:
                break
        assert [m.content for m in seen if m.direction == "inbound"] == [f"message {n}" for n in range(12)]
        assert [m.seq for m in seen] == sorted({m.seq for m in seen})
        assert page.cursor == world.only().version

    def test_after_gives_only_what_is_newer(self, world: World) -> None:
        world.text("one")
        cursor = world.reading.messages(world.request("sup_1", world.only())).cursor
        world.text("two")
        newer = world.reading.messages(world.request("sup_1", world.only(), after=str(cursor)))
        assert [m.content for m in newer.items] == ["two"]
        nothing = world.reading.messages(world.request("sup_1", world.only(), after=str(newer.cursor)))
        assert (nothing.items, nothing.cursor) == ([], newer.cursor)

    @pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "²", "1" * 11, ""])
    def test_a_cursor_that_is_not_ours_is_refused(self, world: World, cursor: str) -> None:
        world.text("one")
        with pytest.raises(InvalidInput) as refused:
            world.reading.messages(world.request("sup_1", world.only(), cursor=cursor))
        assert refused.value.code == "bad_cursor"

    @pytest.mark.parametrize("name", ["limit", "after"])
    @pytest.mark.parametrize("value", ["-1", "x", "1.0", "²", "10000000000", ""])
    def test_a_number_out_of_range_is_refused_by_name(self, world: World, name: str, value: str) -> None:
        world.text("one")
        with pytest.raises(InvalidInput) as refused:
            world.reading.messages(world.request("sup_1", world.only(), **{name: value}))
        assert refused.value.errors[0].field == name

    def test_a_number_of_thousands_of_digits_is_refused_too(self, world: World) -> None:
        world.text("one")
        with pytest.raises(InvalidInput):
            world.reading.messages(world.request("sup_1", world.only(), limit="1" * 5000))


class TestLists:
    @pytest.mark.parametrize("limit", [1, 2, 3, 5, 100])
    def test_a_list_over_several_programs_is_complete_and_names_nobody_twice(self, world: World, limit: int) -> None:
        expected = world.texters(4)
        for number in range(3):
            world.text(line="+12025550102", sender=f"+120255520{number:02d}")
        expected = [one.id for one in world.all_conversations()]
        seen: list[str] = []
        cursor = None
        for _ in range(20):
            query = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
            page = world.reading.conversations(world.request("adm_1", **query))
            assert len(page.items) <= limit
            seen += [one.id for one in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert sorted(seen) == sorted(expected)

    def test_a_responders_list_is_what_they_own(self, world: World) -> None:
        world.texters(3)
        mine = {world.hand_out("res_1").id, world.hand_out("res_1").id}
        for query in ({}, {"responder": "me"}, {"responder": "res_1"}):
            page = world.reading.conversations(world.request("res_1", **query))
            assert {one.id for one in page.items} == mine
        with pytest.raises(NotFound):
            world.reading.conversations(world.request("res_1", responder="res_2"))
        closed = mine.pop()
        world.close(closed)
        for state, expected in (("active", mine), ("closed", {closed})):
            page = world.reading.conversations(world.request("res_1", state=state))
            assert {one.id for one in page.items} == expected

    def test_a_list_is_filtered_by_state_program_and_responder(self, world: World) -> None:
        world.texters(2)
        taken = world.hand_out("res_1").id
        listed = world.reading.conversations
        assert [one.id for one in listed(world.request("sup_1", state="active")).items] == [taken]
        assert [one.id for one in listed(world.request("sup_1", responder="res_1")).items] == [taken]
        assert len(listed(world.request("sup_1", program="pro_1")).items) == 2
        for query in ({"program": "pro_9"}, {"program": "pro_2"}):
            with pytest.raises(NotFound):
                listed(world.request("sup_1", **query))
        with pytest.raises(InvalidInput):
            listed(world.request("sup_1", state="sleeping"))

    def test_nobody_sees_another_affiliates_conversations_in_a_list(self, world: World) -> None:
        world.text("hello", line="+12025550101")
        for user in ("sup_1", "adm_1"):
            assert world.reading.conversations(world.request(user)).items == []

    @pytest.mark.parametrize(
        "cursor",
        [
            "x",
            "é",
            "",
            *(
                base64.urlsafe_b64encode(json.dumps(value).encode()).decode()
                for value in [5, [], [0], [0, 1], [0, None, 1], [99, None], [-1, None], ["0", None], {"a": 1}]
            ),
        ],
    )
    def test_a_cursor_that_is_not_ours_is_refused(self, world: World, cursor: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            world.reading.conversations(world.request("adm_1", cursor=cursor))
        assert (refused.value.status, refused.value.code) == (400, "bad_cursor")

    @pytest.mark.parametrize(
        "inside", [{"a": 1}, {"pk": "x"}, {"pk": {"S": "x"}}, {"pk": {"Q": "x"}, "sk": {"S": "HEAD"}}]
    )
    def test_a_cursor_that_was_tampered_with_inside_is_refused_too(self, world: World, inside: object) -> None:
        world.text("hello")
        cursor = base64.urlsafe_b64encode(json.dumps([0, inside]).encode()).decode()
        with pytest.raises(InvalidInput):
            world.reading.conversations(world.request("adm_1", cursor=cursor))

    def test_a_cursor_nested_without_end_is_refused_too(self, world: World) -> None:
        cursor = base64.urlsafe_b64encode(b"[" * 5000).decode()
        with pytest.raises(InvalidInput):
            world.reading.conversations(world.request("adm_1", cursor=cursor))


class TestQueue:
    def test_the_queue_shows_who_is_next_since_when_and_never_what_they_wrote(self, world: World) -> None:
        ids = world.texters(3)
        queue = world.reading.queue(world.request("res_1"))
        assert [one.id for one in queue.items] == ids
        assert [one.position for one in queue.items] == [1, 2, 3]
        assert [one.wait_seconds for one in queue.items] == [180, 120, 60]
        assert queue.depth == 3
        assert "hello" not in queue.model_dump_json()

    def test_the_depth_counts_those_beyond_the_page_too(self, world: World) -> None:
        world.texters(4)
        queue = world.reading.queue(world.request("sup_1", limit="2"))
        assert (len(queue.items), queue.depth) == (2, 4)

    def test_a_place_in_line_is_told_while_somebody_waits_and_not_after(self, world: World) -> None:
        _, second = world.texters(2)
        assert world.reading.conversation(world.request("sup_1", second)).position == 2
        world.hand_out()
        assert world.reading.conversation(world.request("sup_1", second)).position == 1
        world.hand_out()
        assert world.reading.conversation(world.request("sup_1", second)).position is None
