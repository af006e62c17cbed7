"""Laptops close, executions die, functions stop: the texter is still helped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.aws import PREFIX, Aws
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.tide import AFFILIATE, CALM, CROWD, RUSH, Tide
from tests.e2e.waiting import all_at_once, eventually
from tests.e2e.workflow import Workflow

pytestmark = pytest.mark.e2e


def _silent_for(aws: Aws, responder: Responder, seconds: int) -> None:
    """As if nothing had been heard of somebody for so long."""
    moment = (datetime.now(UTC) - timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%f+0000")
    aws.client("dynamodb").update_item(
        TableName=f"{PREFIX}-sessions",
        Key={"pk": {"S": f"P#{responder.id}"}, "sk": {"S": "PRESENCE"}},
        UpdateExpression="SET seen_at = :at",
        ExpressionAttributeValues={":at": {"S": moment}},
    )


def test_given_the_execution_is_killed_then_the_reconciler_starts_another_that_goes_on_where_the_conversation_is(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, workflow: Workflow
) -> None:
    conversation_id = iris.finds(tide.text_from(texters, CALM).writes("hello"))
    ana.helps(conversation_id)
    first = workflow.stands_at(conversation_id, "active")
    workflow.kill(first)
    eventually(lambda: not workflow.running(conversation_id), "the execution is dead")

    def mended() -> bool:
        tide.run("reconcile")
        return bool(workflow.running(conversation_id))

    # It waits a minute before it believes that nothing is on its way: a healthy start may be as late.
    eventually(mended, "another execution", seconds=120, pause=3)
    workflow.stands_at(conversation_id, "active")
    ana.does(conversation_id, "wrap-up")
    workflow.stands_at(conversation_id, "wrap_up")
    ana.does(conversation_id, "close")
    workflow.stands_at(conversation_id, "closed")


def test_given_wakes_come_late_then_the_execution_catches_up_with_the_facts(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, workflow: Workflow, aws: Aws
) -> None:
    conversation_id = iris.finds(tide.text_from(texters, CALM).writes("hello"))
    workflow.stands_at(conversation_id, "queued")
    with aws.stopped("lifecycle"):
        ana.helps(conversation_id)
        ana.does(conversation_id, "wrap-up")
        assert workflow.entered(workflow.executions(conversation_id)[0])[-1] == "queued"

    execution = workflow.stands_at(conversation_id, "wrap_up")
    states = ("queued", "assigned", "active", "wrap_up")
    assert [name for name in workflow.entered(execution) if name in states] == list(states)
    ana.does(conversation_id, "close")


def test_given_a_responder_closes_the_laptop_then_the_texter_is_back_in_the_queue_and_the_next_one_gets_them(
    tide: Tide, texters: TexterFactory, ana: Responder, ben: Responder, iris: Supervisor, aws: Aws
) -> None:
    conversation_id = iris.finds(tide.text_from(texters, CALM).writes("hello"))
    ben.helps(conversation_id)
    ben.replies(conversation_id, texters.mark("I am here"))

    def returned() -> bool:
        _silent_for(aws, ben, 120)
        tide.run("sweep")
        return iris.state_of(conversation_id) == "queued"

    eventually(returned, "back in the queue")
    moved = next(one for one in reversed(iris.timeline(conversation_id)) if one["transition"])
    assert (moved["transition"], moved["reason"]) == ("return_to_queue", "responder_gone")
    eventually(lambda: "returned_by_timer" in iris.alerts_about(conversation_id), "the supervisor's alert")
    assert ana.ask("POST", "/api/queue/next", json={"programId": CALM}).json()["id"] == conversation_id
    ana.does(conversation_id, "close")


def test_given_the_owner_of_an_escalation_is_gone_then_a_supervisor_has_it(
    tide: Tide, texters: TexterFactory, ben: Responder, iris: Supervisor, aws: Aws
) -> None:
    conversation_id = iris.finds(tide.text_from(texters, CALM).writes("please help"))
    ben.helps(conversation_id)
    ben.does(conversation_id, "escalate", type="medical", urgency="urgent", location=texters.mark("home"))

    def handed() -> bool:
        iris.get("/api/queue/health")
        _silent_for(aws, ben, 120)
        tide.run("sweep")
        return bool(iris.conversation(conversation_id)["responderId"] == iris.id)

    eventually(handed, "the supervisor's")
    assert iris.state_of(conversation_id) == "escalated_medical"
    iris.does(conversation_id, "close", outcome=texters.mark("safe"))


def test_given_thirty_responders_press_at_once_then_each_of_twenty_texters_is_handed_out_once_and_no_limit_is_broken(
    tide: Tide, texters: TexterFactory, iris: Supervisor
) -> None:
    crowd = [tide.responder(f"crowd{number}") for number in range(CROWD)]
    line_up = {iris.finds(tide.text_from(texters, RUSH).writes(f"number {one}")) for one in range(20)}

    answers = all_at_once(lambda one: one.ask("POST", "/api/queue/next", json={"programId": RUSH}), crowd * 2)

    taken = [answer.json() for answer in answers if answer.status_code == 200]
    assert sorted(one["id"] for one in taken) == sorted(line_up)
    assert {answer.status_code for answer in answers} <= {200, 204, 409}
    owners = [one["responderId"] for one in taken]
    assert len(set(owners)) == len(owners) == 20, "somebody holds more than their limit of one"
    assert all(one["reason"] for one in taken)
    board = {one["id"]: one for one in iris.get("/api/responders")["items"]}
    assert [board[owner]["load"] for owner in owners] == [1] * 20
    for one in taken:
        next(who for who in crowd if who.id == one["responderId"]).does(one["id"], "close")


def test_given_its_time_is_up_then_the_words_are_gone_and_the_statistics_stay(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, aws: Aws
) -> None:
    kept = iris.finds(tide.text_from(texters, CALM).writes("keep this"))
    gone = iris.finds(tide.text_from(texters, CALM).writes("forget this"))
    for one in (kept, gone):
        ana.helps(one)
        ana.does(one, "tag", tags=["school"])
        ana.does(one, "close")
    held = {"conversationId": kept, "reason": texters.mark("court order")}
    assert iris.ask("POST", "/api/admin/legal-holds", json=held).json()["held"] is True
    tide.retain(0)
    try:
        eventually(lambda: not tide.run("retention") and iris.state_of(gone) == "expired", "its time is up", pause=2)
    finally:
        tide.retain(365)

    assert iris.ask("GET", f"/api/conversations/{gone}/messages").status_code == 410
    after = iris.conversation(gone)
    assert (after["tags"], iris.moves_of(gone)[-1]) == (["school"], "retention_expire")
    assert iris.state_of(kept) == "closed"
    assert iris.words_in(kept)
    keys = [row["pk"]["S"] for row in aws.rows(f"{PREFIX}-vault")]
    assert f"K#{gone}" not in keys
    assert f"K#{kept}" in keys
    assert AFFILIATE in iris.session["user"]["affiliateId"]


def test_given_a_conversation_whose_words_can_no_longer_be_opened_then_it_fails_and_its_texter_gets_a_new_one(
    tide: Tide, texters: TexterFactory, ana: Responder, iris: Supervisor, aws: Aws
) -> None:
    texter = tide.text_from(texters, CALM)
    lost = iris.finds(texter.writes("hello"))
    vault = {"pk": {"S": f"K#{lost}"}, "sk": {"S": "KEY"}}
    aws.client("dynamodb").delete_item(TableName=f"{PREFIX}-vault", Key=vault)

    words = texter.writes("are you there")

    iris.sees_state(lost, "failed")
    eventually(lambda: "conversation_failed" in iris.alerts_about(lost), "the supervisor's alert")
    found = eventually(lambda: [one for one in _queued(iris) if words in iris.words_in(one)], "the new conversation")
    assert len(found) == 1
    eventually(lambda: not tide.run("reconcile") and "reopened" in _kinds(iris, lost), "the old one points to the new")
    ana.helps(found[0])
    ana.does(found[0], "close")


def test_given_a_responder_at_the_limit_when_one_conversation_ends_then_the_next_texter_is_theirs_at_once(
    tide: Tide, texters: TexterFactory, iris: Supervisor
) -> None:
    one = tide.responder("crowd0")
    line_up = [iris.finds(tide.text_from(texters, RUSH).writes(f"number {place}")) for place in (1, 2)]
    assert one.ask("POST", "/api/queue/next", json={}).json()["id"] == line_up[0]
    assert one.ask("POST", "/api/queue/next", json={}).status_code == 409

    one.does(line_up[0], "close")

    assert one.ask("POST", "/api/queue/next", json={}).json()["id"] == line_up[1]
    one.does(line_up[1], "close")


def _queued(iris: Supervisor) -> list[str]:
    items = iris.get("/api/conversations", state="queued", program=CALM, limit=100)["items"]
    return [one["id"] for one in items]


def _kinds(iris: Supervisor, conversation_id: str) -> list[str]:
    return [one["kind"] for one in iris.timeline(conversation_id)]
