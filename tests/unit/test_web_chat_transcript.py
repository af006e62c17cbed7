"""What a web chat's texter reads: what was said to them and by them, and nothing else there is about them."""

from __future__ import annotations

import json

import pytest

from functions.transcript.signs import TICKETS_OF_ONE_SESSION
from shared.contracts.queues import FactNotice
from shared.domain.delivery import RANK, DeliveryStatus
from shared.domain.web_chat import split_seq, texter_seq
from shared.store.models import DeliveryItem
from shared.store.vault import owner_key
from tests.unit import aws
from tests.unit.staff import CRITICAL, Staff
from tests.unit.web_chat import Page, WebChat
from tests.unit.world import CONFIRMATION, WELCOME, World


@pytest.fixture
def web(world: World) -> WebChat:
    return WebChat(world)


@pytest.fixture
def page(web: WebChat) -> Page:
    return web.opens()


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


def taken(web: WebChat) -> str:
    """Somebody helps the next texter; the conversation's id."""
    return str(web.world.hand_out().id)


class TestReading:
    def test_before_anything_is_written_there_is_nothing_to_read(self, page: Page) -> None:
        body = page.reads()
        assert (body["items"], body["state"], body["cursor"], body["nextCursor"]) == ([], "new", 0, None)

    def test_both_sides_are_read_in_order_and_automatic_texts_are_marked(self, web: WebChat, page: Page) -> None:
        page.writes("hello")
        web.world.reply(taken(web), "I am Ann")
        page.writes("hi Ann")
        body = page.reads()
        assert [(one["direction"], one["automatic"], one["content"]) for one in body["items"]] == [
            ("inbound", False, "hello"),
            ("outbound", True, WELCOME),
            ("outbound", False, "I am Ann"),
            ("inbound", False, "hi Ann"),
        ]
        assert (body["state"], body["optedOut"]) == ("active", False)
        assert body["cursor"] == body["items"][-1]["seq"]

    def test_what_staff_write_for_each_other_and_think_of_them_is_not_there(
        self, web: WebChat, page: Page, staff: Staff
    ) -> None:
        page.writes(CRITICAL)
        one = taken(web)
        staff.whisper("sup_1", one, "copper meadow")
        staff.tag("res_1", one, "grief")
        staff.escalate("res_1", one, "medical", "walnut harbour")
        web.world.reply(one, "I am here")
        status, body, _ = page.call("GET", "messages")
        shown = json.dumps(body)
        assert status == 200
        assert [one["direction"] for one in body["items"]] == ["inbound", "outbound", "outbound"]
        assert set(body["items"][0]) == {"id", "seq", "direction", "automatic", "content", "at"}
        secrets = ("copper", "grief", "walnut", "critical", "res_1", "sup_1", "escalat", "self_harm")
        assert [one for one in secrets if one in shown] == []

    @pytest.mark.parametrize("limit", [1, 2, 3])
    def test_page_by_page_nothing_is_missed_and_nothing_comes_twice(
        self, web: WebChat, page: Page, staff: Staff, limit: int
    ) -> None:
        for round_ in range(3):
            page.writes(f"hello {round_}")
            one = taken(web)
            web.world.reply(one, f"answer {round_}")
            staff.whisper("sup_1", one)
            web.world.close(one)
        whole = page.reads()["items"]
        assert len(whole) == 9
        pages, after = [], 0
        while True:
            body = page.reads(after, limit=str(limit))
            pages += body["items"]
            after = body["cursor"]
            if body["nextCursor"] is None:
                break
            assert body["nextCursor"] == str(after)
        assert pages == whole
        assert page.reads(after)["items"] == []

    def test_reading_goes_on_after_any_message(self, web: WebChat, page: Page) -> None:
        page.writes("one")
        page.writes("two")
        page.ends()
        page.writes("three")
        whole = page.reads()["items"]
        for place, item in enumerate(whole):
            assert page.reads(item["seq"])["items"] == whole[place + 1 :]
        numbers = [one["seq"] for one in whole]
        assert numbers == sorted(set(numbers))
        assert {split_seq(number)[0] for number in numbers} == {0, 1}

    @pytest.mark.parametrize("after", ["999999999", "5000000"])
    def test_a_number_beyond_everything_brings_nothing(self, page: Page, after: str) -> None:
        page.writes("hello")
        body = page.reads(int(after))
        assert (body["items"], body["cursor"], body["state"]) == ([], int(after), "waiting")

    @pytest.mark.parametrize("after", ["-1", "x", "1.5", "99999999999", ""])
    def test_what_is_no_number_is_refused(self, page: Page, after: str) -> None:
        status, problem, _ = page.call("GET", "messages", after=after)
        assert (status, problem["errors"][0]["field"]) == (400, "after")

    def test_one_session_reads_nothing_of_another(self, web: WebChat) -> None:
        one, other = web.opens(), web.opens()
        one.writes("for my eyes")
        assert other.reads()["items"] == []
        assert other.reads()["state"] == "new"

    def test_a_conversation_that_failed_goes_on_in_another_and_is_read_as_one_chat(
        self, web: WebChat, page: Page, staff: Staff
    ) -> None:
        from functions.jobs.reopening import Reopening
        from shared.domain.draft import Draft
        from shared.domain.lifecycle import Actor
        from shared.store.commits import Alongside

        page.writes("hello")
        found = web.world.only()
        draft = Draft.on(found).move("fail", web.world.clock.now(), Actor.SYSTEM, reason="key_missing")
        web.world.conversations.commit(draft, b"", Alongside())
        assert page.reads()["state"] == "waiting"
        assert Reopening(web.world.writer).reopen(found.id)
        web.world.reply(taken(web), "here we are")
        assert page.words() == [("inbound", "hello"), ("outbound", WELCOME), ("outbound", "here we are")]


