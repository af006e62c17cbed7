"""What leaves by itself: supervisors are mailed and texted once, a closed line says so, and a wait is told as it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.carrier import PretendCarrier
from tests.e2e.night import CLOSED, DEPTH, NORA, NORA_PHONE, OPEN, Night, fall
from tests.e2e.people import TexterFactory
from tests.e2e.tide import Tide
from tests.e2e.waiting import eventually
from tests.e2e.workflow import Workflow

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def the_night(tide: Tide) -> Night:
    return fall(tide)


@pytest.fixture
def night(the_night: Night) -> Iterator[Night]:
    """Nobody waits there when a test begins, and nobody is left behind."""
    the_night.rex.empty_the_queue()
    yield the_night
    the_night.rex.close_everything()
    the_night.rex.empty_the_queue()


def test_a_call_for_help_reaches_the_supervisor_by_mail_and_by_text_once(
    night: Night, tide: Tide, texters: TexterFactory, carrier: PretendCarrier
) -> None:
    words = night.text_from(texters, OPEN).writes("please help")
    conversation_id = night.nora.finds(words)
    night.rex.helps(conversation_id)
    place = texters.mark("12 Quay Street")

    call = {"type": "medical", "urgency": "immediate", "location": place}
    called = night.rex.does(conversation_id, "escalate", **call)

    record = f"/api/conversations/{conversation_id}/escalations/{called['escalationId']}"
    eventually(lambda: night.nora.get(record)["status"] == "contacted", "the contact")
    eventually(lambda: "escalated" in night.nora.alerts_about(conversation_id), "the alert in the console")
    reference = called["referenceNumber"]
    for _ in range(2):
        night.calls_for_help(conversation_id)
    (texted,) = [body for body in carrier.bodies_to(NORA_PHONE) if reference in body]
    (mailed,) = [mail for mail in night.mails_to(NORA) if reference in mail]
    for said in (texted, mailed):
        assert f"/#/conversations/{conversation_id}" in said
        assert "simulated" in said
        assert words not in said and place not in said
    night.rex.does(conversation_id, "resolve", outcome=texters.mark("safe"))


def test_when_nobody_is_there_the_supervisor_is_mailed_and_texted_with_a_link_and_no_words(
    night: Night, texters: TexterFactory, carrier: PretendCarrier
) -> None:
    night.rex.ask("PUT", "/api/responders/me/presence", json={"state": "away"})
    words = night.text_from(texters, OPEN).writes("is somebody there")
    conversation_id = night.nora.finds(words)

    link = f"/#/conversations/{conversation_id}"
    mails = eventually(lambda: [mail for mail in night.mails_to(NORA) if link in mail], "the mail")
    assert [mail.splitlines()[0] for mail in mails] == ["Holdfast: Somebody is waiting and nobody is there"]
    assert words not in "".join(mails)
    # Maybe about somebody before: nobody is texted of the same kind twice in ten minutes.
    said = "Somebody is waiting and nobody is there"
    eventually(lambda: [text for text in carrier.bodies_to(NORA_PHONE) if said in text], "the text")


def test_a_closed_line_says_when_it_opens_and_where_else_to_turn_and_keeps_the_place_in_line(
    night: Night, tide: Tide, texters: TexterFactory, carrier: PretendCarrier, workflow: Workflow
) -> None:
    texter = night.text_from(texters, CLOSED)
    conversation_id = night.nora.finds(texter.writes("are you there"))

    (said,) = eventually(lambda: carrier.bodies_to(texter.number), "what the line says")
    assert said.startswith("Night Closed is closed now and opens to")  # today, or tomorrow
    assert "UTC" in said and "988" in said

    workflow.stands_at(conversation_id, "queued")
    tide.run("sweep")
    assert night.nora.state_of(conversation_id) == "queued"
    assert night.nora.alerts_about(conversation_id) == []
    assert carrier.bodies_to(texter.number) == [said]

    texter.writes("I am going to kill myself tonight")
    eventually(lambda: "risk_raised" in night.nora.alerts_about(conversation_id), "for danger they are called")
    link = f"/#/conversations/{conversation_id}"
    eventually(lambda: [mail for mail in night.mails_to(NORA) if link in mail], "the mail")


def test_who_waits_hears_how_many_are_ahead_and_a_long_queue_calls_the_supervisor_once(
    night: Night, tide: Tide, texters: TexterFactory, carrier: PretendCarrier
) -> None:
    said = f"Many people are waiting: {DEPTH}"

    def mailed() -> int:
        return sum(said in mail for mail in night.mails_to(NORA))

    tide.run("queue_watch")  # nobody waits
    before = mailed()
    crowd = [night.text_from(texters, OPEN) for _ in range(DEPTH)]
    written = ["is this the line", "hello there", "hola, necesito hablar con alguien por favor"]
    for texter, words in zip(crowd, written, strict=True):
        night.nora.finds(texter.writes(words))

    places = [
        "and right now you are next.",
        "and right now 1 person is ahead of you.",
        "y en este momento hay 2 personas antes que usted.",
    ]

    def heard() -> list[bool]:
        tide.run("sweep")
        told = ["\n".join(carrier.bodies_to(texter.number)) for texter in crowd]
        return [place in said for place, said in zip(places, told, strict=True)]

    eventually(lambda: all(heard()), "each hears their own place in line")

    for _ in range(3):
        tide.run("queue_watch")
    eventually(lambda: [text for text in carrier.bodies_to(NORA_PHONE) if said in text], "the text")
    eventually(lambda: mailed() > before, "the mail")
    assert mailed() == before + 1
    alerts = night.nora.get("/api/alerts", limit=100)["items"]
    assert next(one["conversationId"] for one in alerts if one["kind"] == "queue_deep") is None
