"""Woken by facts (SQS), and called by the workflow for each of its steps."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.lifecycle.hooks import Hooks
from shared.contracts.queues import FactNotice, NoticeTask
from shared.domain.clockwork import SystemClock
from shared.domain.lifecycle import Hook
from shared.lifecycle.assisting import assistant
from shared.lifecycle.composing import writer
from shared.lifecycle.helping import PeopleOnCall
from shared.lifecycle.notice_post import notice_sender
from shared.lifecycle.supervising import Supervision
from shared.lifecycle.timekeeping import Timekeeper
from shared.runtime.aws import client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation, note
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.store.agenda import Agenda
from shared.store.presence import Presences
from shared.store.runs import Runs
from shared.store.scope import work_for


@cache
def _supervision() -> Supervision:
    tables = database()
    timekeeper = Timekeeper(writer(), Agenda(tables))
    return Supervision(writer(), Runs(tables), timekeeper, client("stepfunctions"), required("STATE_MACHINE"))


@cache
def _hooks() -> Hooks:
    clock = SystemClock()
    services = PeopleOnCall(notice_sender(), _later, clock, required("EMERGENCY_SERVICE"))
    return Hooks(writer(), Presences(database(), clock), assistant(), services)


def _later(task: NoticeTask) -> None:
    client("sqs").send_message(QueueUrl=required("COMMS_QUEUE_URL"), MessageBody=task.to_json())


@invocation("lifecycle")
def handler(event: dict[str, Any], context: Any) -> Any:
    if "Records" in event:
        return each(event, lambda record: _woken(FactNotice.from_json(record.body)))
    return _step(event)


def _woken(notice: FactNotice) -> None:
    work_for(notice.affiliate_id)
    note(requestId=notice.request_id, conversationId=notice.conversation_id, seq=notice.seq, kind=notice.kind)
    if notice.kind == "opened":
        found = writer().conversations.get(notice.conversation_id)
        if found is not None:
            _supervision().start(found)
    elif notice.kind == "escalation":
        # A second person's agreement or a location may be what was missing.
        _hooks().contact(notice.conversation_id)
    else:
        _supervision().wake(notice.conversation_id)


def _step(event: dict[str, Any]) -> Any:
    conversation_id, version = event["conversationId"], int(event["version"])
    note(conversationId=conversation_id, step=event["step"], hook=event.get("hook"), version=version)
    match event["step"]:
        case "wait":
            _supervision().wait(conversation_id, event["execution"], event["token"], version)
        case "timer":
            return _supervision().time_is_over(conversation_id, version)
        case "hook":
            _hooks().run(Hook(event["hook"]), conversation_id, version)
        case "hook failed":
            _hooks().give_up(Hook(event["hook"]), conversation_id, version, "gave_up")
        case unknown:
            raise ValueError(f"there is no step '{unknown}'")
    return None