class TestErased:
    def test_once_retention_has_destroyed_its_content_it_is_gone(self, web: WebChat, page: Page) -> None:
        page.writes("hello")
        page.ends()
        found = web.world.only()
        place = owner_key(found.id)
        aws.client("dynamodb").delete_item(
            TableName=f"{aws.PREFIX}-vault", Key={"pk": {"S": place.pk}, "sk": {"S": place.sk}}
        )
        web.world.vault.forget(found.id)
        status, problem, _ = page.call("GET", "messages")
        assert (status, problem["code"]) == (410, "content_erased")

    def test_a_later_conversation_of_the_chat_can_still_be_read(self, web: WebChat, page: Page) -> None:
        page.writes("long ago")
        page.ends()
        old = web.world.only()
        page.writes("just now")
        place = owner_key(old.id)
        aws.client("dynamodb").delete_item(
            TableName=f"{aws.PREFIX}-vault", Key={"pk": {"S": place.pk}, "sk": {"S": place.sk}}
        )
        web.world.vault.forget(old.id)
        assert ("inbound", "just now") in page.words()
        assert ("inbound", "long ago") not in page.words()


class TestOptOut:
    def test_stop_is_confirmed_ends_the_chat_and_is_told(self, web: WebChat, page: Page) -> None:
        page.writes("hello")
        page.writes("STOP")
        body = page.reads()
        assert (body["state"], body["optedOut"]) == ("ended", True)
        assert page.words()[-1] == ("outbound", CONFIRMATION)
        page.writes("START")
        assert page.reads()["optedOut"] is False

    def test_what_was_written_and_not_handed_over_before_the_stop_is_never_shown(
        self, web: WebChat, page: Page
    ) -> None:
        page.writes("hello")
        one = taken(web)
        shown, late = (web.world.reply(one, words).seq for words in ("handed over", "too late"))
        web.hand_over(one, shown)
        page.writes("STOP")
        assert [words for direction, words in page.words() if direction == "outbound"] == ["handed over", CONFIRMATION]
        # And not after they are back either: `deliver` has blocked it meanwhile.
        found = web.world.conversations.get(one)
        assert found is not None
        web.world.deliveries.settle(
            web.world.deliveries.read(web.world.task(found, late)), DeliveryStatus.BLOCKED_OPT_OUT
        )
        page.writes("START")
        assert ("outbound", "too late") not in page.words()


