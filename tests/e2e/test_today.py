"""A day's figures, and who waits for an answer: counted from what texters and staff really did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.e2e.line import new_sid
from tests.e2e.people import CRISIS, Responder, TexterFactory
from tests.e2e.problems import fields, problem
from tests.e2e.shoal import FAR, NEAR, ZONE, Shoal, gather
from tests.e2e.tide import Tide
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def shoal_itself(tide: Tide) -> Shoal:
    return gather(tide)


@pytest.fixture
def shoal(shoal_itself: Shoal) -> Iterator[Shoal]:
    yield shoal_itself
    shoal_itself.wes.close_everything()
    shoal_itself.yuki.close_everything()
    shoal_itself.wes.empty_the_queue()


def ended(report: dict[str, Any], how: str) -> int:
    return sum(one["count"] for one in report["endings"] if one["ending"] == how)


def live(report: dict[str, Any], state: str) -> int:
    return sum(one["count"] for one in report["states"] if one["state"] == state)


def test_given_texters_who_are_answered_called_help_for_and_lost_when_the_day_is_read_then_each_is_counted_once(
    shoal: Shoal, texters: TexterFactory
) -> None:
    before = shoal.figures()
    helped = shoal.una.finds(shoal.texter(texters).writes("hello"))
    called = shoal.una.finds(shoal.texter(texters).writes("please come"))
    leaving = shoal.texter(texters)
    left = shoal.una.finds(leaving.writes("are you there"))
    shoal.wes.helps(helped)
    shoal.wes.replies(helped, texters.mark("I am here"))
    shoal.wes.helps(called)
    shoal.wes.does(called, "escalate", type="medical", urgency="urgent", location=texters.mark("at home"))
    shoal.wes.does(helped, "transfer", responderId=shoal.yuki.id)
    shoal.yuki.does(helped, "accept")
    shoal.yuki.closes(helped)
    leaving.writes_exactly("STOP")
    shoal.una.sees_state(left, "closed")

    # What is listed by an index is there a moment later.
    after = eventually(
        lambda: (
            found if ended(found := shoal.figures(), "ended_by_texter") > ended(before, "ended_by_texter") else None
        ),
        "the day's figures",
    )

    assert after["waits"]["arrivals"] - before["waits"]["arrivals"] == 3
    assert after["waits"]["answers"]["count"] - before["waits"]["answers"]["count"] == 1
    assert after["waits"]["inTime"] - before["waits"]["inTime"] == 1
    assert ended(after, "closed_by_responder") - ended(before, "closed_by_responder") == 1
    once = ("escalationsMedical", "handOffs", "optOuts", "open")
    assert [after[name] - before[name] for name in once] == [1, 1, 1, 1]
    assert live(after, "escalated_medical") == 1
    assert after["open"] + sum(one["count"] for one in after["endings"]) == after["waits"]["arrivals"]
    assert sum(one["waits"]["arrivals"] for one in after["hours"]) == after["waits"]["arrivals"]
    assert (after["zone"], after["complete"], len(after["hours"]) in (23, 24, 25)) == (ZONE, True, True)


def test_given_a_message_that_the_carrier_brings_twice_when_the_day_is_read_then_its_texter_came_once(
    shoal: Shoal, texters: TexterFactory
) -> None:
    before = shoal.figures()["waits"]["arrivals"]
    texter, sid = shoal.texter(texters), new_sid()
    words = texter.writes("hello", sid=sid)
    shoal.una.finds(words)
    for _ in range(3):
        texter.writes_exactly(words, sid=sid)
    other = shoal.una.finds(shoal.texter(texters).writes("hello as well"))

    eventually(lambda: shoal.figures()["waits"]["arrivals"] == before + 2, "both of them")
    assert other


def test_given_two_programs_when_somebody_looks_after_one_of_them_then_they_are_told_of_that_one_alone(
    shoal: Shoal, texters: TexterFactory, rosa: Responder
) -> None:
    all_before, far_before = shoal.figures(), shoal.figures(shoal.vik)
    shoal.una.finds(shoal.texter(texters, NEAR).writes("near"))
    shoal.una.finds(shoal.texter(texters, FAR).writes("far"))
    eventually(
        lambda: shoal.figures()["waits"]["arrivals"] == all_before["waits"]["arrivals"] + 2,
        "both in the figures of all",
    )
    far = shoal.figures(shoal.vik)
    assert far["waits"]["arrivals"] == far_before["waits"]["arrivals"] + 1
    assert [one["id"] for one in far["programs"]] == [FAR]
    assert shoal.figures(shoal.ada, programId=FAR)["waits"] == far["waits"]

    for program in (NEAR, CRISIS, "prg_none"):
        problem(shoal.vik.ask("GET", "/api/reports/today", params={"programId": program}), 404, "not_found")
    problem(rosa.ask("GET", "/api/reports/today"), 403, "forbidden")


def test_given_other_days_when_they_are_asked_for_then_those_that_have_begun_are_told_of(shoal: Shoal) -> None:
    today = shoal.figures()
    day = date.fromisoformat(today["day"])
    yesterday = shoal.figures(day=str(day - timedelta(days=1)))
    assert (yesterday["ends"], yesterday["waits"]["arrivals"]) == (today["begins"], 0)
    for text in (str(day + timedelta(days=2)), "tomorrow", "2026-02-30"):
        refused = problem(shoal.una.ask("GET", "/api/reports/today", params={"day": text}), 400, "invalid_input")
        assert fields(refused) == ["day"]


def test_given_a_texter_who_waits_for_their_responder_when_staff_are_listed_then_it_says_for_how_long(
    shoal: Shoal, texters: TexterFactory
) -> None:
    def longest() -> int | None:
        listed = shoal.una.get("/api/responders")["items"]
        found: int | None = next(one for one in listed if one["id"] == shoal.yuki.id)["longestUnansweredSeconds"]
        return found

    texter = shoal.texter(texters)
    conversation_id = shoal.una.finds(texter.writes("hello"))
    assert longest() is None
    shoal.yuki.helps(conversation_id)
    shoal.yuki.replies(conversation_id, texters.mark("I am here"))
    assert longest() is None
    assert shoal.una.conversation(conversation_id)["unansweredSince"] is None
    texter.writes("are you still there?")
    eventually(lambda: longest() is not None, "somebody who waits")
    assert shoal.una.conversation(conversation_id)["unansweredSince"] is not None
    shoal.yuki.replies(conversation_id, texters.mark("yes"))
    assert longest() is None
