"""Two colleagues write to each other: who may, who reads it, in what order, and how often it is told."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from shared.contracts.messages_api import DirectMessageRequest
from shared.domain.errors import Conflict, InvalidInput, NotFound, RuleBroken
from shared.security.sealing import CannotOpen
from shared.store.vault import KeyDestroyed
from tests.unit import aws
from tests.unit.colleagues import Colleagues, keys, stored
from tests.unit.world import World

EVERYBODY = ("res_1", "res_2", "sup_1", "adm_1", "out_1")


@pytest.fixture
def colleagues(world: World) -> Colleagues:
    return Colleagues(world)


class TestWhoMayWrite:
    @pytest.mark.parametrize("sender", EVERYBODY)
    @pytest.mark.parametrize("receiver", EVERYBODY)
    def test_everybody_of_an_affiliate_writes_to_everybody_else_of_it(
        self, colleagues: Colleagues, sender: str, receiver: str
    ) -> None:
        if sender == receiver:
            with pytest.raises(RuleBroken):
                colleagues.writes(sender, receiver)
            return
        colleagues.writes(sender, receiver, "good morning")
        assert colleagues.words(receiver, sender) == colleagues.words(sender, receiver) == ["good morning"]

    @pytest.mark.parametrize("stranger", ["res_9", "usr_nobody"])
    def test_another_affiliates_people_look_like_nobody_and_nothing_is_written(
        self, colleagues: Colleagues, stranger: str
    ) -> None:
        for act in (colleagues.writes, colleagues.thread, colleagues.reads):
            with pytest.raises(NotFound) as refused:
                act("res_1", stranger)
            assert refused.value.detail == NotFound.title
        assert stored() == []

    def test_writing_to_oneself_names_the_field(self, colleagues: Colleagues) -> None:
        with pytest.raises(RuleBroken) as refused:
            colleagues.writes("res_1", "res_1")
        assert [one.field for one in refused.value.errors] == ["peerId"]

    def test_given_a_colleague_was_deactivated_then_the_thread_is_read_and_not_written_to(
        self, colleagues: Colleagues
    ) -> None:
        colleagues.writes("res_2", "res_1", "I leave on Friday")
        colleagues.deactivate("res_2")
        with pytest.raises(Conflict) as refused:
            colleagues.writes("res_1", "res_2", "farewell")
        assert refused.value.code == "colleague_inactive"
        assert colleagues.words("res_1", "res_2") == ["I leave on Friday"]
        assert colleagues.reads("res_1", "res_2").unread == 0
        (thread,) = colleagues.threads("res_1").items
        assert thread.peer.active is False

    @pytest.mark.parametrize("content", ["", "   \n", "x" * 4001])
    def test_words_are_there_and_not_too_many(self, content: str) -> None:
        with pytest.raises(ValidationError):
            DirectMessageRequest(content=content)
        assert DirectMessageRequest(content="x" * 4000)


class TestWhoReads:
    @pytest.mark.parametrize("other", ["sup_1", "adm_1", "out_1"])
    def test_nobody_else_finds_the_thread_whatever_their_role(self, colleagues: Colleagues, other: str) -> None:
        colleagues.writes("res_1", "res_2", "between us")
        assert colleagues.threads(other).items == []
        for peer in ("res_1", "res_2"):
            assert colleagues.words(other, peer) == []

    def test_the_list_has_the_latest_first_with_what_was_said_last(self, colleagues: Colleagues) -> None:
        for peer, words in (("sup_1", "one"), ("adm_1", "two"), ("res_2", "three"), ("sup_1", "y" * 300)):
            colleagues.later(minutes=1)
            colleagues.writes(peer, "res_1", words)
        items = colleagues.threads("res_1").items
        assert [one.peer.id for one in items] == ["sup_1", "res_2", "adm_1"]
        assert [one.unread for one in items] == [2, 1, 1]
        previews = [one.last_message.preview for one in items if one.last_message]
        assert previews == ["y" * 120, "three", "two"]

    def test_the_list_is_paged_and_every_thread_comes_once(self, colleagues: Colleagues) -> None:
        people = [f"res_{number}" for number in range(20, 27)]
        for user in people:
            colleagues.world.hire(user)
            colleagues.later(seconds=1)
            colleagues.writes(user, "res_1")
        seen: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = colleagues.threads("res_1", limit="3", **cursor)
            seen += [one.peer.id for one in page.items]
            if page.next_cursor is None:
                break
            cursor = {"cursor": page.next_cursor}
        assert seen == people[::-1]

    @pytest.mark.parametrize("cursor", ["", "x", "MQ==", "W10=", "WzEsMl0=", "A" * 300])
    def test_a_strange_cursor_is_refused(self, colleagues: Colleagues, cursor: str) -> None:
        colleagues.writes("res_1", "res_2")
        with pytest.raises(InvalidInput) as refused:
            colleagues.threads("res_1", cursor=cursor)
        assert refused.value.code == "bad_cursor"
        with pytest.raises(InvalidInput):
            colleagues.thread("res_1", "res_2", cursor="٣")

    def test_a_thread_is_paged_from_its_end_and_caught_up_from_a_number(self, colleagues: Colleagues) -> None:
        for number in range(1, 8):
            colleagues.writes("res_1", "res_2", f"{number}")
        newest = colleagues.thread("res_2", "res_1", limit="3")
        assert [one.content for one in newest.items] == ["5", "6", "7"]
        before = colleagues.thread("res_2", "res_1", limit="3", cursor=str(newest.next_cursor))
        assert [one.content for one in before.items] == ["2", "3", "4"]
        first = colleagues.thread("res_2", "res_1", limit="3", cursor=str(before.next_cursor))
        assert ([one.content for one in first.items], first.next_cursor) == (["1"], None)
        missed = colleagues.thread("res_2", "res_1", after="5")
        assert ([one.seq for one in missed.items], missed.next_cursor) == ([6, 7], None)
        assert colleagues.thread("res_2", "res_1", after="0", limit="2").items[-1].seq == 2
        assert colleagues.thread("res_2", "res_1", after="99").items == []

    def test_a_thread_in_which_nothing_was_written_is_empty_and_leaves_no_trace(self, colleagues: Colleagues) -> None:
        before = aws.rows("conversations")
        found = colleagues.thread("res_1", "res_2")
        assert (found.items, found.last_seq, found.unread, found.next_cursor) == ([], 0, 0, None)
        assert colleagues.reads("res_1", "res_2").read_seq == 0
        assert aws.rows("conversations") == before


class TestUnread:
    def test_what_one_wrote_oneself_is_never_unread(self, colleagues: Colleagues) -> None:
        colleagues.writes("res_1", "res_2")
        colleagues.writes("res_2", "res_1")
        colleagues.writes("res_1", "res_2")
        assert (colleagues.unread("res_1", "res_2"), colleagues.unread("res_2", "res_1")) == (1, 2)

    def test_reading_goes_on_and_never_back(self, colleagues: Colleagues) -> None:
        for _ in range(5):
            colleagues.writes("res_1", "res_2")
        assert colleagues.reads("res_2", "res_1", 3).unread == 2
        assert colleagues.reads("res_2", "res_1", 1).read_seq == 3
        assert colleagues.reads("res_2", "res_1").unread == 0
        colleagues.writes("res_1", "res_2")
        assert colleagues.unread("res_2", "res_1") == 1

    def test_what_is_not_written_yet_cannot_have_been_read(self, colleagues: Colleagues) -> None:
        colleagues.writes("res_1", "res_2")
        with pytest.raises(RuleBroken) as refused:
            colleagues.reads("res_2", "res_1", 2)
        assert [one.field for one in refused.value.errors] == ["seq"]
        assert colleagues.unread("res_2", "res_1") == 1

    def test_given_two_windows_read_at_once_then_the_further_one_counts(self, colleagues: Colleagues) -> None:
        for _ in range(4):
            colleagues.writes("res_1", "res_2")

        def other_window() -> None:
            colleagues.reads("res_2", "res_1", 4)

        colleagues.world.wire.before("UpdateItem", other_window)
        assert colleagues.reads("res_2", "res_1", 2).read_seq == 4
        assert colleagues.unread("res_2", "res_1") == 0

    def test_given_somebody_writes_while_another_reads_then_both_happen(self, colleagues: Colleagues) -> None:
        colleagues.writes("res_1", "res_2")
        colleagues.world.wire.fail("UpdateItem", "TransactionConflictException")
        assert colleagues.reads("res_2", "res_1").unread == 0


class TestSealing:
    def test_words_lie_sealed_under_a_key_of_the_threads_own(self, colleagues: Colleagues) -> None:
        colleagues.writes("res_1", "res_2", "zebra lantern")
        colleagues.writes("res_1", "sup_1", "zebra lantern")
        assert "zebra" not in str([aws.rows(table) for table in ("conversations", "vault", "sessions", "audit")])
        owners = {one.split(".")[0] for one in keys("dm_")}
        assert owners == {row["pk"]["S"][2:] for row in stored()} and len(owners) == 2

    @pytest.mark.parametrize("where", ["another thread", "another number"])
    def test_given_ciphertext_was_moved_then_it_does_not_open(self, colleagues: Colleagues, where: str) -> None:
        colleagues.writes("res_1", "res_2", "about you")
        colleagues.writes("res_1", "sup_1" if where == "another thread" else "res_2", "about them")
        mine, theirs = sorted(stored(), key=lambda row: (row["receiver_id"]["S"], row["seq"]["N"]))[:2]
        for row, content in ((mine, theirs["content"]), (theirs, mine["content"])):
            aws.client("dynamodb").put_item(TableName=f"{aws.PREFIX}-conversations", Item=row | {"content": content})
        colleagues.talking = colleagues.new_talking()
        with pytest.raises(CannotOpen):
            colleagues.thread("res_1", "res_2")

    def test_given_a_whole_message_was_moved_with_its_number_then_it_does_not_open(
        self, colleagues: Colleagues
    ) -> None:
        colleagues.writes("res_1", "res_2", "about you")
        colleagues.writes("res_1", "sup_1", "about them")
        (one,) = [row for row in stored() if row["receiver_id"]["S"] == "res_2"]
        (other,) = [row for row in stored() if row["receiver_id"]["S"] == "sup_1"]
        aws.client("dynamodb").put_item(TableName=f"{aws.PREFIX}-conversations", Item=one | {"pk": other["pk"]})
        with pytest.raises(CannotOpen):
            colleagues.thread("sup_1", "res_1")

    def test_another_affiliate_cannot_open_the_key(self, colleagues: Colleagues) -> None:
        colleagues.writes("res_1", "res_2")
        (owner,) = keys("dm_")
        with pytest.raises(KeyDestroyed):
            colleagues.new_vault().key("aff_2", owner)

    def test_kms_is_asked_once_however_many_messages_are_written_and_read(self, colleagues: Colleagues) -> None:
        with colleagues.world.wire.watching() as seen:
            for _ in range(10):
                colleagues.writes("res_1", "res_2")
            colleagues.thread("res_2", "res_1")
            colleagues.threads("res_2")
        assert len([one for one in seen if one.service == "kms"]) == 1


class TestCalls:
    def test_a_message_takes_one_read_and_one_transaction_and_nobody_is_told_but_by_the_stream(
        self, colleagues: Colleagues
    ) -> None:
        colleagues.writes("res_1", "res_2")
        request = colleagues.request("res_1", body=DirectMessageRequest(content="warm"), peerId="res_2")
        with colleagues.world.wire.watching() as seen:
            colleagues.talking.send(request)
        assert [one.operation for one in seen] == ["GetItem", "TransactWriteItems"]

    def test_a_page_of_threads_takes_three_calls_once_keys_are_known(self, colleagues: Colleagues) -> None:
        for peer in ("res_2", "sup_1", "adm_1"):
            colleagues.writes("res_1", peer)
        request = colleagues.request("res_1")
        with colleagues.world.wire.watching() as seen:
            colleagues.talking.threads(request)
        assert sorted(one.operation for one in seen) == ["BatchGetItem", "BatchGetItem", "Query"]