class TestSigns:
    def statuses(self, conversation: str) -> dict[int, str]:
        rows = [row for row in aws.rows("conversations") if row["sk"]["S"].startswith("D#")]
        return {int(row["seq"]["N"]): row["status"]["S"] for row in rows if row["pk"]["S"] == f"C#{conversation}"}

    def apply(self, web: WebChat) -> None:
        for receipt in web.receipts():
            conversation, seq, _ = receipt.attempt.split(".")
            web.world.deliveries.receipt(
                conversation, int(seq), DeliveryStatus(receipt.status), receipt.provider_id, receipt.error_code
            )

    def test_what_is_read_is_read_with_all_before_it_and_the_position_is_remembered(
        self, web: WebChat, page: Page
    ) -> None:
        page.writes("hello")
        one = taken(web)
        seqs = [web.world.reply(one, words).seq for words in ("first", "second", "third")]
        web.hand_over(one, *seqs)
        assert page.call("POST", "read", {"seq": seqs[1]})[0] == 202
        self.apply(web)
        assert self.statuses(one) == dict(zip(seqs, ["read", "read", "sent"], strict=True))
        assert page.reads()["readUpTo"] == seqs[1]

    def test_the_position_counts_in_the_texters_numbers(self, web: WebChat, page: Page) -> None:
        page.writes("hello")
        page.ends()
        page.writes("again")
        one = taken(web)
        seq = web.world.reply(one, "there").seq
        web.hand_over(one, seq)
        page.call("POST", "read", {"seq": texter_seq(1, seq)})
        self.apply(web)
        assert page.reads()["readUpTo"] == texter_seq(1, seq)

    @pytest.mark.parametrize("status", ["queued", "sending", "failed", "blocked_opt_out", "read"])
    def test_what_was_not_handed_over_or_read_before_is_left_alone(self, web: WebChat, page: Page, status: str) -> None:
        page.writes("hello")
        one = taken(web)
        seq = web.world.reply(one, "there").seq
        web.hand_over(one, seq)
        item = DeliveryItem.get(f"C#{one}", f"D#{seq:010d}")
        rank = RANK[DeliveryStatus(status)]
        item.update(actions=[DeliveryItem.status.set(status), DeliveryItem.status_rank.set(rank)])
        page.call("POST", "read", {"seq": seq})
        assert web.receipts() == []

    @pytest.mark.parametrize("body", [{"seq": 0}, {"seq": -1}, {"seq": "x"}, {}, {"seq": 10**12}, {"seq": 1.5}])
    def test_a_position_that_makes_no_sense_is_refused(self, page: Page, body: object) -> None:
        status, problem, _ = page.call("POST", "read", body)
        assert (status in (400, 422), problem["errors"][0]["field"]) == (True, "seq")

    def test_a_position_in_a_conversation_there_is_not_changes_nothing(self, web: WebChat, page: Page) -> None:
        page.writes("hello")
        assert page.call("POST", "read", {"seq": 7_000_001})[0] == 202
        assert web.receipts() == []

    def test_a_texter_who_types_is_announced_to_the_conversation(self, web: WebChat, page: Page) -> None:
        page.writes("hello")
        one = taken(web)
        for _ in range(5):
            assert page.call("POST", "typing")[0] == 204
        (record,) = aws.drain(web.world.queues["push"])  # in quick succession: once
        notice = FactNotice.from_json(record["body"])
        assert (notice.kind, notice.conversation_id, notice.detail["by"]) == ("typing", one, "texter")

    def test_without_a_conversation_typing_is_nobodys_business(self, web: WebChat, page: Page) -> None:
        assert page.call("POST", "typing")[0] == 204
        page.writes("hello")
        page.ends()
        assert page.call("POST", "typing")[0] == 204
        assert aws.drain(web.world.queues["push"]) == []

    def test_a_ticket_is_kept_as_a_hash_and_their_number_is_limited(self, web: WebChat, page: Page) -> None:
        status, given, _ = page.call("POST", "ticket")
        assert (status, given["url"]) == (200, f"wss://line.example.org/ws?ticket={given['ticket']}")
        assert given["ticket"] not in repr(aws.rows("sessions"))
        for _ in range(TICKETS_OF_ONE_SESSION - 1):
            page.call("POST", "ticket")
        status, _, headers = page.call("POST", "ticket")
        assert (status, "Retry-After" in headers) == (429, True)
