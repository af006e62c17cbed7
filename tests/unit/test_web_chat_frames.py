"""What a web chat's texter hears over their connection, and what they can say there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.contracts.events import event_for
from shared.contracts.queues import FactNotice
from shared.security.tokens import hash_secret
from tests.unit import aws
from tests.unit.outlets import told_of
from tests.unit.realtime_line import Line
from tests.unit.sockets import Push, Sockets
from tests.unit.staff import Staff
from tests.unit.web_chat import Page, WebChat
from tests.unit.world import World

Frame = dict[str, Any]


class Air:
    """The WebSocket: connections of texters and staff, what they say, and what `push` posts to them."""

    def __init__(self, web: WebChat) -> None:
        self.web, self.world = web, web.world
        self.sockets = Sockets()
        self.rooms = Push(web.world, self.sockets).rooms
        self.listening = Line(web.world).listening

    def connect(self, name: str, ticket: str) -> None:
        context = {"connectionId": name, "routeKey": "$connect"}
        event = {"requestContext": context, "queryStringParameters": {"ticket": ticket}}
        assert self.listening.answer(event)["statusCode"] == 200

    def texter(self, page: Page, name: str = "texter") -> str:
        self.connect(name, page.call("POST", "ticket")[1]["ticket"])
        return name

    def staff(self, user: str, *rooms: str) -> str:
        self.world.sessions.start(f"ses-{user}", user, "aff_1", "refresh-hash")
        self.world.sessions.issue_ticket(hash_secret(f"ticket-{user}"), user, "aff_1", f"ses-{user}")
        self.connect(user, f"ticket-{user}")
        for room in rooms:
            assert self.says(user, action="subscribe", room=room)["type"] == "subscribed"
        return user

    def says(self, name: str, **frame: Any) -> Frame:
        event = {"requestContext": {"connectionId": name, "routeKey": "$default"}, "body": json.dumps(frame)}
        answer: Frame = json.loads(self.listening.answer(event)["body"])
        return answer

    def hears(self, name: str) -> list[Frame]:
        """What came since this was last asked, as far as `push` has had its turn."""
        for record in aws.drain(self.world.queues["push"]):
            self.rooms.announce(FactNotice.from_json(record["body"]))
        return self.sockets.frames.pop(name, [])

    def happens(self, act: Any) -> list[FactNotice]:
        """Something happens, and `push` is told of the facts; what everybody was told."""
        notices = told_of(act)
        for notice in notices:
            self.rooms.announce(notice)
        return notices


@pytest.fixture
def web(world: World) -> WebChat:
    return WebChat(world)


@pytest.fixture
def page(web: WebChat) -> Page:
    return web.opens()


@pytest.fixture
def air(web: WebChat) -> Air:
    return Air(web)


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


def test_a_texter_hears_that_there_is_something_to_read_and_how_their_chat_stands(
    air: Air, page: Page, staff: Staff
) -> None:
    texter, room = air.texter(page), f"chat:{page.session}"
    air.happens(lambda: page.writes("hello"))
    assert air.hears(texter) == [
        {"type": "state", "state": "waiting", "room": room},
        {"type": "message", "room": room},  # the welcome
    ]
    air.happens(lambda: air.world.hand_out())
    assert air.hears(texter) == [{"type": "state", "state": "active", "room": room}]
    one = air.world.only().id
    air.happens(lambda: air.world.reply(one))
    assert air.hears(texter) == [{"type": "message", "room": room}]
    air.happens(lambda: page.ends())
    assert air.hears(texter) == [{"type": "state", "state": "ended", "room": room}]


def test_what_staff_do_among_themselves_is_not_heard(air: Air, page: Page, staff: Staff) -> None:
    texter = air.texter(page)
    page.writes("hello")
    one = str(air.world.hand_out().id)
    air.hears(texter)
    notices = air.happens(
        lambda: (
            staff.whisper("sup_1", one),
            staff.tag("sup_1", one, "grief", risk="high"),
            staff.transfer("res_1", one, "res_2"),
            staff.accept("res_2", one),
            staff.escalate("res_2", one, "medical", "at home"),
            staff.resolve("res_2", one),
            staff.wrap_up("res_2", one),
        )
    )
    assert len(notices) > 7
    assert air.hears(texter) == []


def test_frames_carry_no_words_and_no_conversations_room_is_the_texters(air: Air, page: Page) -> None:
    texter = air.texter(page)
    air.happens(lambda: page.writes("zebra lantern"))
    one = str(air.world.hand_out().id)
    responder = air.staff("res_1", f"conversation:{one}")
    air.happens(lambda: air.world.reply(one, "copper meadow"))
    heard = air.hears(texter)
    assert {frame["room"] for frame in heard} == {f"chat:{page.session}"}
    assert one not in json.dumps(heard)
    assert not [word for word in ("zebra", "copper") if word in json.dumps([heard, air.hears(responder)])]


def test_another_session_hears_nothing_of_it(air: Air, web: WebChat, page: Page) -> None:
    other = air.texter(web.opens(), "other")
    air.happens(lambda: page.writes("hello"))
    assert air.hears(other) == []


@pytest.mark.parametrize(
    "frame",
    [
        {"action": "subscribe", "room": "program:pro_1"},
        {"action": "subscribe", "room": "chat:somebody"},
        {"action": "subscribe", "room": "conversation:con_1"},
        {"action": "unsubscribe", "room": "program:pro_1"},
        {"action": "read"},
        {"action": "read", "seq": "1"},
        {"action": "read", "seq": True},
        {"action": "read", "seq": 0},
        {"action": ["ping"]},
        {},
    ],
)
def test_a_texter_can_ask_for_nothing_else(air: Air, page: Page, frame: Frame) -> None:
    texter = air.texter(page)
    assert air.says(texter, **frame)["code"] == "invalid_input"
    assert air.says(texter, action="ping") == {"type": "pong"}
    joined = [row["pk"]["S"] for row in aws.rows("sessions") if row["sk"]["S"] == f"X#{texter}"]
    listening = [room for room in joined if room.startswith("M#")]
    assert listening == [f"M#chat:{page.session}"]


def test_staff_cannot_listen_in_on_the_texters_room_nor_be_taken_for_one(air: Air, page: Page) -> None:
    air.staff("res_1")
    assert air.says("res_1", action="subscribe", room=f"chat:{page.session}")["code"] == "invalid_input"
    assert air.says("res_1", action="read", seq=1)["code"] == "invalid_input"


def test_a_texters_ping_makes_nobody_present(air: Air, page: Page) -> None:
    texter = air.texter(page)
    assert air.says(texter, action="ping") == {"type": "pong"}
    assert not [row for row in aws.rows("sessions") if row["sk"]["S"] == "PRESENCE"]


class TestTyping:
    @pytest.fixture
    def talking(self, air: Air, page: Page) -> str:
        page.writes("hello")
        one = str(air.world.hand_out().id)
        air.texter(page)
        air.staff("res_1", f"conversation:{one}")
        air.hears("texter")
        air.hears("res_1")
        return one

    def test_the_texter_types_and_the_responder_sees_it(self, air: Air, talking: str) -> None:
        assert air.says("texter", action="typing") == {"type": "typed"}
        room = f"conversation:{talking}"
        assert air.hears("res_1") == [{"type": "typing", "conversationId": talking, "room": room}]
        assert air.hears("texter") == []

    def test_the_responder_types_and_the_texter_sees_it(self, air: Air, page: Page, talking: str) -> None:
        room = f"conversation:{talking}"
        assert air.says("res_1", action="typing", room=room) == {"type": "typed", "room": room}
        assert air.hears("texter") == [{"type": "typing", "room": f"chat:{page.session}"}]
        assert air.hears("res_1") == []

    @pytest.mark.parametrize(("user", "code"), [("res_2", "not_found"), ("sup_1", "not_owner"), ("adm_1", "not_owner")])
    def test_nobody_else_types_for_them(self, air: Air, talking: str, user: str, code: str) -> None:
        air.staff(user)
        assert air.says(user, action="typing", room=f"conversation:{talking}")["code"] == code
        assert air.hears("texter") == []

    @pytest.mark.parametrize("room", ["conversation:con_none", "program:pro_1", "user:res_1"])
    def test_typing_is_in_a_conversation(self, air: Air, talking: str, room: str) -> None:
        assert air.says("res_1", action="typing", room=room)["code"] == "not_found"

    def test_a_responder_who_has_signed_out_types_no_more(self, air: Air, talking: str) -> None:
        air.world.sessions.end("ses-res_1")
        assert air.says("res_1", action="typing", room=f"conversation:{talking}")["code"] == "session_ended"

    def test_what_comes_late_is_not_shown_any_more(self, air: Air, talking: str) -> None:
        air.says("texter", action="typing")
        air.world.clock.go_on(seconds=11)
        assert air.hears("res_1") == []

    def test_in_quick_succession_it_is_said_once_and_again_a_while_later(self, air: Air, talking: str) -> None:
        for _ in range(5):
            air.says("texter", action="typing")
        assert len(air.hears("res_1")) == 1
        air.world.clock.go_on(seconds=2)
        air.says("texter", action="typing")
        assert len(air.hears("res_1")) == 1

    def test_a_texter_with_a_phone_is_told_of_no_typing(self, air: Air, world: World) -> None:
        world.text("hello", sender="+12025550177")
        one = str(world.hand_out().id)
        air.staff("res_1")
        room = f"conversation:{one}"
        assert air.says("res_1", action="typing", room=room) == {"type": "typed", "room": room}
        assert aws.drain(world.queues["push"]) == []

    def test_after_stop_the_texter_is_told_of_no_typing(self, air: Air, page: Page, staff: Staff, talking: str) -> None:
        staff.escalate("res_1", talking)  # a STOP does not end this
        page.writes("STOP")
        assert air.says("res_1", action="typing", room=f"conversation:{talking}")["type"] == "typed"
        assert air.hears("texter") == []


def test_a_texter_who_has_read_says_so_over_the_connection(air: Air, web: WebChat, page: Page) -> None:
    page.writes("hello")
    one = str(air.world.hand_out().id)
    seq = air.world.reply(one).seq
    web.hand_over(one, seq)
    texter = air.texter(page)
    assert air.says(texter, action="read", seq=seq) == {"type": "read", "seq": seq}
    assert [(one.attempt, one.status) for one in web.receipts()] == [(f"{one}.{seq}.1", "read")]


def test_domain_events_do_not_say_which_chat_it_was(air: Air, page: Page) -> None:
    notices = air.happens(lambda: (page.writes("hello"), air.world.hand_out(), page.ends()))
    assert [notice for notice in notices if notice.detail.get("chat") == page.session]
    events = [event_for(notice) for notice in notices]
    assert len([one for one in events if one is not None]) >= 4
    assert page.session not in json.dumps([one.model_dump(mode="json") for one in events if one is not None])


def test_a_texters_message_is_announced_to_staff_and_not_to_the_texter_who_wrote_it(air: Air, page: Page) -> None:
    page.writes("hello")
    air.world.hand_out()
    texter = air.texter(page)
    notices = air.happens(lambda: page.writes("more"))
    assert [notice.kind for notice in notices] == ["message"]
    assert air.hears(texter) == []
