"""How the line treats people who are hard to reach or hard to bear: languages, pictures, old numbers, abuse, STOP."""

from __future__ import annotations

import secrets

import pytest

from tests.e2e.aws import PREFIX, Aws
from tests.e2e.carrier import PretendCarrier
from tests.e2e.people import Responder, Supervisor, Texter, TexterFactory
from tests.e2e.problems import problem
from tests.e2e.tide import CALM, Tide
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

IN_SPANISH = "hola, quiero hablar con alguien de mi trabajo por favor"
IN_DANGER = "I am going to kill myself tonight"


def blocked_texts(aws: Aws) -> int:
    """How many texts of blocked senders lie in quarantine."""
    return sum(row["reason"] == {"S": "blocked_sender"} for row in aws.rows(f"{PREFIX}-quarantine"))


class TestLanguages:
    @pytest.fixture
    def carmen(self, tide: Tide) -> Responder:
        """Speaks Spanish; the others of Tide do not."""
        return tide.responder("carmen")

    def test_a_spanish_texter_is_welcomed_in_spanish_and_left_to_the_responder_who_speaks_it(
        self, tide: Tide, texters: TexterFactory, ana: Responder, carmen: Responder, iris: Supervisor,
        carrier: PretendCarrier,
    ) -> None:  # fmt: skip
        in_calm = {"json": {"programId": CALM}}
        while ana.ask("POST", "/api/queue/next", **in_calm).status_code == 200:
            pass  # whom another test left behind
        ana.close_everything()
        carmen.ask("PUT", "/api/responders/me/presence", json={"state": "available"})
        texter = tide.text_from(texters, CALM)
        conversation_id = iris.finds(texter.writes(IN_SPANISH))
        assert iris.conversation(conversation_id)["language"] == "es"
        carrier.receives(texter.number, "Tide: welcome@es")

        assert ana.ask("POST", "/api/queue/next", **in_calm).status_code == 204

        given = carmen.ask("POST", "/api/queue/next", **in_calm)
        assert given.status_code == 200, given.text
        assert given.json()["id"] == conversation_id
        carmen.close_everything()

    def test_when_who_speaks_it_is_away_anybody_helps_at_once(
        self, tide: Tide, texters: TexterFactory, ana: Responder, carmen: Responder, iris: Supervisor
    ) -> None:
        carmen.ask("PUT", "/api/responders/me/presence", json={"state": "away"})
        conversation_id = iris.finds(tide.text_from(texters, CALM).writes(IN_SPANISH))
        taken = []
        while (answer := ana.ask("POST", "/api/queue/next", json={"programId": CALM})).status_code == 200:
            taken.append(answer.json()["id"])
        assert conversation_id in taken
        ana.close_everything()


class TestAskingInASentence:
    def test_it_goes_to_the_responder_who_records_the_opt_out_and_it_is_confirmed_once(
        self, texters: TexterFactory, vera: Supervisor, rosa: Responder, carrier: PretendCarrier
    ) -> None:
        texter = texters()
        conversation_id = vera.finds(texter.writes("hello there"))
        rosa.helps(conversation_id)
        texter.writes("please don't text me again")
        eventually(lambda: "asks_to_stop" in rosa.alerts_about(conversation_id), "rosa's alert")
        flagged = rosa.conversation(conversation_id)
        assert (flagged["flags"], flagged["cannotReply"]) == (["asks_to_stop"], False)

        after = rosa.does(conversation_id, "opt-out")

        assert (after["state"], after["cannotReply"], after["flags"]) == ("active", True, [])
        rosa.does(conversation_id, "opt-out")
        problem(rosa.sends(conversation_id, texters.mark("are you sure")), 409, "texter_opted_out")
        eventually(lambda: confirmations(carrier, texter), "the confirmation")
        carrier.settle()
        assert confirmations(carrier, texter) == 1

    def test_tell_him_to_stop_texting_me_is_an_ordinary_message(self, texters: TexterFactory, vera: Supervisor) -> None:
        conversation_id = vera.finds(texters().writes("can you tell him to stop texting me"))
        assert vera.conversation(conversation_id)["flags"] == []


def confirmations(carrier: PretendCarrier, texter: Texter) -> int:
    return sum("You won't get any more texts" in body for body in carrier.bodies_to(texter.number))


class TestHelp:
    def test_a_newcomers_help_gets_the_information_line_and_a_place_in_line(
        self, texters: TexterFactory, vera: Supervisor, carrier: PretendCarrier
    ) -> None:
        texter = texters()
        texter.writes_exactly("HELP")
        conversation_id = vera.finds(texter.writes("is this how it works"))
        assert vera.conversation(conversation_id)["state"] == "queued"
        eventually(lambda: carrier.bodies_to(texter.number), "the information line")
        carrier.settle()
        (told,) = carrier.bodies_to(texter.number)
        assert "Msg & data rates may apply" in told

    def test_what_the_carrier_sent_already_is_not_sent_again(
        self, texters: TexterFactory, vera: Supervisor, carrier: PretendCarrier
    ) -> None:
        texter = texters()
        texter.writes_exactly("HELP", OptOutType="HELP")
        conversation_id = vera.finds(texter.writes("is this how it works"))
        assert vera.conversation(conversation_id)["state"] == "queued"
        eventually(lambda: carrier.bodies_to(texter.number), "the welcome")
        carrier.settle()
        (told,) = carrier.bodies_to(texter.number)
        assert told.startswith("You've reached")


def test_a_picture_is_answered_once_with_the_truth(
    texters: TexterFactory, vera: Supervisor, carrier: PretendCarrier
) -> None:
    texter = texters()
    conversation_id = vera.finds(texter.writes("hello, look"))
    picture = {"NumMedia": "1", "MediaUrl0": "https://api.example.org/media/1", "MediaContentType0": "image/jpeg"}
    texter.writes_exactly("", **picture)
    texter.writes("and this one", **picture)
    vera.finds(texter.writes("did you see"))
    eventually(lambda: "told_no_pictures" in vera.conversation(conversation_id)["flags"], "the flag")
    carrier.settle()
    assert sum("can't see pictures" in body for body in carrier.bodies_to(texter.number)) == 1


class TestTheSamePerson:
    @pytest.fixture
    def texter(self, texters: TexterFactory) -> Texter:
        return texters()

    @pytest.fixture
    def before(self, texter: Texter, vera: Supervisor, sam: Responder) -> str:
        """A conversation sam had with somebody who wrote from the number."""
        conversation_id = vera.finds(texter.writes("I never told my brother"))
        sam.helps(conversation_id)
        sam.closes(conversation_id)
        return conversation_id

    @pytest.fixture
    def now(self, texter: Texter, before: str, vera: Supervisor, rosa: Responder) -> str:
        """Somebody writes from it again, and rosa helps them."""
        conversation_id = vera.finds(texter.writes("hi it is me"))
        rosa.helps(conversation_id)
        return conversation_id

    def test_earlier_conversations_are_shown_once_the_responder_has_asked_and_while_the_texter_is_theirs(
        self, before: str, now: str, rosa: Responder
    ) -> None:
        seen = rosa.conversation(now)
        assert (seen["seenBefore"], seen["samePerson"]) == (True, None)
        problem(rosa.ask("GET", f"/api/conversations/{now}/earlier"), 409, "not_confirmed")
        problem(rosa.ask("GET", f"/api/conversations/{before}/messages"), 404, "not_found")

        assert rosa.does(now, "same-person", confirmed=True)["samePerson"] is True

        (listed,) = rosa.get(f"/api/conversations/{now}/earlier")["items"]
        assert (listed["id"], listed["state"], listed["erased"]) == (before, "closed", False)
        assert rosa.words_in(before)[0].startswith("I never told my brother")
        rosa.closes(now)
        problem(rosa.ask("GET", f"/api/conversations/{before}/messages"), 404, "not_found")

    def test_of_somebody_elses_number_nothing_is_shown_now_or_later(
        self, texter: Texter, before: str, now: str, vera: Supervisor, rosa: Responder
    ) -> None:
        rosa.does(now, "same-person", confirmed=False)
        problem(rosa.ask("GET", f"/api/conversations/{now}/earlier"), 409, "not_confirmed")
        rosa.closes(now)
        again = vera.finds(texter.writes("hi again"))
        rosa.helps(again)
        rosa.does(again, "same-person", confirmed=True)
        assert [one["id"] for one in rosa.get(f"/api/conversations/{again}/earlier")["items"]] == [now]
        problem(rosa.ask("GET", f"/api/conversations/{before}/messages"), 404, "not_found")


class TestAbuse:
    @pytest.fixture
    def abuser(self, texters: TexterFactory) -> Texter:
        return texters()

    @pytest.fixture
    def reported(self, abuser: Texter, texters: TexterFactory, vera: Supervisor, rosa: Responder) -> str:
        """A conversation in which rosa is sworn at, and says so."""
        conversation_id = vera.finds(abuser.writes("you are all worthless"))
        rosa.helps(conversation_id)
        rosa.does(conversation_id, "report-abuse", reason=texters.mark("swears at me every night"))
        eventually(lambda: "abuse_reported" in vera.alerts_about(conversation_id), "vera's alert")
        return conversation_id

    def block(self, vera: Supervisor, conversation_id: str, reason: str) -> str:
        wish = {"conversationId": conversation_id, "reason": reason}
        answer = vera.ask("POST", "/api/admin/blocked-senders", json=wish)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def test_a_sender_is_blocked_by_a_supervisor_only_and_heard_again_when_unblocked(
        self, reported: str, abuser: Texter, texters: TexterFactory, vera: Supervisor, rosa: Responder,
        carrier: PretendCarrier, aws: Aws,
    ) -> None:  # fmt: skip
        reason = texters.mark("has done so for weeks")
        wish = {"conversationId": reported, "reason": reason}
        problem(rosa.ask("POST", "/api/admin/blocked-senders", json=wish), 403, "forbidden")

        block = self.block(vera, reported, reason)

        assert self.block(vera, reported, reason) == block
        conversation = vera.conversation(reported)
        assert conversation["state"] == "closed"
        assert set(conversation["flags"]) == {"abuse_reported", "sender_blocked"}
        eventually(lambda: "ending this conversation" in carrier.bodies_to(abuser.number)[-1], "the last text")
        listed = next(one for one in vera.get("/api/admin/blocked-senders", limit=100)["items"] if one["id"] == block)
        assert (listed["conversationId"], listed["blockedBy"]) == (reported, vera.id)
        assert abuser.number not in str(listed)

        had, sent = blocked_texts(aws), len(carrier.bodies_to(abuser.number))
        unheard = abuser.writes("worthless, I said")
        eventually(lambda: blocked_texts(aws) > had, "the text in quarantine")
        assert vera.with_words(unheard) == []
        carrier.settle()
        assert len(carrier.bodies_to(abuser.number)) == sent

        assert vera.ask("DELETE", f"/api/admin/blocked-senders/{block}").status_code == 200

        again = vera.finds(abuser.writes("I am sorry"))
        assert vera.conversation(again)["state"] == "queued"

    def test_somebody_in_danger_who_swears_is_heard(
        self, reported: str, abuser: Texter, texters: TexterFactory, vera: Supervisor, rosa: Responder
    ) -> None:
        block = self.block(vera, reported, texters.mark("enough"))
        conversation_id = vera.finds(abuser.writes(IN_DANGER))
        heard = vera.conversation(conversation_id)
        assert (heard["state"], heard["riskLevel"], heard["flags"]) == ("queued", "critical", ["sender_blocked"])
        vera.finds(abuser.writes("I am at the bridge"))

        wish = {"conversationId": conversation_id, "reason": texters.mark("again")}
        problem(vera.ask("POST", "/api/admin/blocked-senders", json=wish), 409, "at_risk")
        rosa.helps(conversation_id)
        assert vera.ask("DELETE", f"/api/admin/blocked-senders/{block}").status_code == 200

    def test_who_is_blocked_is_not_told_apart_from_who_does_not_exist_by_another_affiliate(
        self, reported: str, texters: TexterFactory, vera: Supervisor, omar: Supervisor
    ) -> None:
        block = self.block(vera, reported, texters.mark("enough"))
        for one in (block, f"blk_{secrets.token_hex(8)}"):
            problem(omar.ask("DELETE", f"/api/admin/blocked-senders/{one}"), 404, "not_found")
        wish = {"conversationId": reported, "reason": texters.mark("enough")}
        problem(omar.ask("POST", "/api/admin/blocked-senders", json=wish), 404, "not_found")
        assert block not in str(omar.get("/api/admin/blocked-senders", limit=100))
